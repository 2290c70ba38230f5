// Pairs that an institution has from before: kept as its list says them, shown with what the rules say of them, taken
// over into a program on a coordinator's word.
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <tuple>
#include <vector>

#include "features/people/change_store.h"
#include "features/relationships/relationship_actions.h"
#include "platform/crypto/derived_random.h"

namespace chiron::relationships {

/// A pair as a list says it.
struct SaidPair {
  PersonId learner, educator;
  std::string role;  ///< a role's name; "" where the list names none
  DateRange days;
};
/// What is kept of an institution's list of pairs changed: published by whoever keeps some, in the last write.
struct KnownPairsChanged {
  InstitutionId institution;
  Instant now;
  crypto::Seed seed;  ///< drawn before the write: what subscribers draw their ids from
};

/// Keeps pairs under the import that said them; what an earlier one said of the same pair is replaced. Give few at a
/// time.
Result<> keep_known(db::WriteTransaction& write, const people::Recording& recording,
                    const std::vector<SaidPair>& pairs);
/// Forgets what an import said that is undone.
Result<> forget_known(db::WriteTransaction& write, const people::Recording& undone);
/// What is kept: external ids of learner and educator, role, days.
using KnownSaying = std::tuple<std::string, std::string, std::string, DateRange>;
Result<std::vector<KnownSaying>> known_sayings(db::ReadTransaction& read, InstitutionId institution);

/// How a known pair stands towards a program.
enum class KnownStanding : std::uint8_t {
  free,       ///< can be taken over
  runs,       ///< is offered or runs in the program already
  over,       ///< was in the program and has ended: not begun again by itself
  has_place,  ///< the learner holds a place with somebody else, or another pair of theirs goes first
  blocked,    ///< a rule blocks it on a day of the term
  no_seat,    ///< the educator takes no more learners, or none
  gone,       ///< the educator is not there on the program's first day
};
std::string_view name_of(KnownStanding standing);

struct KnownPair {
  PersonId learner, educator;
  std::string learner_name, educator_name;
  DateRange days;  ///< as the list says
  KnownStanding standing = KnownStanding::free;
  conflict::Answer verdict = conflict::Answer::allow;  ///< of the program's rules on the days of its term
  std::optional<conflict::RuleIndex> rule;             ///< the first that blocks, else the first that discloses
  DateRange rule_days;
};

/// Known pairs in the program's role whose learners the program is about, by the learner's name. Seats count as they
/// would be taken from the top. For whoever may see the program. Errors: "programs.unknown" (not_found),
/// "matching.stopped".
Result<std::vector<KnownPair>> known_pairs_for(db::ReadTransaction& read, const institutions::Viewer& viewer,
                                               programs::ProgramId program, const std::stop_token& stop = {});

/// How many known pairs there are in a role, of all learners.
Result<std::int64_t> count_known(db::ReadTransaction& read, InstitutionId institution, conflict::Role role);

/// Takes over every pair that is free: each becomes a running relationship under the newest charter, from the later of
/// today and the term's first day, with an audit entry of its own. Saying it again takes over what has become free
/// since. Returns how many were taken over. Errors: "programs.unknown" (not_found, also for whoever may not run it),
/// "relationships.program_archived" (conflict).
Result<int> take_over(db::Database& database, const institutions::Viewer& viewer, programs::ProgramId program,
                      const Clock& clock, Random& random);

/// How many learners an educator takes in a program: as they answered, else as the roster or the program says; at most
/// what the program allows. 0 for who takes no part.
Result<std::int64_t> seats_of(db::ReadTransaction& read, InstitutionId institution, const programs::CharterVersion& of,
                              PersonId educator);
/// How many learners hold a place with the educator in the program.
Result<std::int64_t> seats_held(db::ReadTransaction& read, InstitutionId institution, programs::ProgramId program,
                                PersonId educator);

/// Whether there ever was an offer or a relationship between the two in the program.
Result<bool> were_together(db::ReadTransaction& read, InstitutionId institution, programs::ProgramId program,
                           PersonId learner, PersonId educator);
/// Every two who are or were together in a program.
struct Paired {
  PersonId learner, educator;
  bool open = false;        ///< holds a seat
  bool went_apart = false;  ///< over before its time: not to be brought together again
};
Result<std::vector<Paired>> pairs_of_program(db::ReadTransaction& read, InstitutionId institution,
                                             programs::ProgramId program);

}  // namespace chiron::relationships
