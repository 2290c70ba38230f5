// Names of roles, and which a viewer has.
#include "features/institutions/viewer.h"

#include <algorithm>
#include <array>
#include <string>

namespace chiron::institutions {
namespace {

constexpr std::array<std::string_view, 6> names{"coordinator", "lead",     "leader",
                                                "evaluator",   "operator", "confidential_contact"};

}  // namespace

std::string_view name_of(AccountRole role) { return names[static_cast<std::size_t>(role)]; }

Result<AccountRole> account_role_of(std::string_view name) {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return err(refuse("institutions.account_role").with("role", std::string(name)));
  return static_cast<AccountRole>(found - names.begin());
}

bool Viewer::has(AccountRole role) const {
  return std::ranges::any_of(roles, [&](const RoleGrant& each) { return each.role == role && !each.program; });
}

bool Viewer::has(AccountRole role, ProgramId program) const {
  return std::ranges::any_of(
      roles, [&](const RoleGrant& each) { return each.role == role && (!each.program || *each.program == program); });
}

}  // namespace chiron::institutions
