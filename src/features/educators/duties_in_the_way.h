// Which of an educator's own duties keep learners of a program from them: what they look through before they declare
// that nothing is missing.
#pragma once

#include <string>
#include <vector>

#include "engines/conflict/rules.h"
#include "features/educators/participant.h"

namespace chiron::educators {

/// One of their duties: towards a person or a group, by name.
struct OwnDuty {
  conflict::DutyKind kind = conflict::DutyKind::other;
  std::string towards;
  DateRange days;
};
/// A rule that blocks some of the program's learners, and the duties that make it so. A rule about somebody else's duty
/// (a relative's, a superior's) names none: that duty is not theirs to read.
struct InTheWay {
  conflict::RuleIndex rule = 0;
  std::int64_t learners = 0;  ///< whom it blocks on some day of the term
  std::vector<OwnDuty> duties;
};
/// In table order.
Result<std::vector<InTheWay>> duties_in_the_way(db::ReadTransaction& read, InstitutionId institution,
                                                const programs::Program& program, PersonId educator);

}  // namespace chiron::educators
