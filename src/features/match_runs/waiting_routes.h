// Routes of the waiting list: who waits, which seat is free for whom, offering it.
#pragma once

#include "base/random.h"
#include "features/institutions/viewer_of.h"
#include "features/match_runs/waiting_actions.h"
#include "platform/db/database.h"
#include "platform/http/router.h"

namespace chiron::match_runs {

/// Adds the routes. `database`, `clock` and `random` must outlive the router.
void add_waiting_routes(http::Router& router, db::Database& database, institutions::ViewerOf viewer_of,
                        FittingFor fitting_for, const Clock& clock, Random& random);

}  // namespace chiron::match_runs
