// The subscriber and the jobs' handlers.
#include "features/relationships/relationship_jobs.h"

#include <algorithm>
#include <chrono>

#include "features/audit/audit.h"
#include "features/people/change_store.h"
#include "features/relationships/case_actions.h"
#include "features/relationships/offer_actions.h"
#include "features/relationships/relationship_events.h"

namespace chiron::relationships {
namespace {

using std::chrono::steady_clock;

/// A write that has run this long begins no further judgment.
constexpr auto full_after = std::chrono::milliseconds(6);
/// How many relationships are judged at once at first; while the write is not full, twice as many at a time.
constexpr int judged_at_once = 4;

/// Judges what is unchecked until the write is full; returns how many.
Result<int> judge_some(db::WriteTransaction& write, const At& at) {
  const auto end = steady_clock::now() + full_after;
  int judged = 0;
  for (int more = judged_at_once; judged < judged_in_one_write && steady_clock::now() < end; more *= 2) {
    const int limit = std::min(more, judged_in_one_write - judged);
    const int done = TRY(judge_unchecked(write, at, limit));
    judged += done;
    if (done < limit) break;
  }
  return judged;
}

constexpr int revisions_in_one_write = 50;
constexpr int lapsed_in_one_write = 20;
constexpr int offers_in_one_write = 5;

/// Runs `step(write, at) -> Result<int>` in a write of its own.
template <class Step>
Result<int> in_one_write(jobs::Work& work, db::Database& database, const Clock& clock, Random& random, Step step) {
  const auto seed = crypto::draw_seed(random);
  const Instant now = clock.now();
  const InstitutionId institution = work.job().institution;
  return database.write_and_wait([&](db::WriteTransaction& write) -> Result<int> {
    crypto::DerivedRandom drawn(seed);
    return step(write, At{institution, now, drawn});
  });
}

/// The same until it returns 0, telling the job's runner in between.
template <class Step>
Result<> until_none_left(jobs::Work& work, db::Database& database, const Clock& clock, Random& random, Step step) {
  while (TRY(in_one_write(work, database, clock, random, step)) > 0) TRY(work.heartbeat(0));
  return {};
}

/// The institution's applied changes that have not raised every revision yet: whom they concern is not judged, though
/// no row says so (features/people/change_store.h).
Result<std::vector<people::Recording>> revisions_due(db::ReadTransaction& read, InstitutionId institution) {
  auto due = TRY(people::unsettled(read));
  std::erase_if(due, [&](const people::Recording& change) { return change.institution != institution; });
  return due;
}

/// Raises them, as whoever applied the change is doing at the same time, so that rows say whom to judge.
Result<> raise_what_is_due(jobs::Work& work, db::Database& database, const Clock& clock, Random& random) {
  return until_none_left(work, database, clock, random, [](db::WriteTransaction& write, const At& at) -> Result<int> {
    const auto due = TRY(revisions_due(write, at.institution));
    if (due.empty()) return 0;
    TRY(people::raise_revisions(write, due.front(), revisions_in_one_write));
    return 1;
  });
}

/// Notes whom the day pauses, then moves it on. The day never goes back, whatever a clock says.
Result<int> move_day_on(db::WriteTransaction& write, const At& at, Date today) {
  const auto day = TRY(day_of(write, at.institution));
  if (day && *day >= today) return 0;
  const auto pausing = TRY(pausing_on(write, at.institution, today));
  for (RelationshipId id : pausing)
    TRY(audit::append(write, at.institution, at.now,
                      {"relationship.paused", std::nullopt, audit::AnyId(id.bytes()), "{}"},
                      audit::draw_salt(at.random)));
  TRY(set_day(write, at.institution, today));
  if (!pausing.empty())
    TRY(write.publish(
        RelationshipsChanged{at.institution, at.now, pausing, Change::paused, today, crypto::draw_seed(at.random)}));
  return 0;
}

}  // namespace

Result<> on_facts_changed(db::WriteTransaction& write, const duties::FactsChanged& event) {
  crypto::DerivedRandom random(event.seed);
  const At at{event.institution, event.now, random};
  TRY(judge_some(write, at));
  if (TRY(unchecked(write, at.institution, 1)).empty() && TRY(revisions_due(write, at.institution)).empty()) return {};
  const auto job = jobs::JobId::random(random);
  TRY(jobs::enqueue(write, at.institution, job, {recheck_kind, 1, job.text(), "", at.now, 20}, at.now));
  return {};
}

jobs::Handler recheck_handler(db::Database& database, const Clock& clock, Random& random) {
  return [&](jobs::Work& work) -> Result<jobs::Completion> {
    TRY(raise_what_is_due(work, database, clock, random));
    TRY(until_none_left(work, database, clock, random, judge_some));
    return jobs::Completion{};
  };
}

Result<int> begin_day(jobs::Work& work, db::Database& database, const Clock& clock, Random& random, Date day) {
  TRY(raise_what_is_due(work, database, clock, random));
  TRY(until_none_left(work, database, clock, random, [&](db::WriteTransaction& write, const At& at) {
    return lapse_cases(write, at, day, lapsed_in_one_write);
  }));
  TRY(until_none_left(work, database, clock, random,
                      [&](db::WriteTransaction& write, const At& at) { return move_day_on(write, at, day); }));
  TRY(until_none_left(work, database, clock, random, [&](db::WriteTransaction& write, const At& at) {
    return settle_offers(write, at, day, offers_in_one_write);
  }));
  int judged = 0;
  // What a write that runs again judged is judged again: `last` moves on only when it has committed.
  RelationshipId last;
  while (true) {
    RelationshipId next;
    int count = 0;
    TRY(in_one_write(work, database, clock, random, [&](db::WriteTransaction& write, const At& at) -> Result<int> {
      const auto ids = TRY(open_after(write, at.institution, last, 2 * judged_at_once));
      TRY(judge(write, at, ids));
      next = ids.empty() ? last : ids.back();
      return count = static_cast<int>(ids.size());
    }));
    if (count == 0) return judged;
    judged += count;
    last = next;
    TRY(work.heartbeat(500));
  }
}

}  // namespace chiron::relationships
