// Which of an educator's own duties keep learners of a program from them: what they look through before they declare
// that nothing is missing. Pure.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engines/conflict/index.h"
#include "engines/conflict/rules.h"
#include "features/duties/roster_facts.h"
#include "features/programs/program_now_store.h"
#include "platform/db/transaction.h"

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

/// In table order, each duty once, in the roster's order. `facts` and `index` are the roster's; people are positions
/// in it.
std::vector<InTheWay> duties_in_the_way(const duties::Roster& roster, const duties::RosterFacts& facts,
                                        const conflict::Index& index, const programs::Program& program,
                                        std::span<const conflict::Person> learners, conflict::Person educator);

/// The same on an institution's facts, about the learners of a program: for their own page, which decides nothing. Of a
/// large institution it may be some seconds behind a change; nothing while it is worked out for the first time.
using InTheWayOf = std::function<Result<std::optional<std::vector<InTheWay>>>(
    db::ReadTransaction&, InstitutionId, const programs::ProgramNow&, PersonId educator)>;

}  // namespace chiron::educators
