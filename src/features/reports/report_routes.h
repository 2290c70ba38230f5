// GET /api/v1/reports/{name}: one finished report as a document.
#pragma once

#include "features/access_log/access_log.h"
#include "features/reports/report_store.h"
#include "platform/db/database.h"
#include "platform/http/router.h"

namespace chiron::reports {

/// Who is asking and whether reports are open to them; made by the composition root from the request.
struct Asker {
  institutions::Viewer viewer;
  Access access = Access::closed;
};
using AskerOf = std::function<Asker(const http::Request&)>;

/// Adds the routes. What the references name must outlive the router.
void add_routes(http::Router& router, db::Database& database, AskerOf asker, const access_log::Noting& log);

}  // namespace chiron::reports
