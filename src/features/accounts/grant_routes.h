// /api/v1/access: who has which role.
#pragma once

#include "features/accounts/account_routes.h"

namespace chiron::accounts {

/// Adds the routes.
void add_grant_routes(http::Router& router, const Doors& doors);

}  // namespace chiron::accounts
