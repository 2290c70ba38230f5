// GET /api/v1/home: what to do next, for the one who is asking.
#pragma once

#include "features/reports/report_routes.h"
#include "features/views/home/next_things.h"

namespace chiron::views::home {

/// Adds the route. The references must outlive the router.
void add_routes(http::Router& router, db::Database& database, reports::AskerOf asker, Mail mail, const Clock& clock);

}  // namespace chiron::views::home
