// What each kind of job does.
#pragma once

#include "app/offered.h"
#include "app/post_office.h"
#include "base/clock.h"
#include "base/random.h"
#include "platform/db/database.h"
#include "platform/jobs/jobs.h"
#include "platform/log/log.h"

namespace chiron::app {

/// Registers the handler of every kind of job but the mails; with handle_mails the only list of them. Each run leaves a
/// line in the log ("job.worked", "job.failed"), when there is one. The arguments must outlive the runner.
void handle_jobs(jobs::Runner& runner, db::Database& database, std::shared_ptr<Suggestions> suggestions,
                 const Clock& clock, Random& random, log::Log* log = nullptr);

/// Registers what goes out by mail, with a runner of its own, so that no match waits for a slow mail server. Of
/// conflicts ahead people are told only where mail is set up: until then those messages wait in the outbox, since
/// nobody may count as told who was not.
void handle_mails(jobs::Runner& runner, db::Database& database, const Clock& clock, Random& random, log::Log* log,
                  PostOffice& post);

}  // namespace chiron::app
