// Imports as use cases: previewed against what the database holds, accepted all or nothing, undone as far as nothing
// later replaced. However large, no write of theirs runs longer than 20 ms (staging.h).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "features/duties/duty_store.h"
#include "features/imports/difference.h"
#include "features/institutions/viewer.h"
#include "platform/db/database.h"

namespace chiron::imports {

/// An import is a change of facts; both have the same id.
using ImportId = people::ChangeId;

/// What a person sees before saying yes. Holds the roster it was made from; accept it as it is or not at all.
struct Preview {
  InstitutionId institution;
  Difference difference;
  Held held;
  std::vector<PersonId> held_ids;             ///< by Held::people
  std::vector<duties::DutyId> held_duty_ids;  ///< by Held::duties
  std::int64_t based_on = 0;                  ///< people::newest_change when this was made; accepting checks it
  std::shared_ptr<const duties::Roster> said;
  std::shared_ptr<people::TextPool> pool;  ///< keeps the texts of `held`
  Completeness completeness = Completeness::additions;
  Date day;
  std::vector<std::string> files;
};

/// An import that was accepted.
struct Import {
  ImportId id;
  Instant accepted_at;
  std::optional<Instant> undone_at;
  std::string files;  ///< names, separated by line breaks
  std::int64_t people_added = 0, people_changed = 0, people_left = 0, duties_added = 0, duties_ended = 0;
};

/// Compares a roster with what the institution holds. Refuses a roster with errors
/// ("imports.roster_has_errors" {count}); rows whose names are unresolved are not part of it and stay to be chosen.
Result<Preview> preview(db::Database& database, InstitutionId institution, std::shared_ptr<const duties::Roster> roster,
                        Completeness completeness, Date day);

/// Whether accepting it would change anything.
Result<bool> says_something(db::ReadTransaction& read, InstitutionId institution, const Preview& preview);

/// Stages the whole difference, then applies it in one short write with its row and its audit entry: before that write
/// nothing of it shows, after it everything but its list of pairs, which is kept in the writes that follow. Errors:
/// "imports.changed_since" (conflict: facts changed after the preview, or another import began while this one was
/// staged: look again), "imports.nothing" (the files change nothing),
/// "imports.unknown_person", "imports.not_yours" (forbidden). Whether somebody else must approve it is asked
/// by import_requests.h.
Result<Import> accept(db::Database& database, const institutions::Viewer& viewer, const Preview& preview,
                      const Clock& clock, Random& random);

/// What undoing did, and what it had to leave.
struct Undone {
  std::int64_t people_taken_back = 0, duties_taken_back = 0, duties_restored = 0;
  std::vector<std::string> people_kept;  ///< external ids: a later import said something newer
  std::int64_t duties_kept = 0;          ///< duties of the import that a later one had ended already
};

/// Takes an import back: retracts what nothing later replaced, restores what it had replaced or ended, and lists the
/// rest. Errors: "imports.unknown" (not_found), "imports.undone_already" (conflict),
/// "imports.changed_since" (conflict: facts changed meanwhile).
Result<Undone> undo(db::Database& database, const institutions::Viewer& viewer, ImportId import, const Clock& clock,
                    Random& random);

/// Newest first.
Result<std::vector<Import>> list(db::ReadTransaction& read, InstitutionId institution);

/// The institution's facts as a roster: what every judgment and match run reads.
Result<duties::Roster> current_roster(db::ReadTransaction& read, InstitutionId institution);

}  // namespace chiron::imports
