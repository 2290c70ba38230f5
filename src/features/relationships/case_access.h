// Who sees a case, and as what: the one place that says so.
#pragma once

#include "features/institutions/viewer.h"
#include "features/relationships/case_store.h"
#include "features/relationships/relationship_store.h"

namespace chiron::relationships {

/// A case as its viewer stands to it.
struct SeenCase {
  Case about;
  Relationship relationship;
  Decider as = Decider::lead;
};

/// The case, for its learner; for its educator once the learner was told, as long as they are a party of a relationship
/// that is not closed; and for whoever runs or leads the program. A party is that before anything else, whatever roles
/// they have besides. To all others it does not exist: "relationships.case_unknown" (not_found).
Result<SeenCase> case_for(db::ReadTransaction& read, const institutions::Viewer& viewer, CaseId id);

}  // namespace chiron::relationships
