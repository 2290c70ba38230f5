// Matching paths by segments, gathering typed input, serving embedded files.
#include "platform/http/router.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <unordered_map>

#include "platform/assets/assets.h"

namespace chiron::http {
namespace {

std::vector<std::string_view> segments_of(std::string_view path) {
  std::vector<std::string_view> segments;
  std::size_t start = 1;
  while (start <= path.size()) {
    const std::size_t end = std::min(path.find('/', start), path.size());
    segments.push_back(path.substr(start, end - start));
    start = end + 1;
  }
  return segments;
}

bool has(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

bool is_parameter(std::string_view segment) { return segment.starts_with('{') && segment.ends_with('}'); }
bool is_rest(std::string_view segment) { return is_parameter(segment) && segment.ends_with("...}"); }
std::string_view parameter_name(std::string_view segment) {
  segment = segment.substr(1, segment.size() - 2);
  return segment.ends_with("...") ? segment.substr(0, segment.size() - 3) : segment;
}

[[noreturn]] void bad_route(std::string_view pattern, const char* why) {
  std::fprintf(stderr, "route %.*s: %s\n", static_cast<int>(pattern.size()), pattern.data(), why);
  std::abort();
}

/// Whether If-None-Match (RFC 9110 13.1.2, weak comparison) names the tag.
bool names_tag(std::string_view list, std::string_view tag) {
  if (list == "*") return true;
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    std::string_view item = list.substr(0, comma);
    list.remove_prefix(std::min(comma + 1, list.size()));
    while (item.starts_with(' ')) item.remove_prefix(1);
    while (item.ends_with(' ')) item.remove_suffix(1);
    if (item.starts_with("W/")) item.remove_prefix(2);
    if (item == tag) return true;
  }
  return false;
}

/// Whether Accept-Encoding takes a coding: named and without q=0 (RFC 9110 12.5.3; "*" is not used by browsers).
bool takes(std::string_view accepted, std::string_view coding) {
  while (!accepted.empty()) {
    const std::size_t comma = std::min(accepted.find(','), accepted.size());
    std::string_view item = accepted.substr(0, comma);
    accepted.remove_prefix(std::min(comma + 1, accepted.size()));
    while (item.starts_with(' ')) item.remove_prefix(1);
    const std::size_t semicolon = item.find(';');
    std::string_view name = item.substr(0, semicolon);
    while (name.ends_with(' ')) name.remove_suffix(1);
    if (name != coding) continue;
    if (semicolon == std::string_view::npos) return true;
    std::string_view weight = item.substr(semicolon + 1);
    while (weight.starts_with(' ')) weight.remove_prefix(1);
    return !(weight.starts_with("q=0") && weight.find_first_of("123456789", 3) == std::string_view::npos);
  }
  return false;
}

}  // namespace

struct Router::Inside {
  struct Node {
    std::vector<std::string_view> segments;
    std::vector<const Route*> routes;  // one per method
  };
  /// Patterns without parameters by their text; the others in the order of `more_exact`.
  std::unordered_map<std::string_view, Node> exact;
  std::vector<Node> patterns;
  std::vector<std::unique_ptr<Route>> routes;
  std::vector<Filter> filters;
  const assets::Table* files = nullptr;
  std::string index;
  Fallback fallback = Fallback::none;
  /// A page that stands at a path and everything below it.
  struct Page {
    std::string path, file, own;
    bool answers(std::string_view asked) const {
      return asked == path || asked == file || (asked.starts_with(path) && asked[path.size()] == '/');
    }
  };
  std::vector<Page> pages;

  /// Literal segments before parameters, parameters before the rest.
  static bool more_exact(const Node& a, const Node& b) {
    const auto rank = [](std::string_view segment) { return is_rest(segment) ? 2 : is_parameter(segment) ? 1 : 0; };
    for (std::size_t i = 0; i < std::min(a.segments.size(), b.segments.size()); ++i)
      if (rank(a.segments[i]) != rank(b.segments[i])) return rank(a.segments[i]) < rank(b.segments[i]);
    return a.segments.size() > b.segments.size();
  }

