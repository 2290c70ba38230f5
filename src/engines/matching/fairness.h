// Fairness figures of an assignment (domain.md 7.2): load, ranks, parity between groups, justified envy.
// Figures only; small groups are hidden by engines/suppression before anything is shown.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/error.h"
#include "engines/matching/problem.h"
#include "engines/matching/solve.h"

namespace chiron::matching {

/// How learners are spread over educators.
struct Load {
  std::vector<std::uint32_t> learners_of;  ///< per educator
  /// Of learners per educator, educators with a seat only; 0 = all alike, near 1 = one has all.
  double gini = 0.0;
  double gini_of_share = 0.0;   ///< of learners ÷ seats
  std::uint32_t over_cap = 0;   ///< educators with more learners than seats (0 unless the assignment is broken)
  std::uint32_t with_seat = 0;  ///< educators with at least one seat
  std::uint32_t idle = 0;       ///< of those, educators with no learner
  std::uint32_t full = 0;       ///< of those, educators with no seat left
};

/// Gini coefficient of non-negative values: mean absolute difference ÷ (2 × mean); 0 for an empty or all-zero list.
double gini(std::span<const double> values);

/// How far down their own list learners got. Position = number of candidates the learner scores (or ranks, when the
/// problem has learner_rank) strictly better, plus one.
struct Ranks {
  std::uint32_t learners = 0;
  std::uint32_t matched = 0;
  std::uint32_t first_choice = 0;
  std::uint32_t top_three = 0;
  double mean = 0.0;  ///< over matched learners; 0 when none
  double median = 0.0;
  std::vector<std::uint32_t> at_position;  ///< [0] = first choice …, the last entry = position 10 or later
};

/// A share with its 95 % Wilson score interval (without continuity correction). n = 0: all three are 0.
struct Share {
  std::uint32_t count = 0;
  std::uint32_t base = 0;
  double value = 0.0;
  double low = 0.0;
  double high = 0.0;
};
Share wilson(std::uint32_t count, std::uint32_t base);

/// A mean with its 95 % interval: Student's t would need more than a table, so the normal 1.96 is used and the base is
/// always shown. base < 2: low = high = value.
struct Mean {
  std::uint32_t base = 0;
  double value = 0.0;
  double deviation = 0.0;  ///< sample standard deviation
  double low = 0.0;
  double high = 0.0;
};
Mean mean_of(std::span<const double> values);

struct GroupFigures {
  std::uint32_t group = 0;
  Share matched;
  Share first_choice;  ///< of all learners in the group
  Mean score;          ///< over matched learners of the group
  Mean position;       ///< over matched learners of the group
};

/// A learner who would rather have an educator who took somebody with a lower priority, or who has a free seat. For
/// `stable` it is 0; for the others it is what the total costs in fairness.
struct Envy {
  std::uint32_t learners = 0;  ///< learners with at least one such educator
  std::uint64_t pairs = 0;
};

struct Fairness {
  Load load;
  Ranks ranks;
  std::vector<GroupFigures> groups;  ///< ascending by group number; empty when no groups were given
  /// Smallest ÷ largest match rate between groups with at least ten learners; 1 when fewer than two. A screen (four
  /// fifths), not a verdict.
  double parity_ratio = 1.0;
  Envy envy;
};

/// `group_of`: one number per learner, or empty. Errors: matching.bad_problem.
Result<Fairness> fairness(const Problem& problem, const Solution& solution,
                          std::span<const std::uint32_t> group_of = {});

}  // namespace chiron::matching
