// People in the database: an id each, and bitemporal versions of what changes said about them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "features/people/change_store.h"
#include "features/people/people_sql.h"
#include "features/people/person.h"
#include "features/people/text_pool.h"
#include "platform/db/transaction.h"

namespace chiron::people {

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

/// A person's name as people read it; none for somebody who has no current version.
Result<std::optional<std::string>> name_of(db::ReadTransaction& read, InstitutionId institution, PersonId id);

/// Everybody who was ever named, with or without a current version.
struct Named {
  PersonId id;
  std::string external_id;
};
Result<std::vector<Named>> known(db::ReadTransaction& read, InstitutionId institution);
/// Whether so many are known that reading all of them takes longer than a page may (20,000): what pages show of
/// everybody is then made beforehand (base/kept.h).
Result<bool> is_large(db::ReadTransaction& read, InstitutionId institution);

/// Names a person, without a version. Errors: "db.not_unique" when the external id is taken.
Result<> insert(db::WriteTransaction& write, const Recording& recording, PersonId id, std::string_view external_id);
/// Many at once.
struct Naming {
  PersonId id;
  std::string_view external_id;
};
Result<> insert(db::WriteTransaction& write, const Recording& recording, const std::vector<Naming>& people);

/// Makes `person` what is known of `id` once the change is applied; the version before it is retracted, never lost.
Result<> record(db::WriteTransaction& write, const Recording& recording, PersonId id, VersionId version,
                const Person& person);
/// Many at once, each person named once.
struct Version {
  PersonId id;
  VersionId version;
  Person person;
};
Result<> record(db::WriteTransaction& write, const Recording& recording, const std::vector<Version>& versions);

/// Everybody with a current version, by external id. `person.file` and `row` are 0; `manager` is an external id.
Result<std::vector<StoredPerson>> current(db::ReadTransaction& read, InstitutionId institution, TextPool& pool);

/// What became of one version of a change.
struct Recorded {
  PersonId id;
  std::string external_id;
  bool replaced = false;  ///< a later change said something else
};
Result<std::vector<Recorded>> of_change(db::ReadTransaction& read, InstitutionId institution, ChangeId change);

/// Takes back what is known of a person and says again what `undone` had retracted; a person whom `undone` named first
/// is left without a version. The caller has checked that nothing replaced what `undone` said.
Result<> take_back(db::WriteTransaction& write, const Recording& recording, ChangeId undone, PersonId id,
                   VersionId version);

}  // namespace chiron::people
