// One transaction each: what may be given is asked of the roles that hold at the time of the write.
#include "features/accounts/grants.h"

#include <algorithm>

#include "features/audit/audit.h"
#include "features/institutions/today.h"
#include "features/people/display_name.h"
#include "platform/crypto/derived_random.h"

namespace chiron::accounts {
namespace {

/// A stored role and whose it is.
struct Held {
  AccountId account;
  DatedGrant dated;
};

Result<std::optional<Held>> find_grant(db::ReadTransaction& read, InstitutionId institution, GrantId id) {
  return read.query(sql::find_grant, institution, id).first([](const db::Row& row) {
    return Held{row.get<AccountId>(0),
                {{*institutions::account_role_of(row.get<std::string_view>(1)),
                  row.get<std::optional<ProgramId>>(2)},
                 {row.get<Date>(3), row.get<Date>(4)}}};
  });
}

Result<> note(db::WriteTransaction& write, const Viewer& viewer, std::string type, AccountId about, Instant now,
              const audit::Salt& salt) {
  std::optional<audit::AnyId> by;
  if (viewer.account) by = audit::AnyId(viewer.account->bytes());
  TRY(audit::append(write, viewer.institution_id, now, {std::move(type), by, audit::AnyId(about.bytes()), "{}"}, salt));
  return {};
}

Result<bool> is_last_coordinator(db::ReadTransaction& read, InstitutionId institution, const Held& held, Date today) {
  if (held.dated.grant != RoleGrant{AccountRole::coordinator, {}} || !held.dated.days.contains(today)) return false;
  const auto account = TRY(find(read, institution, held.account));
  if (!account || account->state != State::active) return false;
  return TRY(read.query(sql::count_coordinators, institution, today).one<std::int64_t>()) <= 1;
}

}  // namespace

Result<std::vector<RoleHolder>> role_holders(db::ReadTransaction& read, const Viewer& viewer, Date today) {
  const Viewer asking = TRY(as_of_now(read, viewer, today));
  if (!may_invite(asking)) return err(fail(ErrorCode::forbidden, "accounts.invite_not_yours"));
  std::vector<RoleHolder> holders;
  TRY(read.query(sql::role_holders, viewer.institution_id, today).each([&](const db::Row& row) {
    const RoleGrant grant{*institutions::account_role_of(row.get<std::string_view>(6)),
                          row.get<std::optional<ProgramId>>(7)};
    if (!may_grant(asking, grant)) return;
    const auto account = row.get<AccountId>(0);
    if (holders.empty() || holders.back().account != account) {
      const auto name = people::full_name(row.get<std::string_view>(2), row.get<std::string_view>(3));
      holders.push_back({account, row.get<std::string>(1), name, *parse_state(row.get<std::string_view>(4)), {}});
    }
    holders.back().roles.push_back(
        {row.get<GrantId>(5), grant, row.get<std::string>(8), {row.get<Date>(9), row.get<Date>(10)}});
  }));
  return holders;
}

Result<> give_role(Gate& gate, const Viewer& viewer, AccountId account, const RoleGrant& grant) {
  const auto seed = crypto::draw_seed(gate.random);
  const Instant now = gate.clock.now();
  return gate.database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    crypto::DerivedRandom random(seed);
    const Date today = TRY(institutions::today_of(write, viewer.institution_id, gate.clock));
    if (!may_grant(TRY(as_of_now(write, viewer, today)), grant))
      return err(fail(ErrorCode::forbidden, "accounts.grant_not_yours")
                     .with("role", std::string(institutions::name_of(grant.role))));
    const auto found = TRY(find(write, viewer.institution_id, account));
    if (!found) return err(fail(ErrorCode::not_found, "accounts.account_unknown"));
    if (found->scheme == Scheme::demo_link) return err(fail(ErrorCode::conflict, "accounts.demo_fixed"));
    const auto held = TRY(roles_of(write, viewer.institution_id, account));
    const DatedGrant dated{grant, {today, Date::max()}};
    if (std::ranges::any_of(held, [&](const DatedGrant& each) { return each.holds_like(dated); })) return {};
    TRY(check_apart(held, dated));
    TRY(insert(write, viewer.institution_id, account, GrantId::random(random), dated, now, viewer.account));
    return note(write, viewer, "account.role_given", account, now, audit::draw_salt(random));
  });
}

Result<> end_role(Gate& gate, const Viewer& viewer, GrantId grant) {
  const auto salt = audit::draw_salt(gate.random);
  const Instant now = gate.clock.now();
  return gate.database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    const InstitutionId institution = viewer.institution_id;
    const Date today = TRY(institutions::today_of(write, institution, gate.clock));
    const auto held = TRY(find_grant(write, institution, grant));
    if (!held || !may_grant(TRY(as_of_now(write, viewer, today)), held->dated.grant) || held->dated.days.to <= today)
      return err(fail(ErrorCode::not_found, "accounts.grant_unknown"));
    const auto account = TRY(find(write, institution, held->account));
    if (account && account->scheme == Scheme::demo_link) return err(fail(ErrorCode::conflict, "accounts.demo_fixed"));
    if (TRY(is_last_coordinator(write, institution, *held, today)))
      return err(fail(ErrorCode::conflict, "accounts.last_coordinator"));
    TRY(write.execute(sql::end_role, institution, grant, std::max(today, held->dated.days.from)));
    return note(write, viewer, "account.role_ended", held->account, now, salt);
  });
}

}  // namespace chiron::accounts
