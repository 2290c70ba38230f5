// Pairs of the demo that run, and duties that then come between them: what the page of conflicts ahead is about.
#pragma once

#include "app/installation.h"
#include "base/clock.h"
#include "base/random.h"
#include "features/institutions/institution.h"

namespace chiron::app {

/// Makes a program of its own with three running pairs, the demo's learner and educator among them, and records a duty
/// for each that begins in the weeks after today. Learner and educator of a pair are at different sites, so that no
/// match of another program is any different. Done once; each step is found again by a start that was killed.
Result<> plant_cases(Installation& installation, const institutions::Institution& institution, const Clock& clock,
                     Random& random);

}  // namespace chiron::app
