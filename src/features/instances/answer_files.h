// What `chiron assign` and `chiron generate` write: answers, certificates and generated instances, as text.
#pragma once

#include <string>

#include "engines/matching/changes.h"
#include "engines/matching/lottery.h"
#include "engines/matching/solve.h"
#include "features/instances/instance_files.h"

namespace chiron::instances {

/// `learner,educator`, in the order of the edges file; who has nobody has an empty educator.
std::string answer_csv(const Instance& instance, const matching::Solution& solution);

/// `kind,id,value`: everything a stranger needs to prove the answer, as docs/matching.md describes it.
std::string certificate_csv(const Instance& instance, const matching::Solution& solution);
/// The same where learners have a current educator: its prices and values are about scores with the price of a change.
std::string certificate_csv(const Instance& instance, const matching::Rematch& rematch);

/// `learner,educator,assigned,runs`: in how many of the runs who had whom, learners in the order of the edges file, of
/// each the educators in its order; last, where it ever happened, an empty educator for nobody.
std::string probabilities_csv(const Instance& instance, const matching::LotteryOutcomes& outcomes);

/// The three files of a generated problem. Ids are positions from 0 on, in the published order of drawing; ranks count
/// from 1, and equals share a rank.
std::string edges_csv(const matching::Problem& problem);
std::string capacities_csv(const matching::Problem& problem);
std::string ranks_csv(const matching::Problem& problem);

}  // namespace chiron::instances
