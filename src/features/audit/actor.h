// Who an audit entry says did it.
#pragma once

#include <optional>

#include "features/audit/audit.h"
#include "features/institutions/viewer.h"

namespace chiron::audit {

/// The person, or the account of somebody who is in no roster; none for the machine's operator and the program itself.
inline std::optional<AnyId> actor_of(const institutions::Viewer& viewer) {
  if (viewer.person) return AnyId(viewer.person->bytes());
  if (viewer.account) return AnyId(viewer.account->bytes());
  return std::nullopt;
}

}  // namespace chiron::audit
