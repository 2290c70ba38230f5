// Findings as a CSV file: `learner,educator,verdict,rule,from,to`, one row per run of days. Dates are half-open: the
// rule applies on `from` and no longer on `to`.
#pragma once

#include <span>
#include <string>

#include "engines/conflict/judge.h"
#include "features/duties/roster.h"
#include "platform/csv/csv.h"

namespace chiron::conflicts {

/// Appends findings of pairs to one text.
class FindingsFile {
 public:
  /// Writes the heading row.
  explicit FindingsFile(const duties::Roster& roster);

  /// One row per finding; the verdict is the finding's level (block, disclose), or `waived`.
  void add(conflict::Pair pair, std::span<const conflict::Finding> findings);
  /// One row per run of days on which the learner's facts are missing: verdict `unknown`, rule `coverage`.
  void add_unknown(conflict::Pair pair, std::span<const DateRange> days);
  /// The same for every educator at once, written `*`: where one row for each pair would be too many.
  void add_unknown_for_all(conflict::Person learner, std::span<const DateRange> days);

  const std::string& text() const { return text_; }

 private:
  void unknown_rows(std::string_view learner, std::string_view educator, std::span<const DateRange> days);

  const duties::Roster& roster_;
  std::string text_;
  csv::Writer writer_;
};

}  // namespace chiron::conflicts
