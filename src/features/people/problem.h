// What is wrong, or worth saying, about a file that someone handed in: each with its place, its rule and its remedy.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace chiron::people {

enum class Severity : std::uint8_t {
  error,    ///< the file cannot be used before it is mended
  warning,  ///< used, but someone should look
  note      ///< said for completeness: a dropped column, an id that was made
};

/// Stable lower-case name ("error", "warning", "note").
std::string_view name_of(Severity severity);

/// One problem. `error.key` is the rule (text/<language>.json has its sentence, remedy included); the placeholders
/// file, row and column are filled from here by `sentence_of`.
struct Problem {
  Severity severity = Severity::error;
  std::string file;
  std::uint64_t row = 0;  ///< as a spreadsheet shows it, the heading row being 1; 0 when it concerns the whole file
  std::string column;     ///< the heading as written; "" when it concerns the whole row
  Error error;

  /// The error with file, row and column among its details, ready for the text catalog.
  Error with_place() const;
};

/// Collects problems: all are counted, the first `keep` of each severity are kept.
class Problems {
 public:
  static constexpr std::size_t keep = 1'000;

  void add(Problem problem);
  /// Adds all of another's, in order.
  void add_all(const Problems& other);

  const std::vector<Problem>& list() const { return list_; }
  std::uint64_t count(Severity severity) const { return counts_[static_cast<std::size_t>(severity)]; }
  bool has_errors() const { return count(Severity::error) > 0; }
  /// How many were counted but not kept.
  std::uint64_t left_out() const;

 private:
  std::vector<Problem> list_;
  std::uint64_t counts_[3] = {};
};

}  // namespace chiron::people
