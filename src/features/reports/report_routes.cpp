// Parse, call, render.
#include "features/reports/report_routes.h"

#include "features/reports/report_json.h"

namespace chiron::reports {
namespace {

/// Which report.
struct GetReport {
  std::string name;
};
BOOST_DESCRIBE_STRUCT(GetReport, (), (name))

}  // namespace

void add_routes(http::Router& router, db::Database& database, AskerOf asker, const access_log::Noting& log) {
  router.route<GetReport, DocumentJson>(
      http::Method::get, "/api/v1/reports/{name}",
      {.id = "get_report", .summary = "One finished report as a document."},
      [=, &database](const http::Request& request, const GetReport& asked) -> Result<DocumentJson> {
        const Asker who = asker(request);
        auto document = TRY(database.read(
            [&](db::ReadTransaction& read) { return document_for(read, who.viewer, who.access, asked.name); }));
        if (!document) return err(fail(ErrorCode::not_found, "reports.unknown"));
        if (names_people(asked.name))
          TRY(log.seen(who.viewer, {access_log::Record::report, who.viewer.institution_id}));
        return DocumentJson{*std::move(document)};
      });
}

}  // namespace chiron::reports
