// The audit of existing pairs as documents: one page for an accreditor without names, one for the coordinator with
// them.
#pragma once

#include "features/conflicts/pair_audit.h"
#include "features/duties/roster.h"
#include "features/duties/roster_facts.h"
#include "platform/report/document.h"

namespace chiron::conflicts {

/// Counts only: what was found by program and by rule, what is unknown, how it was done. One printed page, without
/// names. Counts that would point at a few people are too few to say; of fewer than ten learners nothing is said.
/// `institution` is its name; "" leaves it out.
report::Document accreditor_document(const PairAudit& audit, const duties::Roster& roster,
                                     const duties::RosterFacts& facts, Date prepared_on,
                                     std::string_view institution = {});

/// Every pair with a finding or unknown days, worst first, with names and days. At most `rows_shown` rows.
report::Document audit_document(const PairAudit& audit, const duties::Roster& roster, const duties::RosterFacts& facts,
                                Date prepared_on, std::size_t rows_shown = 1000);

}  // namespace chiron::conflicts
