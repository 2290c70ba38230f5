// The schemas, spelled out beside document_json.cpp: whoever changes one changes the other.
#include "platform/report/document_schema.h"

#include <initializer_list>
#include <utility>

namespace chiron::report {
namespace {

/// A member's name and its schema.
using Member = std::pair<std::string_view, std::string>;

std::string object(std::initializer_list<Member> members) {
  std::string properties, required;
  for (const auto& [name, schema] : members) {
    const std::string comma = properties.empty() ? "" : ",";
    const std::string quoted = "\"" + std::string(name) + "\"";
    properties += comma + quoted + ":" + schema;
    required += comma + quoted;
  }
  return R"({"type":"object","properties":{)" + properties + R"(},"required":[)" + required +
         R"(],"additionalProperties":false})";
}

std::string list_of(const std::string& items) { return R"({"type":"array","items":)" + items + "}"; }
std::string constant(std::string_view word) { return R"({"const":")" + std::string(word) + R"("})"; }

std::string one_of(std::initializer_list<std::string> schemas) {
  std::string list;
  for (const auto& schema : schemas) list += (list.empty() ? "" : ",") + schema;
  return R"({"oneOf":[)" + list + "]}";
}

std::string words(std::initializer_list<std::string_view> allowed) {
  std::string list;
  for (const auto word : allowed) list += (list.empty() ? "\"" : ",\"") + std::string(word) + "\"";
  return R"({"type":"string","enum":[)" + list + "]}";
}

const std::string text = R"({"type":"string"})";
const std::string integer = R"({"type":"integer"})";
const std::string number = R"({"type":"number"})";
const std::string truth = R"({"type":"boolean"})";
const std::string date = R"({"type":"string","format":"date"})";
const std::string null = R"({"type":"null"})";
const std::string number_or_null = R"({"type":["number","null"]})";
const std::string integer_or_null = R"({"type":["integer","null"]})";
const std::string date_or_null = R"({"type":["string","null"],"format":"date"})";

}  // namespace

std::map<std::string, std::string> document_schemas(std::string_view prefix) {
  const auto named = [&](std::string_view name) {
    return R"({"$ref":")" + std::string(prefix) + std::string(name) + R"("})";
  };
  const std::string sentence = named("Sentence"), sentence_or_null = one_of({sentence, null});
  const std::string tone = named("Tone"), value = named("Value");
  return {
      {"Range", object({{"from", date_or_null}, {"to", date_or_null}})},
      {"Argument", one_of({text, number, object({{"date", date}}), named("Range"), object({{"word", text}})})},
      {"Sentence",
       object({{"key", text}, {"args", R"({"type":"object","additionalProperties":)" + named("Argument") + "}"}})},
      {"Tone", words({"neutral", "good", "attention", "danger", "unknown", "sealed"})},
      {"Badge", object({{"kind", constant("badge")}, {"tone", tone}, {"label", sentence_or_null}})},
      {"Reason", object({{"label", sentence_or_null}, {"weight", number}})},
      {"Reasons", object({{"kind", constant("reasons")}, {"reasons", list_of(named("Reason"))}, {"full", number}})},
      {"Value", one_of({null, object({{"kind", constant("words")}, {"words", sentence_or_null}}),
                        object({{"kind", constant("integer")}, {"value", integer}}),
                        object({{"kind", constant("decimal")}, {"value", number}, {"decimals", integer}}),
                        object({{"kind", constant("share")}, {"part", integer}, {"whole", integer}}),
                        object({{"kind", constant("date")}, {"date", date}}),
                        object({{"kind", constant("range")}, {"from", date_or_null}, {"to", date_or_null}}),
                        named("Badge"), named("Reasons")})},
      {"Fact", object({{"label", sentence_or_null}, {"value", value}})},
      {"Heading",
       object({{"kind", constant("heading")}, {"text", sentence_or_null}, {"level", integer}, {"id", text}})},
      {"Paragraph", object({{"kind", constant("paragraph")}, {"text", sentence_or_null}, {"tone", tone}})},
      {"Callout", object({{"kind", constant("callout")},
                          {"tone", tone},
                          {"title", sentence_or_null},
                          {"body", list_of(sentence_or_null)},
                          {"remedy", sentence_or_null}})},
      {"Figure", object({{"label", sentence_or_null}, {"value", value}, {"note", sentence_or_null}, {"tone", tone}})},
      {"Figures", object({{"kind", constant("figures")}, {"figures", list_of(named("Figure"))}})},
      {"Column", object({{"id", text},
                         {"label", sentence_or_null},
                         {"kind", words({"words", "number", "date", "state", "bar"})},
                         {"priority", words({"title", "fact", "detail"})}})},
      {"Table", object({{"kind", constant("table")},
                        {"id", text},
                        {"caption", sentence_or_null},
                        {"columns", list_of(named("Column"))},
                        {"rows", list_of(list_of(value))},
                        {"total_rows", integer},
                        {"empty", sentence_or_null}})},
      {"Bar", one_of({object({{"label", sentence_or_null}, {"suppressed", R"({"const":true})"}}),
                      object({{"label", sentence_or_null},
                              {"value", number},
                              {"base", integer_or_null},
                              {"low", number_or_null},
                              {"high", number_or_null},
                              {"suppressed", R"({"const":false})"},
                              {"tone", tone}})})},
      {"Bars", object({{"kind", constant("bars")},
                       {"id", text},
                       {"caption", sentence_or_null},
                       {"unit", words({"count", "percent", "decimal"})},
                       {"full", number_or_null},
                       {"bars", list_of(named("Bar"))}})},
      {"List", object({{"kind", constant("list")}, {"ordered", truth}, {"items", list_of(sentence_or_null)}})},
      {"Details",
       object({{"kind", constant("details")}, {"summary", sentence_or_null}, {"blocks", list_of(named("Block"))}})},
      {"Block", one_of({named("Heading"), named("Paragraph"), named("Callout"), named("Figures"), named("Table"),
                        named("Bars"), named("List"), named("Details")})},
      {"Document", object({{"title", sentence_or_null},
                           {"standing", sentence_or_null},
                           {"facts", list_of(named("Fact"))},
                           {"blocks", list_of(named("Block"))}})},
  };
}

}  // namespace chiron::report
