// Asking for a waiver, consenting, approving, withdrawing; and the table from which triggers know what may be waived.
#pragma once

#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "features/audit/audit.h"
#include "features/conflicts/conflicts_sql.h"
#include "features/conflicts/waiver.h"
#include "features/duties/facts_changed.h"
#include "features/institutions/viewer.h"
#include "platform/db/database.h"

namespace chiron::conflicts {

/// Makes the database's table of waivable rules equal to the rule table; at every start, after migrating.
Result<> keep_rules(db::WriteTransaction& write);

struct Waiver {
  WaiverId id;
  WaiverRequest request;
  Instant requested_at;
  std::optional<PersonId> requested_by;
  std::optional<Instant> consented_at;
  std::optional<PersonId> approved_by;
  std::optional<Instant> withdrawn_at;
  bool counts() const { return consented_at && approved_by && !withdrawn_at; }
};

Result<std::optional<Waiver>> find_waiver(db::ReadTransaction& read, InstitutionId institution, WaiverId id);
/// Those between two people in a role, withdrawn and expired ones too, in the order in which they were asked for.
Result<std::vector<Waiver>> waivers_of_pair(db::ReadTransaction& read, InstitutionId institution, PersonId learner,
                                            PersonId educator, conflict::Role role);

/// What every step of a waiver writes besides its row; made before the write. `viewer` must outlive it.
struct WaiverStep {
  const institutions::Viewer& viewer;
  Instant now;
  audit::Salt salt;
  duties::FactsChanged facts_changed;

  WaiverStep(const institutions::Viewer& whose, const Clock& clock, Random& random);
};

/// Each writes its row, its audit entry and what follows. "conflicts.waiver_not_yours" (forbidden) where the viewer may
/// not; "conflicts.waiver_unknown" (not_found); "conflicts.waiver_settled" (conflict) where it was done or withdrawn
/// already.
///
/// Inside the caller's transaction, who has made sure that the viewer may ask. Errors: those of check(WaiverRequest).
Result<> request_waiver(db::WriteTransaction& write, const WaiverStep& step, WaiverId id, const WaiverRequest& request);
/// Only by the learner.
Result<> consent(db::WriteTransaction& write, const WaiverStep& step, WaiverId id);
/// Only by a person who is no party and did not ask for it ("conflicts.approver_independent"), after the learner
/// ("conflicts.consent_first").
Result<> approve(db::WriteTransaction& write, const WaiverStep& step, WaiverId id);
/// Inside the transaction of a caller who has made sure that the viewer may.
Result<> withdraw(db::WriteTransaction& write, const WaiverStep& step, WaiverId id);

/// The same in one transaction of their own. Asked for by a party or the operator.
Result<WaiverId> request_waiver(db::Database& database, const institutions::Viewer& viewer,
                                const WaiverRequest& request, const Clock& clock, Random& random);
Result<> consent(db::Database& database, const institutions::Viewer& viewer, WaiverId id, const Clock& clock,
                 Random& random);
Result<> approve(db::Database& database, const institutions::Viewer& viewer, WaiverId id, const Clock& clock,
                 Random& random);
/// By the learner at any time, or by the operator.
Result<> withdraw(db::Database& database, const institutions::Viewer& viewer, WaiverId id, const Clock& clock,
                  Random& random);

}  // namespace chiron::conflicts
