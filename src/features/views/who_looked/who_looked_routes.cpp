// One's own lines of the access log: about oneself, about the programs that are about oneself, about everybody.
#include "features/views/who_looked/who_looked_routes.h"

#include <map>

#include "features/access_log/access_log.h"
#include "features/educators/participant.h"
#include "features/institutions/today.h"
#include "platform/json/json.h"

namespace chiron::views::who_looked {
namespace {

/// `record` is of access_log::Record; `program`: whose list it was.
struct LookShown {
  Date day;
  std::string record, by;
  std::optional<std::string> program;
};
BOOST_DESCRIBE_STRUCT(LookShown, (), (day, record, by, program))
/// Newest first, as far back as `since`; `more`: there are older ones.
struct LooksShown {
  Date since;
  std::vector<LookShown> looks;
  bool more = false;
};
BOOST_DESCRIBE_STRUCT(LooksShown, (), (since, looks, more))

constexpr int lines_at_most = 200;

Result<LooksShown> looks_shown(db::ReadTransaction& read, const institutions::Viewer& viewer, const Clock& clock) {
  LooksShown out;
  const Date today = TRY(institutions::today_of(read, viewer.institution_id, clock));
  out.since = today - access_log::days_shown;
  if (!viewer.person) return out;
  std::vector<audit::AnyId> subjects{audit::AnyId(viewer.person->bytes()),
                                     audit::AnyId(viewer.institution_id.bytes())};
  std::map<audit::AnyId, std::string> programs;
  for (const auto& place : TRY(educators::places_of(read, viewer))) {
    const audit::AnyId program(place.program.id.bytes());
    subjects.push_back(program);
    programs.emplace(program, place.program.charter.terms.program.name);
  }
  auto looks = TRY(access_log::looks_at(read, viewer.institution_id, subjects, today, lines_at_most + 1));
  out.more = looks.size() > lines_at_most;
  if (out.more) looks.pop_back();
  for (auto& one : looks) {
    LookShown line{one.day, std::string(access_log::name_of(one.record)), std::move(one.by), {}};
    if (const auto program = programs.find(one.subject); program != programs.end()) line.program = program->second;
    out.looks.push_back(std::move(line));
  }
  return out;
}

}  // namespace

void add_routes(http::Router& router, db::Database& database, institutions::ViewerOf viewer_of, const Clock& clock) {
  router.route<http::Nothing, LooksShown>(
      http::Method::get, "/api/v1/looks", {.id = "list_looks", .summary = "Who looked at what about the viewer."},
      [=, &database, &clock](const http::Request& request, const http::Nothing&) -> Result<LooksShown> {
        const auto viewer = TRY(viewer_of(request));
        return database.read([&](db::ReadTransaction& read) { return looks_shown(read, viewer, clock); });
      });
}

}  // namespace chiron::views::who_looked
