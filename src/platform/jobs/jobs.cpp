// Storing, finding and canceling jobs.
#include "platform/jobs/jobs.h"

#include <algorithm>
#include <tuple>

#include "platform/jobs/job_rows.h"

namespace chiron::jobs {
namespace {

constexpr std::size_t payload_limit = 1024 * 1024;
constexpr std::size_t name_limit = 200;
constexpr State states[] = {State::waiting, State::running, State::done, State::failed, State::canceled};

Result<> check(const Request& request) {
  if (request.payload.size() > payload_limit) return err(fail(ErrorCode::limit, "jobs.payload_too_large"));
  if (request.kind.empty() || request.kind.size() > name_limit || request.idempotency_key.empty() ||
      request.idempotency_key.size() > name_limit)
    return err(fail(ErrorCode::internal, "jobs.bad_name"));
  return {};
}

/// The arguments of insert_job.
auto row_of(InstitutionId institution, JobId id, const Request& request, Instant now, Queue queue) {
  return std::tuple(institution, id, std::string_view(queue == Queue::job ? "job" : "outbox"),
                    std::string_view(request.kind), request.version, std::string_view(request.idempotency_key),
                    std::string_view(request.payload), request.run_at, std::clamp(request.attempts_limit, 1, 100), now);
}

}  // namespace

std::string_view name_of(State state) {
  switch (state) {
    case State::waiting: return "waiting";
    case State::running: return "running";
    case State::done: return "done";
    case State::failed: return "failed";
    case State::canceled: return "canceled";
  }
  return "failed";
}

Job job_of(const db::Row& row) {
  Job job;
  job.institution = row.get<InstitutionId>(0);
  job.id = row.get<JobId>(1);
  job.queue = row.get<std::string_view>(2) == "outbox" ? Queue::outbox : Queue::job;
  job.kind = row.get<std::string>(3);
  job.version = row.get<std::int64_t>(4);
  job.idempotency_key = row.get<std::string>(5);
  const auto state = row.get<std::string_view>(6);
  for (const State each : states)
    if (name_of(each) == state) job.state = each;
  job.payload = row.get<std::string>(7);
  job.run_at = row.get<Instant>(8);
  job.attempts = row.get<int>(9);
  job.attempts_limit = row.get<int>(10);
  job.progress_permille = row.get<int>(11);
  job.cancel_requested = row.get<bool>(12);
  job.result = row.get<std::string>(13);
  job.error_key = row.get<std::string>(14);
  job.created_at = row.get<Instant>(15);
  job.lease_until = row.get<std::optional<Instant>>(16);
  return job;
}

Result<JobId> enqueue(db::WriteTransaction& write, InstitutionId institution, JobId id, const Request& request,
                      Instant now, Queue queue) {
  TRY(check(request));
  const auto inserted = TRY(std::apply([&](const auto&... values) { return write.execute(sql::insert_job, values...); },
                                       row_of(institution, id, request, now, queue)));
  if (inserted == 1) return id;
  return write.query(sql::find_equal_job, institution, request.kind, request.idempotency_key).one<JobId>();
}

Result<> post(db::WriteTransaction& write, InstitutionId institution, const std::vector<Identified>& messages,
              Instant now) {
  for (const Identified& message : messages) TRY(check(message.request));
  return write.insert_all(sql::insert_job, messages, [&](const Identified& message) {
    return row_of(institution, message.id, message.request, now, Queue::outbox);
  });
}

Result<bool> is_known(db::ReadTransaction& read, InstitutionId institution, std::string_view kind,
                      std::string_view idempotency_key) {
  return TRY(read.query(sql::find_equal_job, institution, kind, idempotency_key).first<JobId>()).has_value();
}

Result<std::optional<Job>> find(db::ReadTransaction& read, InstitutionId institution, JobId id) {
  return read.query(sql::find_job, institution, id).first(job_of);
}

Result<bool> hold_waiting(db::WriteTransaction& write, InstitutionId institution, std::string_view kind) {
  return TRY(write.execute(sql::hold_waiting_job, institution, kind)) > 0;
}

Result<> request_cancel(db::WriteTransaction& write, InstitutionId institution, JobId id, Instant now) {
  const auto changed = TRY(write.execute(sql::request_cancel, institution, id, now));
  if (changed == 1) return {};
  const auto found = TRY(find(write, institution, id));
  if (!found) return err(fail(ErrorCode::not_found, "jobs.unknown"));
  return err(fail(ErrorCode::conflict, "jobs.already_ended"));
}

Result<std::int64_t> count_failed(db::ReadTransaction& read, InstitutionId institution, Instant since) {
  return read.query(sql::count_failed_jobs, institution, since).one([](const db::Row& row) {
    return row.get<std::int64_t>(0);
  });
}

Result<std::int64_t> forget_ended(db::WriteTransaction& write, Instant before, int limit) {
  return write.execute(sql::forget_ended_jobs, before, limit);
}

}  // namespace chiron::jobs
