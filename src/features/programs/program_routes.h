// /api/v1/charters, /api/v1/programs and what is done with one program.
#pragma once

#include "base/clock.h"
#include "base/random.h"
#include "features/institutions/viewer_of.h"
#include "platform/db/database.h"
#include "platform/http/router.h"

namespace chiron::programs {

/// Adds the routes. The database, the clock and the randomness must outlive the router.
void add_routes(http::Router& router, db::Database& database, const institutions::ViewerOf& viewer_of,
                const Clock& clock, Random& random);

}  // namespace chiron::programs
