// Reads over institutions and reports through the same access rule as their own routes.
#include "features/views/home/home_routes.h"

#include "features/institutions/institution_store.h"
#include "platform/json/json.h"
#include "platform/report/document_json.h"

namespace chiron::views::home {
namespace {

/// Reports in the order of a coordinator's first day, and where each is read.
struct Step {
  std::string_view report;
  std::string_view href;
};
constexpr Step steps[] = {{"audit", "/audit"},
                          {"eligibility", "/eligibility"},
                          {"matches", "/matches"},
                          {"ahead", "/ahead"},
                          {"accreditor", "/accreditor"}};

void append_member(std::string& out, std::string_view name, std::string_view json) {
  if (out.back() != '{') out += ',';
  json::write(out, std::string(name));
  out += ':';
  out += json;
}

std::string json_string(std::string_view words) {
  std::string out;
  json::write(out, std::string(words));
  return out;
}

}  // namespace

void add_routes(http::Router& router, db::Database& database, reports::AskerOf asker) {
  router.plain(http::Method::get, "/api/v1/home",
               {.id = "get_home", .summary = "Where things stand and what to do next"},
               [&database, asker](const http::Request& request) -> http::Response {
                 const auto who = asker(request);
                 std::optional<institutions::Institution> institution;
                 std::vector<reports::Entry> entries;
                 TRY_HTTP(database.read([&](db::ReadTransaction& read) -> Result<> {
                   institution = TRY(institutions::find(read, who.viewer.institution_id));
                   entries = TRY(reports::list_for(read, who.viewer, who.access));
                   return {};
                 }));
                 if (!institution) return http::Response(fail(ErrorCode::not_found, "home.no_institution"));
                 std::string program, next = "[", list = "[";
                 for (const Step& step : steps)
                   for (const auto& entry : entries) {
                     if (entry.name != step.report) continue;
                     if (!entry.program.empty()) program = entry.program;
                     if (entry.next.starts_with('{')) {
                       std::string item = entry.next;
                       item.pop_back();
                       next += (next.size() > 1 ? "," : "") + item + ",\"href\":" + json_string(step.href) + "}";
                     }
                     std::string line = "{";
                     append_member(line, "name", json_string(entry.name));
                     append_member(line, "title", entry.title);
                     append_member(line, "standing", entry.standing);
                     list += (list.size() > 1 ? "," : "") + line + "}";
                   }
                 http::Response response;
                 response.content_type = "application/json";
                 response.body = "{";
                 append_member(response.body, "institution", json_string(institution->name));
                 append_member(response.body, "mode", json_string(institutions::name_of(institution->mode)));
                 append_member(response.body, "program", json_string(program));
                 append_member(response.body, "next", next + "]");
                 append_member(response.body, "reports", list + "]");
                 response.body += "}";
                 return response;
               });
}

}  // namespace chiron::views::home
