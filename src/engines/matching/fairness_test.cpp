// Fairness figures against values worked out by hand or published.
#include "engines/matching/fairness.h"

#include <cmath>

#include <gtest/gtest.h>

#include "engines/matching/test_problems.h"

namespace chiron::matching {
namespace {

TEST(Gini, KnownValues) {
  EXPECT_DOUBLE_EQ(gini(std::vector<double>{}), 0.0);
  EXPECT_DOUBLE_EQ(gini(std::vector<double>{0, 0}), 0.0);
  EXPECT_DOUBLE_EQ(gini(std::vector<double>{3, 3, 3}), 0.0);
  EXPECT_DOUBLE_EQ(gini(std::vector<double>{0, 0, 0, 8}), 0.75);
  EXPECT_DOUBLE_EQ(gini(std::vector<double>{4, 1, 3, 2}), 0.25);
}

TEST(Wilson, KnownIntervals) {
  // Newcombe 1998, method 3: 81 of 263: 0.2553 to 0.3662; 15 of 148: 0.0624 to 0.1605; 0 of 20: 0 to 0.1611;
  // 1 of 29: 0.0061 to 0.1718.
  const auto expect = [](std::uint32_t count, std::uint32_t base, double low, double high) {
    const Share share = wilson(count, base);
    EXPECT_NEAR(share.low, low, 5e-5);
    EXPECT_NEAR(share.high, high, 5e-5);
    EXPECT_DOUBLE_EQ(share.value, static_cast<double>(count) / base);
  };
  expect(81, 263, 0.2553, 0.3662);
  expect(15, 148, 0.0624, 0.1605);
  expect(0, 20, 0.0, 0.1611);
  expect(1, 29, 0.0061, 0.1718);
  EXPECT_EQ(wilson(0, 0).high, 0.0);
  EXPECT_EQ(wilson(7, 7).high, 1.0);
}

TEST(Mean, KnownInterval) {
  const Mean mean = mean_of(std::vector<double>{2, 4, 4, 4, 5, 5, 7, 9});
  EXPECT_DOUBLE_EQ(mean.value, 5.0);
  EXPECT_NEAR(mean.deviation, 2.13809, 1e-5);
  EXPECT_NEAR(mean.low, 5 - 1.959964 * 2.13809 / std::sqrt(8.0), 1e-5);
  EXPECT_EQ(mean_of(std::vector<double>{3}).low, 3.0);
  EXPECT_EQ(mean_of(std::vector<double>{}).base, 0U);
}

TEST(Fairness, CountsLoadRanksGroupsAndEnvy) {
  // Learner 0 would rather have educator 0, who took learner 1 with fewer points there: justified envy.
  Problem p = problem_of({{{0, 10}, {1, 9}}, {{0, 8}, {1, 1}}, {{1, 5}}, {}}, {1, 3, 2, 0});
  const Solution s = solve(p).value();
  ASSERT_EQ(s.educator_of, (std::vector<std::int32_t>{1, 0, 1, unmatched}));
  const Fairness f = fairness(p, s, std::vector<std::uint32_t>{1, 1, 2, 2}).value();
  EXPECT_EQ(f.load.learners_of, (std::vector<std::uint32_t>{1, 2, 0, 0}));
  EXPECT_EQ(f.load.with_seat, 3U);
  EXPECT_EQ(f.load.idle, 1U);
  EXPECT_EQ(f.load.full, 1U);
  EXPECT_EQ(f.load.over_cap, 0U);
  EXPECT_NEAR(f.load.gini, 4.0 / 9.0, 1e-12);
  EXPECT_EQ(f.ranks.matched, 3U);
  EXPECT_EQ(f.ranks.first_choice, 2U);
  EXPECT_EQ(f.ranks.at_position[0], 2U);
  EXPECT_EQ(f.ranks.at_position[1], 1U);
  EXPECT_NEAR(f.ranks.mean, 4.0 / 3.0, 1e-12);
  EXPECT_DOUBLE_EQ(f.ranks.median, 1.0);
  ASSERT_EQ(f.groups.size(), 2U);
  EXPECT_EQ(f.groups[0].matched.count, 2U);
  EXPECT_EQ(f.groups[1].matched.base, 2U);
  EXPECT_EQ(f.groups[1].matched.count, 1U);
  EXPECT_DOUBLE_EQ(f.groups[0].score.value, 8.5);
  EXPECT_EQ(f.envy.learners, 1U);
  EXPECT_EQ(f.envy.pairs, 1U);
  EXPECT_DOUBLE_EQ(f.parity_ratio, 1.0);  // no group of ten
}

TEST(Fairness, ParityIsOfGroupsOfTenOrMore) {
  Problem p;
  p.educator_count = 1;
  p.capacity = {15};
  std::vector<std::uint32_t> group;
  for (LearnerIndex i = 0; i < 21; ++i) {
    group.push_back(i < 10 ? 1 : i < 20 ? 2 : 3);
    if (i < 15) {
      p.educator.push_back(0);
      p.score.push_back(1);
    }
    p.row_start.push_back(p.educator.size());
  }
  EXPECT_DOUBLE_EQ(fairness(p, solve(p).value(), group).value().parity_ratio, 0.5);
}

TEST(Fairness, AStableAssignmentHasNoEnvy) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    SeededRandom random(seed);
    const Problem p = random_problem(random, 15, 6, Objective::stable);
    ASSERT_EQ(fairness(p, solve(p).value()).value().envy.pairs, 0U);
  }
}

