// Conflicts that are going to begin in pairs that run today: what to decide before the day comes. Pure.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "features/conflicts/pair_audit.h"

namespace chiron::conflicts {

/// How far ahead the coordinator is told: twelve weeks, three four-week blocks.
inline constexpr std::int32_t ahead_days = 84;

/// A rule that blocks a running pair from a coming day on.
struct ConflictAhead {
  PairToAudit pair;
  conflict::Finding finding;  ///< of the window `now`: `days.from` is the day on which the pair is paused
  /// A recusal of the educator from this learner's case leaves the pair without any blocking duty on these days;
  /// found by judging the pair again with it. False too where the rule cannot be recused.
  bool recusal_resolves = false;
};

/// Every conflict that begins after `today` and at most `days` (> 0) later in a pair that runs today, soonest first.
/// `index` must be built from `facts`; `policies` is indexed by Role. A pair that is blocked today as well is listed
/// for each later rule, because each needs its own way out.
std::vector<ConflictAhead> conflicts_ahead(const conflict::Facts& facts, const conflict::Index& index,
                                           std::span<const conflict::Policy> policies,
                                           std::span<const PairToAudit> pairs, Date today,
                                           std::int32_t days = ahead_days);

}  // namespace chiron::conflicts
