// The section of a run's report in which the objectives stand side by side.
#pragma once

#include "features/match_runs/match_run.h"
#include "platform/report/document.h"

namespace chiron::match_runs {

/// "No other assignment …": what is proven of an answer to the objective.
report::Sentence proof_sentence(matching::Objective objective, std::int64_t unmatched_penalty);

/// Figures of every objective that was solved, who gains and loses with fewer than five people hidden, what is proven
/// of each, and what was left out and why.
void add_side_by_side(const Request& request, const Run& run, report::Document& document);

}  // namespace chiron::match_runs
