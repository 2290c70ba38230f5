// Deny by default.
#include "features/imports/import_access.h"

namespace chiron::imports {

using institutions::AccountRole;
using institutions::Viewer;
using institutions::ViewerKind;

bool may_import(const Viewer& viewer) {
  return viewer.kind == ViewerKind::operator_ || viewer.kind == ViewerKind::job || viewer.has(AccountRole::coordinator);
}

bool may_approve(const Viewer& viewer) { return may_import(viewer) || viewer.has(AccountRole::lead); }

Result<> check_imports(const Viewer& viewer) {
  if (may_import(viewer)) return {};
  return err(fail(ErrorCode::forbidden, "imports.not_yours"));
}

}  // namespace chiron::imports
