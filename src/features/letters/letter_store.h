// A program's own words for its mails, and who was written to, in the database.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "features/letters/letter.h"
#include "features/letters/letters_sql.h"
#include "features/programs/charter_version.h"
#include "platform/db/transaction.h"

namespace chiron::letters {

using programs::ProgramId;

/// Of kinds that nobody touched there is none.
Result<std::map<Kind, ProgramLetter>> letters_of(db::ReadTransaction& read, InstitutionId institution,
                                                 ProgramId program);
/// Keeps what `letter.revision` was made from; 0: nothing. Errors: "letters.changed_meanwhile" (conflict).
Result<> keep(db::WriteTransaction& write, InstitutionId institution, ProgramId program, Kind kind,
              const ProgramLetter& letter);

/// One letter that is written once: a person, and what it is about ("": there is one for a kind).
using PersonAndOccasion = std::pair<PersonId, std::string>;
Result<std::set<PersonAndOccasion>> posted(db::ReadTransaction& read, InstitutionId institution, ProgramId program,
                                           Kind kind);
/// False: it was written before.
Result<bool> note_posted(db::WriteTransaction& write, InstitutionId institution, ProgramId program, Kind kind,
                         const PersonAndOccasion& to, const std::string& letter_key, Instant now);

/// What became of a kind's letters.
struct Figures {
  std::int64_t waiting = 0, sent = 0, failed = 0;
  std::int64_t kept = 0;  ///< mail was not set up
};
Result<std::map<Kind, Figures>> figures_of(db::ReadTransaction& read, InstitutionId institution, ProgramId program);
/// Notes what became of letters that have ended, at most `limit`, before the outbox forgets them; returns how many.
Result<int> note_outcomes(db::WriteTransaction& write, InstitutionId institution, int limit);

}  // namespace chiron::letters
