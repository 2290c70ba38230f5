// The facts around some pairs, read from the database: enough to judge each pair exactly as with everybody's facts, at
// the cost of the same few indexed queries whatever the number of pairs and the size of the institution.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <vector>

#include "engines/conflict/judge.h"
#include "features/conflicts/conflicts_sql.h"
#include "features/duties/duty_store.h"
#include "platform/db/transaction.h"

namespace chiron::conflicts {

/// A learner and an educator as the database knows them.
struct People {
  PersonId learner, educator;
  auto operator<=>(const People&) const = default;
};

/// What the facts are read for.
enum class Asked : std::uint8_t {
  findings,               ///< which rules apply; every day is unknown
  findings_and_coverage,  ///< and on which days facts are missing
};

/// Facts with dense indices of their own; `numbers` says who is who in them.
struct Neighborhood {
  conflict::Facts facts;
  std::map<PersonId, conflict::Person> numbers;
  std::vector<duties::DutyId> duties;  ///< which duty each of the facts is

  /// Of somebody whose pairs were asked about.
  conflict::Person number_of(PersonId person) const { return numbers.at(person); }
};

/// Everything that any rule's path can reach between the two of every pair: duties towards each (directly or through a
/// group), their memberships and relations, the managers above them up to conflict::deepest_chain, recusals, and the
/// waivers that count for the role. For findings alone, of the duties towards a group only those whose holder can lead
/// to an educator are read. Coverage, when asked for, is read as stated; where an institution states none, it is
/// derived as duties::derive_coverage does, which reads what is known of everybody in the learners' units. What is
/// there for the sake of one pair never changes another's verdict: it is true of everybody's facts, too.
Result<Neighborhood> facts_around(db::ReadTransaction& read, InstitutionId institution, std::span<const People> pairs,
                                  conflict::Role role, Asked asked = Asked::findings_and_coverage);

/// The waivers that count in a role between any of the learners and any of the educators: `add(learner, educator, rule,
/// days)` for each that the engine knows.
using AddWaiver = std::function<void(PersonId, PersonId, conflict::RuleIndex, DateRange)>;
Result<> read_waivers(db::ReadTransaction& read, InstitutionId institution, const std::vector<PersonId>& learners,
                      const std::vector<PersonId>& educators, conflict::Role role, const AddWaiver& add);

}  // namespace chiron::conflicts
