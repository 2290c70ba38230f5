// Computing a stored match run: facts, program and choices in, what it found out.
#pragma once

#include "features/match_runs/match_run_actions.h"

namespace chiron::app {

/// From the institution's facts as they are now. Both must outlive what is returned.
match_runs::Compute compute_match_run(db::Database& database, const Clock& clock);

}  // namespace chiron::app
