// GET /api/v1/home: where things stand and what to do next, for the one who is asking.
#pragma once

#include "features/reports/report_routes.h"

namespace chiron::views::home {

/// Adds the route. `database` must outlive the router.
void add_routes(http::Router& router, db::Database& database, reports::AskerOf asker);

}  // namespace chiron::views::home
