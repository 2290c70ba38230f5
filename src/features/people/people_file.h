// Reads people from a school's own file: headings recognized or mapped, identity columns dropped and named,
// every error collected with its row and column.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "features/people/columns.h"
#include "features/people/person.h"
#include "features/people/problem.h"
#include "features/people/text_pool.h"
#include "features/people/written_date.h"
#include "platform/csv/csv.h"

namespace chiron::people {

/// How a people file is read.
struct PeopleOptions {
  csv::ReadOptions csv;
  /// What everybody in the file is listed as when it has no kind column; nullopt makes a kind column necessary.
  std::optional<Kind> listed_as;
  Mapping mapping;
  DateOrder dates = DateOrder::unsaid;
};

/// What was done with each column of one file.
struct FileColumns {
  std::string file;
  std::vector<ColumnUse> columns;
};

/// What one people file says. Persons are views into the pool that was passed.
struct PeopleReading {
  std::vector<Person> people;
  FileColumns columns;
  std::vector<std::string> headings;  ///< as written, for naming a column in later problems
};

/// Reads one people file, appending problems. Checks what one file can know: cells, duplicate ids and e-mails within
/// the file. A file-level error (cannot be opened, not text, a needed column missing) is a problem too, with no
/// people read.
PeopleReading read_people(const std::string& path, const PeopleOptions& options, TextPool& pool, Problems& problems);
/// The same over text in memory.
PeopleReading read_people_text(std::string name, std::string_view text, const PeopleOptions& options, TextPool& pool,
                               Problems& problems);

/// Reads a mapping file: CSV of two columns, `their heading,our column` with that heading row (docs/formats.md);
/// "ignore" and "drop" stand for columns too. Refuses unknown columns with people.mapping_unknown_column {row, text}.
/// `other_columns` are the names that other files' columns have, allowed beside ours.
Result<Mapping> read_mapping(const std::string& path, std::span<const std::string_view> other_columns = {});
Result<Mapping> read_mapping_text(std::string name, std::string_view text,
                                  std::span<const std::string_view> other_columns = {});

}  // namespace chiron::people
