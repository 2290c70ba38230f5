// /api/v1: one's own programs, wishes, whom one rules out, which role one needs.
#pragma once

#include "features/institutions/viewer_of.h"
#include "features/preferences/preference_actions.h"
#include "platform/http/router.h"

namespace chiron::preferences {

/// What the composition root knows of an institution's facts.
struct Facts {
  OfferedTo offered_to;  ///< when somebody's wishes are saved
  OfferedTo shown_to;    ///< when they look at whom they may wish for
  FoundByName found_by_name;
};

/// Adds the routes. What is given must outlive the router.
void add_routes(http::Router& router, db::Database& database, const institutions::ViewerOf& viewer_of,
                const Facts& facts, const Clock& clock, Random& random);

}  // namespace chiron::preferences
