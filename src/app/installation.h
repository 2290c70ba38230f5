// An opened installation: its data directory, its migrated database, and the parts a server or a command needs.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "features/institutions/institution.h"
#include "platform/csv/csv.h"
#include "platform/data_directory/data_directory.h"
#include "platform/db/database.h"

namespace chiron::app {

/// Holds the lock of the data directory as long as it lives.
struct Installation {
  data_directory::DataDirectory directory;
  std::unique_ptr<db::Database> database;
  csv::Limits import_limits = {};  ///< of every file that is imported into it
  /// Held while files are imported: a server does one import after the other, each seeing what the last one did.
  std::unique_ptr<std::mutex> importing = std::make_unique<std::mutex>();
};

/// Every room's migrations; the only list of them.
std::vector<db::MigrationSet> all_migrations();

/// The institution of the slug, or the only one there is. Errors: "invite.which_institution",
/// "import.unknown_institution" {institution}.
Result<institutions::Institution> institution_named(db::ReadTransaction& read, const std::string& slug);

/// An institution as a command names it; with a name it may be a new one.
struct NamedInstitution {
  std::string slug, name, time_zone;
};
enum class Making : std::uint8_t {
  look,  ///< a new one is checked and not written
  write
};
/// The institution of the slug; made, for production, when a name is given and none exists. Errors:
/// "import.unknown_institution" {institution}, those of Institution::of and text::Zone::named.
Result<institutions::Institution> institution_or_new(db::Database& database, const NamedInstitution& named,
                                                     Making making, Random& random);

/// Opens the directory (making it when told to) and brings its database to this program's schema. `url` is "sqlite" or
/// a libpq conninfo.
Result<Installation> open_installation(const std::string& directory, data_directory::Missing missing,
                                       const std::string& url = "sqlite");

}  // namespace chiron::app
