// What an import would change: nothing when said twice, in any order; additions, changes, leavers.
#include "features/imports/difference.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "base/random.h"

namespace chiron::imports {
namespace {

const Date today = *Date::parse("2026-11-22");

people::Person person(std::string_view id, std::string_view unit = "ICU") {
  people::Person person;
  person.id = id;
  person.unit = unit;
  return person;
}
duties::Duty duty(std::string_view holder, std::string_view target) {
  return {conflict::DutyKind::assesses, holder, {duties::TargetKind::person, target}, {today, today + 30}, "", 0, 0};
}

TEST(Difference, SayingItAgainChangesNothingInAnyOrder) {
  duties::Roster roster;
  for (const char* id : {"a", "b", "c", "d"}) roster.people.push_back(person(id));
  roster.duties = {duty("a", "b"), duty("c", "b"), duty("d", "b")};
  const Held held{roster.people, roster.duties};
  const std::uint64_t seed = 11;
  SeededRandom random(seed);
  for (int i = 0; i < 20; ++i) {
    std::swap(roster.people[random.below(4)], roster.people[random.below(4)]);
    std::swap(roster.duties[random.below(3)], roster.duties[random.below(3)]);
    const auto difference = compare(held, roster, Completeness::complete, today);
    EXPECT_TRUE(difference.empty()) << "seed " << seed;
    EXPECT_EQ(difference.unchanged, 7u);
  }
}

TEST(Difference, ARowSaidTwiceIsAddedOnce) {
  duties::Roster roster;
  roster.people = {person("a"), person("b")};
  roster.duties = {duty("a", "b"), duty("a", "b")};
  EXPECT_EQ(compare({}, roster, Completeness::additions, today).duties_added.size(), 1u);
}

TEST(Difference, NamesAddedChangedAndLeavers) {
  duties::Roster roster;
  roster.people = {person("a", "ED"), person("new")};
  const Held held{{person("a"), person("gone")}, {duty("a", "gone")}};
  const auto news = compare(held, roster, Completeness::additions, today);
  EXPECT_EQ(news.people_added, std::vector<std::uint32_t>{1});
  ASSERT_EQ(news.people_changed.size(), 1u);
  EXPECT_TRUE(news.people_left.empty());
  EXPECT_TRUE(news.duties_ended.empty());
  const auto whole = compare(held, roster, Completeness::complete, today);
  EXPECT_EQ(whole.people_left, std::vector<std::uint32_t>{1});
  EXPECT_EQ(whole.duties_ended, std::vector<std::uint32_t>{0});
}

TEST(Difference, WhoHasLeftAlreadyDoesNotLeaveAgain) {
  auto gone = person("gone");
  gone.present.to = today;
  EXPECT_TRUE(compare({{gone}, {}}, duties::Roster{}, Completeness::complete, today).people_left.empty());
}

}  // namespace
}  // namespace chiron::imports
