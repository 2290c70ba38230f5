// Relationships in the database. Judging, pausing and activating go through relationship_actions.h; whoever goes around
// it is refused by the database's own triggers.
#pragma once

#include <optional>
#include <vector>

#include "features/relationships/finding.h"
#include "features/relationships/relationship.h"
#include "features/relationships/relationships_sql.h"
#include "platform/db/transaction.h"

namespace chiron::relationships {

struct KnownParty {
  PersonId person;
  Side side = Side::learner;
  std::optional<Date> left_on;  ///< of a group: no longer judged from this day
};

/// The days on which two parties both belong to the relationship.
DateRange days_of(const Relationship& relationship, const KnownParty& learner, const KnownParty& educator);

/// Adds an offer with its parties, unchecked.
Result<> insert(db::WriteTransaction& write, InstitutionId institution, const Relationship& relationship,
                const std::vector<Party>& parties);
Result<std::optional<Relationship>> find(db::ReadTransaction& read, InstitutionId institution, RelationshipId id);
Result<std::vector<KnownParty>> parties_of(db::ReadTransaction& read, InstitutionId institution, RelationshipId id);
Result<std::vector<StoredFinding>> findings_of(db::ReadTransaction& read, InstitutionId institution, RelationshipId id);
/// The same of many relationships at the cost of one query each. What is not there is left out.
Result<OfRelationships<Relationship>> find(db::ReadTransaction& read, InstitutionId institution,
                                           const std::vector<RelationshipId>& ids);
Result<OfRelationships<std::vector<KnownParty>>> parties_of(db::ReadTransaction& read, InstitutionId institution,
                                                            const std::vector<RelationshipId>& ids);
Result<OfRelationships<std::vector<StoredFinding>>> findings_of(db::ReadTransaction& read, InstitutionId institution,
                                                                const std::vector<RelationshipId>& ids);
Result<std::vector<Relationship>> of_person(db::ReadTransaction& read, InstitutionId institution, PersonId person);
/// Those whose judgment no longer holds, at most `limit`.
Result<std::vector<RelationshipId>> unchecked(db::ReadTransaction& read, InstitutionId institution, int limit);

/// Those that may run or do, after an id in the order of ids, at most `limit`: for judging all of them in short writes.
Result<std::vector<RelationshipId>> open_after(db::ReadTransaction& read, InstitutionId institution,
                                               RelationshipId after, int limit);
/// The active ones that set_day(day) pauses.
Result<std::vector<RelationshipId>> pausing_on(db::ReadTransaction& read, InstitutionId institution, Date day);

/// A party of a group leaves it. Errors: "relationships.last_of_side", "relationships.left_already" (conflict).
Result<> leave(db::WriteTransaction& write, InstitutionId institution, RelationshipId id, PersonId person, Date day);
/// Records a party's consent to a charter version; saying it again changes nothing.
Result<> insert_consent(db::WriteTransaction& write, InstitutionId institution, RelationshipId id, std::int64_t version,
                        PersonId person, Instant now);
/// Errors: "relationships.charter_fixed" (an earlier version), "relationships.consent_missing" (it widens).
Result<> set_charter_version(db::WriteTransaction& write, InstitutionId institution, RelationshipId id,
                             std::int64_t version);

/// Replaces the findings of relationships, where they are others than before.
Result<> replace_findings(db::WriteTransaction& write, InstitutionId institution,
                          const OfRelationships<std::vector<StoredFinding>>& findings);
/// Records the present revision of every party as the one that is going to be judged: before the facts are read.
Result<> take_revisions(db::WriteTransaction& write, InstitutionId institution, const std::vector<RelationshipId>& ids);
/// Claims `judged`: refused when a revision that was taken is no longer current ("relationships.judged_stale").
Result<> mark_judged(db::WriteTransaction& write, InstitutionId institution, const std::vector<RelationshipId>& ids);
/// Errors: "relationships.transition", "relationships.unchecked", "relationships.conflict_today",
/// "relationships.conflict_in_term" (an offer with a block before it), "relationships.case_open".
Result<> set_state(db::WriteTransaction& write, InstitutionId institution, RelationshipId id, State state);
/// The same for several that are to be paused, in one statement.
Result<> pause(db::WriteTransaction& write, InstitutionId institution, const std::vector<RelationshipId>& ids);

/// The institution's day, as its nightly job last set it.
Result<std::optional<Date>> day_of(db::ReadTransaction& read, InstitutionId institution);
/// Moves the day on; pauses every active relationship on whose block the day falls. Errors:
/// "relationships.day_backwards".
Result<> set_day(db::WriteTransaction& write, InstitutionId institution, Date day);

}  // namespace chiron::relationships
