// How what runs comes to its end, whichever way it was asked for.
#pragma once

#include "features/relationships/relationship_actions.h"

namespace chiron::relationships {

/// Who waits for somebody else after an ending.
enum class Again : std::uint8_t { waits, no };

/// An audit entry about a relationship that names nobody.
Result<> note(db::WriteTransaction& write, const At& at, RelationshipId id, std::string type,
              std::string payload = "{}");

/// A relationship that runs, is paused or closing is over: closed, noted without an actor, and told
/// (RelationshipClosed, RelationshipsChanged). Its learners wait only where it ends before its term.
Result<> close_running(db::WriteTransaction& write, const At& at, const Relationship& relationship, Again again);

/// A learner is no longer one of a group that goes on, and waits for somebody else (RelationshipClosed).
Result<> leave_group(db::WriteTransaction& write, const At& at, const Relationship& relationship, PersonId learner);

/// Tells whoever follows it that a seat is free, that its learners wait, and both sides that it is over.
Result<> tell_closed(db::WriteTransaction& write, const At& at, const Relationship& relationship, Again again,
                     Date today);

}  // namespace chiron::relationships
