// What each kind of job does.
#pragma once

#include "base/clock.h"
#include "base/random.h"
#include "platform/db/database.h"
#include "platform/jobs/jobs.h"
#include "platform/log/log.h"

namespace chiron::app {

/// Registers the handler of every kind of job; the only list of them. Each run leaves a line in the log ("job.worked",
/// "job.failed"), when there is one. The arguments must outlive the runner.
void handle_jobs(jobs::Runner& runner, db::Database& database, const Clock& clock, Random& random,
                 log::Log* log = nullptr);

}  // namespace chiron::app
