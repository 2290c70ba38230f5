// The published test instances (families real, uniform, coarse, scarce): reproducible from a seed, used by tests and
// benchmarks to compare solvers by exact optimal cost.
#pragma once

#include <cstdint>
#include <string_view>

#include "engines/matching/problem.h"

namespace chiron::matching {

enum class Family : std::uint8_t { real, uniform, coarse, scarce };

/// "real" …; matching.unknown_family {family}.
Result<Family> parse_family(std::string_view name);

/// What `generate` can draw: at least one of each, no more candidates than educators, no more educators than seats
/// (every educator has one). Errors: matching.bad_size {what, count, limit}; matching.too_large.
Result<> validate_size(Family family, std::uint64_t learners, std::uint64_t educators, std::uint64_t list_length);

/// A problem of `learners` × `educators` with `list_length` candidates each. Objective total; the unmatched penalty is
/// 10,000, so that cost = 10,000 × learners − (total − penalty × unmatched) is the published optimal cost.
Problem generate(Family family, std::uint32_t learners, std::uint32_t educators, std::uint32_t list_length,
                 std::uint64_t seed = 1);

/// The published checksum: xor-then-multiply with the FNV-1a-64 prime over educator, score, educator, score … as whole
/// 64-bit words in row order, from the basis 1469598103934665603 (which is what the published figures were made with).
std::uint64_t checksum(const Problem& problem);

}  // namespace chiron::matching
