// Asking for match runs, signing them off, publishing them as offers.
#pragma once

#include <functional>

#include "base/random.h"
#include "features/match_runs/match_run_store.h"
#include "features/match_runs/weight_words.h"
#include "platform/db/database.h"
#include "platform/jobs/jobs.h"

namespace chiron::match_runs {

/// What a coordinator asks for. What is left out stays as the program says, or as in the run before it.
struct Ask {
  programs::ProgramId program;
  std::vector<ChosenPair> choices;
  std::optional<programs::Preset> preset;
  std::optional<matching::Objective> objective;
  std::optional<RunId> like = {};  ///< a run of the program whose weights and objective are taken over
  std::vector<std::pair<std::string, Counts>> weights = {};  ///< said after the preset
};

/// Stores the program's next run, under the newest version of its charter, and enqueues the job that computes it.
/// Errors: "programs.unknown" (not_found, also for whoever may not run it), "match_runs.chosen_twice",
/// "match_runs.unknown" (not_found: `like` is no run of the program), "match_runs.weight".
Result<StoredRun> ask(db::Database& database, const institutions::Viewer& viewer, const Ask& asked, const Clock& clock,
                      Random& random);

/// The run, for whoever may see its program. Errors: "match_runs.unknown" (not_found).
Result<StoredRun> reviewed(db::ReadTransaction& read, const institutions::Viewer& viewer, RunId id);

/// A lead who assesses nobody among the learners puts their name to a run. Errors: "match_runs.unknown" (not_found),
/// "match_runs.sign_off_not_yours" (forbidden), "match_runs.lead_assesses" (forbidden) {learners},
/// "match_runs.not_to_sign_off" (conflict: not done, or signed off already).
Result<> sign_off(db::Database& database, const institutions::Viewer& viewer, RunId id, const Clock& clock,
                  Random& random);

/// Begins to make the offers of a run that was signed off; a job makes them. Errors: "match_runs.unknown",
/// "match_runs.not_to_publish" (conflict: not done, or somebody else was first), "match_runs.sign_off_first"
/// (conflict), "match_runs.charter_changed" (conflict: ask for a run under the new version).
Result<> publish(db::Database& database, const institutions::Viewer& viewer, RunId id, const Clock& clock,
                 Random& random);

/// Computes a run: from facts, program and choices to what it found. The composition root knows where facts are.
using Compute = std::function<Result<Found>(jobs::Work&, const StoredRun&, const std::vector<NamedChoice>&)>;

inline constexpr const char* run_kind = "match_runs.run";
inline constexpr const char* publish_kind = "match_runs.publish";
/// The arguments must outlive the handlers.
jobs::Handler run_handler(db::Database& database, Compute compute);
jobs::Handler publish_handler(db::Database& database, const Clock& clock, Random& random);

}  // namespace chiron::match_runs
