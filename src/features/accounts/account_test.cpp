// Addresses, roles that never meet, who may give which, and when a login ends.
#include "features/accounts/account.h"

#include <gtest/gtest.h>

namespace chiron::accounts {
namespace {

TEST(Email, IsLowerCaseAndMailable) {
  EXPECT_EQ(normal_email("Ada.Onu@School.EDU").value(), "ada.onu@school.edu");
  EXPECT_EQ(normal_email("a@b").value(), "a@b");
  EXPECT_TRUE(normal_email(std::string(64, 'a') + "@" + std::string(189, 'b')));
  for (const auto& bad :
       {std::string(), std::string("ada"), std::string("@b"), std::string("a@"), std::string("a@b@c"),
        std::string("a b@c"), std::string("a@b c"), std::string("a@.b"), std::string("a@b."), std::string("a@b..c"),
        std::string("a\n@b"), std::string("ä@b"), std::string("a@b\r\nBcc: c@d"), std::string(65, 'a') + "@b",
        std::string(64, 'a') + "@" + std::string(190, 'b')})
    EXPECT_EQ(normal_email(bad).error().key, "accounts.email") << bad;
}

TEST(Email, IsMaskedButKnownToItsOwner) { EXPECT_EQ(masked_email("ada@school.edu"), "a…@school.edu"); }

TEST(BrowserWord, IsOneWord) {
  EXPECT_EQ(browser_word("Mozilla/5.0 (X11; Linux) Gecko/20100101 Firefox/130.0"), "Firefox");
  EXPECT_EQ(browser_word("Mozilla/5.0 AppleWebKit/537.36 Chrome/128.0 Safari/537.36 Edg/128.0"), "Edge");
  EXPECT_EQ(browser_word("Mozilla/5.0 AppleWebKit/537.36 Chrome/128.0 Safari/537.36"), "Chrome");
  EXPECT_EQ(browser_word("Mozilla/5.0 (iPhone) Version/17.5 Safari/604.1"), "Safari");
  EXPECT_EQ(browser_word("curl/8"), "other");
}

const ProgramId one({1}), two({2});

TEST(Roles, ThatLookAfterEachOtherAreKeptApart) {
  const RoleGrant all[] = {{AccountRole::coordinator, {}}, {AccountRole::lead, {}},
                           {AccountRole::leader, {}},      {AccountRole::evaluator, {}},
                           {AccountRole::operator_, {}},   {AccountRole::confidential_contact, {}}};
  int apart = 0;
  for (const auto& a : all)
    for (const auto& b : all) {
      EXPECT_EQ(kept_apart(a, b), kept_apart(b, a));
      apart += kept_apart(a, b);
    }
  EXPECT_EQ(apart, 10) << "five pairs, both ways";
  EXPECT_TRUE(kept_apart({AccountRole::operator_, {}}, {AccountRole::evaluator, {}}));
  EXPECT_TRUE(kept_apart({AccountRole::operator_, {}}, {AccountRole::evaluator, one}));
  EXPECT_TRUE(kept_apart({AccountRole::confidential_contact, {}}, {AccountRole::coordinator, one}));
  EXPECT_TRUE(kept_apart({AccountRole::confidential_contact, {}}, {AccountRole::lead, one}));
  EXPECT_TRUE(kept_apart({AccountRole::confidential_contact, {}}, {AccountRole::operator_, {}}));
  EXPECT_TRUE(kept_apart({AccountRole::evaluator, one}, {AccountRole::coordinator, one}));
  EXPECT_TRUE(kept_apart({AccountRole::evaluator, one}, {AccountRole::coordinator, {}}));
  EXPECT_FALSE(kept_apart({AccountRole::evaluator, one}, {AccountRole::coordinator, two})) << "of another program";
}

TEST(Roles, MayFollowOneAnother) {
  const Date day(20'000);
  const std::vector<DatedGrant> held{{{AccountRole::evaluator, {}}, {day, day + 10}}};
  const RoleGrant operators{AccountRole::operator_, {}};
  EXPECT_EQ(check_apart(held, {operators, {day + 9, day + 20}}).error().key, "accounts.roles_apart");
  EXPECT_TRUE(check_apart(held, {operators, {day + 10, day + 20}}));
  EXPECT_TRUE(check_apart(held, {operators, {day - 10, day}}));
}

TEST(Granting, FollowsFromOnesOwnRoles) {
  const auto of = [](std::vector<RoleGrant> roles) {
    return Viewer::of_account(InstitutionId(), AccountId({9}), {}, std::move(roles));
  };
  struct Case {
    Viewer viewer;
    RoleGrant grant;
    bool may;
  };
  const auto machine = Viewer::of_operator(InstitutionId());
  const auto operators = of({{AccountRole::operator_, {}}}), whole = of({{AccountRole::coordinator, {}}}),
             part = of({{AccountRole::coordinator, one}}), lead = of({{AccountRole::lead, {}}}), none = of({});
  const Case cases[] = {
      {machine, {AccountRole::operator_, {}}, true},
      {machine, {AccountRole::confidential_contact, {}}, true},
      {operators, {AccountRole::operator_, {}}, true},
      {operators, {AccountRole::confidential_contact, {}}, true},
      {operators, {AccountRole::coordinator, one}, true},
      {whole, {AccountRole::coordinator, {}}, true},
      {whole, {AccountRole::leader, {}}, true},
      {whole, {AccountRole::evaluator, one}, true},
      {whole, {AccountRole::operator_, {}}, false},
      {whole, {AccountRole::confidential_contact, {}}, false},
      {part, {AccountRole::lead, one}, true},
      {part, {AccountRole::coordinator, one}, true},
      {part, {AccountRole::lead, two}, false},
      {part, {AccountRole::lead, {}}, false},
      {part, {AccountRole::leader, one}, false},
      {lead, {AccountRole::lead, {}}, false},
      {none, {AccountRole::lead, {}}, false},
      {Viewer::of_visitor(InstitutionId()), {AccountRole::lead, {}}, false},
      {Viewer::of_job(InstitutionId()), {AccountRole::lead, {}}, false},
  };
  for (const auto& c : cases)
    EXPECT_EQ(may_grant(c.viewer, c.grant), c.may) << institutions::name_of(c.grant.role) << (&c - cases);
  EXPECT_TRUE(may_invite(machine) && may_invite(operators) && may_invite(whole) && may_invite(part));
  EXPECT_FALSE(may_invite(lead) || may_invite(none) || may_invite(Viewer::of_visitor(InstitutionId())));
}

TEST(LoginTimes, AreAnHourIdleAndADayAndShorterForStrictRoles) {
  const auto held = [](std::vector<RoleGrant> roles, std::int64_t seen_s, std::int64_t now_s) {
    const Instant begun{0};
    return login_holds(begun, begun.plus_ms(seen_s * 1000), limits_of(roles), begun.plus_ms(now_s * 1000));
  };
  constexpr std::int64_t hour = 3600;
  EXPECT_TRUE(held({}, 0, hour - 1));
  EXPECT_FALSE(held({}, 0, hour));
  EXPECT_TRUE(held({}, 24 * hour - 10, 24 * hour - 1));
  EXPECT_FALSE(held({}, 24 * hour - 10, 24 * hour));
  for (const auto role : {AccountRole::operator_, AccountRole::confidential_contact}) {
    const std::vector<RoleGrant> roles{{AccountRole::leader, {}}, {role, {}}};
    EXPECT_TRUE(held(roles, 0, 15 * 60 - 1));
    EXPECT_FALSE(held(roles, 0, 15 * 60));
    EXPECT_TRUE(held(roles, 12 * hour - 10, 12 * hour - 1));
    EXPECT_FALSE(held(roles, 12 * hour - 10, 12 * hour));
  }
  EXPECT_FALSE(held({}, 100, 99)) << "a clock that went backwards";
  EXPECT_FALSE(held({}, 0, -1));
}

TEST(State, NamesGoBothWays) {
  for (const State state : {State::invited, State::active, State::disabled})
    EXPECT_EQ(parse_state(name_of(state)).value(), state);
  for (const Scheme scheme : {Scheme::passphrase, Scheme::demo_link})
    EXPECT_EQ(parse_scheme(name_of(scheme)).value(), scheme);
  EXPECT_FALSE(parse_state("gone"));
  EXPECT_FALSE(parse_scheme("none"));
}

}  // namespace
}  // namespace chiron::accounts
