// The options that name an institution's files, shared by every command that reads a roster.
#pragma once

#include <string>
#include <vector>

#include "app/arguments.h"
#include "app/console.h"
#include "app/settings.h"
#include "features/duties/roster_files.h"
#include "features/match_runs/match_report.h"

namespace chiron::app {

/// Which of the roster's files a command takes.
enum class Takes : std::uint8_t { people, learners_and_educators, either };

struct RosterOptions {
  duties::RosterFiles files;
  std::string encoding = "utf-8";
  std::string dates;
  bool explain_columns = false;
  std::string open_names;  ///< where to list the names that are still to be chosen; "" for nowhere
  SettingOptions settings;

  /// Adds --people, --duties, --placements … to a command, and the limits of what is read.
  void define(Arguments arguments, Takes takes);

  /// Reads and checks everything. Prints columns when asked, then every problem; a roster with errors is refused
  /// ("app.roster_refused" {count}). Limits come from the settings.
  Result<duties::RosterReading> read(Console& console, DateRange undated) const;
  /// The same within limits that are known already.
  Result<duties::RosterReading> read(Console& console, DateRange undated, const csv::Limits& limits) const;

  template <class Visit>
  void each_file(Visit visit) {
    files.each_file(visit);
  }

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
BOOST_DESCRIBE_STRUCT(RosterOptions, (), (files, encoding, dates, explain_columns))

}  // namespace chiron::app
