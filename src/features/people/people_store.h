// People in the database: an id each, and bitemporal versions of what imports said about them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "features/people/people_sql.h"
#include "features/people/person.h"
#include "features/people/text_pool.h"
#include "platform/db/transaction.h"

namespace chiron::people {

using ImportId = Id<struct ImportTag>;
using VersionId = Id<struct PersonVersionTag>;

/// A person as the database knows them now. Texts live in the pool they were read into.
struct StoredPerson {
  PersonId id;
  Person person;
};

/// The id and the revision of a person.
struct Known {
  PersonId id;
  std::int64_t revision = 0;
};

Result<std::optional<Known>> find(db::ReadTransaction& read, InstitutionId institution, std::string_view external_id);

/// Adds a person without a version. Errors: "db.not_unique" when the external id is taken.
Result<> insert(db::WriteTransaction& write, InstitutionId institution, PersonId id, std::string_view external_id);

/// Where a version comes from and when it was learned.
struct Recording {
  InstitutionId institution;
  ImportId import;
  Instant now;
};

/// Makes `person` what is known of `id` from now on; the version before it is retracted, never lost.
Result<> record(db::WriteTransaction& write, const Recording& recording, PersonId id, VersionId version,
                const Person& person);

/// Everybody with a current version, by external id. `person.file` and `row` are 0; `manager` is an external id.
Result<std::vector<StoredPerson>> current(db::ReadTransaction& read, InstitutionId institution, TextPool& pool);

/// What became of one version of an import.
struct Recorded {
  PersonId id;
  bool replaced = false;  ///< a later import said something else
};
Result<std::vector<Recorded>> of_import(db::ReadTransaction& read, InstitutionId institution, ImportId import);

/// Takes back what `recording.import` said about a person and makes the version before it current again, as newly
/// learned; a person whose first version this was is left without one. The caller has checked that it is not replaced.
Result<> take_back(db::WriteTransaction& write, const Recording& recording, PersonId id, VersionId version);

}  // namespace chiron::people
