// The list.
#include "app/job_handlers.h"

#include "app/main_job.h"
#include "app/match_jobs.h"
#include "app/nightly.h"
#include "app/offered.h"
#include "app/report_jobs.h"
#include "features/letters/letter_actions.h"
#include "features/relationships/case_messages.h"
#include "features/relationships/relationship_jobs.h"
#include "platform/mail/letter.h"

namespace chiron::app {
namespace {

/// Registers a handler that runs and then says how the run ended.
void add(jobs::Runner& runner, log::Log* log, log::Word kind, jobs::Handler handler) {
  std::string name(kind.text());
  if (!log) return runner.handle(std::move(name), std::move(handler));
  runner.handle(std::move(name), [kind, log, handler = std::move(handler)](jobs::Work& work) {
    auto completed = handler(work);
    const auto job = log::Value::hashed(work.job().id);
    const auto attempt = log::Value(work.job().attempts);
    if (completed)
      log->info("job.worked", {{log::Field::kind, kind}, {log::Field::job, job}, {log::Field::attempt, attempt}});
    else
      log->warning("job.failed", {{log::Field::kind, kind},
                                  {log::Field::job, job},
                                  {log::Field::attempt, attempt},
                                  {log::Field::code, log::Value::code_of(completed.error())},
                                  {log::Field::key, log::Value::key_of(completed.error())}});
    return completed;
  });
}

}  // namespace

void handle_jobs(jobs::Runner& runner, db::Database& database, std::shared_ptr<Suggestions> suggestions,
                 const Clock& clock, Random& random, log::Log* log) {
  add(runner, log, main_job_kind, main_job_handler(database, clock));
  add(runner, log, reports_kind, reports_handler(database, clock));
  add(runner, log, nightly_kind, nightly_handler(database, clock, random));
  add(runner, log, match_runs::run_kind, match_runs::run_handler(database, compute_match_run(database, clock)));
  add(runner, log, match_runs::publish_kind, match_runs::publish_handler(database, clock, random));
  add(runner, log, match_runs::fill_kind,
      match_runs::fill_handler(database, fitting_for(std::move(suggestions)), clock, random));
  add(runner, log, relationships::recheck_kind, relationships::recheck_handler(database, clock, random));
}

void handle_mails(jobs::Runner& runner, db::Database& database, const Clock& clock, Random& random, log::Log* log,
                  PostOffice& post) {
  add(runner, log, mail::send_kind, letter_handler(post));
  add(runner, log, letters::look_kind, letters::look_handler(database, clock, random, post.is_set_up()));
  if (post.is_set_up())
    add(runner, log, relationships::case_message_kind,
        relationships::case_message_handler(database, clock, random, deliver_case_messages(database, post)));
}

}  // namespace chiron::app
