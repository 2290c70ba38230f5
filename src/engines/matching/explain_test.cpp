// Explanations: the cost of forcing a pair against brute force, Hall sets, remedies, next best, comparison.
#include "engines/matching/explain.h"

#include <gtest/gtest.h>

#include <set>

#include "engines/matching/generate.h"
#include "engines/matching/test_problems.h"

namespace chiron::matching {
namespace {

using Reason = UnmatchedExplanation::Reason;
using State = PairExplanation::State;

TEST(Explain, ForcingAPairNamesTheCostAndWhomItMoves) {
  const Problem p = problem_of({{{0, 10}, {1, 8}}, {{0, 9}, {1, 2}}}, {1, 1});
  const Solution s = solve(p).value();
  ASSERT_EQ(s.educator_of, (std::vector<std::int32_t>{1, 0}));  // 17
  EXPECT_EQ(explain(p, s, 0, 1).value().state, State::made);
  const PairExplanation e = explain(p, s, 0, 0).value();
  EXPECT_EQ(e.state, State::possible);
  EXPECT_EQ(e.score, 10);
  EXPECT_EQ(e.cost, 5);  // 12 instead of 17
  EXPECT_LE(e.at_least_cost, e.cost);
  EXPECT_EQ(e.fewer_matched, 0);
  ASSERT_EQ(e.moves.size(), 2U);
  EXPECT_EQ(e.moves[0].score_change, 2);
  EXPECT_EQ(e.moves[1].from, 0);
  EXPECT_EQ(e.moves[1].to, 1);
  EXPECT_EQ(e.moves[1].score_change, -7);
}

TEST(Explain, SaysWhyAPairCannotBe) {
  Problem p = problem_of({{{0, 1}, {1, 1}, {2, 1}}, {{0, 1}, {3, 1}}, {{1, 1}}}, {1, 1, 0, 2});
  p.forbids = {{0, 1}};
  p.pins = {{1, 3}};
  const Solution s = solve(p).value();
  EXPECT_EQ(explain(p, s, 0, 1).value().state, State::forbidden);
  EXPECT_EQ(explain(p, s, 0, 2).value().state, State::no_seat);
  EXPECT_EQ(explain(p, s, 0, 3).value().state, State::not_candidate);
  EXPECT_EQ(explain(p, s, 1, 0).value().state, State::learner_pinned);
  EXPECT_EQ(explain(p, s, 3, 0).error().key, "matching.bad_index");
  EXPECT_EQ(explain(p, s, 0, 4).error().key, "matching.bad_index");
}

TEST(Explain, CostsAgreeWithBruteForce) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    SeededRandom random(seed);
    const Problem p = random_problem(random, 5, 4, seed % 2 == 0 ? Objective::total : Objective::most_then_total);
    const Solution s = solve(p).value();
    const auto best = best_by_brute_force(p);
    for (LearnerIndex i = 0; i < p.learner_count(); ++i) {
      for (EducatorIndex j = 0; j < p.educator_count; ++j) {
        const PairExplanation e = explain(p, s, i, j).value();
        if (e.state != State::possible) continue;
        Problem forced = p;
        forced.pins.push_back({i, j});
        const auto with = best_by_brute_force(forced);
        if (p.objective == Objective::total) {
          ASSERT_EQ(e.cost, best.second - with.second);
          ASSERT_GE(e.cost, e.at_least_cost);
        } else {
          ASSERT_EQ(e.fewer_matched, static_cast<std::int32_t>(best.first) - static_cast<std::int32_t>(with.first));
          ASSERT_EQ(e.cost, best.second - with.second);
        }
        ASSERT_GE(e.at_least_cost, 0);
      }
    }
  }
}

