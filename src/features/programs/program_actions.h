// Setting up programs, changing their charters and calendars, starting, archiving, reopening and cloning them.
#pragma once

#include <optional>
#include <string>

#include "base/random.h"
#include "features/institutions/viewer.h"
#include "features/programs/program_access.h"
#include "platform/db/database.h"

namespace chiron::programs {

/// Adds a program with the first version of its charter, and the audit entry. The machine's operator, the program
/// itself and coordinators of the institution may ("programs.not_yours", forbidden).
Result<ProgramId> set_up(db::Database& database, const institutions::Viewer& viewer, const Terms& terms,
                         const Clock& clock, Random& random);

/// Records the next version; whether it widens is computed here, not said. Relationships stay under the version they
/// were agreed under, but are judged again. `read_at`: the version that the change was made from, where somebody looked
/// at one. Coordinators of this program may as well. Errors: "programs.unknown" (not_found; also for whoever may not
/// see it), "programs.not_yours" (forbidden: sees it and does not run it), "programs.role_fixed", "programs.archived",
/// "programs.version_order" (conflict: somebody else changed it meanwhile).
Result<CharterVersion> change_charter(db::Database& database, const institutions::Viewer& viewer, ProgramId program,
                                      const Terms& terms, const Clock& clock, Random& random,
                                      std::optional<std::int64_t> read_at = {});

/// Starts, archives or reopens a program that stood at revision `read_at`. Errors: as above, "programs.move" (conflict:
/// it stands where the move does not begin), "programs.changed_meanwhile" (conflict),
/// "relationships.program_has_open" (archiving: relationships in it are not closed).
Result<ProgramNow> make_move(db::Database& database, const institutions::Viewer& viewer, ProgramId program, Move move,
                             std::int64_t read_at, const Clock& clock, Random& random);

/// Places the steps of the program's calendar, which stood at revision `read_at`. Errors: as above and those of
/// check(calendar); "programs.archived".
Result<ProgramNow> change_calendar(db::Database& database, const institutions::Viewer& viewer, ProgramId program,
                                   const Calendar& calendar, std::int64_t read_at, const Clock& clock, Random& random);

/// Sets up a program with the newest charter of another, whatever state that is in, under a new name and term; steps
/// keep the days from the start at which they were placed. Errors: those of edited() and set_up, "programs.unknown".
Result<ProgramId> clone(db::Database& database, const institutions::Viewer& viewer, ProgramId program,
                        const std::string& name, const std::string& term, const Clock& clock, Random& random);

}  // namespace chiron::programs
