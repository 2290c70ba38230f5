// Reads and writes a program as a TOML file (docs/formats.md): every value checked against the charter's range,
// every refusal names the file, the line and the way out.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "features/programs/program.h"

namespace chiron::programs {

/// Reads a program from TOML text. `name` is how the text is called in errors. Errors: programs.malformed_file
/// {file, line, reason}, programs.unknown_setting {file, line, setting, nearest}, programs.wrong_type,
/// programs.out_of_range {setting, value, from, to}, programs.unknown_preset, conflict.level_out_of_range …
Result<Program> read_program_text(std::string_view name, std::string_view toml);
/// Reads a file; "programs.unreadable" {file} when it cannot be opened.
Result<Program> read_program(const std::string& path);

/// What a setting means, in the reader's words, by its name ("objective"); "" where nothing needs to be said.
using Notes = std::function<std::string(std::string_view setting)>;

/// The program as a file that reads back the same: the template for a coordinator, and part of each run's record. Notes
/// stand as comments above their settings.
std::string write_program(const Program& program, const Notes& notes = {});

}  // namespace chiron::programs
