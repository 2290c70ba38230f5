// From a roster that was read to an index that can judge: the step every command shares.
#pragma once

#include <string_view>
#include <vector>

#include "app/console.h"
#include "engines/conflict/judge.h"
#include "features/conflicts/pair_audit.h"
#include "features/duties/roster_facts.h"

namespace chiron::app {

/// A roster's facts, arranged. Borrowed by what follows.
struct Judging {
  duties::RosterFacts facts;
  conflict::Index index;
};

/// Refuses facts that contradict themselves ("app.facts_refused" {count}), each named on the console: a management
/// loop by its people, a duty towards oneself by its row.
Result<Judging> arrange(const duties::Roster& roster, Console& console);

/// The roster's pairs as the audit wants them; `role` holds where a row names none. Refuses an unknown role by row.
Result<std::vector<conflicts::PairToAudit>> pairs_of(const duties::Roster& roster, conflict::Role role);

}  // namespace chiron::app
