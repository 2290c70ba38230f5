// From a request to its viewer: what features take, and the composition root makes from who is signed in.
#pragma once

#include <functional>

#include "features/institutions/viewer.h"
#include "platform/http/message.h"

namespace chiron::institutions {

/// Errors: those of being nobody ("accounts.signed_out", unauthenticated).
using ViewerOf = std::function<Result<Viewer>(const http::Request&)>;

}  // namespace chiron::institutions
