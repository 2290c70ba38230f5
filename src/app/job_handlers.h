// What each kind of job does.
#pragma once

#include "base/clock.h"
#include "platform/db/database.h"
#include "platform/jobs/jobs.h"

namespace chiron::app {

/// Registers the handler of every kind of job; the only list of them. The arguments must outlive the runner.
void handle_jobs(jobs::Runner& runner, db::Database& database, const Clock& clock);

}  // namespace chiron::app
