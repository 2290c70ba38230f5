// Inside the checker: the proofs of bottleneck, leximin and rank_maximal, read without any code of the solvers.
#pragma once

#include <cstdint>
#include <vector>

#include "engines/matching/solve.h"

namespace chiron::matching {

/// What is known once every pair of a solution has been looked at.
struct LookedAt {
  const Problem& problem;
  const Solution& solution;
  std::vector<std::int64_t> pair_of;     ///< per learner: position of the pair, -1 for none
  std::vector<std::uint8_t> pinned;      ///< per learner
  std::vector<std::uint8_t> out;         ///< per pair: forbidden or below the floor
  std::vector<std::int64_t> free_seats;  ///< per educator: pins taken off
};

/// The smallest score of a pair that is made and not pinned, or the problem's floor when there is none; the prices of
/// `total` prove the rest of a bottleneck from there on.
std::int32_t smallest_score(const LookedAt& seen);

/// Both Hall sets: hall_set_wrong.
std::vector<Violation> check_bottleneck(const LookedAt& seen);

/// Every level's count and heights, and for rank_maximal the prices among what the levels leave: level_wrong,
/// dual_infeasible, wrong_dual_value, gap_not_zero.
std::vector<Violation> check_levels(const LookedAt& seen);

}  // namespace chiron::matching
