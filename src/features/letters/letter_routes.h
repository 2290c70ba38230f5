// /api/v1: the mails of a program, for those who run it.
#pragma once

#include "base/random.h"
#include "features/institutions/viewer_of.h"
#include "platform/db/database.h"
#include "platform/http/router.h"

namespace chiron::letters {

/// Adds the routes. What is given must outlive the router.
void add_routes(http::Router& router, db::Database& database, institutions::ViewerOf viewer_of, bool mail_is_set_up,
                const Clock& clock, Random& random);

}  // namespace chiron::letters
