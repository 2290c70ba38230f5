// /api/v1: match runs of a program, their proposals and report; sign-off and publishing.
#pragma once

#include <functional>

#include "base/random.h"
#include "features/institutions/viewer.h"
#include "platform/db/database.h"
#include "platform/http/router.h"

namespace chiron::match_runs {

/// Who is signed in; an error for nobody. Made by the composition root.
using ViewerOf = std::function<Result<institutions::Viewer>(const http::Request&)>;

/// Adds the routes. What is given must outlive the router; `wake` says that a job was added.
void add_routes(http::Router& router, db::Database& database, ViewerOf viewer_of, const Clock& clock, Random& random,
                std::function<void()> wake);

}  // namespace chiron::match_runs
