// GET /api/v1/match_runs/{run_id}/report: the whole report of a run behind its room.
#pragma once

#include "features/access_log/access_log.h"
#include "features/institutions/viewer_of.h"
#include "platform/db/database.h"
#include "platform/http/router.h"

namespace chiron::views::matching_room {

/// Adds the route. What the references name must outlive the router.
void add_routes(http::Router& router, db::Database& database, institutions::ViewerOf viewer_of,
                const access_log::Noting& log);

}  // namespace chiron::views::matching_room
