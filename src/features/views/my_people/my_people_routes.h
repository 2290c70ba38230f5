// GET /api/v1/my_people: whom the one who asks has a relationship with, what each is for and who sees what of it.
#pragma once

#include "features/institutions/viewer_of.h"
#include "platform/db/database.h"
#include "platform/http/router.h"

namespace chiron::views::my_people {

/// Adds the route. `database` must outlive the router.
void add_routes(http::Router& router, db::Database& database, institutions::ViewerOf viewer_of);

}  // namespace chiron::views::my_people
