// Writes an institution's files: CSV rows as an office program would, and the answer key.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "app/demo/demo.h"
#include "app/demo/institution.h"

namespace chiron::app_demo {

/// Grows one CSV file in memory (RFC 4180, LF).
class CsvText {
 public:
  explicit CsvText(std::string_view headings) : text_(headings) { text_ += '\n'; }
  CsvText& cell(std::string_view text);
  CsvText& cell(std::int64_t number);
  CsvText& cell(Date day) { return cell(day.iso()); }
  void end_row();
  std::int64_t rows() const { return rows_; }
  const std::string& text() const { return text_; }

 private:
  void separate();
  std::string text_;
  bool row_begun_ = false;
  std::int64_t rows_ = 0;
};

/// Writes files under one directory and remembers what it wrote.
class Folder {
 public:
  explicit Folder(std::filesystem::path root) : root_(std::move(root)) {}
  /// Replaces `name` below the root (its folders are made); fails with "demo.cannot_write".
  Result<> write(const std::string& name, std::string_view text, std::int64_t rows);
  Result<> write(const std::string& name, const CsvText& csv) { return write(name, csv.text(), csv.rows()); }
  std::vector<DemoFile> take_files() { return std::move(files_); }

 private:
  std::filesystem::path root_;
  std::vector<DemoFile> files_;
};

/// Every file of an institution below `prefix` ("" or "second_institution/"), the answer key aside.
Result<> write_institution(const DemoInstitution& institution, const std::string& prefix, Folder& folder);

/// One finding as the answer key and the audit state it.
struct ExpectedFinding {
  std::string rule;  ///< the engine's rule id
  DateRange days;    ///< within the pair's days and the year
  std::string via;
};

/// What the audit must say about one pair, worked out day by day.
struct ExpectedPair {
  std::vector<ExpectedFinding> findings;
  std::string answer;        ///< "block", "disclose", "unknown", "allow"
  bool mixed_roles = false;  ///< a blocking tie holds on one of the pair's days in the year
};
std::vector<ExpectedPair> expected_audit(const DemoInstitution& institution,
                                         const std::vector<DemoScheduleRow>& schedule);

/// The answer key as JSON, and its numbers in `summary`.
std::string answer_key(const DemoInstitution& institution, const DemoOptions& options, DemoSummary& summary);

/// The files of national scale, streamed: nothing of their size is held in memory.
Result<> write_nation(const DemoOptions& options, const DemoCalendar& calendar, const std::filesystem::path& directory,
                      DemoSummary& summary);

}  // namespace chiron::app_demo
