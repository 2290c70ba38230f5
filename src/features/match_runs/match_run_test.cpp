// A run end to end on small rosters: who takes part, what binds, pins, vetoes, requirements that cannot be checked.
#include "features/match_runs/match_run.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "features/duties/roster_facts.h"

namespace chiron::match_runs {
namespace {

using people::Kind;

const DateRange term = *DateRange::parse("2027-08-01..2028-08-01");

/// A roster under construction, with the facts and the index a run borrows.
struct School {
  duties::Roster roster;
  programs::Program program = programs::standard_program(conflict::Role::mentor, term);
  std::vector<RosterPair> keep, forbid;

  void person(std::string_view id, Kind kind, std::string_view site = "", int capacity = -1) {
    people::Person person;
    person.id = id;
    person.kind = person.listed_as = kind;
    person.site = site;
    if (capacity >= 0) person.capacity = static_cast<std::uint16_t>(capacity);
    roster.people.push_back(person);
    roster.index_people();
  }
  void duty(conflict::DutyKind kind, std::string_view holder, std::string_view target) {
    roster.duties.push_back({kind, holder, {duties::TargetKind::person, target}, term, "", 0, 0});
  }
  Person at(std::string_view id) const { return *roster.find(id); }

  Result<Run> match() const {
    const auto facts = duties::to_facts(roster);
    const auto index = conflict::build(facts.facts);
    return run({roster, index, program, keep, forbid, matching::Threads::two, {}});
  }
  /// "learner-educator" of every proposal, sorted.
  std::vector<std::string> pairs(const Run& run) const {
    std::vector<std::string> out;
    for (const auto& proposal : run.proposals)
      out.push_back(std::string(roster.people[run.learners[proposal.learner]].id) + "-" +
                    std::string(roster.people[run.educators[proposal.educator]].id));
    std::sort(out.begin(), out.end());
    return out;
  }
};

School two_by_two() {
  School school;
  school.person("l1", Kind::learner, "north");
  school.person("l2", Kind::learner, "south");
  school.person("e1", Kind::educator, "north", 1);
  school.person("e2", Kind::educator, "south", 1);
  return school;
}

using Pairs = std::vector<std::string>;

TEST(MatchRun, PrefersTheSameSite) {
  const auto school = two_by_two();
  const auto run = school.match();
  ASSERT_TRUE(run) << run.error().debug_text();
  EXPECT_EQ(school.pairs(*run), (Pairs{"l1-e1", "l2-e2"}));
  EXPECT_EQ(run->solution.outcome, matching::Outcome::optimal);
  EXPECT_TRUE(run->unplaced.empty());
}

TEST(MatchRun, KeepsAnAssessorApart) {
  auto school = two_by_two();
  school.duty(conflict::DutyKind::assesses, "e1", "l1");
  const auto run = school.match();
  ASSERT_TRUE(run);
  EXPECT_EQ(school.pairs(*run), (Pairs{"l1-e2", "l2-e1"}));
  EXPECT_EQ(run->pairs_kept_apart, 1u);
  ASSERT_FALSE(run->kept_apart.empty());
}

TEST(MatchRun, AVetoWorksInBothDirections) {
  for (const auto& [person, other] : {std::pair{"l1", "e1"}, std::pair{"e1", "l1"}}) {
    auto school = two_by_two();
    school.roster.vetoes.push_back({person, other, 0, 0});
    const auto run = school.match();
    ASSERT_TRUE(run);
    EXPECT_EQ(school.pairs(*run), (Pairs{"l1-e2", "l2-e1"}));
  }
}

TEST(MatchRun, AWishOutweighsTheSite) {
  auto school = two_by_two();
  school.roster.preferences.push_back({"l1", "e2", 1, 0, 0});
  school.roster.preferences.push_back({"l2", "e1", 1, 0, 0});
  const auto run = school.match();
  ASSERT_TRUE(run);
  EXPECT_EQ(school.pairs(*run), (Pairs{"l1-e2", "l2-e1"}));
  EXPECT_EQ(run->proposals[0].wished, Wished::one);
}

/// Everything of a run that a report may show, as text.
std::string shown(const Run& run) {
  std::string out = std::to_string(run.solution.total) + "/" + std::to_string(run.problem.pair_count()) + "/" +
                    std::to_string(run.fairness.ranks.first_choice) + "/" + std::to_string(run.fairness.envy.pairs);
  for (const auto& proposal : run.proposals) {
    out += "|" + std::to_string(proposal.learner) + "-" + std::to_string(proposal.educator) + " " +
           std::to_string(proposal.score) + " " + std::string(name_of(proposal.wished)) + " " +
           (proposal.margin ? std::to_string(*proposal.margin) : "");
    for (const auto& part : proposal.parts)
      out += " " + std::string(matching::name_of(part.part)) + std::to_string(part.points);
  }
  for (const auto& unplaced : run.unplaced)
    out += "|" + std::to_string(unplaced.learner) + " " + std::to_string(static_cast<int>(unplaced.why.reason)) + " " +
           std::to_string(unplaced.why.learners.size()) + " " +
           std::to_string(run.eligibility.eligible[unplaced.learner]);
  for (const auto count : run.eligibility.histogram) out += " " + std::to_string(count);
  for (const auto count : run.eligibility.binding) out += " " + std::to_string(count);
  return out;
}

TEST(MatchRun, WhatItShowsSaysNothingAboutRanks) {
  std::string first;
  for (const std::uint16_t rank : {1, 2, 3, 4, 9, 255}) {
    auto school = two_by_two();
    school.person("l3", Kind::learner, "south");
    school.roster.preferences.push_back({"l1", "e1", rank, 0, 0});
    school.roster.preferences.push_back({"l2", "e2", static_cast<std::uint16_t>(rank == 1 ? 2 : 1), 0, 0});
    const auto run = school.match();
    ASSERT_TRUE(run) << run.error().debug_text();
    ASSERT_EQ(school.pairs(*run), (Pairs{"l1-e1", "l2-e2"})) << rank;
    EXPECT_EQ(run->proposals[0].wished, Wished::one);
    EXPECT_TRUE(run->solution.certificate.learner_dual.empty());
    EXPECT_FALSE(run->against_stable);
    if (first.empty()) first = shown(*run);
    EXPECT_EQ(shown(*run), first) << rank;
  }
}

TEST(MatchRun, WhatItShowsSaysNothingAboutVetoes) {
  auto asked = two_by_two();
  asked.roster.asked_privately = true;
  const auto without = asked.match();
  asked.roster.vetoes.push_back({"e2", "l1", 0, 0});
  const auto with = asked.match();
  ASSERT_TRUE(without && with);
  ASSERT_EQ(asked.pairs(*without), asked.pairs(*with));
  EXPECT_EQ(shown(*without), shown(*with));

  // Somebody whom a veto leaves with nobody counts as eligible, and no rule is named.
  School alone;
  alone.person("l1", Kind::learner);
  alone.person("e1", Kind::educator, "", 1);
  alone.roster.vetoes.push_back({"e1", "l1", 0, 0});
  const auto run = alone.match();
  ASSERT_TRUE(run) << run.error().debug_text();
  ASSERT_EQ(run->unplaced.size(), 1u);
  EXPECT_EQ(run->eligibility.eligible[0], 1u);
  EXPECT_FALSE(run->unplaced[0].binding);

  alone.keep = {{alone.at("l1"), alone.at("e1")}};
  EXPECT_EQ(alone.match().error().key, "match_runs.keep_private");
}

TEST(MatchRun, KeepsAPairAndRefusesOneThatBreaksARule) {
  auto school = two_by_two();
  school.keep = {{school.at("l1"), school.at("e2")}};
  const auto run = school.match();
  ASSERT_TRUE(run) << run.error().debug_text();
  EXPECT_EQ(school.pairs(*run), (Pairs{"l1-e2", "l2-e1"}));
  EXPECT_TRUE(run->proposals[0].kept);

  school.duty(conflict::DutyKind::manages, "e2", "l1");
  const auto refused = school.match();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().key, "match_runs.keep_breaks_rule");
  EXPECT_EQ(refused.error()["rule"], "conflict");
  EXPECT_EQ(refused.error()["learner"], "l1");
}

TEST(MatchRun, KeepingMoreThanTheSeatsIsRefusedByName) {
  auto school = two_by_two();
  school.keep = {{school.at("l1"), school.at("e1")}, {school.at("l2"), school.at("e1")}};
  const auto refused = school.match();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().key, "match_runs.keep_over_capacity");
  EXPECT_EQ(refused.error()["educator"], "e1");
}

