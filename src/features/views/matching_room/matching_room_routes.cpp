// The stored report, for whoever may review the run.
#include "features/views/matching_room/matching_room_routes.h"

#include "features/match_runs/match_run_actions.h"
#include "features/reports/report_json.h"

namespace chiron::views::matching_room {
namespace {

/// Which run.
struct GetMatchReport {
  match_runs::RunId run_id;
};
BOOST_DESCRIBE_STRUCT(GetMatchReport, (), (run_id))

}  // namespace

void add_routes(http::Router& router, db::Database& database, institutions::ViewerOf viewer_of,
                const access_log::Noting& log) {
  router.route<GetMatchReport, reports::DocumentJson>(
      http::Method::get, "/api/v1/match_runs/{run_id}/report",
      {.id = "get_match_report", .summary = "The report of a match run as a document."},
      [=, &database](const http::Request& request, const GetMatchReport& asked) -> Result<reports::DocumentJson> {
        const auto viewer = TRY(viewer_of(request));
        std::optional<programs::ProgramId> program;
        auto shown = TRY(database.read([&](db::ReadTransaction& read) -> Result<reports::DocumentJson> {
          program = TRY(match_runs::reviewed(read, viewer, asked.run_id)).program;
          auto document = TRY(match_runs::report_of(read, viewer.institution_id, asked.run_id));
          if (!document) return err(fail(ErrorCode::not_found, "match_runs.unknown"));
          return reports::DocumentJson{*std::move(document)};
        }));
        TRY(log.seen(viewer, {access_log::Record::proposals, *program}));
        return shown;
      });
}

}  // namespace chiron::views::matching_room
