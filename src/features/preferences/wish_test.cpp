// How many wishes, when, and which role three answers lead to.
#include "features/preferences/wish.h"

#include <gtest/gtest.h>

#include "base/random.h"
#include "features/preferences/role_needed.h"

namespace chiron::preferences {
namespace {

std::string refused(std::size_t wishes, std::size_t offered) {
  SeededRandom random(1);
  std::vector<PersonId> people;
  for (std::size_t n = 0; n < wishes; ++n) people.push_back(PersonId::random(random));
  const auto checked = check(people, offered);
  return checked ? "" : checked.error().key;
}

TEST(Wishes, AreThreeToFive) {
  EXPECT_EQ(refused(2, 12), "preferences.too_few");
  EXPECT_EQ(refused(3, 12), "");
  EXPECT_EQ(refused(5, 12), "");
  EXPECT_EQ(refused(6, 12), "preferences.too_many");
}

TEST(Wishes, NobodyIsAskedForMoreThanAreOnOffer) {
  EXPECT_EQ(refused(2, 2), "");
  EXPECT_EQ(refused(1, 2), "preferences.too_few");
  EXPECT_EQ(refused(0, 0), "preferences.too_few");
}

TEST(Wishes, NameEachPersonOnce) {
  SeededRandom random(1);
  const auto one = PersonId::random(random), other = PersonId::random(random);
  const auto checked = check({one, other, one}, 12);
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().key, "preferences.repeated");
}

TEST(Wishes, AreOpenFromTheFirstDayToTheLast) {
  const DateRange days = *DateRange::parse("2027-06-20..2027-07-11");
  const auto on = [&](const char* day) { return window_on(days, *Date::parse(day)); };
  EXPECT_EQ(on("2027-06-19"), WishWindow::early);
  EXPECT_EQ(on("2027-06-20"), WishWindow::open);
  EXPECT_EQ(on("2027-07-10"), WishWindow::open);
  EXPECT_EQ(on("2027-07-11"), WishWindow::closed);
}

TEST(RoleNeeded, FollowsFromThreeAnswers) {
  using enum Need;
  using conflict::Role;
  const auto role = [](Need need, Trouble trouble, Help help) { return role_needed(need, trouble, help).role; };
  EXPECT_EQ(role(growth, Trouble::none, Help::questions), Role::mentor);
  EXPECT_EQ(role(belonging, Trouble::none, Help::experience), Role::peer_mentor);
  EXPECT_EQ(role(goal, Trouble::none, Help::questions), Role::coach);
  EXPECT_EQ(role(goal, Trouble::none, Help::experience), Role::mentor);
  EXPECT_EQ(role(requirements, Trouble::none, Help::questions), Role::academic_advisor);
  EXPECT_EQ(role(career, Trouble::none, Help::experience), Role::career_advisor);
  EXPECT_EQ(role(career, Trouble::none, Help::questions), Role::coach);
  for (const auto need : {growth, belonging, goal, requirements, career}) {
    EXPECT_EQ(role(need, Trouble::studies, Help::questions), Role::academic_counselor);
    EXPECT_TRUE(role_needed(need, Trouble::unwell, Help::questions).see_help);
    EXPECT_FALSE(role_needed(need, Trouble::none, Help::questions).see_help);
  }
}

}  // namespace
}  // namespace chiron::preferences
