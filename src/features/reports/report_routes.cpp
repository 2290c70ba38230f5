// Parse, call, render.
#include "features/reports/report_routes.h"

namespace chiron::reports {

void add_routes(http::Router& router, db::Database& database, AskerOf asker) {
  router.plain(http::Method::get, "/api/v1/reports/{name}",
               {.id = "get_report", .summary = "One finished report as a document"},
               [&database, asker](const http::Request& request) -> http::Response {
                 const Asker who = asker(request);
                 auto document = TRY_HTTP(database.read([&](db::ReadTransaction& read) {
                   return document_for(read, who.viewer, who.access, request.param("name"));
                 }));
                 if (!document) return http::Response(fail(ErrorCode::not_found, "reports.unknown"));
                 http::Response response;
                 response.content_type = "application/json";
                 response.body = *std::move(document);
                 return response;
               });
}

}  // namespace chiron::reports