TEST(ExplainUnmatched, ReasonsByRule) {
  Problem p = problem_of({{}, {{1, 5}}, {{0, 5}}, {{0, 6}}, {{0, 7}, {2, 1}}, {{2, 1}}}, {1, 0, 1});
  const Solution s = solve(p).value();
  EXPECT_EQ(s.matched, 2U);
  EXPECT_EQ(explain_unmatched(p, s, 0).value().reason, Reason::no_candidate);
  EXPECT_EQ(explain_unmatched(p, s, 1).value().reason, Reason::no_seat);
  for (LearnerIndex i = 2; i < 6; ++i) {
    const UnmatchedExplanation e = explain_unmatched(p, s, i).value();
    if (s.educator_of[i] != unmatched) {
      EXPECT_EQ(e.reason, Reason::matched);
      continue;
    }
    EXPECT_EQ(e.reason, Reason::shortage);
    EXPECT_GT(e.seats_missing, 0);
    EXPECT_EQ(e.seats_missing, static_cast<std::int64_t>(e.learners.size()) - e.seats);
  }
}

TEST(ExplainUnmatched, OutbidAndNotPreferred) {
  Problem p = problem_of({{{0, 100}, {1, 1}}, {{0, 90}}}, {1, 1}, Objective::total);
  EXPECT_EQ(explain_unmatched(p, solve(p).value(), 1).value().reason, Reason::outbid);
  p.objective = Objective::stable;
  EXPECT_EQ(explain_unmatched(p, solve(p).value(), 1).value().reason, Reason::not_preferred);
}

TEST(ExplainUnmatched, EveryLeftOverLearnerIsInAHallSet) {
  for (std::uint64_t seed = 1; seed <= 500; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    SeededRandom random(seed);
    const Problem p = random_problem(random, 20, 6, Objective::most_then_total);
    const Solution s = solve(p).value();
    std::set<Pair> forbidden(p.forbids.begin(), p.forbids.end());
    UnmatchedExplainer explainer(p, s);
    for (LearnerIndex i = 0; i < p.learner_count(); ++i) {
      const UnmatchedExplanation e = explain_unmatched(p, s, i).value();
      ASSERT_EQ(e.reason == Reason::matched, s.educator_of[i] != unmatched);
      const UnmatchedExplanation again = explainer.explain(i);
      ASSERT_EQ(again.reason, e.reason);
      ASSERT_EQ(again.learners, e.learners);
      ASSERT_EQ(again.educators, e.educators);
      if (e.reason != Reason::shortage) continue;
      const std::set<EducatorIndex> educators(e.educators.begin(), e.educators.end());
      ASSERT_TRUE(std::binary_search(e.learners.begin(), e.learners.end(), i));
      for (const LearnerIndex k : e.learners) {  // nobody in the set has anybody outside it
        for (std::uint64_t at = p.row_start[k]; at < p.row_start[k + 1]; ++at) {
          ASSERT_TRUE(forbidden.contains({k, p.educator[at]}) || educators.contains(p.educator[at]));
        }
      }
      ASSERT_GT(e.seats_missing, 0);
    }
  }
}

TEST(Remedies, TheSmallSiteIsNamed) {
  // Educators 0 and 1 at site 7, educator 2 at site 8. Six learners want site 7, which has two seats.
  Problem p =
      problem_of({{{0, 5}}, {{0, 5}, {1, 4}}, {{1, 5}}, {{1, 5}}, {{0, 5}}, {{1, 3}}, {{2, 5}}, {{2, 4}}}, {1, 1, 1});
  const Solution s = solve(p).value();
  const std::vector<std::uint32_t> site = {7, 7, 8};
  const std::vector<Remedy> remedies = cheapest_remedies(p, s, site).value();
  ASSERT_EQ(remedies.size(), 2U);
  EXPECT_EQ(remedies[0].group, 7U);
  EXPECT_EQ(remedies[0].seats, 4U);
  EXPECT_EQ(remedies[0].places.size(), 4U);
  EXPECT_EQ(remedies[1].group, 8U);
  EXPECT_EQ(remedies[1].seats, 1U);
  EXPECT_EQ(remedies[1].example, 2U);
  const RemedyPlan plan = remedy_plan(p, s, site).value();
  EXPECT_EQ(plan.steps.size(), 2U);
  EXPECT_TRUE(plan.left.empty());
  EXPECT_EQ(cheapest_remedies(p, s, site, 1).value().size(), 1U);
  EXPECT_EQ(cheapest_remedies(p, s, std::vector<std::uint32_t>{1}).error().key, "matching.bad_problem");
}

