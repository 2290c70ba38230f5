// GET /api/v1/events: the stream of what changed among the things that a page of ours looks at.
#pragma once

#include "features/institutions/viewer_of.h"
#include "features/views/live/hub.h"
#include "platform/http/router.h"

namespace chiron::views::live {

/// Who is signed in; errors: those of being nobody.
using CallerOf = std::function<Result<Caller>(const http::Request&)>;

/// Adds the route. `hub` must outlive the router.
void add_routes(http::Router& router, Hub& hub, CallerOf caller_of);

/// Revisions of what the routes that `add` adds would answer. They stand in a router of their own, where the viewer is
/// whoever looks; only reads of the topics are asked of it.
RevisionOf revisions_in(const std::function<void(http::Router&, institutions::ViewerOf)>& add);

}  // namespace chiron::views::live
