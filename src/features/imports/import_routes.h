// /api/v1/import_files, /import_previews, /imports, /import_requests: importing in the browser.
#pragma once

#include "features/imports/import_requests.h"
#include "features/institutions/viewer_of.h"
#include "platform/http/router.h"

namespace chiron::imports {

/// What the routes need; everything outlives the router.
struct Counter {
  Desk desk;
  institutions::ViewerOf viewer_of;
};

/// Adds the routes.
void add_routes(http::Router& router, Counter counter);

}  // namespace chiron::imports
