// What an educator is told of their own duties, and not of others'.
#include "features/educators/duties_in_the_way.h"

#include <gtest/gtest.h>

namespace chiron::educators {
namespace {

const DateRange term = *DateRange::parse("2027-08-01..2028-08-01");

struct School {
  duties::Roster roster;

  void person(std::string_view id, std::string_view given, people::Kind kind) {
    people::Person person;
    person.id = id, person.given_name = given;
    person.kind = person.listed_as = kind;
    roster.people.push_back(person);
    roster.index_people();
  }
  void duty(conflict::DutyKind kind, std::string_view holder, duties::Target target) {
    roster.duties.push_back({kind, holder, target, term, "", 0, 0});
  }
  std::vector<InTheWay> of(std::string_view educator, std::vector<conflict::Person> learners) const {
    const auto facts = duties::to_facts(roster);
    return duties_in_the_way(roster, facts, conflict::build(facts.facts),
                             programs::standard_program(conflict::Role::mentor, term), learners,
                             *roster.find(educator));
  }
};

TEST(DutiesInTheWay, NamesOnesOwnDutiesAndCountsTheLearners) {
  using conflict::DutyKind;
  School school;
  school.person("L1", "Ada", people::Kind::learner);
  school.person("L2", "Bo", people::Kind::learner);
  school.person("L3", "Cy", people::Kind::learner);
  school.person("E1", "Dora", people::Kind::educator);
  school.person("E2", "Eli", people::Kind::educator);
  for (const char* learner : {"L1", "L2"}) school.duty(DutyKind::member_of, learner, {duties::TargetKind::unit, "ICU"});
  school.duty(DutyKind::assesses, "E1", {duties::TargetKind::person, "L3"});
  school.duty(DutyKind::sits_on, "E1", {duties::TargetKind::unit, "ICU"});
  school.duty(DutyKind::assesses, "E2", {duties::TargetKind::person, "L1"});

  const auto found = school.of("E1", {0, 1, 2});
  ASSERT_EQ(found.size(), 2U);
  const auto& assesses = conflict::rules()[found[0].rule].id == "assesses_now" ? found[0] : found[1];
  const auto& panel = &assesses == &found[0] ? found[1] : found[0];
  EXPECT_EQ(conflict::rules()[assesses.rule].id, "assesses_now");
  EXPECT_EQ(assesses.learners, 1);
  ASSERT_EQ(assesses.duties.size(), 1U) << "what Eli assesses is not Dora's to read";
  EXPECT_EQ(assesses.duties[0].towards, "Cy");
  EXPECT_EQ(panel.learners, 2);
  ASSERT_EQ(panel.duties.size(), 1U) << "one duty, whatever number of learners";
  EXPECT_EQ(panel.duties[0].towards, "ICU");
  EXPECT_EQ(panel.duties[0].days, term);
  EXPECT_EQ(school.of("E1", {0}).size(), 1U) << "only the learners of the program count";
}

TEST(DutiesInTheWay, NamesNoDutyOfSomebodyElse) {
  School school;
  school.person("L1", "Ada", people::Kind::learner);
  school.person("E1", "Dora", people::Kind::educator);
  school.person("E2", "Eli", people::Kind::educator);
  school.duty(conflict::DutyKind::manages, "E1", {duties::TargetKind::person, "E2"});
  school.duty(conflict::DutyKind::manages, "E2", {duties::TargetKind::person, "L1"});
  const auto found = school.of("E1", {0});
  ASSERT_FALSE(found.empty()) << "two steps up the chain";
  for (const auto& one : found)
    for (const auto& duty : one.duties) EXPECT_EQ(duty.towards, "Eli");
}

}  // namespace
}  // namespace chiron::educators
