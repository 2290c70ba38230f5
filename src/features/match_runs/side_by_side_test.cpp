// Each objective's figures against answers worked out by hand, and what is left out.
#include "features/match_runs/side_by_side.h"

#include <gtest/gtest.h>

#include "engines/matching/test_problems.h"

namespace chiron::match_runs {
namespace {

using matching::Objective;
using enum matching::Objective;

// The six ways to place everybody are written out in match_run_test.cpp.
matching::Problem six_ways(Objective chosen) {
  return matching::problem_of({{{0, 4}, {1, 10}, {2, 7}}, {{0, 5}, {1, 11}, {2, 9}}, {{0, 1}, {1, 3}, {2, 2}}},
                              {1, 1, 1}, chosen);
}

const Alternative& row_of(const SideBySide& side_by_side, Objective objective) {
  for (const auto& one : side_by_side.rows)
    if (one.objective == objective) return one;
  ADD_FAILURE() << matching::name_of(objective) << " is missing";
  return side_by_side.rows.front();
}

std::vector<Objective> objectives(const SideBySide& side_by_side) {
  std::vector<Objective> found;
  for (const auto& one : side_by_side.rows) found.push_back(one.objective);
  return found;
}

TEST(SideBySide, TellsTheAnswersApart) {
  const auto found = side_by_side(six_ways(most_then_total), nullptr, {});
  ASSERT_TRUE(found) << found.error().debug_text();
  EXPECT_EQ(objectives(*found), (std::vector{most_then_total, total, stable, leximin, rank_maximal}));
  EXPECT_TRUE(found->left_out.empty());
  EXPECT_EQ(found->learners, 3u);
  // 10 9 1: l1 has e2, who is best for them.
  const auto& chosen = row_of(*found, most_then_total);
  EXPECT_TRUE(chosen.proven);
  EXPECT_EQ(chosen.matched, 3u);
  EXPECT_EQ(chosen.sum, 20);
  EXPECT_EQ(chosen.lowest, 1);
  EXPECT_EQ(chosen.first_choices, 1u);
  EXPECT_EQ(chosen.gain + chosen.lose, 0u);
  // 7 5 3: l1 loses 3 and l2 loses 4, l3 gains 2.
  const auto& fair = row_of(*found, leximin);
  EXPECT_EQ(fair.sum, 15);
  EXPECT_EQ(fair.lowest, 3);
  EXPECT_EQ(fair.gain, 1u);
  EXPECT_EQ(fair.gained, 2);
  EXPECT_EQ(fair.lose, 2u);
  EXPECT_EQ(fair.lost, 7);
  // 7 11 1: l2 gains 2, l1 loses 3, l3 stays.
  EXPECT_EQ(row_of(*found, stable).gain, 1u);
  EXPECT_EQ(row_of(*found, stable).lose, 1u);
  EXPECT_EQ(row_of(*found, stable).lost, 3);
}

TEST(SideBySide, CountsWhoeverLosesTheirPlace) {
  // Placing both makes 1 + 2; the total leaves l2 out and gives l1 9.
  const auto problem = matching::problem_of({{{0, 9}, {1, 1}}, {{0, 2}}}, {1, 1});
  const auto found = side_by_side(problem, nullptr, {});
  ASSERT_TRUE(found);
  const auto& largest = row_of(*found, total);
  EXPECT_EQ(largest.matched, 1u);
  EXPECT_EQ(largest.gain, 1u);
  EXPECT_EQ(largest.gained, 8);
  EXPECT_EQ(largest.lose, 1u);
  EXPECT_EQ(largest.lost, 2);
}

TEST(SideBySide, NobodyPlacedHasNoLowest) {
  const auto found = side_by_side(matching::problem_of({{}}, {1}), nullptr, {});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->rows[0].matched, 0u);
  EXPECT_FALSE(found->rows[0].lowest);
}

TEST(SideBySide, LeavesOutWhatTakesTooMuchAndSaysWhy) {
  Effort effort;
  effort.by_level_learners = 2;
  const auto many = side_by_side(six_ways(stable), nullptr, effort);
  ASSERT_TRUE(many);
  EXPECT_EQ(objectives(*many), (std::vector{stable, total, most_then_total, bottleneck}));
  ASSERT_EQ(many->left_out.size(), 2u);
  EXPECT_EQ(many->left_out[0].objective, leximin);
  EXPECT_EQ(many->left_out[1].objective, rank_maximal);
  EXPECT_EQ(many->left_out[1].why, LeftOut::Why::many_learners);

  effort = {};
  effort.alternative.max_work = 1;
  const auto stopped = side_by_side(six_ways(leximin), nullptr, effort);
  ASSERT_TRUE(stopped);
  EXPECT_EQ(stopped->rows.size(), 1u);
  EXPECT_TRUE(stopped->rows[0].proven);
  EXPECT_EQ(stopped->left_out.size(), 4u);
  EXPECT_EQ(stopped->left_out[0].why, LeftOut::Why::much_work);
}

TEST(SideBySide, WhatIsAsGoodStands) {
  // Everybody fits everybody alike: every full assignment is best for every objective, so that nobody moves. By lottery
  // the objectives choose different ones.
  using Row = std::initializer_list<std::pair<matching::EducatorIndex, std::int32_t>>;
  const Row row{{0, 5}, {1, 5}, {2, 5}, {3, 5}};
  for (const Objective chosen : matching::all_objectives) {
    auto problem = matching::problem_of({row, row, row, row}, {1, 1, 1, 1}, chosen);
    auto solution = *matching::solve(problem);
    // Stable is what the lottery says and nothing else; the others may be turned.
    if (chosen != stable)
      std::rotate(solution.educator_of.begin(), solution.educator_of.begin() + 1, solution.educator_of.end());
    const auto found = side_by_side(problem, &solution, {});
    ASSERT_TRUE(found);
    for (const auto& one : found->rows) {
      EXPECT_EQ(one.gain + one.lose, 0u);
      EXPECT_TRUE(one.proven);
    }
  }
  // 4 + 1 and 3 + 2 are the same total; only one of them is best for whoever is worst off.
  auto problem = matching::problem_of({{{0, 4}, {1, 3}}, {{0, 2}, {1, 1}}}, {1, 1}, total);
  auto solution = *matching::solve(problem);
  for (const std::vector<std::int32_t>& educators : {std::vector{0, 1}, std::vector{1, 0}}) {
    solution.educator_of = educators;
    const auto found = side_by_side(problem, &solution, {});
    ASSERT_TRUE(found);
    EXPECT_EQ(row_of(*found, most_then_total).gain, 0u);
    EXPECT_EQ(row_of(*found, leximin).gain, educators[0] == 0 ? 1u : 0u);
    EXPECT_EQ(row_of(*found, rank_maximal).lose, 0u) << "one first and one second either way";
    EXPECT_EQ(row_of(*found, stable).gain, educators[0] == 1 ? 1u : 0u);
  }
}

TEST(SideBySide, TakesTheChosenSolutionAsItIs) {
  const auto problem = six_ways(total);
  auto solution = *matching::solve(problem);
  solution.educator_of = {0, 1, 2};  // 4 11 2, not the best
  const auto found = side_by_side(problem, &solution, {});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->rows[0].sum, 17);
  EXPECT_EQ(row_of(*found, most_then_total).gain, 1u) << "l1 from 4 to 10";
  EXPECT_EQ(row_of(*found, most_then_total).lose, 2u);
}

}  // namespace
}  // namespace chiron::match_runs
