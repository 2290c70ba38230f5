// Judging again when facts changed and every night: a few relationships in the transaction of the change, the others by
// a job that the same transaction enqueues. Until then they stay unchecked, which counts as not running.
#pragma once

#include "features/duties/facts_changed.h"
#include "features/relationships/relationship_actions.h"
#include "platform/jobs/jobs.h"

namespace chiron::relationships {

/// How many relationships one write judges at most; it begins no other after 6 ms, since no write runs longer than 20.
inline constexpr int judged_in_one_write = 28;

/// The subscriber of duties::FactsChanged.
Result<> on_facts_changed(db::WriteTransaction& write, const duties::FactsChanged& event);

inline constexpr const char* recheck_kind = "relationships.recheck";
/// Judges whatever is unchecked in the job's institution, in short writes. The arguments must outlive it.
jobs::Handler recheck_handler(db::Database& database, const Clock& clock, Random& random);

/// What the night does to relationships, in short writes of the job that begins a day: lapses cases whose deadline has
/// come, moves the institution's day to `day` (never back), which pauses pairs whose duty starts, settles offers that
/// no longer wait, and judges all that are offered, active or paused, whatever was known of them. Returns how many were
/// judged.
Result<int> begin_day(jobs::Work& work, db::Database& database, const Clock& clock, Random& random, Date day);

}  // namespace chiron::relationships
