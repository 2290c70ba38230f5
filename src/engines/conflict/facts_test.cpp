// What validate() finds and how it names it.
#include "engines/conflict/facts.h"

#include <gtest/gtest.h>

#include <random>

#include "engines/conflict/rules.h"

namespace chiron::conflict {
namespace {

const DateRange year{*Date::of(2027, 1, 1), *Date::of(2028, 1, 1)};
const DateRange spring{*Date::of(2027, 1, 1), *Date::of(2027, 7, 1)};
const DateRange autumn{*Date::of(2027, 7, 1), *Date::of(2028, 1, 1)};

Fact manages(Person manager, Person managed, DateRange days = year) {
  return {DutyKind::manages, TargetKind::person, manager, managed, days, 0};
}

TEST(Validate, AcceptsPlainFacts) {
  Facts facts{3,  1,  {manages(0, 1), manages(1, 2), {DutyKind::member_of, TargetKind::group, 2, 0, year, 0}},
              {}, {}, {}};
  facts.recusals.push_back({0, TargetKind::group, 0, year, DutyKind::sits_on});
  facts.waivers.push_back({2, 0, 0, year});
  facts.coverage.push_back({0, CoverageClass::panel, year});
  EXPECT_TRUE(validate(facts).empty());
}

TEST(Validate, NamesEachWrongRow) {
  struct Case {
    const char* name;
    ViolationKind expected;
    Table table;
    void (*spoil)(Facts&);
  };
  const Case cases[] = {
      {"holder", ViolationKind::unknown_person, Table::facts, [](Facts& f) { f.facts.push_back(manages(9, 1)); }},
      {"target", ViolationKind::unknown_person, Table::facts, [](Facts& f) { f.facts.push_back(manages(1, 9)); }},
      {"group", ViolationKind::unknown_group, Table::facts,
       [](Facts& f) {
         f.facts.push_back({DutyKind::directs, TargetKind::group, 1, 5, year, 0});
       }},
      {"reversed", ViolationKind::empty_range, Table::facts,
       [](Facts& f) {
         f.facts.push_back(manages(0, 1, {year.to, year.from}));
       }},
      {"one's own manager", ViolationKind::self_duty, Table::facts, [](Facts& f) { f.facts.push_back(manages(1, 1)); }},
      {"member of a person", ViolationKind::wrong_target, Table::facts,
       [](Facts& f) {
         f.facts.push_back({DutyKind::member_of, TargetKind::person, 1, 0, year, 0});
       }},
      {"related to a group", ViolationKind::wrong_target, Table::facts,
       [](Facts& f) {
         f.facts.push_back({DutyKind::related_to, TargetKind::group, 1, 0, year, 0});
       }},
      {"recusal", ViolationKind::unknown_group, Table::recusals,
       [](Facts& f) {
         f.recusals.push_back({0, TargetKind::group, 3, year, DutyKind::sits_on});
       }},
      {"recused from oneself", ViolationKind::self_duty, Table::recusals,
       [](Facts& f) {
         f.recusals.push_back({0, TargetKind::person, 0, year, DutyKind::sits_on});
       }},
      {"waived rule", ViolationKind::unknown_rule, Table::waivers,
       [](Facts& f) {
         f.waivers.push_back({0, 1, 200, year});
       }},
      {"waiver's days", ViolationKind::empty_range, Table::waivers,
       [](Facts& f) {
         f.waivers.push_back({0, 1, 0, {year.from, year.from}});
       }},
      {"coverage", ViolationKind::unknown_group, Table::coverage,
       [](Facts& f) {
         f.coverage.push_back({7, CoverageClass::panel, year});
       }},
  };
  for (const Case& each : cases) {
    SCOPED_TRACE(each.name);
    Facts facts{3, 1, {manages(0, 2)}, {}, {}, {}};
    each.spoil(facts);
    const auto found = validate(facts);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].kind, each.expected);
    EXPECT_EQ(found[0].table, each.table);
    EXPECT_EQ(found[0].entry, each.table == Table::facts ? 1u : 0u);
  }
}

TEST(Validate, NamesAManagementLoopInItsOrder) {
  const Facts facts{6, 0, {manages(4, 2), manages(2, 5), manages(0, 4), manages(5, 4, spring)}, {}, {}, {}};
  const auto found = validate(facts);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].kind, ViolationKind::management_loop);
  EXPECT_EQ(found[0].people, (std::vector<Person>{2, 5, 4}));
  EXPECT_EQ(found[0].facts, (std::vector<FactIndex>{1, 3, 0}));
  EXPECT_EQ(found[0].days, spring);
  EXPECT_EQ(found[0].entry, 1u);
}

TEST(Validate, ChangingPlacesOnTouchingDaysIsNoLoop) {
  EXPECT_TRUE(validate({2, 0, {manages(0, 1, spring), manages(1, 0, autumn)}, {}, {}, {}}).empty());
  EXPECT_EQ(validate({2, 0, {manages(0, 1, spring), manages(1, 0, {autumn.from - 1, autumn.to})}, {}, {}, {}}).size(),
            1u);
}

TEST(Validate, NamesSeparateLoopsSeparatelyAndKeepsToItsLimit) {
  Facts facts{20, 0, {}, {}, {}, {}};
  for (Person at = 0; at < 20; at += 2) {
    facts.facts.push_back(manages(at, at + 1));
    facts.facts.push_back(manages(at + 1, at));
  }
  EXPECT_EQ(validate(facts).size(), 10u);
  EXPECT_EQ(validate(facts, 3).size(), 3u);
}

TEST(Validate, ATangledChartEnds) {
  std::mt19937_64 dice(5);
  Facts facts{2000, 0, {}, {}, {}, {}};
  for (int at = 0; at < 5000; ++at) {
    const auto from = year.from + static_cast<std::int32_t>(dice() % 300);
    const Person manager = dice() % 2000, managed = dice() % 2000;
    if (manager != managed) facts.facts.push_back(manages(manager, managed, {from, from + 30}));
  }
  const auto found = validate(facts);
  EXPECT_FALSE(found.empty());
  for (const Violation& violation : found) {
    ASSERT_EQ(violation.people.size(), violation.facts.size());
    EXPECT_FALSE(violation.days.empty());
    for (std::size_t at = 0; at < violation.people.size(); ++at) {
      const Fact& fact = facts.facts[violation.facts[at]];
      EXPECT_EQ(fact.holder, violation.people[at]);
      EXPECT_EQ(fact.target, violation.people[(at + 1) % violation.people.size()]);
    }
  }
}

}  // namespace
}  // namespace chiron::conflict
