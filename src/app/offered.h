// Whom a learner may wish for, or be offered while they wait, and what keeps learners from an educator: the rules of a
// match run on the facts of the database.
#pragma once

#include <memory>

#include "app/known_facts.h"
#include "features/educators/duties_in_the_way.h"
#include "features/match_runs/match_run.h"
#include "features/match_runs/waiting_actions.h"
#include "features/people/people_store.h"
#include "features/preferences/preference_actions.h"

namespace chiron::app {

/// What a program's people answered, as a run takes it: by position in the roster that these people were read into.
/// Whoever is in the roster no more is left out.
match_runs::Answers answers_in(const duties::Roster& roster, const std::vector<people::Named>& people,
                               const preferences::Collected& collected);

/// Safe to call from many threads.
preferences::OfferedTo offered_to(std::shared_ptr<KnownFacts> known);
/// Likewise, who could teach a learner who waits.
match_runs::FittingFor fitting_for(std::shared_ptr<KnownFacts> known);
/// Likewise, which duties of an educator's keep learners from them.
educators::InTheWayOf in_the_way_of(std::shared_ptr<KnownFacts> known);

}  // namespace chiron::app
