// Who sees and who runs programs: the one place that says so.
#pragma once

#include <optional>
#include <vector>

#include "features/institutions/viewer.h"
#include "features/programs/program_now_store.h"

namespace chiron::programs {

/// Whether the viewer sets up, changes, starts and archives this program; without one: any, new ones included. The
/// machine's operator, the program itself, and coordinators.
bool may_run(const institutions::Viewer& viewer, std::optional<ProgramId> program = {});
/// Whether the viewer looks at it: who runs it, and its lead.
bool may_see(const institutions::Viewer& viewer, ProgramId program);

/// What the viewer may see of a program; nothing where there is none or it is not theirs.
Result<std::optional<ProgramNow>> find_for(db::ReadTransaction& read, const institutions::Viewer& viewer,
                                           ProgramId program);
/// Those of the institution that the viewer may see.
Result<std::vector<ProgramNow>> list_for(db::ReadTransaction& read, const institutions::Viewer& viewer);

}  // namespace chiron::programs