  static bool fits(const Node& node, const std::vector<std::string_view>& segments) {
    for (std::size_t i = 0; i < node.segments.size(); ++i) {
      const auto own = node.segments[i];
      if (i >= segments.size()) return false;
      if (is_rest(own)) return true;
      if (is_parameter(own) ? segments[i].empty() : own != segments[i]) return false;
    }
    return segments.size() == node.segments.size();
  }
};

Router::Router() : inside_(std::make_unique<Inside>()) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

const std::vector<std::unique_ptr<Route>>& Router::routes() const { return inside_->routes; }
void Router::before(Filter filter) { inside_->filters.push_back(std::move(filter)); }

void Router::files(const assets::Table& table, std::string_view index, Fallback fallback) {
  inside_->files = &table;
  inside_->index = index;
  inside_->fallback = fallback;
}

void Router::page(std::string_view path, std::string_view file, std::string own) {
  inside_->pages.push_back({std::string(path), std::string(file), std::move(own)});
}

void Router::add(std::unique_ptr<Route> route) {
  const std::string_view pattern = route->pattern.text();
  if (!pattern.starts_with('/')) bad_route(pattern, "must begin with '/'");
  if (route->typed)
    for (const auto segment : segments_of(pattern))
      if (is_parameter(segment) && !has(route->input_members, parameter_name(segment)))
        bad_route(pattern, "its input struct lacks a member named in the pattern");
  const auto place = [&](Inside::Node& node) {
    for (const Route* other : node.routes)
      if (other->method == route->method) bad_route(pattern, "is registered twice for one method");
    node.routes.push_back(route.get());
  };
  if (pattern.find('{') == std::string_view::npos) {
    auto& node = inside_->exact[pattern];
    place(node);
  } else {
    const auto segments = segments_of(pattern);
    const auto same_shape = [&](const Inside::Node& node) {
      return std::ranges::equal(node.segments, segments, [](std::string_view a, std::string_view b) {
        return is_parameter(a) ? is_parameter(b) && is_rest(a) == is_rest(b) : a == b;
      });
    };
    const auto found = std::ranges::find_if(inside_->patterns, same_shape);
    if (found != inside_->patterns.end()) {
      if (found->segments != segments)
        bad_route(pattern, "names its parameters differently from another method's route");
      place(*found);
    } else {
      Inside::Node node{segments, {}};
      place(node);
      inside_->patterns.insert(std::ranges::upper_bound(inside_->patterns, node, Inside::more_exact), std::move(node));
    }
  }
  inside_->routes.push_back(std::move(route));
}

void Router::plain(Method method, log::Word pattern, About about, Handler handler) {
  plain_later(method, pattern, about,
              [handler = std::move(handler)](std::shared_ptr<const Request> request, Reply reply) {
                reply(handler(*request));
              });
}

void Router::plain_later(Method method, log::Word pattern, About about, LaterHandler handler) {
  add(std::make_unique<Route>(Route{method, pattern, about, std::move(handler), false, {}, {}, {}}));
}

Router::Match Router::match(Method method, std::string_view path) const {
  Match match;
  const Inside::Node* node = nullptr;
  if (const auto exact = inside_->exact.find(path); exact != inside_->exact.end()) {
    node = &exact->second;
  } else if (path.starts_with('/') && !inside_->patterns.empty()) {
    const auto segments = segments_of(path);
    const auto found =
        std::ranges::find_if(inside_->patterns, [&](const Inside::Node& each) { return Inside::fits(each, segments); });
    if (found != inside_->patterns.end()) {
      node = &*found;
      for (std::size_t i = 0; i < node->segments.size(); ++i) {
        const auto own = node->segments[i];
        if (is_rest(own))
          match.params.emplace_back(parameter_name(own),
                                    path.substr(static_cast<std::size_t>(segments[i].data() - path.data())));
        else if (is_parameter(own)) match.params.emplace_back(parameter_name(own), segments[i]);
      }
    }
  }
  if (!node) return match;
  const Method wanted = method == Method::head ? Method::get : method;
  for (const Route* route : node->routes)
    if (route->method == wanted) match.route = route;
  if (!match.route)
    for (const Route* route : node->routes) {
      if (!match.allow.empty()) match.allow += ", ";
      match.allow += route->method == Method::get ? "GET, HEAD" : name_of(route->method);
    }
  return match;
}

void Router::run(const Route& route, std::shared_ptr<Request> request, Reply reply) const {
  try {
    for (const auto& filter : inside_->filters)
      if (auto early = filter(*request)) return reply(*std::move(early));
    route.handler(std::move(request), reply);
  } catch (const std::exception&) {
    // Adapters end exceptions; one that comes this far is a bug (its text may hold anything, so it is not kept).
    reply(Response(fail(ErrorCode::internal, "http.bug")));
  }
}

std::optional<Response> Router::file_for(const Request& request) const {
  if (!inside_->files || (request.method != Method::get && request.method != Method::head)) return std::nullopt;
  const bool is_api = request.path.starts_with("/api/") || request.path == "/api";
  const auto page = std::ranges::find_if(inside_->pages, [&](const auto& each) { return each.answers(request.path); });
  if (page != inside_->pages.end() && !page->own.empty())
    return html(page->own).with_header("Cache-Control", "no-cache");
  const assets::Asset* asset = inside_->files->find(page != inside_->pages.end() ? page->file
                                                    : request.path == "/"        ? inside_->index
                                                                                 : request.path);
  if (!asset && inside_->fallback == Fallback::index && !is_api) asset = inside_->files->find(inside_->index);
  if (!asset) return std::nullopt;

  Response response;
  response.content_type = asset->content_type();
  response.lasting_body = asset->bytes;
  std::string tag = "\"" + std::string(asset->sha256.substr(0, 32));
  const auto accepted = request.header("accept-encoding").value_or("");
  if (!asset->brotli.empty() && takes(accepted, "br")) {
    response.lasting_body = asset->brotli;
    response.headers.push_back({"Content-Encoding", "br"});
    tag += "-br";
  } else if (!asset->gzip.empty() && takes(accepted, "gzip")) {
    response.lasting_body = asset->gzip;
    response.headers.push_back({"Content-Encoding", "gzip"});
    tag += "-gz";
  }
  tag += "\"";
  if (!asset->brotli.empty() || !asset->gzip.empty()) response.headers.push_back({"Vary", "Accept-Encoding"});
  response.headers.push_back({"ETag", tag});
  response.headers.push_back(
      {"Cache-Control", asset->named_by_content() ? "public, max-age=31536000, immutable" : "no-cache"});
  if (const auto known = request.header("if-none-match"); known && names_tag(*known, tag)) {
    response.status = 304;
    response.lasting_body = {};
  }
  return response;
}

Result<json::Value> gather_input(const Request& request, const std::vector<std::string>& members,
                                 std::string_view pattern) {
  json::Value input;
  input.kind = json::Value::Kind::object;
  const bool in_query =
      request.method == Method::get || request.method == Method::head || request.method == Method::del;
  if (in_query) {
    for (const auto& [name, value] : request.query) {
      if (request.params.end() != std::ranges::find(request.params, name, &std::pair<std::string, std::string>::first))
        return err(refuse("http.unknown_parameter").with("name", name));
      if (!has(members, name)) return err(refuse("http.unknown_parameter").with("name", name));
      input.members.emplace_back(name, json::Value::loose(value));
    }
    if (!request.body.empty()) return err(refuse("http.body_not_expected"));
  } else {
    if (!request.query.empty()) return err(refuse("http.unknown_parameter").with("name", request.query.front().first));
    std::size_t in_path = 0;
    for (const auto& name : members)
      if (pattern.find("{" + name + "}") != std::string_view::npos) ++in_path;
    if (!request.body.empty()) {
      input = TRY(json::parse_value(request.body));
      if (input.kind != json::Value::Kind::object) return err(refuse("http.body_not_an_object"));
      for (const auto& [name, value] : request.params)
        if (input.find(name)) return err(refuse("json.unknown_member").with("at", "").with("name", name));
    } else if (in_path < members.size()) {
      return err(refuse("http.body_missing"));
    }
  }
  for (const auto& [name, value] : request.params) input.members.emplace_back(name, json::Value::loose(value));
  return input;
}

}  // namespace chiron::http
