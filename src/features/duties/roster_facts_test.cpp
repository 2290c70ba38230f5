// A roster as the engine reads it, and the coverage that files suggest when none is stated.
#include "features/duties/roster_facts.h"

#include <gtest/gtest.h>

namespace chiron::duties {
namespace {

DateRange days(std::string_view text) { return *DateRange::parse(text); }

people::Person person(std::string_view id) {
  people::Person one;
  one.id = id;
  return one;
}

Roster small() {
  Roster roster;
  for (const char* id : {"l1", "l2", "e1", "e2"}) roster.people.push_back(person(id));
  roster.index_people();
  const auto duty = [&](DutyKind kind, std::string_view who, Target target, std::string_view range) {
    roster.duties.push_back({kind, who, target, days(range), {}, 0, 0});
  };
  duty(DutyKind::member_of, "l1", {TargetKind::unit, "ICU"}, "2027-01-01..2027-03-01");
  duty(DutyKind::member_of, "l1", {TargetKind::cohort, "2029"}, "..");
  duty(DutyKind::member_of, "l2", {TargetKind::unit, "Wards"}, "2027-01-01..2027-03-01");
  duty(DutyKind::writes_evaluation, "e1", {TargetKind::person, "l1"}, "2027-02-15..2027-04-01");
  duty(DutyKind::supervises, "e2", {TargetKind::unit, "ICU"}, "2027-02-01..2027-02-15");
  duty(DutyKind::sits_on, "e2", {TargetKind::cohort, "2029"}, "2027-01-01..2028-01-01");
  return roster;
}

std::string said(const RosterFacts& facts) {
  std::string out;
  for (const auto& one : facts.facts.coverage)
    out += std::string(facts.groups[one.group].id) + " " + std::string(conflict::name_of(one.what)) + " " +
           one.days.iso() + "\n";
  return out;
}

TEST(RosterFacts, NumbersPeopleAndGroups) {
  Roster roster = small();
  roster.recusals.push_back({"e2", "l1", days("2027-01-01..2027-02-01"), 0, 0});
  roster.duties.push_back({DutyKind::assesses, "stranger", {TargetKind::person, "l1"}, {}, {}, 0, 0});
  const RosterFacts facts = to_facts(roster);
  EXPECT_EQ(facts.facts.people, 4u);
  EXPECT_EQ(facts.facts.groups, 3u);
  ASSERT_EQ(facts.facts.facts.size(), 6u);
  EXPECT_TRUE(conflict::validate(facts.facts).empty());
  EXPECT_EQ(facts.facts.facts[3].holder, 2u);
  EXPECT_EQ(facts.facts.facts[3].target, 0u);
  EXPECT_EQ(facts.facts.facts[3].source, 3u);
  EXPECT_EQ(facts.find_group({TargetKind::unit, "ICU"}), 0u);
  EXPECT_FALSE(facts.find_group({TargetKind::site, "ICU"}));
  ASSERT_EQ(facts.facts.recusals.size(), 2u) << "from the panel itself and from preparing its file";
  EXPECT_EQ(facts.facts.recusals[0].educator, 3u);
}

TEST(RosterFacts, DerivesCoverageFromWhatTheFilesSay) {
  const RosterFacts facts = to_facts(small());
  EXPECT_TRUE(facts.coverage_is_derived);
  // The wards have no evaluator: nothing is said of them. One evaluated learner says nothing of their cohort.
  EXPECT_EQ(said(facts), "ICU supervision 2027-02-01..2027-03-01\n2029 panel 2027-01-01..2028-01-01\n");
}

TEST(RosterFacts, StatedCoverageIsAllThereIs) {
  Roster roster = small();
  roster.coverage_was_stated = true;
  roster.coverage.push_back(
      {{TargetKind::unit, "Wards"}, conflict::CoverageClass::supervision, days("2027-01-01..2028-01-01"), 0, 0});
  const RosterFacts facts = to_facts(roster);
  EXPECT_FALSE(facts.coverage_is_derived);
  EXPECT_EQ(said(facts), "Wards supervision 2027-01-01..2028-01-01\n");
}

TEST(RosterFacts, ManagementIsCoveredOnceAnyIsStated) {
  Roster roster = small();
  roster.duties.push_back({DutyKind::manages, "e1", {TargetKind::person, "e2"}, {}, {}, 0, 0});
  const std::string text = said(to_facts(roster));
  for (const char* group : {"ICU", "2029", "Wards"})
    EXPECT_NE(text.find(std::string(group) + " management .."), std::string::npos) << text;
}

}  // namespace
}  // namespace chiron::duties
