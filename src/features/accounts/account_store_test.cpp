// Accounts in the database: what it refuses by itself, on both engines, by hand as well.
#include "features/accounts/account_store.h"

#include <gtest/gtest.h>

#include "features/accounts/testing_accounts.h"
#include "platform/crypto/token.h"

namespace chiron::accounts {
namespace {

class AccountStore : public AccountsFixture {
 protected:
  AccountId add(const std::string& email, std::optional<PersonId> person = {}, const char* where = "north") {
    Account account;
    account.id = AccountId::random(random_);
    account.email = email;
    account.person = person;
    account.salt = Bytes(16, 7);
    const auto added = database().write_and_wait(
        [&](db::WriteTransaction& write) { return insert(write, institutions_.at(where), account, clock_.now()); });
    EXPECT_TRUE(added) << (added ? "" : added.error().debug_text());
    return account.id;
  }
  std::string add_fails(const Account& account, const char* where = "north") {
    return key_of(database().write_and_wait(
        [&](db::WriteTransaction& write) { return insert(write, institutions_.at(where), account, clock_.now()); }));
  }
  std::string grant(AccountId account, const RoleGrant& role, DateRange days = {today, Date::max()}) {
    const auto id = GrantId::random(random_);
    return key_of(database().write_and_wait([&](db::WriteTransaction& write) {
      return insert(write, north(), account, id, {role, days}, clock_.now(), {});
    }));
  }
  std::vector<RoleGrant> roles(AccountId account, Date day) {
    return database()
        .read([&](db::ReadTransaction& read) { return roles_on(read, north(), account, day); })
        .value_or(std::vector<RoleGrant>());
  }
};
CHIRON_ON_BOTH_ENGINES(AccountStore);

TEST_P(AccountStore, PreparesEveryStatement) { db::testing::expect_all_prepare(database(), sql::all); }

TEST_P(AccountStore, AnAddressAndAPersonHaveOneAccountInAnInstitution) {
  add("ada@north.edu", people_["learner"]);
  EXPECT_EQ(add_fails({AccountId::random(random_), "ada@north.edu", {}, {}, {}, Bytes(16), {}, {}, 0}),
            "accounts.email_taken");
  EXPECT_EQ(add_fails({AccountId::random(random_), "b@north.edu", people_["learner"], {}, {}, Bytes(16), {}, {}, 0}),
            "accounts.person_taken");
  EXPECT_EQ(
      add_fails({AccountId::random(random_), "c@north.edu", PersonId::random(random_), {}, {}, Bytes(16), {}, {}, 0}),
      "accounts.person_unknown");
  // A person of another institution is unknown here; the address is free there.
  EXPECT_EQ(add_fails({AccountId::random(random_), "d@south.edu", people_["educator"], {}, {}, Bytes(16), {}, {}, 0},
                      "south"),
            "accounts.person_unknown");
  add("ada@north.edu", {}, "south");
}

TEST_P(AccountStore, AnAccountOfTheDemoCannotExistInProduction) {
  Account account{AccountId::random(random_), "x@y", {}, State::active, Scheme::demo_link, Bytes(16), {}, {}, 0};
  EXPECT_EQ(add_fails(account), "accounts.demo_only");
  EXPECT_EQ(add_fails(account, "demo"), "");
  EXPECT_NE(by_hand("UPDATE accounts SET scheme = 'passphrase'"), "");
  account.id = AccountId::random(random_);
  account.scheme = Scheme::passphrase;
  EXPECT_EQ(add_fails(account), "accounts.unproven") << "active without a proof";
}

TEST_P(AccountStore, RolesHoldOnTheirDays) {
  const auto account = add("a@b");
  EXPECT_EQ(grant(account, whole(AccountRole::leader), {today, today + 10}), "");
  EXPECT_EQ(grant(account, {AccountRole::lead, programs_["north"]}, {today + 5, Date::max()}), "");
  EXPECT_EQ(grant(account, {AccountRole::lead, programs_["south"]}), "accounts.program_unknown");
  EXPECT_TRUE(roles(account, today - 1).empty());
  EXPECT_EQ(roles(account, today), (std::vector{whole(AccountRole::leader)}));
  EXPECT_EQ(roles(account, today + 9).size(), 2u);
  EXPECT_EQ(roles(account, today + 10), (std::vector{RoleGrant{AccountRole::lead, programs_["north"]}}));
}

TEST_P(AccountStore, RolesThatLookAfterEachOtherNeverMeetInOneHand) {
  const std::pair<RoleGrant, RoleGrant> apart[] = {
      {whole(AccountRole::operator_), whole(AccountRole::evaluator)},
      {whole(AccountRole::confidential_contact), {AccountRole::coordinator, programs_["north"]}},
      {whole(AccountRole::confidential_contact), {AccountRole::lead, programs_["north"]}},
      {whole(AccountRole::confidential_contact), whole(AccountRole::operator_)},
      {{AccountRole::evaluator, programs_["north"]}, whole(AccountRole::coordinator)},
      {{AccountRole::evaluator, programs_["north"]}, {AccountRole::coordinator, programs_["north"]}},
  };
  int number = 0;
  for (const auto& [one, other] : apart)
    for (const auto& [first, second] : {std::pair(one, other), std::pair(other, one)}) {
      const auto account = add(std::to_string(++number) + "@b");
      EXPECT_EQ(grant(account, first), "");
      EXPECT_EQ(grant(account, second), "accounts.roles_apart") << number;
      EXPECT_EQ(grant(account, second, {today - 10, today}), "") << "before";
      EXPECT_EQ(roles(account, today).size(), 1u);
    }
  EXPECT_NE(by_hand("UPDATE account_roles SET role = 'coordinator'").find("chiron:accounts.role_fixed"),
            std::string::npos);
  EXPECT_NE(by_hand("UPDATE account_roles SET until_day = until_day + 1").find("chiron:accounts.role_fixed"),
            std::string::npos);
  EXPECT_NE(by_hand("DELETE FROM account_roles").find("chiron:accounts.role_fixed"), std::string::npos);
  EXPECT_NE(by_hand("INSERT INTO account_roles SELECT institution_id, account_id, account_id, 'evaluator', NULL, "
                    "from_day, until_day, granted_at, granted_by FROM account_roles WHERE role = 'operator'")
                .find("chiron:accounts.roles_apart"),
            std::string::npos);
}

TEST_P(AccountStore, TwoWritersCannotGiveTwoSuchRolesAtOnce) {
  const auto other = open_again();
  if (!other) GTEST_SKIP() << "one program has the file";
  for (int round = 0; round < 10; ++round) {
    const auto account = add("racing" + std::to_string(round) + "@b");
    const auto give = [&](db::Database& database, AccountRole role, GrantId id) {
      return database.write([this, account, role, id](db::WriteTransaction& write) {
        return insert(write, north(), account, id, {whole(role), {today, Date::max()}}, clock_.now(), {});
      });
    };
    auto one = give(database(), AccountRole::operator_, GrantId::random(random_));
    auto two = give(*other, AccountRole::evaluator, GrantId::random(random_));
    EXPECT_NE(one.get().has_value(), two.get().has_value()) << round;
  }
}

TEST_P(AccountStore, AConfidentialContactHasNoPower) {
  const auto account = add("contact@b", people_["educator"]);
  ASSERT_TRUE(assesses("educator", "learner", {today + 10, today + 20}));
  EXPECT_EQ(grant(account, whole(AccountRole::confidential_contact)), "accounts.contact_has_power");
  EXPECT_EQ(grant(account, whole(AccountRole::confidential_contact), {today, today + 10}), "");
  // Power that is learned of later takes the role away for its days.
  EXPECT_EQ(roles(account, today + 5).size(), 1u);
  ASSERT_TRUE(assesses("educator", "learner", {today + 5, today + 7}));
  EXPECT_EQ(roles(account, today + 4).size(), 1u);
  EXPECT_EQ(roles(account, today + 5).size(), 0u);
  EXPECT_EQ(roles(account, today + 7).size(), 1u);
}

TEST_P(AccountStore, AStepOfCodesIsClaimedOnce) {
  const auto account = add("a@b");
  const auto claim = [&](std::int64_t step) {
    return database()
        .write_and_wait([&](db::WriteTransaction& write) { return claim_totp_step(write, north(), account, step); })
        .value();
  };
  EXPECT_TRUE(claim(100));
  EXPECT_FALSE(claim(100));
  EXPECT_FALSE(claim(99));
  EXPECT_TRUE(claim(101));
  EXPECT_NE(by_hand("UPDATE accounts SET totp_last_step = 5").find("chiron:accounts.account_fixed"), std::string::npos);
}

}  // namespace
}  // namespace chiron::accounts
