// Duties, recusals and coverage in the database: bitemporal, retracted rather than deleted.
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
using people::ImportId;
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
/// Says that a duty does not hold (any longer). Without effect when it is retracted already.
Result<> retract(db::WriteTransaction& write, const Recording& recording, DutyId id);

Result<> record(db::WriteTransaction& write, const Recording& recording, RecusalId id, PersonId person,
                PersonId learner, DateRange days);
Result<> record(db::WriteTransaction& write, const Recording& recording, CoverageId id,
                const CoverageStatement& statement);

/// What holds as far as we know now, in a fixed order.
Result<std::vector<StoredDuty>> current_duties(db::ReadTransaction& read, InstitutionId institution,
                                               people::TextPool& pool);
Result<std::vector<Recusal>> current_recusals(db::ReadTransaction& read, InstitutionId institution,
                                              people::TextPool& pool);
Result<std::vector<CoverageStatement>> current_coverage(db::ReadTransaction& read, InstitutionId institution,
                                                        people::TextPool& pool);

/// What became of the duties of an import.
struct RecordedDuty {
  DutyId id;
  bool replaced = false;  ///< retracted since
};
Result<std::vector<RecordedDuty>> duties_of_import(db::ReadTransaction& read, InstitutionId institution,
                                                   ImportId import);

/// A duty that `import` retracted, as it was: undo records it again.
struct RetractedDuty {
  Duty duty;
  PersonId holder;
  std::optional<PersonId> target;
};
Result<std::vector<RetractedDuty>> retracted_by(db::ReadTransaction& read, InstitutionId institution, ImportId import,
                                                people::TextPool& pool);

/// Takes back every recusal and coverage statement of an import; returns how many.
Result<std::int64_t> retract_statements_of(db::WriteTransaction& write, const Recording& recording, ImportId import);

}  // namespace chiron::duties
