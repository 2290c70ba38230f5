// Judging relationships where they are stored: after every change of facts, and every night.
#pragma once

#include "features/relationships/relationship_store.h"

namespace chiron::relationships {

/// What judging one relationship came to.
struct Judged {
  conflict::Answer answer = conflict::Answer::allow;
  bool paused = false;  ///< it was active and a block applies today
};

/// Reads the facts around every learner and educator of the relationship, stores the findings and pauses an active
/// relationship on which a block applies on the institution's day. Inside the caller's transaction, so that the change
/// that made it necessary and the judgment commit together. Errors: "relationships.unknown" (not_found).
Result<Judged> judge(db::WriteTransaction& write, InstitutionId institution, RelationshipId id);

/// Judges whatever is unchecked, at most `limit`; returns how many. Call again until it returns 0.
Result<int> judge_unchecked(db::WriteTransaction& write, InstitutionId institution, int limit);

/// Judges, then activates. Errors: "relationships.conflict_today" and those of the move.
Result<> activate(db::WriteTransaction& write, InstitutionId institution, RelationshipId id);

}  // namespace chiron::relationships
