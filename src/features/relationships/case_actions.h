// Cases as use cases: opened and closed by the judgment, decided and contested by people.
#pragma once

#include <string>

#include "base/random.h"
#include "features/audit/audit.h"
#include "features/institutions/viewer.h"
#include "features/relationships/case_store.h"
#include "features/relationships/relationship_actions.h"
#include "platform/db/database.h"

namespace chiron::relationships {

/// What settling came to.
struct Settled {
  int opened = 0, closed = 0;
};

/// What a judgment of many relationships writes together at its end.
struct Together {
  std::vector<Case> opened;
  std::vector<audit::Salted> entries;
};

/// Makes a running relationship's cases (`open`: those not closed) fit its matters: opens one for each that has none,
/// with its audit entry and the message to the learner; follows a duty whose days moved; closes those whose finding is
/// gone. Part of judge(); what is new waits in `together`.
Result<Settled> settle_cases(db::WriteTransaction& write, const At& at, RelationshipId relationship,
                             std::vector<Case> open, std::span<const Matter> matters, Date today, Together& together);
Result<> write_together(db::WriteTransaction& write, const At& at, const Together& together);

/// Lapses what is undecided by `day`, at most `limit`, with an audit entry each; returns how many.
Result<int> lapse_cases(db::WriteTransaction& write, const At& at, Date day, int limit);

/// Chooses a way out, does what it asks (records the recusal; ends the relationship, or the learner's part in a group)
/// and judges again, all in one transaction. Errors: "relationships.case_unknown" (not_found, also when the viewer has
/// nothing to do with it), "relationships.case_settled" (conflict), "relationships.way_not_open" {way},
/// "relationships.way_not_yours" (forbidden).
Result<> decide(db::Database& database, const institutions::Viewer& viewer, CaseId id, Way way, const Clock& clock,
                Random& random);

/// The learner or the educator says that the fact behind a case is not so. Errors: "relationships.case_unknown",
/// "relationships.contest_not_yours" (conflict: the case is closed), "relationships.contest_statement".
Result<ContestId> contest(db::Database& database, const institutions::Viewer& viewer, CaseId id, std::string statement,
                          const Clock& clock, Random& random);
/// Answered by the operator or a person who is no party. A fact that was wrong is corrected where facts are, which
/// closes the case by itself. Errors: "relationships.contest_answered", "relationships.contest_fixed" (a party).
Result<> answer_contest(db::Database& database, const institutions::Viewer& viewer, CaseId about, ContestId id,
                        ContestAnswer said, const Clock& clock, Random& random);

}  // namespace chiron::relationships
