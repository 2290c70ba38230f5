// GET /api/v1/my_people: whom the one who asks has a relationship with, what each is for and who sees what of it.
#pragma once

#include "features/relationships/relationship_routes.h"

namespace chiron::views::my_people {

/// Adds the route. `database` must outlive the router.
void add_routes(http::Router& router, db::Database& database, relationships::ViewerOf viewer_of);

}  // namespace chiron::views::my_people
