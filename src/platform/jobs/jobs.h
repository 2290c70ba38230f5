// Work that outlives a request, as rows: jobs (imports, match runs, backups) and the outbox (effects after commit,
// such as mail). Run at least once, their effects in the database made exactly once, by any number of servers.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "base/id.h"
#include "base/random.h"
#include "platform/db/database.h"
#include "platform/jobs/jobs_sql.h"

namespace chiron::jobs {

using JobId = Id<struct JobTag>;

/// A job is work a person may watch and cancel; an outbox row is a message to hand on after its transaction committed.
enum class Queue : std::uint8_t { job, outbox };

enum class State : std::uint8_t {
  waiting,   ///< until run_at, and then for a runner
  running,   ///< leased to a runner until lease_until
  done,      ///< its effect is in the database
  failed,    ///< given up; error_key says why
  canceled,  ///< by request, before its effect
};
std::string_view name_of(State state);

/// What a feature asks for.
struct Request {
  std::string kind;             ///< names the handler, "imports.apply"
  std::int64_t version = 1;     ///< of the payload's form; a handler refuses versions it does not know
  std::string idempotency_key;  ///< the same (institution, kind, key) is stored once, however often it is asked for
  std::string payload;          ///< the handler's own text, at most 1 MiB
  Instant run_at{};             ///< not before this moment
  int attempts_limit = 8;       ///< runs before it is given up, 1-100
};

/// A stored job as handlers and screens see it.
struct Job {
  InstitutionId institution;
  JobId id;
  Queue queue = Queue::job;
  std::string kind;
  std::int64_t version = 1;
  std::string idempotency_key;
  State state = State::waiting;
  std::string payload;
  Instant run_at{};
  int attempts = 0;
  int attempts_limit = 8;
  int progress_permille = 0;  ///< 0-1000
  bool cancel_requested = false;
  std::string result;     ///< of a job that is done
  std::string error_key;  ///< of the last failed run, "" when there was none
  Instant created_at{};
  std::optional<Instant> lease_until;
};

/// Stores a job inside the caller's transaction and returns its id; of an equal key already stored, the id of that.
/// Take `id` from Random before the write, since the write may run again. Errors: "jobs.payload_too_large".
Result<JobId> enqueue(db::WriteTransaction& write, InstitutionId institution, JobId id, const Request& request,
                      Instant now, Queue queue = Queue::job);
/// Stores a message that is handed to its kind's handler after this transaction has committed.
inline Result<JobId> post(db::WriteTransaction& write, InstitutionId institution, JobId id, const Request& message,
                          Instant now) {
  return enqueue(write, institution, id, message, now, Queue::outbox);
}

/// Several of one moment. What is stored already under an equal key stays as it is.
struct Identified {
  JobId id;
  Request request;
};
Result<> post(db::WriteTransaction& write, InstitutionId institution, const std::vector<Identified>& messages,
              Instant now);

Result<std::optional<Job>> find(db::ReadTransaction& read, InstitutionId institution, JobId id);
/// Whether a job of that kind and key is stored, in whatever state.
Result<bool> is_known(db::ReadTransaction& read, InstitutionId institution, std::string_view kind,
                      std::string_view idempotency_key);
/// Whether a job of that kind waits that has not been tried yet. If so, none is begun before this transaction ends: the
/// job will see what the transaction writes, and another need not be asked for.
Result<bool> hold_waiting(db::WriteTransaction& write, InstitutionId institution, std::string_view kind);
/// A waiting job is canceled at once; a running one is told at its next heartbeat; one that has ended is refused
/// ("jobs.already_ended").
Result<> request_cancel(db::WriteTransaction& write, InstitutionId institution, JobId id, Instant now);

/// How many were given up since a moment, messages of the outbox among them.
Result<std::int64_t> count_failed(db::ReadTransaction& read, InstitutionId institution, Instant since);

/// Deletes at most `limit` of the jobs that ended before a moment; their idempotency keys may then be used again.
/// Returns how
/// many. Call it until it returns less than `limit`, in writes of their own.
Result<std::int64_t> forget_ended(db::WriteTransaction& write, Instant before, int limit);

/// What a handler answers: the short text kept as the job's result, and the effect on the database. The effect runs
/// in the transaction that marks the job done, only if the lease is still this runner's: so it happens exactly once.
struct Completion {
  std::string result;
  std::function<Result<>(db::WriteTransaction&)> effect;  ///< may be empty
};

/// A handler's view of its run.
class Work {
 public:
  virtual ~Work() = default;
  virtual const Job& job() const = 0;
  /// Extends the lease and stores the progress (0-1000). Errors end the run: "jobs.canceled", "jobs.lease_lost",
  /// "jobs.stopping" (the server ends: the job waits again, and this run does not count among its attempts).
  /// Call it at least every third of the lease.
  virtual Result<> heartbeat(int progress_permille) = 0;
  /// For computations that look at a token: the server ends. A heartbeat afterwards says so too.
  virtual std::stop_token stop() const = 0;
};

/// Does the work outside any transaction. An error of code unavailable or io is tried again later; any other ends the
/// job as failed with the error's key. Effects outside the database may happen twice: give the receiver the
/// idempotency key.
using Handler = std::function<Result<Completion>(Work&)>;

struct RunnerOptions {
  std::int64_t lease_ms = 60'000;
  std::int64_t retry_first_ms = 2'000;        ///< doubled with every attempt …
  std::int64_t retry_longest_ms = 3'600'000;  ///< … up to this
  std::int64_t poll_ms = 1'000;               ///< how often an idle runner looks for work of other servers
  int threads = 1;                            ///< 1-16
};

/// Takes jobs whose kind it has a handler for. Several runners, in one process or many, may share a database.
class Runner {
 public:
  Runner(db::Database& database, const Clock& clock, Random& random, RunnerOptions options = {});
  ~Runner();
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;

  /// Before the first run; registering a kind twice is a bug.
  void handle(std::string kind, Handler handler);

  /// Takes and runs one job that is due, if there is one; true when it did. For tests and commands.
  Result<bool> run_one();
  /// Runs until no job is due; returns how many ran.
  Result<int> run_all_due();

  /// Starts the threads / asks them to end and waits until their current job has ended or has given way at a heartbeat.
  void start();
  void stop();
  /// Says that a job may have been added, so that an idle runner looks at once.
  void wake();

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace chiron::jobs
