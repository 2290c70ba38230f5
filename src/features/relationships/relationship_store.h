// Relationships in the database. Judging, pausing and activating go through relationship_actions.h; whoever goes around
// it is refused by the database's own triggers.
#pragma once

#include <optional>
#include <vector>

#include "engines/conflict/judge.h"
#include "features/relationships/relationship.h"
#include "features/relationships/relationships_sql.h"
#include "platform/db/transaction.h"

namespace chiron::relationships {

/// A party with the present revision of what is known about the person.
struct KnownParty {
  PersonId person;
  Side side = Side::learner;
  std::int64_t revision = 0;
};

/// A stored finding about one learner and one educator of a relationship.
struct StoredFinding {
  PersonId learner, educator;
  std::string rule;
  conflict::Level level = conflict::Level::disclose;
  conflict::Standing standing = conflict::Standing::applies;
  DateRange days;
};

/// Adds an offer with its parties, unchecked.
Result<> insert(db::WriteTransaction& write, InstitutionId institution, const Relationship& relationship,
                const std::vector<Party>& parties);
Result<std::optional<Relationship>> find(db::ReadTransaction& read, InstitutionId institution, RelationshipId id);
Result<std::vector<KnownParty>> parties_of(db::ReadTransaction& read, InstitutionId institution, RelationshipId id);
Result<std::vector<StoredFinding>> findings_of(db::ReadTransaction& read, InstitutionId institution, RelationshipId id);
Result<std::vector<Relationship>> of_person(db::ReadTransaction& read, InstitutionId institution, PersonId person);
/// Those whose judgment no longer holds, at most `limit`.
Result<std::vector<RelationshipId>> unchecked(db::ReadTransaction& read, InstitutionId institution, int limit);

/// Replaces the findings of a relationship.
Result<> replace_findings(db::WriteTransaction& write, InstitutionId institution, RelationshipId id,
                          const std::vector<StoredFinding>& findings);
/// Records which revision of each party was judged, then claims `judged`: refused when one is no longer current
/// ("relationships.judged_stale").
Result<> mark_judged(db::WriteTransaction& write, InstitutionId institution, RelationshipId id,
                     const std::vector<KnownParty>& parties);
/// Errors: "relationships.transition", "relationships.unchecked", "relationships.conflict_today".
Result<> set_state(db::WriteTransaction& write, InstitutionId institution, RelationshipId id, State state);

/// The institution's day, as its nightly job last set it.
Result<std::optional<Date>> day_of(db::ReadTransaction& read, InstitutionId institution);
/// Moves the day on; pauses every active relationship on whose block the day falls. Errors:
/// "relationships.day_backwards".
Result<> set_day(db::WriteTransaction& write, InstitutionId institution, Date day);

}  // namespace chiron::relationships
