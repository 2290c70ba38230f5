// Reads and writes tables of text as institutions have them: comma, semicolon or tab separated files (RFC 4180),
// UTF-8 or Windows-1252, streamed in bounded memory. Knows nothing of what the columns mean.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace chiron::csv {

/// How the file's bytes spell text. Never guessed: UTF-8 unless a person said otherwise.
enum class Encoding : std::uint8_t {
  utf8,         ///< strictly validated, with or without byte order mark
  windows_1252  ///< what `--encoding latin-1` means: ISO 8859-1 with the Windows letters in 0x80-0x9F
};

/// What stands between two cells.
enum class Separator : std::uint8_t {
  sniff,  ///< the one of comma, semicolon, tab that occurs most often outside quotes in the heading row; comma if none
  comma,
  semicolon,
  tab
};

/// Ceilings on one file; each is refused by name ("csv.too_many_bytes" …) at the first byte, row, column past it.
struct Limits {
  std::uint64_t bytes = 256ull << 20;  ///< of the file as it lies on disk
  std::uint64_t rows = 2'000'000;      ///< below the heading row
  std::uint32_t columns = 1'000;
  std::uint32_t cell_bytes = 1u << 20;  ///< of one cell, unquoted, in UTF-8
};

struct ReadOptions {
  Encoding encoding = Encoding::utf8;
  Separator separator = Separator::sniff;
  Limits limits = {};
};

/// A forward reader of one file. The first row is the heading row; every later row has as many cells.
///
///     auto reader = TRY(csv::Reader::open("people.csv"));
///     while (TRY(reader.next())) use(reader.row(), reader.cells());
///
/// Rows are numbered as a spreadsheet shows them: the heading row is 1, a quoted line break does not start a row,
/// and wholly blank lines are counted but skipped. Errors carry the details file, row, column (1-based) and byte
/// (offset in the file) where they apply:
///   csv.cannot_open, csv.cannot_read      (code io)
///   csv.empty                             no heading row
///   csv.not_text {format}                 a spreadsheet, archive, PDF or UTF-16 text, recognized by its first bytes
///   csv.binary                            a NUL byte, or a byte with no letter in Windows-1252
///   csv.not_utf8                          remedy: say `--encoding latin-1`
///   csv.unterminated_quote                row and column are where the quote began
///   csv.text_after_quote                  `"a"b`
///   csv.too_many_bytes, .too_many_rows, .too_many_columns, .cell_too_long   (code limit)
///   csv.ragged_row {found, expected}      the only error after which next() may be called again
class Reader {
 public:
  /// Opens a file, checks its first bytes, settles the separator and reads the heading row.
  static Result<Reader> open(const std::string& path, const ReadOptions& options = {});
  /// The same over text in memory, which must outlive the reader. `name` stands for the file in errors.
  static Result<Reader> over(std::string name, std::string_view text, const ReadOptions& options = {});

  Reader(Reader&&) noexcept;
  Reader& operator=(Reader&&) noexcept;
  ~Reader();

  /// The heading row's cells as written (not trimmed).
  const std::vector<std::string>& headings() const;
  /// Moves to the next row; false after the last one.
  Result<bool> next();
  /// The current row's cells, unquoted, as many as there are headings; views that live until next() is called.
  std::span<const std::string_view> cells() const;
  /// The current row's number as a spreadsheet shows it: the heading row is 1.
  std::uint64_t row() const;
  Separator separator() const;
  /// Bytes taken from the file so far, for showing progress.
  std::uint64_t bytes_read() const;

 private:
  struct State;
  explicit Reader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// True for the errors after which Reader::next() may go on, so that all of them can be collected.
bool may_continue(const Error& error);

/// What the writer does with a cell that a spreadsheet would run as a formula.
enum class Formulas : std::uint8_t {
  neutralize,  ///< prefix `'` to cells that begin with = + - @ TAB CR NUL or their full-width forms, plain numbers
               ///<  excepted
  keep         ///< write the bytes as they are: only for files that Chiron alone reads again
};

/// Appends rows to a string: comma separated, CRLF, quotes where needed. The caller empties the string to a file.
class Writer {
 public:
  explicit Writer(std::string& out, Formulas formulas = Formulas::neutralize) : out_(&out), formulas_(formulas) {}
  /// Starts a new cell in the current row.
  Writer& cell(std::string_view text);
  Writer& cell(std::int64_t number);
  /// Ends the row; a row of one empty cell is written as `""` so that it reads back as a row.
  Writer& end_row();
  /// A whole row.
  Writer& row(std::initializer_list<std::string_view> cells);

 private:
  std::string* out_;
  Formulas formulas_;
  bool row_open_ = false;
  bool row_has_bytes_ = false;
};

/// Replaces the file's content at once: readers see the old content or the new, also after a power failure.
/// "csv.cannot_write" (io) when that fails; the old file then stands.
Result<> write_file(const std::string& path, std::string_view content);

}  // namespace chiron::csv
