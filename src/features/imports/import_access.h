// Who imports: the one place that says so.
#pragma once

#include "features/institutions/viewer.h"

namespace chiron::imports {

/// Whether the viewer previews, accepts and undoes imports: the machine's operator, the program itself, and
/// coordinators of the whole institution, since a roster is everybody's.
bool may_import(const institutions::Viewer& viewer);
/// Whether they may also decide about what another asked for: those, and leads of the whole institution.
bool may_approve(const institutions::Viewer& viewer);

/// "imports.not_yours" (forbidden).
Result<> check_imports(const institutions::Viewer& viewer);

}  // namespace chiron::imports