TEST(Fairness, EnvyAgreesWithLookingAtEveryPairOfLearners) {
  std::uint64_t found = 0;
  for (std::uint64_t seed = 1; seed <= 500; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    SeededRandom random(seed);
    Problem p = random_problem(random, 12, 4, Objective::stable);
    const Solution s = solve([&] {
                         Problem other = p;
                         other.objective = seed % 2 == 0 ? Objective::total : Objective::most_then_total;
                         return other;
                       }())
                           .value();
    const auto pair_of = [&](LearnerIndex i, std::int32_t j) -> std::int64_t {
      for (std::uint64_t e = p.row_start[i]; e < p.row_start[i + 1]; ++e) {
        if (static_cast<std::int32_t>(p.educator[e]) == j) return static_cast<std::int64_t>(e);
      }
      return -1;
    };
    const auto rank = [&](std::int64_t e) {
      return std::pair(p.learner_rank.empty() ? 0 : p.learner_rank[static_cast<std::size_t>(e)],
                       -p.score[static_cast<std::size_t>(e)]);
    };
    const auto priority = [&](std::int64_t e) {
      return std::pair(p.educator_priority.empty() ? 0 : p.educator_priority[static_cast<std::size_t>(e)],
                       p.score[static_cast<std::size_t>(e)]);
    };
    const auto pinned = [&](LearnerIndex i) {
      return std::any_of(p.pins.begin(), p.pins.end(), [&](Pair pin) { return pin.learner == i; });
    };
    std::uint64_t pairs = 0;
    for (LearnerIndex i = 0; i < p.learner_count(); ++i) {
      for (std::int32_t j = 0; j < static_cast<std::int32_t>(p.educator_count) && !pinned(i); ++j) {
        const std::int64_t wanted = pair_of(i, j);
        const std::int64_t mine = pair_of(i, s.educator_of[i]);
        if (wanted < 0 || wanted == mine || (mine >= 0 && rank(wanted) >= rank(mine))) continue;
        if (std::find(p.forbids.begin(), p.forbids.end(), Pair{i, static_cast<EducatorIndex>(j)}) != p.forbids.end()) {
          continue;
        }
        const auto there = std::count(s.educator_of.begin(), s.educator_of.end(), j);
        bool envy = there < p.capacity[static_cast<std::size_t>(j)];
        for (LearnerIndex k = 0; k < p.learner_count(); ++k) {
          envy = envy || (s.educator_of[k] == j && !pinned(k) && priority(wanted) > priority(pair_of(k, j)));
        }
        pairs += envy;
      }
    }
    ASSERT_EQ(fairness(p, s).value().envy.pairs, pairs);
    found += pairs;
  }
  EXPECT_GT(found, 200U);
}

TEST(Fairness, Refusals) {
  const Problem p = problem_of({{{0, 1}}}, {1});
  Solution s = solve(p).value();
  EXPECT_EQ(fairness(p, s, std::vector<std::uint32_t>{1, 2}).error().key, "matching.bad_problem");
  s.educator_of[0] = 1;
  EXPECT_EQ(fairness(p, s).error().key, "matching.bad_problem");
  s.educator_of.clear();
  EXPECT_EQ(fairness(p, s).error().key, "matching.bad_problem");
}

}  // namespace
}  // namespace chiron::matching
