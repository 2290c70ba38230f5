// The runner: takes due jobs under a lease, runs their handlers, and stores their effects exactly once.
#include <algorithm>
#include <condition_variable>
#include <limits>
#include <mutex>
#include <thread>

#include "platform/jobs/job_rows.h"
#include "platform/jobs/jobs.h"

namespace chiron::jobs {
namespace {

using OwnerId = Id<struct LeaseOwnerTag>;

constexpr int page = 100;

/// A lease lasts for one claim: the owner's id is new each time, so that a runner that lost its lease and another
/// that took the job, in the same process or not, are never confused.
struct Lease {
  Job job;
  OwnerId owner;
};

bool may_pass(ErrorCode code) { return code == ErrorCode::unavailable || code == ErrorCode::io; }

Error stopping_error() { return fail(ErrorCode::unavailable, "jobs.stopping"); }
Error lease_lost() { return fail(ErrorCode::conflict, "jobs.lease_lost"); }

}  // namespace

struct Runner::Inside {
  Inside(db::Database& its_database, const Clock& its_clock, Random& its_random, RunnerOptions its_options)
      : database(its_database), clock(its_clock), random(its_random), options(its_options) {}

  db::Database& database;
  const Clock& clock;
  Random& random;
  RunnerOptions options;
  std::map<std::string, Handler, std::less<>> handlers;

  std::mutex mutex;  ///< of what follows, and of `random`
  std::condition_variable woken;
  std::int64_t wakes = 0;
  bool stopping = false;
  std::stop_source stop;  ///< of the runs under way; new with every start
  std::vector<std::thread> threads;

  Result<std::optional<Lease>> claim();
  Result<> run(const Lease& lease, const std::stop_token& stop);
  Result<> conclude(const Lease& lease, Result<Completion> completed);
  Result<> end(db::WriteTransaction& write, const Lease& lease, State state, std::string_view result,
               std::string_view error_key);
  void run_until_stopped();
};

namespace {

class LeasedWork final : public Work {
 public:
  LeasedWork(db::Database& database, const Clock& clock, std::int64_t lease_ms, const Lease& lease,
             std::stop_token stop)
      : database_(database), clock_(clock), lease_ms_(lease_ms), lease_(lease), stop_(std::move(stop)) {}

  const Job& job() const override { return lease_.job; }
  std::stop_token stop() const override { return stop_; }

  Result<> heartbeat(int progress_permille) override {
    if (stop_.stop_requested()) return err(stopping_error());
    const Instant until = clock_.now().plus_ms(lease_ms_);
    const int progress = std::clamp(progress_permille, 0, 1'000);
    return database_.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
      const auto& job = lease_.job;
      const auto held = TRY(write.execute(sql::extend_lease, job.institution, job.id, lease_.owner, until, progress));
      if (held == 0) return err(lease_lost());
      const auto stored = TRY(find(write, job.institution, job.id));
      if (stored && stored->cancel_requested) return err(fail(ErrorCode::conflict, "jobs.canceled"));
      return {};
    });
  }

 private:
  db::Database& database_;
  const Clock& clock_;
  std::int64_t lease_ms_;
  const Lease& lease_;
  std::stop_token stop_;
};

}  // namespace

Result<std::optional<Lease>> Runner::Inside::claim() {
  const Instant now = clock.now();
  OwnerId owner;
  {
    std::lock_guard lock(mutex);
    owner = OwnerId::random(random);
  }
  // Looking costs no write; the claim below repeats the look's conditions. Pages, since the first due jobs may all be
  // of kinds that only other servers handle.
  Instant after_moment{std::numeric_limits<std::int64_t>::min()};
  JobId after_id;
  while (true) {
    const auto due = TRY(database.read([&](db::ReadTransaction& read) {
      return read.query(sql::due_jobs, now, after_moment, after_id, page).all(job_of);
    }));
    for (const auto& job : due) {
      after_moment = job.lease_until.value_or(job.run_at);
      after_id = job.id;
      if (!handlers.contains(job.kind)) continue;
      const auto claimed = TRY(database.write_and_wait([&](db::WriteTransaction& write) {
        return write.execute(sql::claim_job, job.institution, job.id, job.attempts, owner,
                             now.plus_ms(options.lease_ms), now);
      }));
      if (claimed == 0) continue;  // another runner was faster
      Lease lease{job, owner};
      lease.job.state = State::running;
      ++lease.job.attempts;
      return lease;
    }
    if (due.size() < static_cast<std::size_t>(page)) break;
  }
  return std::nullopt;
}

Result<> Runner::Inside::end(db::WriteTransaction& write, const Lease& lease, State state, std::string_view result,
                             std::string_view error_key) {
  const auto ended = TRY(write.execute(sql::end_job, lease.job.institution, lease.job.id, lease.owner, name_of(state),
                                       result, error_key, clock.now()));
  if (ended == 0) return err(lease_lost());
  return {};
}

