// A learner wishes; anybody of a program rules somebody out.
#pragma once

#include <functional>

#include "base/random.h"
#include "features/educators/participant.h"
#include "features/preferences/preference_store.h"
#include "platform/db/database.h"

namespace chiron::preferences {

/// Whom a learner may wish for: at most `most_profiles` educators whom no hard rule of the program keeps from them,
/// vetoes included, the best fit first.
struct Offered {
  std::vector<PersonId> best;
  /// Of those asked about besides: whom no rule keeps away that everybody may know. Vetoes do not count here: a learner
  /// must not find out from their own saved wish that somebody ruled them out.
  std::vector<PersonId> possible;
  bool pending = false;  ///< nothing is known yet: it is being worked out
};
/// The composition root knows where facts are. `also`: those asked about besides.
using OfferedTo = std::function<Result<Offered>(db::ReadTransaction& read, InstitutionId institution,
                                                const programs::ProgramNow& program, PersonId learner,
                                                const std::vector<PersonId>& also)>;

/// People of a program with this search key in their names, by name, at most `most`; nothing while everybody is read
/// for the first time.
using FoundByName = std::function<Result<std::optional<std::vector<PersonId>>>(
    db::ReadTransaction& read, InstitutionId institution, const programs::Program& program, std::string_view wanted,
    std::size_t most)>;

/// The viewer's place as a learner of a program. Errors: "preferences.unknown" (not_found).
Result<educators::Place> learning_place(db::ReadTransaction& read, const institutions::Viewer& viewer,
                                        ProgramId program);
/// The days on which wishes may be saved: the calendar's step.
Result<DateRange> days_of_wishes(db::ReadTransaction& read, InstitutionId institution,
                                 const programs::ProgramNow& program);

/// What somebody sends of their wishes; `read_at` is the revision they were made from, 0 when there were none.
struct NewWishes {
  ProgramId program;
  std::int64_t read_at = 0;
  std::vector<PersonId> wishes;
};
/// Keeps the viewer's own wishes: people on offer, and those who stood among their wishes before. Errors:
/// "preferences.unknown" (not_found), "preferences.not_open" and "preferences.closed" (conflict), those of check(),
/// "preferences.not_offered" (also for somebody whom the viewer ruled out), "preferences.changed_meanwhile" (conflict).
/// What was kept already from that revision is kept: a request may come twice.
Result<> wish(db::Database& database, const institutions::Viewer& viewer, const NewWishes& asked,
              const OfferedTo& offered_to, const Clock& clock, Random& random);

/// Whom the viewer does not want to be matched with in a program, and whether it stands. Nothing else is kept of it, no
/// audit entry either: for an educator, that there is one would tell that there is a veto. Counts from the next match
/// run on. Errors: "preferences.unknown" (not_found: no place in such a program, or nobody of that id in it).
Result<> rule_out(db::Database& database, const institutions::Viewer& viewer, ProgramId program, PersonId person,
                  bool stands);

}  // namespace chiron::preferences
