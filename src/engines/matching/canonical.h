// Inside the engine: a problem put into canonical order with pins and forbids already applied. Solvers see only this,
// so the order in which rows were supplied cannot reach them.
#pragma once

#include <cstdint>
#include <vector>

#include "engines/matching/problem.h"

namespace chiron::matching {

/// Positions of pairs in a problem: there are never more (max_pairs).
using PairIndex = std::uint32_t;
static_assert(max_pairs <= 0xFFFFFFFF);

struct Canonical {
  std::vector<LearnerIndex> learner;     ///< free learners (not pinned), by lottery number; values are problem indices
  std::vector<EducatorIndex> educator;   ///< all educators, by lottery number
  std::vector<std::uint64_t> row_start;  ///< over free learners
  std::vector<std::uint32_t> column;     ///< canonical educator positions, each row by score, best first, then position
  std::vector<PairIndex> pair;           ///< position of the pair in the problem's arrays
  std::vector<std::int32_t> capacity;    ///< per canonical educator, pins taken off

  /// Gives the rows' memory back ("= {}" would keep it).
  void let_go_of_rows() {
    row_start = std::vector<std::uint64_t>();
    column = std::vector<std::uint32_t>();
    pair = std::vector<PairIndex>();
  }

  std::uint32_t learner_count() const { return static_cast<std::uint32_t>(learner.size()); }
  std::uint32_t educator_count() const { return static_cast<std::uint32_t>(educator.size()); }
};

/// The problem must be valid.
Canonical canonical_form(const Problem& problem);

}  // namespace chiron::matching
