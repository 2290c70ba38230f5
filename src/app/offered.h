// Whom a learner may wish for, or be offered while they wait: the rules of a match run on the facts of the database.
#pragma once

#include "features/match_runs/match_run.h"
#include "features/match_runs/waiting_actions.h"
#include "features/people/people_store.h"
#include "features/preferences/preference_actions.h"

namespace chiron::app {

/// What a program's people answered, as a run takes it: by position in the roster that these people were read into.
/// Whoever is in the roster no more is left out.
match_runs::Answers answers_in(const duties::Roster& roster, const std::vector<people::Named>& people,
                               const preferences::Collected& collected);

/// Keeps the facts of the last institution asked about until they change: a page of wishes reads what many before it
/// read. Safe to call from many threads.
preferences::OfferedTo offered_to();
/// Likewise, who could teach a learner who waits.
match_runs::FittingFor fitting_for();

}  // namespace chiron::app
