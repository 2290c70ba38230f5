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
  std::string open_names;  ///< where to list the names that are still to be chosen; "" for nowhere

  /// Adds --people, --duties, --placements … to a command.
  void define(CLI::App& app, const text::Catalog& catalog, Takes takes);

  /// Reads and checks everything. Prints columns when asked, then every problem; a roster with errors is refused
  /// ("app.roster_refused" {count}).
  Result<duties::RosterReading> read(Console& console, DateRange undated) const;

  /// Refuses to write over a file that was handed in, the roster's or another: "app.out_is_input" {path}.
  /// `outputs` need not exist.
  Result<> keep_inputs(const std::vector<std::string>& outputs, const std::string& other = "") const;

  /// Every file that was named, with its fingerprint; wishes and vetoes without.
  Result<std::vector<match_runs::RunRecord::File>> fingerprints(const std::vector<std::string>& more = {}) const;

 private:
  /// Wishes and vetoes, whose fingerprint could be guessed back.
  std::vector<std::string> private_paths() const;
  /// All others.
  std::vector<std::string> open_paths() const;
  /// A pipe or device can be read once only, and never to the end of a fingerprint: "app.not_a_file" {path}.
  Result<> are_files() const;
};

}  // namespace chiron::app
