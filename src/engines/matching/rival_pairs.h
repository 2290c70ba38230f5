// For tests and benchmarks: LEMON's maximum-weight matching as LEMON offers it. Plain types only: its graphs do not
// compile as C++23, so this is compiled as C++17.
#pragma once

#include <cstdint>
#include <vector>

namespace chiron::matching {

/// The largest total weight of pairs, weights not negative; pair n joins one[n] and other[n].
std::int64_t blossoms_of_lemon(std::uint32_t people, const std::vector<std::uint32_t>& one,
                               const std::vector<std::uint32_t>& other, const std::vector<std::int32_t>& weight);

}  // namespace chiron::matching
