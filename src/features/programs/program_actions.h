// Setting up a program and changing its charter.
#pragma once

#include "base/random.h"
#include "features/institutions/viewer.h"
#include "features/programs/program_store.h"
#include "platform/db/database.h"

namespace chiron::programs {

/// Adds a program with the first version of its charter, and the audit entry. The machine's operator, the program
/// itself and coordinators of the institution may ("programs.not_yours", forbidden).
Result<ProgramId> set_up(db::Database& database, const institutions::Viewer& viewer, const Terms& terms,
                         const Clock& clock, Random& random);

/// Records the next version; whether it widens is computed here, not said. Relationships stay under the version they
/// were agreed under, but are judged again. Coordinators of this program may as well. Errors: "programs.unknown"
/// (not_found), "programs.role_fixed", "programs.version_order" (conflict: somebody else changed it meanwhile).
Result<CharterVersion> change_charter(db::Database& database, const institutions::Viewer& viewer, ProgramId program,
                                      const Terms& terms, const Clock& clock, Random& random);

}  // namespace chiron::programs
