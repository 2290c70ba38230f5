// GET /api/v1/looks: who of an office looked at what about the person who asks.
#pragma once

#include "base/clock.h"
#include "features/institutions/viewer_of.h"
#include "platform/db/database.h"
#include "platform/http/router.h"

namespace chiron::views::who_looked {

/// Adds the route. The references must outlive the router.
void add_routes(http::Router& router, db::Database& database, institutions::ViewerOf viewer_of, const Clock& clock);

}  // namespace chiron::views::who_looked
