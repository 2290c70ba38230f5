// Changes of facts: staged in short writes that show nothing, then applied by one. Features say facts and take them
// back under a change; the database's triggers note whom it concerns, and refuse facts outside a staged change.
//
//   begin → facts, in as many writes as they need → apply → raise_revisions until nothing is left
//
// From the moment it is applied, every fact of the change holds and people_now counts the revisions that are due, so
// nothing judged before still counts; raising them row by row afterwards only makes that cheap to ask.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "platform/db/database.h"

namespace chiron::people {

using ChangeId = Id<struct ChangeTag>;

enum class ChangeKind : std::uint8_t { import, undo, edit };
std::string_view name_of(ChangeKind kind);

/// Under which change facts are said or taken back.
struct Recording {
  InstitutionId institution;
  ChangeId change;
};

/// The number of the institution's last applied change, 0 before the first; it rises with each.
Result<std::int64_t> newest_change(db::ReadTransaction& read, InstitutionId institution);

/// Begins a change. One that is staged in the same institution is discarded: whoever was staging it is told with
/// "people.change_closed" and nothing of it ever shows.
Result<> begin(db::WriteTransaction& write, const Recording& recording, ChangeKind kind);

/// Makes a staged change hold, at the cost of one row whatever its size. Errors: "people.change_closed" (conflict: it
/// is no longer staged).
Result<> apply(db::WriteTransaction& write, const Recording& recording, Instant now);

/// Raises the revisions of at most `limit` people whom an applied change concerns and settles it after the last one;
/// returns how many were raised. Fewer than `limit`: it is settled.
Result<std::int64_t> raise_revisions(db::WriteTransaction& write, const Recording& recording, int limit);

/// Gives a staged change up. Without effect when it is not staged.
Result<> discard(db::WriteTransaction& write, const Recording& recording);

/// Applied changes of all institutions whose revisions are still due: what a killed program left to do.
Result<std::vector<Recording>> unsettled(db::ReadTransaction& read);
Result<std::vector<ChangeId>> discarded(db::ReadTransaction& read, InstitutionId institution);

/// Deletes at most `limit` rows that a discarded change left about people; 0 when nothing is left. Facts of other
/// features that name these people go first.
Result<std::int64_t> purge(db::WriteTransaction& write, const Recording& discarded, int limit);

/// A small change in one write: `say(recording)` says and takes back its facts.
template <class Say>
Result<> change_at_once(db::WriteTransaction& write, const Recording& recording, ChangeKind kind, Instant now,
                        Say say) {
  TRY(begin(write, recording, kind));
  TRY(say(recording));
  TRY(apply(write, recording, now));
  constexpr int all = 1'000'000;
  TRY(raise_revisions(write, recording, all));
  return {};
}

}  // namespace chiron::people