TEST(Remedies, AgreeWithSolvingAgain) {
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    SeededRandom random(seed);
    const Problem p = random_problem(random, 20, 7, Objective::most_then_total);
    const Solution s = solve(p).value();
    std::vector<std::uint32_t> group;
    for (EducatorIndex j = 0; j < p.educator_count; ++j) group.push_back(static_cast<std::uint32_t>(random.below(3)));
    const std::vector<Remedy> remedies = cheapest_remedies(p, s, group).value();
    for (std::uint32_t g = 0; g < 3; ++g) {
      Problem wider = p;
      for (EducatorIndex j = 0; j < p.educator_count; ++j) wider.capacity[j] += group[j] == g ? 20 : 0;
      const std::uint32_t more = solve(wider).value().matched - s.matched;
      const auto at = std::find_if(remedies.begin(), remedies.end(), [&](const Remedy& r) { return r.group == g; });
      ASSERT_EQ(more == 0, at == remedies.end());
      if (at == remedies.end()) continue;
      ASSERT_EQ(at->seats, more);
      ASSERT_EQ(at->places.size(), more);
      Problem one = p;
      ++one.capacity[at->example];
      ASSERT_EQ(group[at->example], g);
      ASSERT_EQ(solve(one).value().matched, s.matched + 1);
    }
    const RemedyPlan plan = remedy_plan(p, s, group).value();
    std::size_t placed = plan.left.size();
    for (const Remedy& step : plan.steps) {
      placed += step.places.size();
      ASSERT_EQ(group[step.example], step.group);
    }
    std::size_t waiting = 0;  // seats help nobody who has no candidate
    for (LearnerIndex i = 0; i < p.learner_count(); ++i) waiting += s.educator_of[i] == unmatched;
    ASSERT_EQ(placed, waiting);
    for (const LearnerIndex i : plan.left) ASSERT_EQ(explain_unmatched(p, s, i).value().reason, Reason::no_candidate);
  }
}

TEST(NextBest, IsTheOptimumWithoutThePair) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    SeededRandom random(seed);
    const Problem p = random_problem(random, 5, 4, Objective::most_then_total);
    const Solution s = solve(p).value();
    for (LearnerIndex i = 0; i < p.learner_count(); ++i) {
      const bool pinned = std::any_of(p.pins.begin(), p.pins.end(), [&](Pair pin) { return pin.learner == i; });
      const auto next = next_best(p, s, i);
      if (s.educator_of[i] == unmatched || pinned) {
        ASSERT_FALSE(next.has_value());
        continue;
      }
      Problem without = p;
      without.forbids.push_back({i, static_cast<EducatorIndex>(s.educator_of[i])});
      const auto best = best_by_brute_force(without);
      ASSERT_EQ(s.total + next->own_change + next->others_change, best.second);
      ASSERT_EQ(static_cast<std::int32_t>(s.matched) - next->fewer_matched, static_cast<std::int32_t>(best.first));
      ASSERT_NE(next->educator, s.educator_of[i]);
    }
  }
}

TEST(Compare, TotalAgainstStable) {
  Problem p = generate(Family::real, 1'000, 250, 30);
  const Solution total = solve(p).value();
  Problem q = p;
  q.objective = Objective::stable;
  const Solution stable = solve(q).value();
  const Comparison c = compare(p, total, stable).value();
  EXPECT_EQ(c.total_change, stable.total - total.total);
  EXPECT_EQ(static_cast<std::int64_t>(stable.matched) - total.matched,
            static_cast<std::int64_t>(c.newly_placed) - c.newly_unplaced);
  EXPECT_GT(c.gain, 0U);
  EXPECT_GT(c.lose, 0U);
  EXPECT_LE(c.gain + c.lose, c.moves.size());
  EXPECT_TRUE(compare(p, total, total).value().moves.empty());
}

}  // namespace
}  // namespace chiron::matching
