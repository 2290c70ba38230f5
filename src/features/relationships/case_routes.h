// POST /api/v1/cases/{case_id}/…: deciding a case, its waivers and its contests.
#pragma once

#include "base/clock.h"
#include "base/random.h"
#include "features/institutions/viewer_of.h"
#include "platform/db/database.h"
#include "platform/http/router.h"

namespace chiron::relationships {

/// Adds the routes. The references must outlive the router.
void add_case_routes(http::Router& router, db::Database& database, institutions::ViewerOf viewer_of, const Clock& clock,
                     Random& random);

}  // namespace chiron::relationships
