// /api/v1: taking part in a program, and what its coordinators see of all who do.
#pragma once

#include "base/random.h"
#include "features/educators/duties_in_the_way.h"
#include "features/institutions/viewer_of.h"
#include "platform/db/database.h"
#include "platform/http/router.h"

namespace chiron::educators {

/// Adds the routes. What is given must outlive the router.
void add_routes(http::Router& router, db::Database& database, institutions::ViewerOf viewer_of, InTheWayOf in_the_way,
                const Clock& clock,
                Random& random);

}  // namespace chiron::educators
