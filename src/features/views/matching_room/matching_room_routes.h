// GET /api/v1/match_runs/{run_id}/report: the whole report of a run behind its room.
#pragma once

#include "features/match_runs/match_run_routes.h"

namespace chiron::views::matching_room {

/// Adds the route. `database` must outlive the router.
void add_routes(http::Router& router, db::Database& database, match_runs::ViewerOf viewer_of);

}  // namespace chiron::views::matching_room
