// The published test instances (families real, uniform, coarse, scarce): reproducible from a seed, used by tests and
// benchmarks to compare solvers by exact optimal cost.
#pragma once

#include <cstdint>

#include "engines/matching/problem.h"

namespace chiron::matching {

enum class Family : std::uint8_t { real, uniform, coarse, scarce };

/// A problem of `learners` × `educators` with `list_length` candidates each. Objective total; the unmatched penalty is
/// 10,000, so that cost = 10,000 × learners − (total − penalty × unmatched) is the published optimal cost.
Problem generate(Family family, std::uint32_t learners, std::uint32_t educators, std::uint32_t list_length,
                 std::uint64_t seed = 1);

/// FNV-1a-64 over (educator, score) as 64-bit words, byte by byte, in row order: the published checksum.
std::uint64_t checksum(const Problem& problem);

}  // namespace chiron::matching
