// Changing a program as a page does: field by field, refused as the program file is.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "features/programs/program.h"

namespace chiron::programs {

/// What a coordinator changes of a program on a page: the names and values of the file; what is absent stays.
struct ProgramEdits {
  std::optional<std::string> name;
  std::optional<std::string> term;  ///< "2027-08-01..2028-08-01"
  std::optional<std::string> preset;
  std::optional<std::string> cohort, stage, site, unit;
  std::optional<std::int64_t> capacity_cap, default_capacity;
  std::optional<std::int64_t> look_ahead_days, look_back_days, chain_depth;
  std::map<std::string, std::string> rules;  ///< rule id to level
};

/// A program stays within ten years: longer is a slip of the pen.
inline constexpr std::int32_t longest_term_days = 3660;

/// The program with the edits, read by the reader of files: the same values are refused with the same errors, each with
/// the setting's name in `setting` and "form" as its file. A name is needed ("programs.nameless"), and a term with both
/// ends ("programs.term_open", "programs.term_long").
Result<Program> edited(const Program& program, const ProgramEdits& edits);

}  // namespace chiron::programs
