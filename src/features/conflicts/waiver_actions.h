// Asking for a waiver, consenting, approving, withdrawing; and the table from which triggers know what may be waived.
#pragma once

#include "base/clock.h"
#include "base/random.h"
#include "features/conflicts/conflicts_sql.h"
#include "features/conflicts/waiver.h"
#include "features/institutions/viewer.h"
#include "platform/db/database.h"

namespace chiron::conflicts {

/// Makes the database's table of waivable rules equal to the rule table; at every start, after migrating.
Result<> keep_rules(db::WriteTransaction& write);

struct Waiver {
  WaiverId id;
  WaiverRequest request;
  std::optional<Instant> consented_at;
  std::optional<PersonId> approved_by;
  std::optional<Instant> withdrawn_at;
  bool counts() const { return consented_at && approved_by && !withdrawn_at; }
};

Result<std::optional<Waiver>> find_waiver(db::ReadTransaction& read, InstitutionId institution, WaiverId id);

/// Each writes its row, its audit entry and what follows in one transaction. "conflicts.waiver_not_yours" (forbidden)
/// where the viewer may not; "conflicts.waiver_unknown" (not_found); "conflicts.waiver_settled" (conflict) where it was
/// done or withdrawn already.
///
/// Asked for by a party or the operator. Errors: those of check(WaiverRequest).
Result<WaiverId> request_waiver(db::Database& database, const institutions::Viewer& viewer,
                                const WaiverRequest& request, const Clock& clock, Random& random);
/// Only by the learner.
Result<> consent(db::Database& database, const institutions::Viewer& viewer, WaiverId id, const Clock& clock,
                 Random& random);
/// Only by a person who is no party ("conflicts.approver_independent"), after the learner ("conflicts.consent_first").
Result<> approve(db::Database& database, const institutions::Viewer& viewer, WaiverId id, const Clock& clock,
                 Random& random);
/// By the learner at any time, or by the operator.
Result<> withdraw(db::Database& database, const institutions::Viewer& viewer, WaiverId id, const Clock& clock,
                  Random& random);

}  // namespace chiron::conflicts
