// The facts around one pair, read from the database: enough to judge the pair exactly as with everybody's facts, at the
// cost of a few indexed queries whatever the size of the institution.
#pragma once

#include <cstdint>
#include <vector>

#include "engines/conflict/judge.h"
#include "features/conflicts/conflicts_sql.h"
#include "platform/db/transaction.h"

namespace chiron::conflicts {

/// Facts with dense indices of their own; `learner` and `educator` are theirs.
struct Neighborhood {
  conflict::Facts facts;
  conflict::Person learner = 0;
  conflict::Person educator = 1;
};

/// What the facts are read for.
enum class Asked : std::uint8_t {
  findings,               ///< which rules apply; every day is unknown
  findings_and_coverage,  ///< and on which days facts are missing
};

/// Everything that any rule's path can reach between the two: duties towards each (directly or through a group),
/// their memberships and relations, the managers above the learner up to conflict::deepest_chain, recusals, and the
/// waivers that count for the role. Coverage, when asked for, is read as stated; where an institution states none, it
/// is derived as duties::derive_coverage does, which reads what is known of everybody in the learner's units.
Result<Neighborhood> facts_around(db::ReadTransaction& read, InstitutionId institution, PersonId learner,
                                  PersonId educator, conflict::Role role, Asked asked = Asked::findings_and_coverage);

/// Adds the waivers that count between two people in a role, as the engine reads them; `as` are the two in its numbers.
Result<> read_waivers(db::ReadTransaction& read, InstitutionId institution, PersonId learner, PersonId educator,
                      conflict::Role role, conflict::Pair as, std::vector<conflict::Waiver>& into);

}  // namespace chiron::conflicts
