// Inside the engine: what pairs and groups of peers share about one list of people: how long it may be, who is who, and
// the order that does not depend on rows.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/error.h"
#include "engines/matching/problem.h"

namespace chiron::matching {

/// The key of a person: the one given, or {0, position} when none are given.
inline CanonicalKey key_in(const std::vector<CanonicalKey>& keys, std::uint32_t person) {
  return keys.empty() ? CanonicalKey{0, person} : keys[person];
}

/// Everybody, 0 … count − 1, by lottery number, equal numbers by key.
std::vector<std::uint32_t> lottery_order(std::uint32_t count, std::uint64_t seed,
                                         const std::vector<CanonicalKey>& keys);

/// matching.too_large {what, count, limit} beyond the limit.
Result<> fits(std::string what, std::uint64_t count, std::uint64_t limit);

/// matching.bad_problem {what: key} where keys are neither none nor one for each, all different.
Result<> are_keys(std::uint32_t count, std::vector<CanonicalKey> keys);

}  // namespace chiron::matching
