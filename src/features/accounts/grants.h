// Who has which role, seen, given and ended by those who may give it.
#pragma once

#include <array>

#include "features/accounts/account_actions.h"

namespace chiron::accounts {

/// In the order of the enumeration.
inline constexpr std::array<AccountRole, 6> all_roles{AccountRole::coordinator, AccountRole::lead,
                                                      AccountRole::leader,      AccountRole::evaluator,
                                                      AccountRole::operator_,   AccountRole::confidential_contact};

/// A role as it was given. `program_name` is "" for the whole institution.
struct Granted {
  GrantId id;
  RoleGrant grant;
  std::string program_name;
  DateRange days;
};
/// Somebody with roles, and which of them the viewer may end.
struct RoleHolder {
  AccountId account;
  std::string email, name;  ///< name "": nobody in the roster
  State state = State::invited;
  std::vector<Granted> roles;
};

/// Whoever has a role today or later, by address, each with the roles that the viewer may give: one sees no more than
/// one could take away. Errors: "accounts.invite_not_yours" (forbidden).
Result<std::vector<RoleHolder>> role_holders(db::ReadTransaction& read, const Viewer& viewer, Date today);

/// Gives a role, from today on, to an account that is there; nothing happens where it has the role. Errors:
/// "accounts.account_unknown" (not_found), "accounts.grant_not_yours" (forbidden) {role}, "accounts.demo_fixed",
/// "accounts.roles_apart", "accounts.contact_has_power", "accounts.program_unknown".
Result<> give_role(Gate& gate, const Viewer& viewer, AccountId account, const RoleGrant& grant);

/// Ends a role now. What was done with it stays. Errors: "accounts.grant_unknown" (not_found, also for a role that the
/// viewer could not give), "accounts.last_coordinator" (conflict: nobody would run the institution's programs).
Result<> end_role(Gate& gate, const Viewer& viewer, GrantId grant);

}  // namespace chiron::accounts
