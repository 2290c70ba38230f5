// The options that name an institution's files, shared by every command that reads a roster.
#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "app/console.h"
#include "features/duties/roster_files.h"
#include "features/match_runs/match_report.h"

namespace chiron::app {

/// Which of the roster's files a command takes.
enum class Takes : std::uint8_t { people, learners_and_educators, either };

struct RosterOptions {
  duties::RosterFiles files;
  std::string encoding = "utf-8";
  std::string dates;
  std::string term;
  bool explain_columns = false;

  /// Adds --people, --duties, --placements … to a command.
  void define(CLI::App& app, const text::Catalog& catalog, Takes takes);

  /// Reads and checks everything. Prints columns when asked, then every problem; a roster with errors is refused
  /// ("app.roster_refused" {count}).
  Result<duties::RosterReading> read(Console& console, DateRange undated) const;

  /// Every file that was named, with its fingerprint.
  Result<std::vector<match_runs::RunRecord::File>> fingerprints(const std::vector<std::string>& more = {}) const;
};

}  // namespace chiron::app
