// Cases as use cases: opened and closed by the judgment, decided and contested by people.
#pragma once

#include <string>

#include "base/random.h"
#include "features/audit/audit.h"
#include "features/conflicts/waiver_actions.h"
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

/// Notes that the learner knows of a case: they have read it themself, or whoever runs the program has told them. Mail
/// may not be set up, and who has no address gets none. Saying it again changes nothing. Errors:
/// "relationships.case_unknown", "relationships.told_not_yours" (forbidden).
Result<> note_told(db::Database& database, const institutions::Viewer& viewer, CaseId id, const Clock& clock,
                   Random& random);

/// What somebody chooses, having read the case at `revision`.
struct Decision {
  Way way = Way::rematch;
  std::int64_t revision = 1;
  std::optional<conflicts::WaiverReason> reason;  ///< why a waiver is asked for; for a waiver only
};
/// Chooses a way out, does what it asks (records the recusal; ends the relationship, or the learner's part in a group;
/// asks for the waiver, to which a learner who asks consents) and judges again, all in one transaction. Until the case
/// is closed another way may be chosen instead. Errors: "relationships.case_unknown" (not_found, also when the viewer
/// has nothing to do with it), "relationships.case_settled" (conflict), "relationships.case_changed" (conflict: another
/// revision), "relationships.way_not_open" {way}, "relationships.way_not_yours" (forbidden), "conflicts.waiver_reason".
Result<> decide(db::Database& database, const institutions::Viewer& viewer, CaseId id, const Decision& decision,
                const Clock& clock, Random& random);

/// The days that a waiver of a case's rule counts: from today until the rule no longer applies, at most as long as a
/// waiver may be; none where nothing is found any more.
std::optional<DateRange> waiver_days(const Case& about, const std::vector<StoredFinding>& findings, Date today);

/// What may be done with a waiver that was asked for between the two of a case.
enum class WaiverAnswer : std::uint8_t {
  consent,   ///< by the learner
  approve,   ///< by whoever runs or leads the program, is no party and did not ask for it
  withdraw,  ///< by the learner, who may take it back, or whoever runs or leads the program, who refuses it
};
BOOST_DESCRIBE_ENUM(WaiverAnswer, consent, approve, withdraw)
/// Errors: "relationships.case_unknown", "conflicts.waiver_unknown" (not_found; also of another case's),
/// "conflicts.waiver_not_yours" (forbidden) and those of the step.
Result<> answer_waiver(db::Database& database, const institutions::Viewer& viewer, CaseId about, conflicts::WaiverId id,
                       WaiverAnswer answer, const Clock& clock, Random& random);

/// The learner or the educator says that the fact behind a case is not so. Errors: "relationships.case_unknown",
/// "relationships.contest_not_yours" (forbidden: no party; conflict: the case is closed),
/// "relationships.contest_statement", "relationships.contest_waits" (conflict: their last one has no answer yet).
Result<ContestId> contest(db::Database& database, const institutions::Viewer& viewer, CaseId id, std::string statement,
                          const Clock& clock, Random& random);
/// Answered by whoever runs the program and is no party. A fact that was wrong is corrected where facts are, which
/// closes the case by itself. Errors: "relationships.contest_answered", "relationships.contest_fixed" (forbidden: a
/// party, or somebody who only looks), "relationships.contest_reason".
Result<> answer_contest(db::Database& database, const institutions::Viewer& viewer, CaseId about, ContestId id,
                        const ContestAnswered& said, const Clock& clock, Random& random);

}  // namespace chiron::relationships
