// One file of facts being read: its columns found by heading, its cells cleaned and checked, its problems collected.
#pragma once

#include <array>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "features/duties/roster.h"
#include "features/people/people_file.h"
#include "platform/csv/csv.h"

namespace chiron::duties {

enum class Need : std::uint8_t { needed, optional };

/// A column a file may have: our heading, and others' folded headings for it, the likelier first. For from, to and
/// last_day the people file's synonyms hold.
struct FactColumn {
  std::string_view name;
  Need need;
  std::span<const std::string_view> synonyms;
};

/// The kinds of files and their columns; docs/formats.md shows the table.
struct FactFormat {
  std::string_view name;  ///< "duties", "placements" …
  std::span<const FactColumn> columns;
};
std::span<const FactFormat> fact_formats();
const FactFormat& fact_format(std::string_view name);

/// Decides what each heading of a file of facts is read as: told by the mapping, by our name, by the likeliest synonym.
/// Headings of identity are dropped whatever a mapping says; free text is dropped unless it is mapped on purpose.
/// Problems added: people.mapping_identity and people.doubled_column (errors), people.dropped_identity (note).
std::vector<people::ColumnUse> recognize_facts(const FactFormat& format, std::span<const std::string> headings,
                                               const people::Mapping& mapping, const std::string& file,
                                               people::Problems& problems);

/// Reads rows of one file. Problems go to the roster; rows with a structural problem are skipped.
class FactFile {
 public:
  /// Opens the file and finds the columns; a problem is added and `good()` is false when that fails.
  FactFile(Roster& roster, const std::string& path, const FactFormat& format, const people::PeopleOptions& options);

  bool good() const { return reader_.has_value(); }
  /// The next row that is not empty.
  bool next();
  bool has(std::string_view column) const;
  /// The cell of a column, cleaned; "" if the file has no such column. Lives until the next call.
  std::string_view cell(std::string_view column);
  /// [from, to) of the row by its from, to and last_day columns; nullopt after adding a problem. `otherwise` where
  /// both are empty.
  std::optional<DateRange> days(DateRange otherwise = {});
  /// A date, nullopt where empty; adds a problem and sets `bad` where it is none.
  std::optional<Date> date(std::string_view column, bool& bad);
  void refuse(std::string_view column, Error error, people::Severity severity = people::Severity::error);

  std::uint16_t file() const { return file_; }
  std::uint32_t row() const { return row_; }
  /// What was decided about each heading; empty where the file could not be opened.
  const std::vector<people::ColumnUse>& columns() const { return columns_; }

 private:
  std::size_t where(std::string_view column) const;
  void name_columns_not_read();

  Roster& roster_;
  const people::PeopleOptions& options_;
  std::uint16_t file_ = 0;
  std::uint32_t row_ = 0;
  std::optional<csv::Reader> reader_;
  std::vector<people::ColumnUse> columns_;
  std::vector<std::pair<std::string_view, std::size_t>> places_;  ///< where each column that is read stands
  std::string scratch_;
};

/// Adds a file to the roster's list and returns its index.
std::uint16_t add_file(Roster& roster, const std::string& path);

/// True if the headings are those of a long placements file (person, unit); a block schedule otherwise.
bool is_long_placements(std::span<const std::string> headings, const people::Mapping& mapping);

}  // namespace chiron::duties