TEST(MatchRun, AKeptPairOutsideTheRunTakesASeat) {
  auto school = two_by_two();
  school.program.learners.site = "north";
  school.keep = {{school.at("l2"), school.at("e1")}};
  const auto run = school.match();
  ASSERT_TRUE(run) << run.error().debug_text();
  EXPECT_EQ(run->seats_taken, 1u);
  EXPECT_EQ(school.pairs(*run), (Pairs{"l1-e2"}));
}

TEST(MatchRun, SaysWhoIsLeftWithoutAndWhatWouldHelp) {
  auto school = two_by_two();
  school.person("l3", Kind::learner, "south");
  const auto run = school.match();
  ASSERT_TRUE(run);
  ASSERT_EQ(run->unplaced.size(), 1u);
  EXPECT_EQ(run->unplaced[0].why.reason, matching::UnmatchedExplanation::Reason::shortage);
  EXPECT_EQ(run->unplaced[0].why.seats_missing, 1);
  ASSERT_FALSE(run->remedies.empty());
  EXPECT_EQ(run->remedies[0].seats, 1u);
}

TEST(MatchRun, NamesTheRuleThatLeavesNobody) {
  School school;
  school.person("l1", Kind::learner);
  school.person("e1", Kind::educator, "", 1);
  school.duty(conflict::DutyKind::sits_on, "e1", "l1");
  const auto run = school.match();
  ASSERT_TRUE(run) << run.error().debug_text();
  ASSERT_EQ(run->unplaced.size(), 1u);
  ASSERT_TRUE(run->unplaced[0].binding);
  EXPECT_EQ(*run->unplaced[0].binding, matching::HardRule::conflict);
  EXPECT_TRUE(run->unplaced[0].binding_conflict);
  EXPECT_EQ(run->eligibility.histogram[0], 1u);
}

