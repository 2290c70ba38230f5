// Programs and the versions of their charters in the database.
#pragma once

#include <optional>

#include "features/programs/charter_version.h"
#include "features/programs/programs_sql.h"
#include "platform/db/transaction.h"

namespace chiron::programs {

Result<> insert(db::WriteTransaction& write, InstitutionId institution, ProgramId id, const Program& program);
/// Errors: "programs.version_order" (conflict: another version came first), "programs.widening_unsaid".
Result<> insert(db::WriteTransaction& write, InstitutionId institution, const CharterVersion& version,
                std::optional<PersonId> recorded_by);
Result<std::optional<CharterVersion>> find_version(db::ReadTransaction& read, InstitutionId institution, ProgramId id,
                                                   std::int64_t number);
Result<std::optional<CharterVersion>> newest_version(db::ReadTransaction& read, InstitutionId institution,
                                                     ProgramId id);

}  // namespace chiron::programs
