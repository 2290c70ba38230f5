// Bottleneck, leximin and rank-maximal: against brute force over every assignment, shuffled input, limits, published
// instances; and the checker against lies.
#include <gtest/gtest.h>

#include <map>

#include "engines/matching/explain.h"
#include "engines/matching/fair.h"
#include "engines/matching/generate.h"
#include "engines/matching/narrowing.h"
#include "engines/matching/resolve.h"
#include "engines/matching/solve.h"
#include "engines/matching/test_problems.h"

namespace chiron::matching {
namespace {

using Kind = Violation::Kind;

constexpr Objective fair_objectives[] = {Objective::bottleneck, Objective::leximin, Objective::rank_maximal};

bool is_pinned(const Problem& p, LearnerIndex i) {
  return std::any_of(p.pins.begin(), p.pins.end(), [&](Pair pin) { return pin.learner == i; });
}

/// An assignment as a list of numbers that is larger for better assignments; every list of one problem compares.
std::vector<std::int64_t> merit(const Problem& p, const std::vector<std::int32_t>& educator_of) {
  std::vector<std::int64_t> scores;
  std::map<std::int32_t, std::int64_t> at_rank;
  const std::vector<std::int32_t> rank = ranks_of(p);
  for (const std::int32_t r : rank) at_rank[r] = 0;
  for (LearnerIndex i = 0; i < p.learner_count(); ++i) {
    if (is_pinned(p, i)) continue;
    for (std::uint64_t e = p.row_start[i]; e < p.row_start[i + 1]; ++e)
      if (static_cast<std::int64_t>(p.educator[e]) == educator_of[i]) {
        scores.push_back(p.score[e]);
        ++at_rank[rank[e]];
      }
  }
  std::sort(scores.begin(), scores.end());
  std::vector<std::int64_t> merit;
  if (p.objective == Objective::rank_maximal) {
    for (const auto& [r, count] : at_rank) merit.push_back(count);
  } else {
    merit.push_back(static_cast<std::int64_t>(scores.size()));
    if (p.objective == Objective::leximin) merit.insert(merit.end(), scores.begin(), scores.end());
    else merit.push_back(scores.empty() ? 0 : scores[0]);
  }
  merit.push_back(total_of(p, educator_of));
  return merit;
}

/// Every assignment that keeps the floor, too.
std::vector<std::int64_t> best_merit(const Problem& p) {
  std::vector<std::int64_t> best;
  for_every_assignment(p, [&](const std::vector<std::int32_t>& educator_of) {
    for (LearnerIndex i = 0; i < p.learner_count(); ++i)
      for (std::uint64_t e = p.row_start[i]; e < p.row_start[i + 1]; ++e)
        if (static_cast<std::int64_t>(p.educator[e]) == educator_of[i] && p.score[e] < p.score_floor) return;
    const auto own = merit(p, educator_of);
    if (best.empty() || own > best) best = own;
  });
  return best;
}

/// random_problem with ranks for one in two, and a floor that no pin breaks for one in three.
Problem fair_problem(SeededRandom& random, std::uint32_t learners, std::uint32_t educators, Objective objective) {
  Problem p = random_problem(random, learners, educators, objective);
  if (random.below(2) == 0)
    for (std::uint64_t e = 0; e < p.pair_count(); ++e)
      p.learner_rank.push_back(static_cast<std::int32_t>(random.below(4)) - 1);
  if (random.below(3) == 0) {
    p.score_floor = static_cast<std::int32_t>(random.below(4)) - 2;
    std::erase_if(p.pins, [&](Pair pin) {
      Problem alone = p;
      alone.pins = {pin};
      return !validate(alone).has_value();
    });
  }
  return p;
}

TEST(Fair, AgreesWithBruteForce) {
  for (const Objective objective : fair_objectives)
    for (std::uint64_t seed = 1; seed <= 3000; ++seed) {
      SCOPED_TRACE(testing::Message() << name_of(objective) << " seed " << seed);
      SeededRandom random(seed);
      const Problem p = fair_problem(random, 7, 5, objective);
      const Solution s = solve(p).value();
      ASSERT_EQ(s.outcome, Outcome::optimal);
      ASSERT_EQ(merit(p, s.educator_of), best_merit(p));
      const std::vector<Violation> violations = check(p, s);
      ASSERT_TRUE(violations.empty()) << name_of(violations.front().kind) << " " << violations.front().learner << " "
                                      << violations.front().educator;
    }
}

TEST(Narrowing, LeadsToTheSameSignatureFromAnyStart) {
  for (const Want want : {Want::fewest, Want::most})
    for (std::uint64_t seed = 1; seed <= 2000; ++seed) {
      SCOPED_TRACE(testing::Message() << (want == Want::most ? "most" : "fewest") << " seed " << seed);
      SeededRandom random(seed);
      Problem p = random_problem(random, 9, 6, Objective::leximin);
      const Canonical c = canonical_form(p);
      std::map<std::int32_t, std::vector<std::uint32_t>> by_score;
      for (std::uint32_t e = 0; e < c.pair.size(); ++e) by_score[p.score[c.pair[e]]].push_back(e);
      std::vector<std::vector<std::uint32_t>> counts;
      for (int start = 0; start < 4; ++start) {
        // Everybody in random order takes a random option that is free, or none.
        std::vector<std::int32_t> column_of(c.learner_count(), unmatched), seats = c.capacity;
        for (const std::uint32_t i : shuffle(random, c.learner_count()))
          for (std::uint64_t e = c.row_start[i]; e < c.row_start[i + 1] && start > 0; ++e)
            if (column_of[i] == unmatched && seats[c.column[e]] > 0 && random.below(3) == 0) {
              column_of[i] = static_cast<std::int32_t>(c.column[e]);
              --seats[c.column[e]];
            }
        WorkMeter meter(0, {});
        Narrowing narrowing(c, column_of, meter);
        ASSERT_TRUE(want == Want::most || narrowing.keep_fewest_alone());
        std::vector<std::uint32_t> count;
        for (const auto& [score, pairs] : by_score) {
          ASSERT_TRUE(narrowing.keep(pairs, want));
          count.push_back(0);
        }
        for (std::uint32_t i = 0; i < c.learner_count(); ++i)
          if (narrowing.pair_of(i) != Narrowing::alone)
            ++count[std::distance(by_score.begin(), by_score.find(p.score[c.pair[narrowing.pair_of(i)]]))];
        counts.push_back(count);
      }
      for (const auto& count : counts) ASSERT_EQ(count, counts[0]);
    }
}

TEST(Fair, FloorAgreesWithBruteForceForTotals) {
  for (const Objective objective : {Objective::total, Objective::most_then_total})
    for (std::uint64_t seed = 1; seed <= 500; ++seed) {
      SCOPED_TRACE(testing::Message() << name_of(objective) << " seed " << seed);
      SeededRandom random(seed);
      Problem p = fair_problem(random, 6, 5, objective);
      p.pins.clear();
      p.score_floor = static_cast<std::int32_t>(random.below(6)) - 3;
      Problem without = p;  // the same, with the pairs below the floor forbidden one by one
      without.score_floor = -max_score;
      for (LearnerIndex i = 0; i < p.learner_count(); ++i)
        for (std::uint64_t e = p.row_start[i]; e < p.row_start[i + 1]; ++e)
          if (p.score[e] < p.score_floor) without.forbids.push_back({i, p.educator[e]});
      const Solution s = solve(p).value();
      ASSERT_EQ(worth(p, s.educator_of), best_by_brute_force(without));
      ASSERT_TRUE(check(p, s).empty());
      const Placeable placeable = placeable_learners(p);
      without.objective = Objective::most_then_total;
      ASSERT_EQ(placeable.above_floor, best_by_brute_force(without).first);
      without.forbids = p.forbids;
      ASSERT_EQ(placeable.at_all, best_by_brute_force(without).first);
    }
}

TEST(Fair, OrderOfRowsColumnsAndPairsDoesNotMatter) {
  for (const Objective objective : fair_objectives)
    for (std::uint64_t seed = 1; seed <= 150; ++seed) {
      SCOPED_TRACE(testing::Message() << name_of(objective) << " seed " << seed);
      SeededRandom random(seed);
      const Problem p = fair_problem(random, 40, 12, objective);
      const Solution s = solve(p).value();
      const Shuffled other = shuffled(random, p);
      const Solution t = solve(other.problem).value();
      for (LearnerIndex i = 0; i < p.learner_count(); ++i) {
        const std::int32_t j = s.educator_of[i];
        ASSERT_EQ(t.educator_of[other.learner_at[i]],
                  j == unmatched ? unmatched : static_cast<std::int32_t>(other.educator_at[j]));
      }
      ASSERT_EQ(s.work, t.work);
      ASSERT_TRUE(check(other.problem, t).empty());
    }
}

TEST(Fair, ProvesTheFamilies) {
  for (const Family family : {Family::real, Family::uniform, Family::coarse, Family::scarce})
    for (const Objective objective : fair_objectives) {
      SCOPED_TRACE(testing::Message() << name_of(objective) << " family " << static_cast<int>(family));
      Problem p = generate(family, 600, 150, 20);
      p.objective = objective;
      const Solution s = solve(p).value();
      EXPECT_EQ(s.outcome, Outcome::optimal);
      EXPECT_TRUE(check(p, s).empty());
      p.objective = Objective::most_then_total;
      if (objective != Objective::rank_maximal) {
        EXPECT_EQ(s.matched, solve(p).value().matched);
      }
    }
}

TEST(Fair, StopsWithAnAssignmentThatKeepsTheRules) {
  for (const Objective objective : fair_objectives) {
    SCOPED_TRACE(name_of(objective));
    Problem p = generate(Family::scarce, 600, 150, 20);
    p.objective = objective;
    const Solution whole = solve(p).value();
    for (const std::uint64_t part : {100, 10, 3, 2}) {
      const Solution a = solve(p, Limits{whole.work / part}).value();
      EXPECT_EQ(a.outcome, Outcome::stopped);
      EXPECT_GT(a.gap, 0);
      EXPECT_GT(a.matched, 300U);
      EXPECT_EQ(a.educator_of, solve(p, Limits{whole.work / part}).value().educator_of);
      EXPECT_TRUE(check(p, a).empty());
    }
    std::stop_source source;
    source.request_stop();
    EXPECT_EQ(solve(p, {}, source.get_token()).value().outcome, Outcome::stopped);
  }
}

TEST(Fair, RefusesAPinBelowTheFloor) {
  Problem p = problem_of({{{0, 1}, {1, 5}}}, {1, 1});
  p.pins = {{0, 0}};
  p.score_floor = 2;
  EXPECT_EQ(solve(p).error().key, "matching.pin_below_floor");
  p.pins = {{0, 1}};
  EXPECT_EQ(solve(p).value().educator_of[0], 1);
}

TEST(Fair, AFloorIsExplainedAndKeptWarm) {
  Problem p = problem_of({{{0, 9}, {1, 1}}, {{0, 8}, {1, 7}}, {{1, 5}}}, {1, 1});
  p.score_floor = 2;
  const Solution s = solve(p).value();
  EXPECT_EQ(s.educator_of, (std::vector<std::int32_t>{0, 1, unmatched}));
  EXPECT_EQ(explain(p, s, 0, 1).value().state, PairExplanation::State::forbidden);
  const PairExplanation forced = explain(p, s, 2, 1).value();  // learner 1 cannot move on: the other seat is taken
  EXPECT_EQ(forced.cost, 2);
  EXPECT_EQ(forced.fewer_matched, 0);
  EXPECT_EQ(explain_unmatched(p, s, 2).value().learners, (std::vector<LearnerIndex>{0, 1, 2}));
  EXPECT_EQ(Resolver::of(p).value().solution().educator_of, s.educator_of);
}

TEST(Fair, RanksFollowTheScoresWhereNoneAreGiven) {
  const Problem p = problem_of({{{0, 5}, {1, 9}, {2, 5}, {3, 1}}, {}, {{1, -4}}}, {1, 1, 1, 1});
  EXPECT_EQ(ranks_of(p), (std::vector<std::int32_t>{2, 1, 2, 3, 1}));
}

TEST(FairCheck, SeesLies) {
  // Two learners compete for the better seat of educator 0; one is left with 3 points, the others could move.
  for (const Objective objective : fair_objectives) {
    SCOPED_TRACE(name_of(objective));
    Problem p =
        problem_of({{{0, 9}, {1, 3}}, {{0, 9}, {1, 4}, {2, 2}}, {{0, 8}, {2, 7}}, {{2, 7}}}, {1, 2, 1}, objective);
    const Solution good = solve(p).value();
    ASSERT_TRUE(check(p, good).empty());
    std::uint32_t worse = 0;
    for_every_assignment(p, [&](const std::vector<std::int32_t>& educator_of) {
      if (merit(p, educator_of) == merit(p, good.educator_of)) return;
      Solution lie = good;
      lie.educator_of = educator_of;
      lie.total = total_of(p, educator_of);
      lie.matched = matched_of(educator_of);
      EXPECT_FALSE(check(p, lie).empty());
      ++worse;
    });
    EXPECT_GT(worse, 20U);
  }
}

/// A claim made up by hand: assignment and levels; prices are left to the caller.
Solution claim(const Problem& p, std::vector<std::int32_t> educator_of, LevelsProof levels) {
  Solution s;
  s.educator_of = std::move(educator_of);
  s.total = total_of(p, s.educator_of);
  s.matched = matched_of(s.educator_of);
  s.outcome = Outcome::optimal;
  s.certificate.learner_dual.assign(p.learner_count(), 0);
  s.certificate.educator_price.assign(p.educator_count, 0);
  s.certificate.dual_value = s.total;
  s.certificate.levels = std::move(levels);
  return s;
}

TEST(FairCheck, SeesLiesThatOnlyOneConditionCatches) {
  const auto expect_seen = [](const Problem& p, const Solution& lie, Kind kind) {
    const std::vector<Violation> found = check(p, lie);
    ASSERT_FALSE(found.empty());
    EXPECT_EQ(found[0].kind, kind) << name_of(found[0].kind);
  };
  {  // A height for an educator who is not full hides that they could be had.
    const Problem p = problem_of({{{0, 1}, {1, 2}}}, {1, 1}, Objective::leximin);
    expect_seen(p, claim(p, {0}, {{{1, 1, 0, 1}}, {{1, 1}}}), Kind::level_wrong);
  }
  {  // At the last rank learner 0 holds a seat that learner 1 could fill, and could go to a second choice.
    Problem p = problem_of({{{0, 0}, {1, 0}}, {{0, 0}}}, {1, 1}, Objective::rank_maximal);
    p.learner_rank = {1, 2, 1};
    expect_seen(p, claim(p, {0, unmatched}, {{{1, 1, 0, 1}}, {{0, 1}}}), Kind::level_wrong);
    EXPECT_EQ(solve(p).value().matched, 2U);
  }
  {  // Nobody has a first choice that is free.
    const Problem p = problem_of({{{0, 0}}}, {1}, Objective::rank_maximal);
    expect_seen(p, claim(p, {unmatched}, {}), Kind::level_wrong);
  }
  {  // The ranks are right, the total could be larger.
    Problem p = problem_of({{{0, 5}, {1, 1}}, {{0, 1}, {1, 5}}}, {1, 1}, Objective::rank_maximal);
    p.learner_rank = {1, 1, 1, 1};
    Solution lie = solve(p).value();
    lie.educator_of = {1, 0};
    lie.total = 2;
    expect_seen(p, lie, Kind::gap_not_zero);
  }
  {  // Somebody is left out to make the smallest score look better.
    const Problem p = problem_of({{{0, 5}}, {{1, 1}}}, {1, 1}, Objective::bottleneck);
    Solution lie = claim(p, {0, unmatched}, {});
    lie.certificate.penalty = 10;
    lie.certificate.learner_dual = {5, -10};
    lie.certificate.dual_value = -5;
    lie.certificate.bottleneck = {5, {}, {{0, 1}, {}}};
    expect_seen(p, lie, Kind::hall_set_wrong);
  }
}

TEST(Fair, PlacesEverybodyAtAnyCostOfPoints) {
  // Everybody has to move one seat on so that the first learner finds one: a chain that costs more than any one bonus.
  Problem p;
  p.objective = Objective::rank_maximal;
  constexpr std::uint32_t count = 40;
  p.educator_count = count;
  p.capacity.assign(count, 1);
  for (LearnerIndex i = 0; i < count; ++i) {
    p.educator.push_back(i);
    p.score.push_back(0);
    if (i > 0) {
      p.educator.push_back(i - 1);
      p.score.push_back(1'000);
    }
    p.row_start.push_back(p.educator.size());
  }
  p.learner_rank.assign(p.pair_count(), 1);
  const Solution s = solve(p).value();
  EXPECT_EQ(s.matched, count);
  EXPECT_TRUE(check(p, s).empty());
  for (std::int32_t& score : p.score) score *= 1'000'000;  // no bonus fits beside such scores
  EXPECT_EQ(solve(p).error().key, "matching.overflow");
}

TEST(Fair, ClaimsNothingWhenItIsStoppedAtOnce) {
  std::stop_source source;
  source.request_stop();
  for (const Objective objective : fair_objectives) {
    const Problem p = problem_of({{{0, 1}}}, {1}, objective);
    const Solution s = solve(p, {}, source.get_token()).value();
    EXPECT_EQ(s.outcome, Outcome::stopped) << name_of(objective);
    EXPECT_GT(s.gap, 0);
    EXPECT_EQ(s.educator_of[0], 0);
  }
}

TEST(FairCheck, SeesEveryTamperedProof) {
  struct Case {
    Objective objective;
    Kind kind;
    std::function<void(Certificate&)> lie;
  };
  const Case cases[] = {
      {Objective::bottleneck, Kind::hall_set_wrong, [](Certificate& c) { c.bottleneck.smallest += 1; }},
      {Objective::bottleneck, Kind::hall_set_wrong, [](Certificate& c) { c.bottleneck.most.educator.pop_back(); }},
      {Objective::bottleneck, Kind::hall_set_wrong, [](Certificate& c) { c.bottleneck.above.learner.clear(); }},
      {Objective::bottleneck, Kind::dual_infeasible, [](Certificate& c) { --c.learner_dual[0]; }},
      {Objective::leximin, Kind::level_wrong, [](Certificate& c) { ++c.levels.level[1].count; }},
      {Objective::leximin, Kind::level_wrong, [](Certificate& c) { c.levels.level.pop_back(); }},
      {Objective::leximin, Kind::level_wrong, [](Certificate& c) { ++c.levels.height[0].height; }},
      {Objective::leximin, Kind::level_wrong, [](Certificate& c) { c.levels.height[0].educator = 999'999; }},
      {Objective::leximin, Kind::level_wrong, [](Certificate& c) { c.levels.level[0].heights_end += 1'000'000; }},
      {Objective::leximin, Kind::level_wrong, [](Certificate& c) { ++c.levels.level[0].ground; }},
      {Objective::rank_maximal, Kind::level_wrong, [](Certificate& c) { ++c.levels.level[0].count; }},
      {Objective::rank_maximal, Kind::level_wrong, [](Certificate& c) { --c.levels.height[0].height; }},
      {Objective::rank_maximal, Kind::dual_infeasible, [](Certificate& c) { c.learner_dual[0] -= 1'000'000; }},
      {Objective::rank_maximal, Kind::wrong_dual_value, [](Certificate& c) { ++c.dual_value; }},
  };
  std::map<Objective, std::pair<Problem, Solution>> solved;
  for (const Objective objective : fair_objectives) {
    Problem p = generate(Family::scarce, 200, 50, 10);
    p.objective = objective;
    solved.emplace(objective, std::pair{p, solve(p).value()});
  }
  for (const Case& c : cases) {
    const auto& [p, good] = solved.at(c.objective);
    Solution s = good;
    c.lie(s.certificate);
    const std::vector<Violation> found = check(p, s);
    EXPECT_TRUE(std::any_of(found.begin(), found.end(), [&](const Violation& v) { return v.kind == c.kind; }))
        << name_of(c.objective) << " " << name_of(c.kind) << " case " << (&c - cases);
  }
}

}  // namespace
}  // namespace chiron::matching
