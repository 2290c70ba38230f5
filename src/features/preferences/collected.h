// Everything that a program's people answered, as a match run takes it. Private: who reads it keeps it inside the
// computation and shows of wishes only "by both, one, neither", of vetoes nothing (docs/foundations.md 4 and 12).
#pragma once

#include <vector>

#include "base/date.h"
#include "base/id.h"
#include "engines/conflict/role.h"
#include "features/preferences/preferences_sql.h"
#include "platform/db/transaction.h"

namespace chiron::preferences {

struct Collected {
  struct Educator {
    PersonId person;
    bool takes_part = false;
    std::int64_t capacity = 0;
    bool ready = false;     ///< answered the questions on the role rightly
    bool declared = false;  ///< said that every duty and tie is named, within a year of the first day (domain.md 2.3)
    bool operator==(const Educator&) const = default;
  };
  struct Wish {
    PersonId learner, educator;
    std::int64_t rank = 1;  ///< 1 = first
    bool operator==(const Wish&) const = default;
  };
  struct Veto {
    PersonId person, not_with;
    bool operator==(const Veto&) const = default;
  };
  std::vector<Educator> educators;
  std::vector<Wish> wishes;
  std::vector<Veto> vetoes;
  /// Whether anybody could have answered: the program runs, or did. Not whether somebody did: that would tell.
  bool asked = false;

  bool operator==(const Collected&) const = default;
};

/// Who ruled out a learner or was ruled out by them.
struct CollectedAbout {
  std::vector<Collected::Veto> vetoes;
  bool asked = false;
};
Result<CollectedAbout> collected_about(db::ReadTransaction& read, InstitutionId institution, ProgramId program,
                                       PersonId learner);
/// In the order of ids.
Result<std::vector<Collected::Educator>> collected_educators(db::ReadTransaction& read, InstitutionId institution,
                                                             ProgramId program, conflict::Role role, Date first_day);

/// In the order of ids.
Result<Collected> collected(db::ReadTransaction& read, InstitutionId institution, ProgramId program,
                            conflict::Role role, Date first_day);

}  // namespace chiron::preferences