Result<> Runner::Inside::run(const Lease& lease, const std::stop_token& token) {
  if (lease.job.attempts > lease.job.attempts_limit) {
    // Its runs ended without a word: the process died each time.
    return conclude(lease, err(fail(ErrorCode::internal, "jobs.gave_up")));
  }
  if (lease.job.cancel_requested) return conclude(lease, err(fail(ErrorCode::conflict, "jobs.canceled")));
  LeasedWork work(database, clock, options.lease_ms, lease, token);
  Result<Completion> completed = err(fail(ErrorCode::internal, "jobs.handler_threw"));
  try {
    completed = handlers.find(lease.job.kind)->second(work);
  } catch (...) {
    // Third-party code may throw; the job fails and the runner goes on.
  }
  // Whatever was cut short by the stop is done again later, whichever words its error found for that.
  if (!completed && token.stop_requested() && completed.error().key != "jobs.canceled" &&
      completed.error().key != "jobs.lease_lost")
    completed = err(stopping_error());
  return conclude(lease, std::move(completed));
}

Result<> Runner::Inside::conclude(const Lease& lease, Result<Completion> completed) {
  if (completed) {
    auto stored = database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
      // The lease first: who has lost it must not have the effect.
      TRY(end(write, lease, State::done, completed->result, ""));
      if (completed->effect) TRY(completed->effect(write));
      return {};
    });
    if (stored) return {};
    completed = err(std::move(stored.error()));
  }
  const Error& error = completed.error();
  if (error.key == "jobs.lease_lost") return {};  // the job is another runner's now
  auto noted = database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    if (error.key == "jobs.canceled") return end(write, lease, State::canceled, "", "");
    if (error.key == "jobs.stopping") {
      if (TRY(write.execute(sql::give_back_job, lease.job.institution, lease.job.id, lease.owner)) == 0)
        return err(lease_lost());
      return {};
    }
    if (!may_pass(error.code) || lease.job.attempts >= lease.job.attempts_limit)
      return end(write, lease, State::failed, "", error.key);
    std::int64_t wait_ms = options.retry_first_ms;
    for (int i = 1; i < lease.job.attempts && wait_ms < options.retry_longest_ms; ++i) wait_ms *= 2;
    wait_ms = std::min(wait_ms, options.retry_longest_ms);
    const auto postponed = TRY(write.execute(sql::postpone_job, lease.job.institution, lease.job.id, lease.owner,
                                             error.key, clock.now().plus_ms(wait_ms)));
    if (postponed == 0) return err(lease_lost());
    return {};
  });
  if (!noted && noted.error().key == "jobs.lease_lost") return {};
  return noted;
}

Runner::Runner(db::Database& database, const Clock& clock, Random& random, RunnerOptions options)
    : inside_(std::make_unique<Inside>(database, clock, random, options)) {}

Runner::~Runner() { stop(); }

void Runner::handle(std::string kind, Handler handler) {
  inside_->handlers.emplace(std::move(kind), std::move(handler));
}

Result<bool> Runner::run_one() {
  const auto lease = TRY(inside_->claim());
  if (!lease) return false;
  TRY(inside_->run(*lease, {}));
  return true;
}

Result<int> Runner::run_all_due() {
  int count = 0;
  while (TRY(run_one())) ++count;
  return count;
}

void Runner::start() {
  std::lock_guard lock(inside_->mutex);
  inside_->stopping = false;
  inside_->stop = std::stop_source();
  for (int i = 0; i < std::clamp(inside_->options.threads, 1, 16); ++i)
    inside_->threads.emplace_back([this] { inside_->run_until_stopped(); });
}

void Runner::stop() {
  std::vector<std::thread> ending;
  {
    std::lock_guard lock(inside_->mutex);
    inside_->stopping = true;
    inside_->stop.request_stop();
    ending.swap(inside_->threads);
  }
  inside_->woken.notify_all();
  for (auto& thread : ending) thread.join();
}

void Runner::wake() {
  {
    std::lock_guard lock(inside_->mutex);
    ++inside_->wakes;
  }
  inside_->woken.notify_all();
}

void Runner::Inside::run_until_stopped() {
  std::unique_lock lock(mutex);
  while (!stopping) {
    const auto seen = wakes;
    const auto token = stop.get_token();
    lock.unlock();
    bool ran = false;
    if (const auto lease = claim(); lease && *lease) {
      ran = true;
      // A failure to store the end leaves the lease to run out; the job is then taken again.
      (void)run(**lease, token);
    }
    lock.lock();
    if (!ran)
      woken.wait_for(lock, std::chrono::milliseconds(options.poll_ms), [&] { return stopping || wakes != seen; });
  }
}

}  // namespace chiron::jobs
