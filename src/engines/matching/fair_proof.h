// Proofs of the fair objectives: why no more learners can be placed above a score, and why no assignment has a better
// signature. Plain arrays; docs/matching.md says how a stranger checks them.
#pragma once

#include <cstdint>
#include <vector>

#include "engines/matching/problem.h"

namespace chiron::matching {

/// Learners who between them can only have these educators (P. Hall, "On representatives of subsets", 1935): no more of
/// them can be placed than the educators have seats. Ascending; nobody pinned.
struct HallSet {
  std::vector<LearnerIndex> learner;
  std::vector<EducatorIndex> educator;
};

/// Objective bottleneck. `most`: no more learners can be placed at all. `above`: fewer can be placed without the pairs
/// that score `smallest`.
struct BottleneckProof {
  std::int32_t smallest = 0;  ///< the smallest score of a pair made and not pinned; 0 when there is none
  HallSet most, above;
};

/// What an educator adds to the count of a level, see LevelProof.
struct Height {
  EducatorIndex educator = 0;
  std::int32_t height = 0;
  bool operator==(const Height&) const = default;
};

/// One step of leximin (few learners without an educator, then few at the lowest score, the second lowest …) or of
/// rank_maximal (many at the first rank, the second …), over learners not pinned. What is left after the steps before
/// are all assignments that use only options still open and fill certain educators; a step proves its count against
/// those. An option costs 1 (leximin) or -1 (rank_maximal) when it belongs to the level, else 0, plus the educator's
/// height, or `ground` for having nobody. The assignment gives every learner one of their cheapest open options.
/// Whoever stands higher than the ground is full, and has to be from then on; nobody stands lower who did not have to
/// be full before. Then no assignment left has a smaller sum, and those with the same sum use only cheapest options,
/// which alone stay open. Educators without a height stand at 0 if they had to be full before, at the ground otherwise.
struct LevelProof {
  std::int64_t value = 0;   ///< score or rank; no_educator for the first step of leximin
  std::uint32_t count = 0;  ///< learners at this level in the assignment
  std::int32_t ground = 0;
  std::uint64_t heights_end = 0;  ///< its heights end here in LevelsProof::height, and begin where the one before ends
};

inline constexpr std::int64_t no_educator = -(std::int64_t{1} << 40);

/// The signature of the assignment and its proof. Levels without a learner whose heights are all 0 are left out.
struct LevelsProof {
  std::vector<LevelProof> level;
  std::vector<Height> height;
};

}  // namespace chiron::matching
