// The closed list of roles an educator (or a near-peer) can hold towards a learner. This is the only list of them.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/error.h"

namespace chiron::conflict {

/// What somebody is to a learner. The stored name is stable; a site may display another.
enum class Role : std::uint8_t {
  mentor,              ///< whole-person growth, outside the chain
  peer_mentor,         ///< a trained near-peer
  coach,               ///< self-chosen goals; never an assessor
  academic_advisor,    ///< informs, follows progress
  academic_counselor,  ///< helps a learner in difficulty; must be outside assessment
  career_advisor,      ///< specialty choice and applications
  supervisory_coach,   ///< coaching by a supervisor; openly non-confidential
};

inline constexpr std::size_t role_count = 7;
/// Every role in declaration order.
inline constexpr std::array<Role, role_count> all_roles{
    Role::mentor,         Role::peer_mentor,       Role::coach, Role::academic_advisor, Role::academic_counselor,
    Role::career_advisor, Role::supervisory_coach,
};

/// The stable name: "mentor", "peer_mentor" …
std::string_view name_of(Role role);
/// Reads a stable name; refuses with "conflict.unknown_role" (detail `role`).
Result<Role> parse_role(std::string_view name);

}  // namespace chiron::conflict
