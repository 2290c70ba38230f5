// A run end to end on small rosters: who takes part, what binds, pins, vetoes, requirements that cannot be checked.
#include "features/match_runs/match_run.h"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

#include "features/match_runs/test_school.h"

namespace chiron::match_runs {
namespace {

const DateRange term = test_term;

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
  for (const auto& remedy : run.remedies) out += "|" + std::to_string(remedy.places.size());
  for (const auto& row : run.side_by_side.rows)
    out += "|" + std::string(matching::name_of(row.objective)) + " " + std::to_string(row.matched) + " " +
           std::to_string(row.sum) + " " + std::to_string(row.lowest.value_or(-1)) + " " +
           std::to_string(row.first_choices) + " " + std::to_string(row.gain) + " " + std::to_string(row.lose);
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

TEST(MatchRun, AnswersGoBeforeTheRosterAndTheSilentStandAsItSays) {
  School school;
  for (const char* learner : {"l1", "l2", "l3"}) school.person(learner, Kind::learner);
  for (const char* educator : {"e1", "e2", "e3"}) school.person(educator, Kind::educator, "", 1);
  school.answers.emplace();
  school.answers->educators = {{school.at("e1"), false, 0, true, true}, {school.at("e2"), true, 2, true, true}};
  school.program.require.training_required = school.program.require.declaration_required = false;
  auto run = school.match();
  ASSERT_TRUE(run) << run.error().debug_text();
  EXPECT_EQ(run->educators.size(), 2U) << "who said no is no part of it";
  EXPECT_EQ(run->seats, 3);
  EXPECT_EQ(run->proposals.size(), 3U);
  EXPECT_TRUE(run->private_answers);

  // Whoever passed and declared is ready; of whom nobody knows, is not.
  school.program.require.training_required = school.program.require.declaration_required = true;
  run = school.match();
  ASSERT_TRUE(run);
  EXPECT_EQ(run->proposals.size(), 2U);
  school.answers->educators[1].declared = false;
  school.roster.people[school.at("e3")].declared_on = test_term.from;
  run = school.match();
  ASSERT_TRUE(run);
  EXPECT_EQ(run->proposals.size(), 0U);
}

TEST(MatchRun, AnswersNeverTellOfVetoesOrRanks) {
  auto school = two_by_two();
  school.answers.emplace();
  const auto without = school.match();
  ASSERT_TRUE(without);
  const auto pairs = school.pairs(*without);
  school.answers->vetoes = {{school.at("l1"), school.at("e2")}};
  const auto same = school.match();
  ASSERT_TRUE(same);
  ASSERT_EQ(school.pairs(*same), pairs);
  EXPECT_EQ(shown(*same), shown(*without));
  school.answers->vetoes = {{school.at("e1"), school.at("l1")}};
  const auto other = school.match();
  ASSERT_TRUE(other);
  EXPECT_NE(school.pairs(*other), pairs) << "it holds both ways";
  EXPECT_EQ(other->eligibility.eligible, without->eligibility.eligible);

  school.answers->vetoes.clear();
  school.answers->wishes = {{school.at("l1"), school.at("e1"), 1}};
  const auto first = school.match();
  school.answers->wishes[0].rank = 3;
  const auto third = school.match();
  ASSERT_TRUE(first && third);
  ASSERT_EQ(school.pairs(*first), school.pairs(*third));
  EXPECT_EQ(shown(*first), shown(*third));
  EXPECT_EQ(first->proposals[0].wished, Wished::one);
}

TEST(MatchRun, ANearPeerLeadsWhoeverIsOfAnEarlierStage) {
  School school;
  for (const char* learner : {"l1", "l2", "l3"}) school.person(learner, Kind::learner);
  const auto stage = [&](const char* who, std::string_view text) { school.roster.people[school.at(who)].stage = text; };
  school.program = programs::standard_program(conflict::Role::peer_mentor, test_term);
  school.program.require = {};
  stage("l1", "Year 1"), stage("l2", "Year 2"), stage("l3", "Year 3");
  school.answers.emplace();
  school.answers->educators = {{school.at("l2"), true, 5, true, true}};
  const auto run = school.match();
  ASSERT_TRUE(run) << run.error().debug_text();
  EXPECT_EQ(school.pairs(*run), (Pairs{"l1-l2"}));
}

TEST(MatchRun, SuggestsTheBestFitFirstEqualOnesById) {
  auto school = fitting({{1, 3, 3, 0, 2}, {9, 9, 9, 9, 9}});
  school.program.weights.wished_by_learner = 1000;
  school.program.require = {};
  school.answers.emplace();
  const auto suggested = [&](std::uint32_t most, const std::vector<Person>& also = {}) {
    return school.with_request([&](const Request& request) { return suggest(request, school.at("l1"), most, also); })
        .value();
  };
  const auto ids = [&](const std::vector<Person>& people) {
    std::string out;
    for (const auto person : people) out += std::string(school.roster.people[person].id) + " ";
    return out;
  };
  EXPECT_EQ(ids(suggested(12).best), "e2 e3 e5 e1 e4 ");
  EXPECT_EQ(ids(suggested(2).best), "e2 e3 ");
  // Own wishes change nothing; a veto of either takes away, and is not told to whoever asks about a saved wish.
  school.answers->wishes = {{school.at("l1"), school.at("e4"), 1}};
  school.answers->vetoes = {{school.at("e3"), school.at("l1")}};
  school.answers->educators = {{school.at("e5"), false, 0, true, true}};
  school.duty(conflict::DutyKind::assesses, "e1", "l1");
  const auto some = suggested(12, {school.at("e1"), school.at("e3"), school.at("e5")});
  EXPECT_EQ(ids(some.best), "e2 e4 ");
  EXPECT_EQ(ids(some.possible), "e3 ");
  // The floor holds for what is offered as for what is made.
  school.program.score_floor = 20;
  EXPECT_EQ(ids(suggested(12).best), "e2 ");
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

// Points ÷ 10. Of the six ways to place everybody: e1 e2 e3 (to l1, l2, l3) has 4 11 2, e1 e3 e2 has 4 9 3, e2 e1 e3
// has 10 5 2, e2 e3 e1 has 10 9 1, e3 e1 e2 has 7 5 3, e3 e2 e1 has 7 11 1.
School six_ways() { return fitting({{4, 10, 7}, {5, 11, 9}, {1, 3, 2}}); }

TEST(MatchRun, EveryObjectiveFindsItsOwnBest) {
  using enum matching::Objective;
  const std::pair<matching::Objective, Pairs> expected[] = {
      // The largest sum of the six, 20; leaving somebody out gains nothing.
      {total, {"l1-e2", "l2-e3", "l3-e1"}},
      {most_then_total, {"l1-e2", "l2-e3", "l3-e1"}},
      // l2 and e2 have 11, the most of all, for both; of the rest l1 and e3 have most.
      {stable, {"l1-e3", "l2-e2", "l3-e1"}},
      // The lowest is 3 in two of the six, with sums of 16 and 15.
      {bottleneck, {"l1-e1", "l2-e3", "l3-e2"}},
      // Of 3 4 9 and 3 5 7 the second is better for the next lowest.
      {leximin, {"l1-e3", "l2-e1", "l3-e2"}},
      // e2 is everybody's first and e3 everybody's second: one learner each, in whatever way; of those the sum is 20.
      {rank_maximal, {"l1-e2", "l2-e3", "l3-e1"}},
  };
  for (const auto& [objective, pairs] : expected) {
    auto school = six_ways();
    school.program.objective = objective;
    const auto run = school.match();
    ASSERT_TRUE(run) << run.error().debug_text();
    EXPECT_EQ(school.pairs(*run), pairs) << matching::name_of(objective);
    EXPECT_EQ(run->solution.outcome, matching::Outcome::optimal);
    EXPECT_TRUE(run->all_pairs);
  }
  // l1 and l3 have their first, e3 and e1: no other way gives two. The sum 4 + 2 + 13 = 19 is not the largest, 23.
  auto school = fitting({{1, 3, 4}, {8, 2, 6}, {13, 5, 12}});
  school.program.objective = rank_maximal;
  EXPECT_EQ(school.pairs(*school.match()), (Pairs{"l1-e3", "l2-e2", "l3-e1"}));
  school.program.objective = total;
  EXPECT_EQ(school.pairs(*school.match()), (Pairs{"l1-e2", "l2-e1", "l3-e3"}));
}

TEST(MatchRun, MostLearnersBeforeTheTotal) {
  // l2 can only have e1: with everybody placed the sum is 1 + 2, with l1 alone 9.
  auto school = fitting({{9, 1}, {2, 0}});
  school.forbid = {{school.at("l2"), school.at("e2")}};
  EXPECT_EQ(school.pairs(*school.match()), (Pairs{"l1-e2", "l2-e1"}));
  school.program.objective = matching::Objective::total;
  EXPECT_EQ(school.pairs(*school.match()), (Pairs{"l1-e1"}));
  school.program.unmatched_penalty = 70;  // 90 − 70 is less than 10 + 20
  EXPECT_EQ(school.pairs(*school.match()), (Pairs{"l1-e2", "l2-e1"}));
}

TEST(MatchRun, ShortListsHideNothingWhereAllPairsCanBeCompared) {
  // With lists of two l1 has e1 or e2, and l2 or l3 is left with 1 at e3. That l1 could have 7 there is in no list.
  auto school = fitting({{9, 8, 7}, {9, 0, 1}, {0, 9, 1}});
  school.program.list_length = 2;
  const Pairs best{"l1-e3", "l2-e1", "l3-e2"};
  for (const auto objective :
       {matching::Objective::leximin, matching::Objective::bottleneck, matching::Objective::most_then_total}) {
    school.program.objective = objective;
    const auto run = school.match();
    ASSERT_TRUE(run) << run.error().debug_text();
    EXPECT_EQ(school.pairs(*run), best) << matching::name_of(objective);
    EXPECT_TRUE(run->all_pairs && run->side_by_side.all_pairs);
    for (const auto& row : run->side_by_side.rows)
      if (row.objective == matching::Objective::leximin) {
        EXPECT_EQ(row.lowest, 70);
      }
  }
  school.program.score_floor = 20;
  EXPECT_EQ(school.pairs(*school.match()), best) << "prices know of the floor";
  // One pair too many to compare all: the answer is another, and the run says so.
  school.program.score_floor = 0;
  school.effort.all_pairs = 8;
  school.program.objective = matching::Objective::leximin;
  const auto run = school.match();
  EXPECT_NE(school.pairs(*run), best);
  EXPECT_FALSE(run->all_pairs);
}

TEST(MatchRun, MarginsCountOnlyWhatPricesProve) {
  // l1 and l2 both want e1, so that its price is high; e2, whom only l1 could have, is below the floor.
  auto school = fitting({{5, 3}, {4, 0}});
  school.forbid = {{school.at("l2"), school.at("e2")}};
  school.program.objective = matching::Objective::total;
  auto run = school.match();
  ASSERT_TRUE(run) << run.error().debug_text();
  ASSERT_EQ(school.pairs(*run), (Pairs{"l1-e2", "l2-e1"}));
  EXPECT_TRUE(run->proposals[0].margin);
  school.program.score_floor = 40;
  run = school.match();
  ASSERT_EQ(school.pairs(*run), (Pairs{"l1-e1"}));
  EXPECT_FALSE(run->proposals[0].margin) << *run->proposals[0].margin;
  school.program.score_floor = 0;
  school.program.objective = matching::Objective::bottleneck;
  run = school.match();
  ASSERT_EQ(run->proposals.size(), 2u);
  for (const auto& proposal : run->proposals) EXPECT_FALSE(proposal.margin);
}

TEST(MatchRun, ObjectivesSideBySideLeaveWishesAside) {
  auto school = six_ways();
  school.program.weights.wished_by_learner = 200;
  school.roster.preferences.push_back({"l3", "e2", 1, 0, 0});
  const auto run = school.match();
  ASSERT_TRUE(run) << run.error().debug_text();
  EXPECT_EQ(school.pairs(*run), (Pairs{"l1-e1", "l2-e3", "l3-e2"})) << "the wish decides, and 16 is more than 15";
  EXPECT_EQ(run->solution.total, 160);
  EXPECT_EQ(run->side_by_side.rows[0].sum, 200) << "as if nobody had been asked";
}

TEST(MatchRun, NobodyGetsAPairBelowTheFloor) {
  auto school = six_ways();
  school.program.score_floor = 30;
  // l3 can only have e2 now: of the two ways that place everybody e1 e3 e2 has 16, the other 15.
  EXPECT_EQ(school.pairs(*school.match()), (Pairs{"l1-e1", "l2-e3", "l3-e2"}));
  // Without l3 the other two make 19.
  school.program.objective = matching::Objective::total;
  EXPECT_EQ(school.pairs(*school.match()), (Pairs{"l1-e2", "l2-e3"}));
  school.program.score_floor = 31;
  const auto run = school.match();
  ASSERT_TRUE(run) << run.error().debug_text();
  EXPECT_EQ(school.pairs(*run), (Pairs{"l1-e2", "l2-e3"}));
  ASSERT_EQ(run->unplaced.size(), 1u);
  EXPECT_EQ(run->unplaced[0].why.reason, matching::UnmatchedExplanation::Reason::no_candidate);
  EXPECT_EQ(run->eligibility.eligible[run->unplaced[0].learner], 3u) << "the floor makes nobody ineligible";
  EXPECT_FALSE(run->proposals[0].margin && *run->proposals[0].margin < 0) << "pairs below the floor prove nothing";
}

TEST(MatchRun, TheFloorHoldsOverShortListsToo) {
  // Lists of one, and too many pairs to list all: then only what the lists hold is compared, and the run says so, but
  // for totals, whose prices reach the pairs that no list holds.
  auto school = six_ways();
  school.program.list_length = 1;
  school.effort.all_pairs = 8;
  EXPECT_TRUE(school.match()->all_pairs) << "prices prove a total over the pairs that are in no list";
  for (const auto objective : {matching::Objective::most_then_total, matching::Objective::leximin}) {
    school.program.objective = objective;
    school.program.score_floor = 30;
    const auto run = school.match();
    ASSERT_TRUE(run) << run.error().debug_text();
    EXPECT_EQ(run->all_pairs, objective == matching::Objective::most_then_total);
    if (run->all_pairs) {
      school.program.list_length = 0;
      EXPECT_EQ(run->solution.total, school.match()->solution.total);
      EXPECT_EQ(run->proposals.size(), school.match()->proposals.size());
      school.program.list_length = 1;
    }
    EXPECT_FALSE(run->side_by_side.all_pairs);
    for (const auto& proposal : run->proposals) EXPECT_GE(proposal.score, 30);
  }
  school.effort.all_pairs = 9;
  EXPECT_TRUE(school.match()->all_pairs);
}

TEST(MatchRun, AWishLiftsNoPairOverTheFloor) {
  // l3 and e2 fit with 30. Lists of all, of one that prices go beyond, and of one alone.
  for (const auto objective : matching::all_objectives)
    for (const std::uint32_t length : {50, 1})
      for (const std::uint64_t all_pairs : {9, 8}) {
        SCOPED_TRACE(testing::Message() << matching::name_of(objective) << " " << length << " " << all_pairs);
        auto school = six_ways();
        school.program.objective = objective;
        school.program.list_length = length;
        school.effort.all_pairs = all_pairs;
        school.program.weights.wished_by_learner = 1000;
        school.program.score_floor = 31;
        school.roster.asked_privately = true;
        const auto before = school.match();
        school.roster.preferences.push_back({"l3", "e2", 1, 0, 0});
        const auto after = school.match();
        ASSERT_TRUE(before && after);
        EXPECT_EQ(shown(*after), shown(*before)) << "as if there were no wish";
        ASSERT_FALSE(after->unplaced.empty());
        EXPECT_EQ(after->learners[after->unplaced.back().learner], school.at("l3"));
        EXPECT_EQ(after->unplaced.back().why.reason, matching::UnmatchedExplanation::Reason::no_candidate);
        // Where the fit reaches the floor, the wish decides.
        school.program.score_floor = 30;
        EXPECT_EQ(school.pairs(*school.match()).back(), "l3-e2");
      }
}

TEST(MatchRun, TheFloorCountsTheFitAndTheRestCountsWishes) {
  // Against every way to place up to five learners: the best total of fit and wishes by pairs that fit well enough.
  // A short list and prices must find it too.
  std::size_t lifted = 0;
  for (std::uint32_t seed = 1; seed <= 150; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937 random(seed);
    const auto below = [&](std::uint32_t limit) { return static_cast<int>(random() % limit); };
    constexpr std::size_t educators = 4;
    std::vector<std::vector<int>> fit(5, std::vector<int>(educators));
    for (auto& row : fit)
      for (int& points : row) points = below(6);
    auto school = fitting(fit);
    auto& program = school.program;
    program.weights.wished_by_learner = 25;
    program.weights.wish_step = 10;
    program.score_floor = 10 * (1 + below(5));
    program.objective = matching::Objective::total;
    program.list_length = 1 + random() % 2;
    school.effort.all_pairs = random() % 2 ? 5'000'000 : 0;
    std::vector<std::vector<std::int64_t>> worth(fit.size(), std::vector<std::int64_t>(educators, -1));
    for (std::size_t i = 0; i < fit.size(); ++i)
      for (std::size_t j = 0; j < educators; ++j) {
        const std::int64_t points = 10 * fit[i][j];
        const int rank = below(6);  // three in six wish
        const int wish = rank >= 1 && rank <= 3 ? 35 - 10 * rank : 0;
        if (wish > 0)
          school.roster.preferences.push_back({school.roster.people[i].id, school.roster.people[fit.size() + j].id,
                                               static_cast<std::uint16_t>(rank), 0, 0});
        if (points >= program.score_floor) worth[i][j] = points + wish;
        else if (points + wish >= program.score_floor) ++lifted;
      }
    const auto best = [&](const auto& next, std::size_t learner, unsigned taken) -> std::int64_t {
      if (learner == fit.size()) return 0;
      std::int64_t most = next(next, learner + 1, taken);
      for (std::size_t j = 0; j < educators; ++j)
        if (!(taken >> j & 1U) && worth[learner][j] >= 0)
          most = std::max(most, worth[learner][j] + next(next, learner + 1, taken | 1U << j));
      return most;
    };
    const auto run = school.match();
    ASSERT_TRUE(run) << run.error().debug_text();
    std::int64_t made = 0;
    for (const auto& proposal : run->proposals) {
      EXPECT_GE(proposal.score, program.score_floor);
      made += worth[run->learners[proposal.learner]][run->educators[proposal.educator] - fit.size()];
    }
    EXPECT_EQ(made, best(best, 0, 0));
  }
  EXPECT_GT(lifted, 200u) << "pairs that wishes would have lifted";
}

TEST(MatchRun, APairThatIsKeptReachesTheFloorWithoutWishes) {
  auto school = six_ways();
  school.program.weights.wished_by_learner = 25;
  school.program.score_floor = 31;
  // Whether they wished for each other or not: the same refusal, and the same answer where fit alone reaches it.
  for (const char* wished : {"e2", "e3"}) {
    auto kept = six_ways();
    kept.program = school.program;
    kept.roster.preferences.push_back({"l3", wished, 1, 0, 0});
    kept.keep = {{kept.at("l3"), kept.at("e2")}};
    const auto refused = kept.match();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().key, "match_runs.keep_below_floor");
    EXPECT_EQ(refused.error()["learner"], "l3");
    EXPECT_EQ(refused.error()["fit"], "30");
    EXPECT_EQ(refused.error()["floor"], "31");
    kept.program.score_floor = 30;
    EXPECT_EQ(kept.pairs(*kept.match()), (Pairs{"l1-e1", "l2-e3", "l3-e2"}));
  }
}

TEST(MatchRun, WhatItShowsSaysNothingAboutRanksUnderAnyObjectiveAndFloor) {
  // Wishes of 25, 20, 15 or 10 points for pairs that are best in any case: the proposals stay, and all that is shown.
  for (const auto objective : matching::all_objectives)
    for (const std::int32_t floor : {0, 30, 35}) {
      std::string first;
      for (const std::uint16_t rank : {1, 2, 3, 4}) {
        auto school = fitting({{9, 1, 2}, {2, 8, 1}, {2, 1, 3}, {1, 1, 1}});
        school.program.objective = objective;
        school.program.score_floor = floor;
        school.program.weights.wished_by_learner = 25;
        school.program.weights.wish_step = 5;
        school.roster.preferences.push_back({"l1", "e1", rank, 0, 0});
        school.roster.preferences.push_back({"l2", "e2", static_cast<std::uint16_t>(5 - rank), 0, 0});
        school.roster.preferences.push_back({"l3", "e3", static_cast<std::uint16_t>(1 + rank / 3), 0, 0});
        const auto run = school.match();
        ASSERT_TRUE(run) << run.error().debug_text();
        Pairs expected{"l1-e1", "l2-e2"};
        if (floor <= 30) expected.push_back("l3-e3");  // who fit with 30
        ASSERT_EQ(school.pairs(*run), expected) << matching::name_of(objective) << " " << floor << " " << rank;
        if (first.empty()) first = shown(*run);
        EXPECT_EQ(shown(*run), first) << matching::name_of(objective) << " " << floor << " " << rank;
      }
    }
}

TEST(MatchRun, StoppedEarlyItKeepsEveryRuleAndSaysSo) {
  auto school = six_ways();
  school.effort.solve.max_work = 1;
  school.program.score_floor = 30;
  for (const auto objective : matching::all_objectives) {
    school.program.objective = objective;
    const auto run = school.match();
    ASSERT_TRUE(run) << run.error().debug_text();
    EXPECT_EQ(run->solution.outcome, matching::Outcome::stopped) << matching::name_of(objective);
    EXPECT_GT(run->solution.gap, 0);
    for (const auto& proposal : run->proposals) EXPECT_GE(proposal.score, 30);
    EXPECT_FALSE(run->side_by_side.rows[0].proven);
  }
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
