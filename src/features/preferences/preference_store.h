// Wishes and vetoes in the database.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "features/preferences/collected.h"
#include "features/preferences/wish.h"

namespace chiron::preferences {

/// A learner's wishes, first one first.
struct WishList {
  std::int64_t revision = 1;
  std::vector<PersonId> wishes;
};
Result<std::optional<WishList>> find_wishes(db::ReadTransaction& read, InstitutionId institution, ProgramId program,
                                            PersonId learner);
/// Replaces the list that stood at revision `read_at`; 0: there was none. Errors: "preferences.changed_meanwhile"
/// (conflict).
Result<> keep_wishes(db::WriteTransaction& write, InstitutionId institution, ProgramId program, PersonId learner,
                     std::int64_t read_at, const std::vector<PersonId>& wishes, Instant now);
/// How many learners have wished: the one number that others are told.
Result<std::int64_t> count_wish_lists(db::ReadTransaction& read, InstitutionId institution, ProgramId program);

/// Whom somebody ruled out, by name.
Result<std::vector<PersonId>> ruled_out_by(db::ReadTransaction& read, InstitutionId institution, ProgramId program,
                                           PersonId person);
/// Keeps it, or takes it back without a trace; saying the same again changes nothing.
Result<> keep_veto(db::WriteTransaction& write, InstitutionId institution, ProgramId program, PersonId person,
                   PersonId not_with, bool stands);

/// Whether one of the two ruled the other out: for a computation that tells nobody.
Result<bool> are_ruled_out(db::ReadTransaction& read, InstitutionId institution, ProgramId program, PersonId one,
                           PersonId other);

/// Somebody as a list shows them.
struct PersonShownBriefly {
  PersonId id;
  std::string name, site, specialty, stage;
};
/// In the order given; who is in the roster no more is left out.
Result<std::vector<PersonShownBriefly>> shown(db::ReadTransaction& read, InstitutionId institution,
                                              const std::vector<PersonId>& people);

}  // namespace chiron::preferences
