// Recording and retracting a recusal by hand: the educator keeps out of a decision about a learner.
#pragma once

#include "base/random.h"
#include "features/duties/duty_store.h"
#include "features/institutions/viewer.h"
#include "platform/db/database.h"

namespace chiron::duties {

struct NewRecusal {
  PersonId person;
  PersonId learner;
  RecusedFrom what = RecusedFrom::panel;
  DateRange days;
};

/// Writes the recusal, its audit entry and what follows from it, in one transaction. The person themself may, and the
/// operator ("duties.recusal_not_yours", forbidden). Errors: "duties.not_oneself", "duties.recusal_days",
/// "db.missing_reference" (a person of no such institution).
Result<RecusalId> recuse(db::Database& database, const institutions::Viewer& viewer, const NewRecusal& recusal,
                         const Clock& clock, Random& random);

/// Takes it back; it is kept, retracted. Errors: "duties.recusal_unknown" (not_found),
/// "duties.recusal_retracted" (conflict: it was taken back already).
Result<> retract_recusal(db::Database& database, const institutions::Viewer& viewer, RecusalId id, const Clock& clock,
                         Random& random);

}  // namespace chiron::duties
