// How often each learner gets each educator when the lottery of `stable` is drawn again and again: the assignment
// probabilities that make a lottery a natural experiment (A. Abdulkadiroğlu, J. Angrist, Y. Narita and P. Pathak,
// "Research Design Meets Market Design", Econometrica 85, 2017: the simulated propensity score).
#pragma once

#include <cstdint>
#include <stop_token>
#include <vector>

#include "base/error.h"
#include "engines/matching/candidates.h"
#include "engines/matching/problem.h"
#include "engines/matching/solve.h"

namespace chiron::matching {

/// The seed of run `run` = 1, 2, 3 …: that output of the generator splitmix64 begun at `base`, so that anybody can
/// draw the same lotteries again. `base` itself, the lottery that counts, is not among them on purpose.
std::uint64_t seed_of_run(std::uint64_t base, std::uint32_t run);

inline constexpr std::uint32_t max_lottery_runs = 1'000'000;

/// What many lotteries gave. Probability is assigned ÷ runs; its 95 % interval is wilson(assigned, runs) of
/// fairness.h. Where ranks, priorities and scores leave nothing to the lottery, counts are 0 or `runs` exactly.
struct LotteryOutcomes {
  std::uint32_t runs = 0;
  /// The pairs of learner i that were made at least once stand at row_start[i] … row_start[i+1]-1, in the order of the
  /// problem's row.
  std::vector<std::uint64_t> row_start = {0};
  std::vector<EducatorIndex> educator;
  std::vector<std::uint32_t> assigned;   ///< per such pair: in how many runs, 1 … runs
  std::vector<std::uint32_t> unmatched;  ///< per learner: in how many runs they had nobody; with theirs: `runs`
  std::uint32_t undecided = 0;           ///< learners who did not have the same outcome in all runs
};

/// Runs deferred acceptance with seeds seed_of_run(problem.lottery_seed, 1 … runs). The answer depends on neither the
/// number of threads nor the order of rows. What holds under every lottery is worked out once, so a run takes time in
/// proportion to the proposals that the lottery decides on and those that follow from them. Memory: at most 50 bytes a
/// pair, whatever the number of runs.
/// Errors: those of validate; matching.lottery_runs {runs, limit}; matching.bad_problem {what: objective} for
/// objectives other than `stable`; matching.stopped (unavailable) when the token ends it.
Result<LotteryOutcomes> draw_lotteries(const Problem& problem, std::uint64_t runs, Threads threads = Threads::one,
                                       std::stop_token stop = {});

/// What can be seen to be wrong with outcomes without running one, by code of its own. Counts
/// add up; pairs are listed and allowed, pins always made; nobody has more seats on average than there are; and where
/// a learner got less than an educator whom they like better (by rank and score), that educator's seats went to people
/// wanted at least as much (by priority and score) in as many runs. The problem must be valid.
std::vector<Violation> check(const Problem& problem, const LotteryOutcomes& outcomes, std::size_t limit = 100);

}  // namespace chiron::matching
