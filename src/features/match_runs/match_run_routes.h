// /api/v1: match runs of a program, their proposals and report; sign-off and publishing.
#pragma once

#include <functional>

#include "base/random.h"
#include "features/institutions/viewer_of.h"
#include "platform/db/database.h"
#include "platform/http/router.h"

namespace chiron::match_runs {

/// Adds the routes. What is given must outlive the router; `wake` says that a job was added.
void add_routes(http::Router& router, db::Database& database, institutions::ViewerOf viewer_of, const Clock& clock,
                Random& random, std::function<void()> wake);

}  // namespace chiron::match_runs
