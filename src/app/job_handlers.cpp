// The list.
#include "app/job_handlers.h"

#include "app/main_job.h"
#include "app/nightly.h"

namespace chiron::app {

void handle_jobs(jobs::Runner& runner, db::Database& database, const Clock& clock) {
  runner.handle(main_job_kind, main_job_handler(database, clock));
  runner.handle(nightly_kind, nightly_handler(database, clock));
}

}  // namespace chiron::app
