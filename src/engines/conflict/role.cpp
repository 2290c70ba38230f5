// Names of the roles.
#include "engines/conflict/role.h"

#include <string>

#include "engines/conflict/names.h"

namespace chiron::conflict {
namespace {
constexpr std::array<std::string_view, role_count> names{
    "mentor", "peer_mentor", "coach", "academic_advisor", "academic_counselor", "career_advisor", "supervisory_coach",
};
}

std::string_view name_of(Role role) { return names[static_cast<std::size_t>(role)]; }

Result<Role> parse_role(std::string_view name) {
  if (auto role = named<Role>(names, name)) return *role;
  return err(refuse("conflict.unknown_role").with("role", std::string(name)));
}

}  // namespace chiron::conflict
