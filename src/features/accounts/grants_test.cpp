// Who sees, gives and ends which role; the last coordinator; what the database refuses; on both engines.
#include "features/accounts/grants.h"

#include <gtest/gtest.h>

#include "features/accounts/testing_accounts.h"

namespace chiron::accounts {
namespace {

class Grants : public AccountsFixture {
 protected:
  Viewer signed_in_as(const Somebody& who) { return holder_of(who.cookie)->viewer; }
  std::vector<RoleHolder> seen_by(const Viewer& viewer) {
    const auto found =
        database().read([&](db::ReadTransaction& read) { return role_holders(read, viewer, today); });
    EXPECT_TRUE(found) << (found ? "" : found.error().debug_text());
    return found.value_or(std::vector<RoleHolder>());
  }
  GrantId role_of(const std::string& email) {
    for (const auto& holder : seen_by(machine()))
      if (holder.email == email) return holder.roles.front().id;
    ADD_FAILURE() << email;
    return {};
  }
  AccountId account_of(const std::string& email) {
    return database().read([&](db::ReadTransaction& read) { return find_by_email(read, north(), email); }).value()->id;
  }
  RoleGrant here(AccountRole role) const { return {role, programs_.at("north")}; }
};
CHIRON_ON_BOTH_ENGINES(Grants);

TEST_P(Grants, OneSeesWhatOneCouldTakeAway) {
  const auto ada = joined("ada@north.edu", {whole(AccountRole::coordinator)});
  joined("own@north.edu", {here(AccountRole::coordinator)});
  joined("op@north.edu", {whole(AccountRole::operator_)});
  invited("lea@north.edu", {whole(AccountRole::lead)});
  const auto emails = [&](const Viewer& viewer) {
    std::vector<std::string> out;
    for (const auto& holder : seen_by(viewer)) out.push_back(holder.email);
    return out;
  };
  using List = std::vector<std::string>;
  EXPECT_EQ(emails(machine()), (List{"ada@north.edu", "lea@north.edu", "op@north.edu", "own@north.edu"}));
  EXPECT_EQ(emails(signed_in_as(ada)), (List{"ada@north.edu", "lea@north.edu", "own@north.edu"}))
      << "an operator is no coordinator's to end";
  const auto own = Viewer::of_account(north(), account_of("own@north.edu"), {}, {here(AccountRole::coordinator)});
  EXPECT_EQ(emails(own), (List{"own@north.edu"}));
  const auto lead = Viewer::of_account(north(), account_of("lea@north.edu"), {}, {whole(AccountRole::lead)});
  const auto refused = database().read([&](db::ReadTransaction& read) { return role_holders(read, lead, today); });
  EXPECT_EQ(key_of(refused), "accounts.invite_not_yours");
}

TEST_P(Grants, ARoleEndsAtOnceAndForWhoeverHasIt) {
  const auto ada = joined("ada@north.edu", {whole(AccountRole::coordinator)});
  const auto bea = joined("bea@north.edu", {whole(AccountRole::coordinator)});
  const auto stale = signed_in_as(bea);
  EXPECT_EQ(key_of(end_role(*gate_, Viewer::of_account(north(), account_of("ada@north.edu"), {}, {}),
                            role_of("bea@north.edu"))),
            "")
      << "what counts is what one holds at the time of the write";
  EXPECT_TRUE(holder_of(bea.cookie)->viewer.roles.empty()) << "still signed in, with nothing";
  EXPECT_EQ(key_of(give_role(*gate_, stale, account_of("bea@north.edu"), whole(AccountRole::lead))),
            "accounts.grant_not_yours")
      << "a request that was under way when the role ended";
  EXPECT_EQ(seen_by(machine()).size(), 1u);
  EXPECT_EQ(key_of(end_role(*gate_, signed_in_as(ada), role_of("ada@north.edu"))), "accounts.last_coordinator");
  EXPECT_EQ(key_of(end_role(*gate_, machine(), GrantId::random(random_))), "accounts.grant_unknown");
}

TEST_P(Grants, NobodyEndsOrGivesWhatIsNotTheirs) {
  joined("ada@north.edu", {whole(AccountRole::coordinator)});
  const auto own = joined("own@north.edu", {here(AccountRole::coordinator)});
  const auto viewer = signed_in_as(own);
  EXPECT_EQ(key_of(end_role(*gate_, viewer, role_of("ada@north.edu"))), "accounts.grant_unknown");
  EXPECT_EQ(key_of(give_role(*gate_, viewer, account_of("own@north.edu"), whole(AccountRole::coordinator))),
            "accounts.grant_not_yours");
  auto stranger = Viewer::of_operator(institutions_.at("south"));
  EXPECT_EQ(key_of(end_role(*gate_, stranger, role_of("own@north.edu"))), "accounts.grant_unknown");
  EXPECT_EQ(key_of(give_role(*gate_, stranger, account_of("own@north.edu"), whole(AccountRole::lead))),
            "accounts.account_unknown");
  EXPECT_EQ(seen_by(machine()).size(), 2u);
}

TEST_P(Grants, ARoleIsGivenOnceAndNotBesideOneThatLooksAfterIt) {
  joined("ada@north.edu", {whole(AccountRole::coordinator)});
  const auto id = account_of("ada@north.edu");
  ASSERT_EQ(key_of(give_role(*gate_, machine(), id, whole(AccountRole::lead))), "");
  ASSERT_EQ(key_of(give_role(*gate_, machine(), id, whole(AccountRole::lead))), "");
  EXPECT_EQ(seen_by(machine()).front().roles.size(), 2u);
  EXPECT_EQ(key_of(give_role(*gate_, machine(), id, whole(AccountRole::evaluator))), "accounts.roles_apart");
  EXPECT_EQ(key_of(give_role(*gate_, machine(), id, {AccountRole::lead, ProgramId::random(random_)})),
            "accounts.program_unknown");
}

}  // namespace
}  // namespace chiron::accounts
