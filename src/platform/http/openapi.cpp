// Writing the OpenAPI 3.1 document and laying it out readably.
#include "platform/http/openapi.h"

#include <algorithm>
#include <map>

namespace chiron::http {
namespace {

using json::Value;

std::string json_text(std::string_view text) {
  std::string out;
  json::write_text(out, text);
  return out;
}

std::string_view lower_name(Method method) {
  switch (method) {
    case Method::get: return "get";
    case Method::post: return "post";
    case Method::put: return "put";
    case Method::patch: return "patch";
    case Method::del: return "delete";
    default: return "options";
  }
}

/// Two spaces a level, one member a line; short arrays of scalars stay on one line.
void lay_out(std::string& out, const Value& value, std::size_t level) {
  const auto new_line = [&](std::size_t at) { out.append("\n").append(at * 2, ' '); };
  const auto is_scalar = [](const Value& each) {
    return each.kind != Value::Kind::object && each.kind != Value::Kind::array;
  };
  if (value.kind == Value::Kind::object && !value.members.empty()) {
    out += '{';
    for (const auto& [name, member] : value.members) {
      if (out.back() != '{') out += ',';
      new_line(level + 1);
      json::write_text(out, name);
      out += ": ";
      lay_out(out, member, level + 1);
    }
    new_line(level);
    out += '}';
  } else if (value.kind == Value::Kind::array && !std::ranges::all_of(value.elements, is_scalar)) {
    out += '[';
    for (const auto& element : value.elements) {
      if (&element != &value.elements.front()) out += ',';
      new_line(level + 1);
      lay_out(out, element, level + 1);
    }
    new_line(level);
    out += ']';
  } else {
    json::write(out, value);
  }
}

bool in_path(std::string_view pattern, std::string_view name) {
  return pattern.find("{" + std::string(name) + "}") != std::string_view::npos;
}

/// One operation object (OpenAPI 3.1 4.8.10).
Result<std::string> operation(const Route& route, json::Schemas& schemas) {
  const Value input = TRY(json::parse_value(route.input_schema(schemas)));
  const Value* properties = input.find("properties");
  const Value* required = input.find("required");
  const auto is_required = [&](std::string_view name) {
    return required && std::ranges::any_of(required->elements, [&](const Value& each) { return each.text == name; });
  };
  const bool in_query = route.method == Method::get || route.method == Method::del;

  std::string parameters;
  std::string body_properties;
  std::string body_required;
  for (const auto& [name, schema] : properties->members) {
    const bool path = in_path(route.pattern.text(), name);
    if (path || in_query) {
      if (!parameters.empty()) parameters += ',';
      parameters += R"({"name":)" + json_text(name) + R"(,"in":")" + (path ? "path" : "query") + R"(","required":)" +
                    (path || is_required(name) ? "true" : "false") + R"(,"schema":)" + json::write(schema) + "}";
    } else {
      if (!body_properties.empty()) body_properties += ',';
      body_properties += json_text(name) + ":" + json::write(schema);
      if (is_required(name)) {
        if (!body_required.empty()) body_required += ',';
        body_required += json_text(name);
      }
    }
  }
  std::string text = R"({"operationId":)" + json_text(route.about.id.text()) + R"(,"summary":)" +
                     json_text(route.about.summary.text());
  if (!parameters.empty()) text += R"(,"parameters":[)" + parameters + "]";
  if (!body_properties.empty()) {
    text +=
        R"(,"requestBody":{"required":true,"content":{"application/json":{"schema":{"type":"object","properties":{)" +
        body_properties + "}";
    if (!body_required.empty()) text += R"(,"required":[)" + body_required + "]";
    text += R"(,"additionalProperties":false}}}})";
  }
  text += R"(,"responses":{")" + std::to_string(route.about.success) + R"(":{"description":"Done.")";
  if (route.output_schema)
    text += std::string(R"(,"content":{")") + (route.goes_on ? "text/event-stream" : "application/json") +
            R"(":{"schema":)" + route.output_schema(schemas) + "}}";
  return text + R"(},"default":{"$ref":"#/components/responses/Error"}}})";
}

constexpr std::string_view error_response =
    R"({"Error":{"description":"Refused or failed; the sentence is in the reader's language.","content":)"
    R"({"application/json":)"
    R"({"schema":{"type":"object","properties":{"error":{"type":"object","properties":{"code":{"type":"string","enum":)"
    R"(["invalid","not_found","forbidden","unauthenticated",)"
    R"("throttled","conflict","limit","unavailable","io","internal"]},"key":{"type":"string"},)"
    R"("detail":{"type":"object","additionalProperties":{"type":"string"}},"message":{"type":"string"},)"
    R"("request_id":{"type":"string"}},"required":["code","key","detail","message","request_id"],)"
    R"("additionalProperties":false}},"required":["error"],"additionalProperties":false}}}}})";

}  // namespace

Result<std::string> openapi_json(const Router& router, std::string_view title, std::string_view version) {
  json::Schemas schemas("#/components/schemas/");
  std::map<std::string, std::map<std::string, std::string>> paths;
  for (const auto& route : router.routes())
    if (route->typed) {
      std::string pattern(route->pattern.text());
      paths[pattern][std::string(lower_name(route->method))] = TRY(operation(*route, schemas));
    }
  if (!schemas.clashes().empty())
    return err(fail(ErrorCode::internal, "http.schema_clash").with("name", schemas.clashes().front()));

  std::string text = R"({"openapi":"3.1.0","info":{"title":)" + json_text(title) + R"(,"version":)" +
                     json_text(version) + R"(},"paths":{)";
  for (const auto& [pattern, operations] : paths) {
    if (text.back() != '{') text += ',';
    text += json_text(pattern) + ":{";
    for (const auto& [method, body] : operations) {
      if (text.back() != '{') text += ',';
      text += json_text(method) + ":" + body;
    }
    text += '}';
  }
  text += R"(},"components":{"schemas":{)";
  for (const auto& [name, schema] : schemas.named()) {
    if (text.back() != '{') text += ',';
    text += json_text(name) + ":" + schema;
  }
  text += R"(},"responses":)" + std::string(error_response) + "}}";

  const Value document = TRY(json::parse_value(text));
  std::string pretty;
  lay_out(pretty, document, 0);
  return pretty + "\n";
}

}  // namespace chiron::http
