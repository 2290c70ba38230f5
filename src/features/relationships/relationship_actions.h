// Judging relationships where they are stored: after every change of facts, and every night.
#pragma once

#include "base/clock.h"
#include "base/random.h"
#include "features/institutions/viewer.h"
#include "features/relationships/relationship_store.h"
#include "platform/db/database.h"

namespace chiron::relationships {

/// When and where a judgment is made, and what it draws ids from (crypto::DerivedRandom inside a write).
struct At {
  InstitutionId institution;
  Instant now;
  Random& random;
};

/// The institution's day; before its first night, the day of the moment.
Result<Date> today_of(db::ReadTransaction& read, const At& at);

/// What judging one relationship came to.
struct Judged {
  bool paused = false;   ///< it was active and a block applies today
  bool resumed = false;  ///< it was paused and no block applies today any more
  int cases_opened = 0, cases_closed = 0;
};

/// Reads the facts around every learner and educator of the relationship, judges them under the charter version it was
/// agreed under, stores the findings, opens and closes cases, and pauses an active relationship on which a block
/// applies on the institution's day; one that was paused runs on as soon as none does. A pair that is only to be
/// blocked later is not paused before. Inside the caller's transaction, so that the change that made it necessary and
/// the judgment commit together. Of a relationship that is ending nothing is judged. Errors: "relationships.unknown"
/// (not_found).
Result<Judged> judge(db::WriteTransaction& write, const At& at, RelationshipId id);
/// The same for several at once, which are different from one another: what was read for one serves all, so that the
/// number of statements does not grow with their number (beyond cases that open or close and pairs that pause).
Result<std::vector<Judged>> judge(db::WriteTransaction& write, const At& at, const std::vector<RelationshipId>& ids);

/// Judges whatever is unchecked, at most `limit`; returns how many. Call again until it returns 0.
Result<int> judge_unchecked(db::WriteTransaction& write, const At& at, int limit);

/// Judges, then activates. Errors: "relationships.conflict_today", "relationships.conflict_in_term" and those of the
/// move.
Result<> activate(db::WriteTransaction& write, const At& at, RelationshipId id);

/// Records a party's consent to a later charter version that widens. Only a party may; to all others the relationship
/// does not exist ("relationships.unknown", not_found).
Result<> consent_to_charter(db::Database& database, const institutions::Viewer& viewer, RelationshipId id,
                            std::int64_t version, const Clock& clock, Random& random);
/// Moves a relationship to a later version of its program's charter and judges it again. Errors:
/// "relationships.consent_missing" (the version widens and a party has not consented),
/// "relationships.charter_not_yours" (forbidden), "relationships.charter_fixed", "db.missing_reference".
Result<> move_to_charter(db::Database& database, const institutions::Viewer& viewer, RelationshipId id,
                         std::int64_t version, const Clock& clock, Random& random);

}  // namespace chiron::relationships
