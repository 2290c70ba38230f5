// For tests and benchmarks: another exact solver of the same canonical problems.
#pragma once

#include "engines/matching/solvers.h"

namespace chiron::matching {

/// LEMON's numbers for costs: 64 bits are always safe, 32 are smaller and quicker where sums of costs fit.
enum class Costs : std::uint8_t { wide, narrow };

/// Exact maximum of (scores − penalty × unmatched) by LEMON's network simplex; cannot be interrupted. Where `pair` is
/// empty, pairs are in the order of the canonical rows.
FlowAnswer network_simplex(const Canonical& canonical, const std::vector<std::int32_t>& score, std::int64_t penalty,
                           Costs costs = Costs::wide);

}  // namespace chiron::matching
