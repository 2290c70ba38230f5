// Writes an invented institution's files, in the formats a school really has, with planted conflicts and an
// answer key. Same options, same bytes. docs/demo.md tells the story and lists what is planted.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/error.h"

namespace chiron::app_demo {

/// How much to write.
enum class DemoScale : std::uint8_t {
  school,    ///< the demo: 520 students, 248 residents, 32 fellows, an interprofessional program, about 300 educators,
             ///< and a second institution of 12 people in its own folder
  national,  ///< for benches: 250,000 learners, 60,000 educators, 1,000,000 duties; no planted conflicts, no answer key
};

/// "school" or "national".
std::string_view name_of(DemoScale scale);
/// Reads what name_of wrote; refuses anything else with "demo.unknown_scale".
Result<DemoScale> parse_demo_scale(std::string_view text);

struct DemoOptions {
  std::uint64_t seed = 1;  ///< of SeededRandom; chooses names and every free detail, never the story
  Date today;              ///< month four of the academic year; must lie in 1910 … 2190
  DemoScale scale = DemoScale::school;
};

/// The days the story hangs on, all derived from `today`.
struct DemoCalendar {
  Date today;
  DateRange year;                 ///< the academic year: starts 109 days before today, lasts one civil year
  std::vector<DateRange> blocks;  ///< thirteen; four weeks each, the last one runs to the end of the year
  DateRange match_term;           ///< for which the interns are matched: today to the end of the year
  Date changed_conflict_from;     ///< today + 31, the first day of block 6
};

/// Refuses a `today` outside 1910 … 2190 with "demo.today".
Result<DemoCalendar> demo_calendar(Date today);

/// One written file; paths are relative to the directory given to write_demo.
struct DemoFile {
  std::string path;
  std::int64_t rows = 0;  ///< data rows, headings not counted; 0 for files that are not tables
  std::int64_t bytes = 0;
};

/// What was written, and the numbers the answer key promises (all 0 at national scale, except the first four).
struct DemoSummary {
  std::vector<DemoFile> files;  ///< in the order of docs/demo.md
  int people = 0;
  int learners = 0;
  int educators = 0;
  int duties = 0;                       ///< rows of duties.csv
  int pairs = 0;                        ///< rows of last_years_pairs.csv
  int pairs_blocked = 0;                ///< pairs with at least one blocked day in the year
  int pairs_disclosed = 0;              ///< pairs whose strongest finding is a disclosure
  int pairs_unknown = 0;                ///< no finding, but the facts about the learner's department are missing
  int learners_paired = 0;              ///< M of "N of M learners had a mentor who assessed them"
  int learners_assessed_by_mentor = 0;  ///< N
  int interns = 0;                      ///< first-year residents to match
  int interns_unmatched = 0;            ///< six, by the structure of sites and places
  int freed_by_one_mentor = 0;          ///< four: a mentor with four places at the small site
};

/// Writes the files of `options` into `directory`, which is made when it is missing. Files of the same names are
/// replaced; others are left alone. Fails with "demo.cannot_write" (naming the path), refuses as demo_calendar does.
///
/// Written at school scale (headings as in docs/formats.md):
///   people.csv interns.csv educators.csv duties.csv placements.csv block_schedule.csv block_schedule_changed.csv
///   evaluations.csv panels.csv last_years_pairs.csv preferences.csv vetoes.csv names.csv coverage.csv program.toml
///   answer_key.json, and in second_institution/: people.csv duties.csv last_years_pairs.csv coverage.csv program.toml
/// At national scale: people.csv learners.csv educators.csv duties.csv program.toml.
Result<DemoSummary> write_demo(const DemoOptions& options, const std::filesystem::path& directory);

}  // namespace chiron::app_demo
