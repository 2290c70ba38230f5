// Deny by default: only the roles named here.
#include "features/programs/program_access.h"

#include <algorithm>

namespace chiron::programs {

using institutions::AccountRole;
using institutions::Viewer;
using institutions::ViewerKind;

bool may_run(const Viewer& viewer, std::optional<ProgramId> program) {
  if (viewer.kind == ViewerKind::operator_ || viewer.kind == ViewerKind::job) return true;
  return program ? viewer.has(AccountRole::coordinator, *program) : viewer.has(AccountRole::coordinator);
}

bool may_see(const Viewer& viewer, ProgramId program) {
  return may_run(viewer, program) || viewer.has(AccountRole::lead, program);
}

Result<std::optional<ProgramNow>> find_for(db::ReadTransaction& read, const Viewer& viewer, ProgramId program) {
  if (!may_see(viewer, program)) return std::nullopt;
  return find(read, viewer.institution_id, program);
}

Result<std::vector<ProgramNow>> list_for(db::ReadTransaction& read, const Viewer& viewer) {
  auto programs = TRY(list(read, viewer.institution_id));
  std::erase_if(programs, [&](const ProgramNow& program) { return !may_see(viewer, program.id); });
  return programs;
}

}  // namespace chiron::programs
