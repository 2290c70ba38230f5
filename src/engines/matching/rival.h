// For tests and benchmarks: another exact solver of the same canonical problems.
#pragma once

#include "engines/matching/solvers.h"

namespace chiron::matching {

/// Exact maximum of (scores − penalty × unmatched) by LEMON's network simplex; cannot be interrupted.
FlowAnswer network_simplex(const Canonical& canonical, const std::vector<std::int32_t>& score, std::int64_t penalty);

}  // namespace chiron::matching