TEST(MatchRun, ARequirementThatTheRosterCannotAnswerIsNamedNotApplied) {
  auto school = two_by_two();
  const auto run = school.match();
  ASSERT_TRUE(run);
  EXPECT_NE(std::find(run->not_checked.begin(), run->not_checked.end(), NotChecked::training), run->not_checked.end());

  school.roster.people[school.at("e1")].trained_on = term.from;
  const auto checked = school.match();
  ASSERT_TRUE(checked);
  EXPECT_TRUE(checked->rules.training_required);
  EXPECT_EQ(checked->proposals.size(), 1u);  // e2 is not trained
}

TEST(MatchRun, LeavesOutWhoIsNotThereOnTheFirstDay) {
  auto school = two_by_two();
  school.roster.people[school.at("l1")].present.to = term.from;
  const auto run = school.match();
  ASSERT_TRUE(run);
  EXPECT_EQ(run->learners.size(), 1u);
  EXPECT_EQ(run->learners_not_present, 1u);
}

TEST(MatchRun, WhoIsOnNeitherListIsNotMatched) {
  auto school = two_by_two();
  school.roster.people[school.at("l1")].on_list = false;
  school.roster.people[school.at("e1")].on_list = false;
  const auto run = school.match();
  ASSERT_TRUE(run) << run.error().debug_text();
  EXPECT_EQ(school.pairs(*run), (Pairs{"l2-e2"}));
}

TEST(MatchRun, NobodyMentorsThemself) {
  School school;
  school.person("p1", Kind::both, "", 1);
  school.person("p2", Kind::both, "", 1);
  const auto run = school.match();
  ASSERT_TRUE(run) << run.error().debug_text();
  EXPECT_EQ(school.pairs(*run), (Pairs{"p1-p2", "p2-p1"}));
}

TEST(MatchRun, RowOrderDoesNotChangeWhoGetsWhom) {
  School school, turned;
  for (int i = 0; i < 30; ++i)
    school.person(school.roster.pool->keep("l" + std::to_string(i)), Kind::learner, i % 3 ? "north" : "south");
  for (int i = 0; i < 12; ++i)
    school.person(school.roster.pool->keep("e" + std::to_string(i)), Kind::educator, i % 2 ? "north" : "south", 3);
  turned.roster.people.assign(school.roster.people.rbegin(), school.roster.people.rend());
  turned.roster.index_people();
  const auto a = school.match(), b = turned.match();
  ASSERT_TRUE(a && b);
  EXPECT_EQ(school.pairs(*a), turned.pairs(*b));
}

TEST(MatchRun, RowOrderDoesNotChangeShortListsEither) {
  // Ten equal educators for lists of two: which two are listed must not depend on the order of rows.
  for (const auto objective : {matching::Objective::stable, matching::Objective::most_then_total}) {
    School school, turned;
    for (School* one : {&school, &turned}) {
      one->program.objective = objective;
      one->program.list_length = 2;
    }
    for (int i = 0; i < 10; ++i) {
      school.person(school.roster.pool->keep("l" + std::to_string(i)), Kind::learner, "north");
      school.person(school.roster.pool->keep("e" + std::to_string(i)), Kind::educator, "north", 1);
    }
    turned.roster.people.assign(school.roster.people.rbegin(), school.roster.people.rend());
    turned.roster.index_people();
    const auto a = school.match(), b = turned.match();
    ASSERT_TRUE(a && b);
    EXPECT_EQ(school.pairs(*a), turned.pairs(*b));
    EXPECT_EQ(school.roster.people[a->learners[a->proposals[0].learner]].id, "l0") << "told in the order of the file";
  }
}

TEST(MatchRun, RefusesAnEmptySideAndAnOpenTerm) {
  School school;
  school.person("l1", Kind::learner);
  EXPECT_EQ(school.match().error().key, "match_runs.no_educators");
  auto open = two_by_two();
  open.program.term = {};
  EXPECT_EQ(open.match().error().key, "match_runs.open_term");
}

}  // namespace
}  // namespace chiron::match_runs
