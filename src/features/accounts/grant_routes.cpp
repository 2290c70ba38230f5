// Parse, call, render.
#include "features/accounts/grant_routes.h"

#include "features/accounts/account_json.h"
#include "features/accounts/grants.h"
#include "features/institutions/today.h"

namespace chiron::accounts {
namespace {

using http::Method;
using http::Nothing;
using http::Request;

/// A role as it was given; `program_name` when it is of one program. Open at the end: no `to`.
struct GrantedShown {
  GrantId id;
  AccountRole role = AccountRole::lead;
  std::optional<ProgramId> program;
  std::optional<std::string> program_name;
  Date from;
  std::optional<Date> to;
};
BOOST_DESCRIBE_STRUCT(GrantedShown, (), (id, role, program, program_name, from, to))
/// `invited`: has a link and has not joined. `mine`: the viewer's own.
struct RoleHolderShown {
  AccountId account_id;
  std::string email;
  std::optional<std::string> name;
  bool invited = false, mine = false;
  std::vector<GrantedShown> roles;
};
BOOST_DESCRIBE_STRUCT(RoleHolderShown, (), (account_id, email, name, invited, mine, roles))
/// `may_give`: the roles that the viewer may give in the whole institution.
struct AccessShown {
  std::vector<RoleHolderShown> people;
  std::vector<AccountRole> may_give;
};
BOOST_DESCRIBE_STRUCT(AccessShown, (), (people, may_give))

struct GiveRole {
  AccountId account_id;
  AccountRole role = AccountRole::lead;
  std::optional<ProgramId> program;
};
BOOST_DESCRIBE_STRUCT(GiveRole, (), (account_id, role, program))
struct EndRole {
  GrantId grant_id;
};
BOOST_DESCRIBE_STRUCT(EndRole, (), (grant_id))

RoleHolderShown shown(const RoleHolder& holder, const Viewer& viewer) {
  RoleHolderShown out{holder.account, holder.email, {}, holder.state == State::invited,
                      viewer.account == holder.account, {}};
  if (!holder.name.empty()) out.name = holder.name;
  for (const Granted& each : holder.roles) {
    GrantedShown role{each.id, each.grant.role, each.grant.program, {}, each.days.from, {}};
    if (each.grant.program) role.program_name = each.program_name;
    if (each.days.to != Date::max()) role.to = each.days.to;
    out.roles.push_back(std::move(role));
  }
  return out;
}

Result<AccessShown> access_shown(db::ReadTransaction& read, const Viewer& viewer, const Clock& clock) {
  AccessShown out;
  const Date today = TRY(institutions::today_of(read, viewer.institution_id, clock));
  for (const RoleHolder& holder : TRY(role_holders(read, viewer, today))) out.people.push_back(shown(holder, viewer));
  for (const AccountRole role : all_roles)
    if (may_grant(viewer, {role, {}})) out.may_give.push_back(role);
  return out;
}

}  // namespace

void add_grant_routes(http::Router& router, const Doors& doors) {
  router.route<Nothing, AccessShown>(
      Method::get, "/api/v1/access", {.id = "list_access", .summary = "Who has a role that the viewer may give."},
      [doors](const Request& request, const Nothing&) -> Result<AccessShown> {
        const auto who = TRY(must_be_signed_in(*doors.gate, doors.cookie, request));
        return doors.gate->database.read(
            [&](db::ReadTransaction& read) { return access_shown(read, who.viewer, doors.gate->clock); });
      });
  router.route<GiveRole, Nothing>(
      Method::post, "/api/v1/access/{account_id}/roles",
      {.id = "give_role", .summary = "Gives a role to somebody who has an account."},
      [doors](const Request& request, const GiveRole& asked) -> Result<> {
        const auto who = TRY(must_be_signed_in(*doors.gate, doors.cookie, request));
        return give_role(*doors.gate, who.viewer, asked.account_id, {asked.role, asked.program});
      });
  router.route<EndRole, Nothing>(
      Method::post, "/api/v1/roles/{grant_id}/end", {.id = "end_role", .summary = "Ends a role now."},
      [doors](const Request& request, const EndRole& asked) -> Result<> {
        const auto who = TRY(must_be_signed_in(*doors.gate, doors.cookie, request));
        return end_role(*doors.gate, who.viewer, asked.grant_id);
      });
}

}  // namespace chiron::accounts
