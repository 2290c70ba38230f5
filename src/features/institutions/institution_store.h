// Institutions in the database. Nothing deletes one and nothing changes its mode.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "features/institutions/institution.h"
#include "features/institutions/institutions_sql.h"
#include "platform/db/transaction.h"

namespace chiron::institutions {

/// Errors: "institutions.slug_taken" (conflict).
Result<> insert(db::WriteTransaction& write, const Institution& institution);
Result<std::optional<Institution>> find(db::ReadTransaction& read, InstitutionId id);
Result<std::optional<Institution>> find_by_slug(db::ReadTransaction& read, std::string_view slug);
/// In the order of their slugs.
Result<std::vector<Institution>> all(db::ReadTransaction& read);
/// The mode is not among what changes. Errors: "institutions.unknown" (not_found).
Result<> rename(db::WriteTransaction& write, InstitutionId id, std::string_view name);

}  // namespace chiron::institutions
