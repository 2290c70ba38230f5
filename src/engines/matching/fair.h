// Inside the engine: the objectives that look at the worst-placed or at the best-liked first, on canonical problems.
#pragma once

#include <cstdint>
#include <vector>

#include "base/error.h"
#include "engines/matching/canonical.h"
#include "engines/matching/problem.h"
#include "engines/matching/solve.h"
#include "engines/matching/solvers.h"

namespace chiron::matching {

/// Objective bottleneck: takes out of the canonical problem all pairs below the highest score that still lets as many
/// learners be placed as without it, and writes the proof. A search by halves, each placement grown from the one before
/// (J. E. Hopcroft, R. M. Karp, 1973; Hall sets after A. L. Dulmage, N. S. Mendelsohn, "Coverings of bipartite graphs",
/// 1958). False: stopped; the problem is as it was.
bool raise_floor(const Problem& problem, Canonical& canonical, WorkMeter& meter, BottleneckProof& proof);

/// Objectives leximin (C.-C. Huang, T. Kavitha, K. Mehlhorn, D. Michail, "Fair matchings and related problems", 2016)
/// and rank_maximal (R. W. Irving, T. Kavitha, K. Mehlhorn, D. Michail, K. E. Paluch, "Rank-maximal matchings", 2006),
/// level by level (narrowing.h); of rank-maximal assignments one with the largest total. Returns a column for each
/// canonical learner and fills outcome, gap, certificate and solver; `solution.total` must be that of the pins.
/// matching.overflow {what} when ranks and scores do not fit together.
Result<std::vector<std::int32_t>> solve_by_levels(const Problem& problem, const Canonical& canonical, WorkMeter& meter,
                                                  Solution& solution);

/// The canonical problem without the pairs that `keep` refuses; `keep` gets positions in Canonical::column.
template <class Keep>
Canonical narrowed(const Canonical& canonical, Keep keep) {
  Canonical less{canonical.learner, canonical.educator, {0}, {}, {}, canonical.capacity};
  less.row_start.reserve(canonical.row_start.size());
  for (std::uint32_t i = 0; i < canonical.learner_count(); ++i) {
    for (std::uint64_t e = canonical.row_start[i]; e < canonical.row_start[i + 1]; ++e) {
      if (!keep(e)) continue;
      less.column.push_back(canonical.column[e]);
      less.pair.push_back(canonical.pair[e]);
    }
    less.row_start.push_back(less.column.size());
  }
  return less;
}

}  // namespace chiron::matching
