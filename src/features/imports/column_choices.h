// What headings mean, as people chose it in a preview: remembered for the institution and the kind of file once the
// import is accepted, applied to later files of that kind, and forgotten on a word.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "features/imports/upload_room.h"
#include "features/people/columns.h"
#include "features/people/people_file.h"
#include "platform/db/database.h"

namespace chiron::imports {

/// Meanings beside the names of our columns.
inline constexpr std::string_view leave_out = "ignore", as_recognized = "";
/// How many headings a preview may have choices for, and how long one may be.
inline constexpr std::size_t choices_at_most = 200, heading_at_most = 400;

/// The name of a kind of file, as it is stored and as the readers know it.
std::string_view name_of(FileKind kind);

/// Errors: "imports.column_heading", "imports.column_meaning" {heading, meaning}: no meaning a heading of such a file
/// may have.
Result<> check(const ColumnChoice& choice);

/// Whether both are about one heading of one kind of file.
bool same_heading(const ColumnChoice& one, const ColumnChoice& other);

/// Adds a choice, in place of an earlier one for the same heading.
void choose(std::vector<ColumnChoice>& choices, ColumnChoice choice);

/// What was remembered, for every kind of file.
Result<std::vector<ColumnChoice>> known_columns(db::ReadTransaction& read, InstitutionId institution);

/// Those that hold for these files: what is chosen now stands over what is remembered.
std::vector<ColumnChoice> in_force(const std::vector<Upload>& files, const std::vector<ColumnChoice>& remembered,
                                   const std::vector<ColumnChoice>& chosen);

/// As the readers take them, by kind of file.
std::map<std::string, people::Mapping> mappings_of(const std::vector<ColumnChoice>& choices);

/// Remembers choices; "as recognized" forgets what was remembered.
Result<> remember_columns(db::WriteTransaction& write, InstitutionId institution,
                          const std::vector<ColumnChoice>& choices, Instant now);

/// Forgets what one heading meant. Errors: "imports.not_yours" (forbidden), "imports.column_not_remembered"
/// (not_found).
Result<> forget_column(db::Database& database, const institutions::Viewer& viewer, FileKind kind,
                       const std::string& heading, const Clock& clock, Random& random);

/// The first two different values of each column, shortened; none of a column that is dropped. Indexes are the file's.
std::vector<std::vector<std::string>> samples_of(const std::string& path, const csv::ReadOptions& options,
                                                 const std::vector<people::ColumnUse>& columns);

}  // namespace chiron::imports
