// A matching problem as files: who may be paired with whom for how many points, how many places, ranks, pins, forbids.
// Ids stand for people; nothing else is known of them. docs/matching.md describes the files.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "engines/matching/problem.h"
#include "features/instances/decimal.h"
#include "features/instances/id_table.h"

namespace chiron::instances {

/// Where an instance lies and what the command line says about it. "" = not given.
struct InstanceFiles {
  std::string edges;         ///< learner,educator,score
  std::string capacities;    ///< educator,capacity
  std::string ranks;         ///< learner,educator,learner_rank,educator_rank: for every pair of edges
  std::string pins;          ///< learner,educator
  std::string forbids;       ///< learner,educator
  std::string current;       ///< learner,educator: whom learners have now
  std::string penalty;       ///< points lost for each learner without an educator
  std::string floor;         ///< pairs with fewer points are not made
  std::string change_price;  ///< points lost for each learner who does not keep their current educator
};

/// What was read. Scores count in steps of 10^-decimals, the most decimals that a score, the penalty, the floor or
/// the price of a change has: they are exact, nothing is rounded.
struct Instance {
  matching::Problem problem;  ///< learners in the order of first appearance in edges; keys are made from the ids
  IdTable learners, educators;
  unsigned decimals = 0;
  std::vector<std::int32_t> current;  ///< as matching::price_changes takes it; empty when no file was given
  std::int64_t change_price = 0;
};

/// Reads all files as streams, in the order of the fields. The first thing that is wrong is refused with its file and
/// row: the errors of csv::Reader, and
///   instances.missing_column {file, column, needed}; .empty {file}; .no_id {file, row, column}
///   instances.bad_capacity {file, row, educator, capacity, limit}; .repeated_educator {file, row, educator, other}
///   instances.bad_score {file, row, score}; .score_range {file, row, score, decimals, limit}
///   instances.unknown_educator {file, row, educator}; .unknown_learner {file, row, learner}
///   instances.repeated_pair {file, row, learner, educator, other}
///   instances.bad_rank {file, row, column, rank}; .not_a_pair {file, row, learner, educator}
///   instances.unranked {file, learner, educator}
///   instances.pin_forbidden, .pin_below_floor {file, row, learner, educator}
///   instances.pin_contradiction {file, row, learner, other}
///   instances.pin_over_capacity {file, row, educator, capacity}
///   instances.current_contradiction {file, row, learner, educator}
///   instances.bad_number {option, value}; matching.bad_penalty; matching.too_large
Result<Instance> read_instance(const InstanceFiles& files);

}  // namespace chiron::instances
