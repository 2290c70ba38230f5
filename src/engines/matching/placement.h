// Inside the engine: how many learners can be placed at all, and who competes for too few seats when not everybody can.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engines/matching/problem.h"

namespace chiron::matching {

/// Candidate lists without scores. The arrays belong to the caller.
struct Lists {
  std::span<const std::uint64_t> row_start;  ///< learners + 1
  std::span<const EducatorIndex> educator;
  std::span<const std::int32_t> capacity;  ///< per educator

  std::uint32_t learner_count() const { return static_cast<std::uint32_t>(row_start.size() - 1); }
};

/// A placement that can grow: who sits where, both ways.
class Placement {
 public:
  explicit Placement(const Lists& lists);
  /// Starts from a given assignment, which must keep the capacities.
  Placement(const Lists& lists, std::span<const std::int32_t> educator_of);

  /// Places as many learners as possible: augmenting paths (Pothen and Fan 1990) from everybody in `who` until none is
  /// left. Learners already placed stay placed, perhaps elsewhere. Deterministic.
  void fill(std::span<const LearnerIndex> who);
  void fill();

  const std::vector<std::int32_t>& educator_of() const { return educator_of_; }
  std::uint32_t placed() const { return placed_; }
  std::span<const LearnerIndex> learners_at(EducatorIndex educator) const { return at_[educator]; }

 private:
  bool augment(LearnerIndex root);

  Lists lists_;
  std::vector<std::int32_t> educator_of_;
  std::vector<std::vector<LearnerIndex>> at_;
  std::vector<std::uint64_t> look_;     ///< per learner: entries before it have no free seat any more
  std::vector<std::uint64_t> scan_;     ///< per learner: where the path search goes on
  std::vector<std::uint32_t> visited_;  ///< per educator: the pass that last visited it
  std::uint32_t pass_ = 0;
  std::uint32_t placed_ = 0;
};

/// Everybody and everything reached from unplaced learners by alternating paths. In a maximum placement these educators
/// are full with these learners: a Hall set, whose seats are too few.
struct Shortage {
  std::vector<std::uint8_t> learner;   ///< 1 = competes
  std::vector<std::uint8_t> educator;  ///< 1 = wanted by somebody who competes
  bool any = false;
};

/// `roots`: where to start; empty = every unplaced learner.
Shortage shortage_of(const Lists& lists, const Placement& placement, std::span<const LearnerIndex> roots = {});

}  // namespace chiron::matching
