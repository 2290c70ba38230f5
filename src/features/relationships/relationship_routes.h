// /api/v1: answers to offers, leaving, the relationships of a program.
#pragma once

#include <functional>

#include "base/random.h"
#include "features/institutions/viewer.h"
#include "platform/db/database.h"
#include "platform/http/router.h"

namespace chiron::relationships {

/// Who is signed in; an error for nobody. Made by the composition root.
using ViewerOf = std::function<Result<institutions::Viewer>(const http::Request&)>;

/// Adds the routes. What is given must outlive the router.
void add_routes(http::Router& router, db::Database& database, ViewerOf viewer_of, const Clock& clock, Random& random);

}  // namespace chiron::relationships
