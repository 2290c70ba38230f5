// Roles in one program and in the whole institution, and their names.
#include "features/institutions/viewer.h"

#include <gtest/gtest.h>

namespace chiron::institutions {
namespace {

TEST(Viewer, HasARoleWhereItWasGivenAndNowhereElse) {
  SeededRandom random(3);
  const auto one = ProgramId::random(random), other = ProgramId::random(random);
  const auto of = [&](std::vector<RoleGrant> roles) {
    return Viewer::of_account(InstitutionId(), AccountId::random(random), {}, std::move(roles));
  };
  const auto whole = of({{AccountRole::coordinator, {}}});
  EXPECT_TRUE(whole.has(AccountRole::coordinator));
  EXPECT_TRUE(whole.has(AccountRole::coordinator, one));
  EXPECT_FALSE(whole.has(AccountRole::operator_));
  const auto part = of({{AccountRole::coordinator, one}, {AccountRole::leader, {}}});
  EXPECT_FALSE(part.has(AccountRole::coordinator)) << "one program is not the institution";
  EXPECT_TRUE(part.has(AccountRole::coordinator, one));
  EXPECT_FALSE(part.has(AccountRole::coordinator, other));
  for (const auto& none : {of({}), Viewer::of_visitor(InstitutionId()), Viewer::of_operator(InstitutionId())})
    EXPECT_FALSE(none.has(AccountRole::coordinator) || none.has(AccountRole::coordinator, one));
}

TEST(AccountRole, NamesGoBothWays) {
  for (const auto role : {AccountRole::coordinator, AccountRole::lead, AccountRole::leader, AccountRole::evaluator,
                          AccountRole::operator_, AccountRole::confidential_contact})
    EXPECT_EQ(account_role_of(name_of(role)).value(), role);
  EXPECT_EQ(account_role_of("operator_").error().key, "institutions.account_role");
}

}  // namespace
}  // namespace chiron::institutions
