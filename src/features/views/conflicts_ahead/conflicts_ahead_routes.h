// GET /api/v1/cases, /api/v1/cases/{case_id} and /api/v1/coverage_gaps: what comes, what it is about and who may do
// what about it, and what nobody can know.
#pragma once

#include "base/clock.h"
#include "features/access_log/access_log.h"
#include "features/institutions/viewer_of.h"
#include "platform/db/database.h"
#include "platform/http/router.h"

namespace chiron::views::conflicts_ahead {

/// Adds the routes. The references must outlive the router.
void add_routes(http::Router& router, db::Database& database, institutions::ViewerOf viewer_of, const Clock& clock,
                const access_log::Noting& log);

}  // namespace chiron::views::conflicts_ahead
