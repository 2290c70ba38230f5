// What makes a fit better, in words instead of points: how much each thing counts, for people who choose it. Pure.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "base/error.h"
#include "engines/matching/candidates.h"

namespace chiron::match_runs {

/// How much something counts at most: a decisive one outweighs whatever else two people have in common.
enum class Counts : std::uint8_t { none, little, much, decisive };
BOOST_DESCRIBE_ENUM(Counts, none, little, much, decisive)

/// One of the things that can be chosen, by its name among programs::named_weights. Some count several times, such as
/// each interest in common.
struct WeightNow {
  std::string_view name;
  Counts counts = Counts::none;
  std::int32_t points = 0;  ///< for one
  std::int32_t most = 1;    ///< times that it counts
};
/// All of them as these weights stand, in the order of explanations.
std::vector<WeightNow> weights_now(const matching::Weights& weights);

/// Sets the points of a choice; what counts as it did keeps its points. Errors: "match_runs.weight" {weight}.
Result<> choose(matching::Weights& weights, std::string_view name, Counts counts);

}  // namespace chiron::match_runs
