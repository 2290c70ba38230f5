// /api/v1: the confidential contacts and their keys; concerns for whoever writes one, and for contacts.
#pragma once

#include <memory>

#include "features/concerns/concern_actions.h"
#include "features/institutions/viewer_of.h"
#include "platform/http/router.h"

namespace chiron::concerns {

/// Adds the routes. What the desk refers to must outlive the router.
void add_routes(http::Router& router, std::shared_ptr<Desk> desk, institutions::ViewerOf viewer_of);

}  // namespace chiron::concerns
