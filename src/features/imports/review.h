// A preview of handed-in files as a person reviews it: read against the names chosen before, compared with what is
// known, with what it would do to running pairs and whether somebody else must approve it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "features/duties/roster_files.h"
#include "features/imports/column_choices.h"
#include "features/imports/consequences.h"
#include "features/imports/import_actions.h"
#include "features/imports/upload_room.h"

namespace chiron::imports {

/// One file's columns: what each is read as, with a few of its values, and who said so.
struct FileReview {
  std::size_t file = 0;  ///< in Kept::files
  struct Column {
    people::ColumnUse use;
    std::vector<std::string> samples;
    bool remembered = false;  ///< told by what was chosen for an earlier import
  };
  std::vector<Column> columns;
};

/// What reading and comparing came to. Without a preview the files have errors, or names that must be chosen first.
struct Review {
  std::shared_ptr<const duties::Roster> roster;
  std::vector<std::string> file_names;    ///< by Roster::files, as people know them
  std::vector<people::Problem> problems;  ///< with the files' own names
  std::uint64_t errors = 0;
  std::vector<FileReview> columns;
  std::optional<Preview> preview;
  std::vector<PausesOfDay> pauses;
  std::int64_t unchanged = 0;
  bool says_something = false;  ///< accepting would change what is known
  /// Duties that would no longer hold and that concern somebody in an open relationship: with any, another person
  /// decides.
  std::int64_t duties_lost = 0;
  bool people_are_known = false;  ///< no file of people was handed in: the people are those that the database holds
};

/// Reads the files of `kept` and compares them. Sets kept.based_on and kept.fingerprint on the first review; a later
/// one refuses with "imports.changed_since" when facts changed in between, and with "imports.reading_changed" when the
/// files would be read differently now (both conflicts). Whoever changes a choice empties the fingerprint first. Other
/// errors: "imports.no_files", "imports.two_of_a_kind" {kind}, "imports.complete_needs_people", "imports.file_changed",
/// those of reading.
Result<Review> review(db::Database& database, UploadRoom& room, Kept& kept, const csv::Limits& limits);

/// How many of these duties concern somebody in an open relationship.
Result<std::int64_t> count_protected(db::ReadTransaction& read, InstitutionId institution,
                                     const std::vector<duties::DutyId>& ids);

/// Names that were chosen in earlier imports: (written, person or "nobody").
Result<std::vector<std::pair<std::string, std::string>>> known_names(db::ReadTransaction& read,
                                                                     InstitutionId institution);
Result<> remember_names(db::WriteTransaction& write, InstitutionId institution,
                        const std::map<std::string, std::string>& names, Instant now);

}  // namespace chiron::imports
