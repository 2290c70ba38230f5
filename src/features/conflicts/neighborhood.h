// The facts around one pair, read from the database: enough to judge the pair exactly as with everybody's facts, at the
// cost of a few indexed queries whatever the size of the institution.
#pragma once

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

/// Everything that any rule's path can reach between the two: duties towards each (directly or through a group),
/// their memberships and relations, and the managers above the learner up to conflict::deepest_chain. Coverage is read
/// as stated; where an institution states none, every verdict is unknown.
Result<Neighborhood> facts_around(db::ReadTransaction& read, InstitutionId institution, PersonId learner,
                                  PersonId educator);

}  // namespace chiron::conflicts
