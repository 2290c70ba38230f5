// Duties, recusals and coverage in the database: bitemporal, said and retracted by changes, never deleted.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "features/duties/duties_sql.h"
#include "features/duties/duty.h"
#include "features/people/people_store.h"

namespace chiron::duties {

using DutyId = Id<struct DutyTag>;
using RecusalId = Id<struct RecusalTag>;
using CoverageId = Id<struct CoverageTag>;
using people::ChangeId;
using people::Recording;

/// A duty as stored. `duty.person` and a person target are external ids; texts live in the pool they were read into.
struct StoredDuty {
  DutyId id;
  Duty duty;
};

/// Records a duty of `holder` towards the target; a person target's id is given apart. Errors: "db.missing_reference",
/// "duties.not_oneself", "duties.days".
Result<> record(db::WriteTransaction& write, const Recording& recording, DutyId id, const Duty& duty, PersonId holder,
                std::optional<PersonId> target);
/// Many at once.
struct DutyOf {
  DutyId id;
  Duty duty;
  PersonId holder;
  std::optional<PersonId> target;
};
Result<> record(db::WriteTransaction& write, const Recording& recording, const std::vector<DutyOf>& duties);

Result<> record(db::WriteTransaction& write, const Recording& recording, RecusalId id, PersonId person,
                PersonId learner, DateRange days, RecusedFrom what = RecusedFrom::panel);
Result<> record(db::WriteTransaction& write, const Recording& recording, CoverageId id,
                const CoverageStatement& statement);

/// Says that a fact does not hold (any longer). Without effect when it is retracted already.
Result<> retract(db::WriteTransaction& write, const Recording& recording, DutyId id);
Result<> retract(db::WriteTransaction& write, const Recording& recording, const std::vector<DutyId>& ids);
Result<> retract(db::WriteTransaction& write, const Recording& recording, RecusalId id);
Result<> retract(db::WriteTransaction& write, const Recording& recording, CoverageId id);

/// What holds as far as we know now, in a fixed order.
Result<std::vector<StoredDuty>> current_duties(db::ReadTransaction& read, InstitutionId institution,
                                               people::TextPool& pool);
Result<std::vector<Recusal>> current_recusals(db::ReadTransaction& read, InstitutionId institution,
                                              people::TextPool& pool);
Result<std::vector<CoverageStatement>> current_coverage(db::ReadTransaction& read, InstitutionId institution,
                                                        people::TextPool& pool);

/// What became of a fact of a change.
template <class FactId>
struct Recorded {
  FactId id;
  bool replaced = false;  ///< retracted since
};
Result<std::vector<Recorded<DutyId>>> duties_of_change(db::ReadTransaction& read, InstitutionId institution,
                                                       ChangeId change);
Result<std::vector<Recorded<RecusalId>>> recusals_of_change(db::ReadTransaction& read, InstitutionId institution,
                                                            ChangeId change);
Result<std::vector<Recorded<CoverageId>>> coverage_of_change(db::ReadTransaction& read, InstitutionId institution,
                                                             ChangeId change);
/// The duties that a change retracted.
Result<std::vector<DutyId>> duties_retracted_by(db::ReadTransaction& read, InstitutionId institution, ChangeId change);
/// Says a duty again that was retracted, under an id of its own.
Result<> say_again(db::WriteTransaction& write, const Recording& recording, DutyId retracted, DutyId id);

/// Deletes at most `limit` rows that a discarded change left about duties; 0 when nothing is left.
Result<std::int64_t> purge(db::WriteTransaction& write, const Recording& discarded, int limit);

}  // namespace chiron::duties
