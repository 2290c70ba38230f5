// Defining and reading the roster options.
#include "app/roster_options.h"

#include <cstdio>
#include <filesystem>

#include "app/output.h"
#include "platform/crypto/sha256.h"

namespace chiron::app {
namespace {

void explain(const std::vector<people::FileColumns>& files, const Console& console) {
  for (const auto& file : files) {
    console.say(text::Sentence("columns.file").with("file", file.file));
    for (const auto& column : file.columns) {
      const char* use = column.use == people::Use::used      ? "columns.used"
                        : column.use == people::Use::ignored ? "columns.ignored"
                                                             : "columns.dropped";
      const auto why = column.reason.empty() ? text::Argument(std::string())
                                             : text::Argument(text::Word{"columns.why." + std::string(column.reason)});
      console.say(text::Sentence(use)
                      .with("heading", column.heading)
                      .with("column", std::string(column.name))
                      .with("why", why));
    }
  }
  console.say(text::Sentence("columns.choose"));
}

/// Dropped identity columns are always named, asked for or not (docs/foundations.md 12).
void name_dropped(const std::vector<people::FileColumns>& files, const Console& console) {
  for (const auto& file : files)
    for (const auto& column : file.columns)
      if (column.use == people::Use::dropped)
        console.say(text::Sentence("columns.dropped_note").with("heading", column.heading).with("file", file.file));
}

}  // namespace

void RosterOptions::define(Arguments arguments, Takes takes) {
  if (takes != Takes::learners_and_educators) arguments.value("--people", files.people, "FILE");
  if (takes != Takes::people) {
    arguments.value("--learners", files.learners, "FILE");
    arguments.value("--educators", files.educators, "FILE");
  }
  arguments.values("--duties", files.duties, "FILE");
  arguments.values("--placements", files.placements, "FILE");
  arguments.values("--evaluations", files.evaluations, "FILE");
  arguments.values("--panels", files.panels, "FILE");
  arguments.value("--blocks", files.blocks, "FILE");
  arguments.value("--coverage", files.coverage, "FILE");
  arguments.value("--names", files.names, "FILE");
  arguments.value("--mapping", files.mapping, "FILE");
  arguments.value("--encoding", encoding).one_of({"utf-8", "latin-1"});
  arguments.value("--dates", dates).one_of({"dmy", "mdy"});
  arguments.flag("--explain-columns", explain_columns);
  settings.define(arguments, {"limits.", "database."});
}

Result<duties::RosterReading> RosterOptions::read(Console& console, DateRange undated) const {
  return read(console, undated, import_limits(TRY(settings.load())));
}

Result<duties::RosterReading> RosterOptions::read(Console& console, DateRange undated,
                                                  const csv::Limits& limits) const {
  duties::RosterOptions options;
  options.undated = undated;
  TRY(are_files());
  options.people.csv.limits = limits;
  if (encoding == "latin-1") options.people.csv.encoding = csv::Encoding::windows_1252;
  if (dates == "dmy") options.people.dates = people::DateOrder::day_first;
  if (dates == "mdy") options.people.dates = people::DateOrder::month_first;
  auto reading = TRY(duties::read_roster(files, options));
  if (explain_columns) explain(reading.columns, console);
  else name_dropped(reading.columns, console);
  console.list(reading.roster.problems);
  if (!open_names.empty() && !reading.roster.unresolved.empty()) {
    std::vector<std::pair<std::string, std::string>> names;
    for (const auto& name : reading.roster.unresolved) names.emplace_back(name.name, "");
    TRY(duties::remember_names(open_names, names));
    console.say(text::Sentence("command.check.open_names").with("count", names.size()).with("file", open_names));
  }
  if (reading.roster.problems.has_errors())
    return err(refuse("app.roster_refused")
                   .with("count", std::to_string(reading.roster.problems.count(people::Severity::error))));
  return reading;
}

std::vector<std::string> RosterOptions::open_paths() const {
  std::vector<std::string> paths{files.people, files.learners, files.educators, files.blocks,
                                 files.pairs,  files.coverage, files.names,     files.mapping};
  for (const auto* list : {&files.duties, &files.placements, &files.evaluations, &files.panels})
    paths.insert(paths.end(), list->begin(), list->end());
  std::erase(paths, "");
  return paths;
}

std::vector<std::string> RosterOptions::private_paths() const {
  std::vector<std::string> paths{files.preferences, files.vetoes};
  std::erase(paths, "");
  return paths;
}

Result<> RosterOptions::are_files() const {
  for (const auto& paths : {open_paths(), private_paths()})
    for (const auto& path : paths) {
      std::error_code ignored;
      const auto status = std::filesystem::status(path, ignored);
      if (std::filesystem::is_other(status)) return err(refuse("app.not_a_file").with("path", path));
    }
  return {};
}

Result<> RosterOptions::keep_inputs(const std::vector<std::string>& outputs, const std::string& other) const {
  for (const auto& inputs : {open_paths(), private_paths(), std::vector{other}}) TRY(app::keep_inputs(inputs, outputs));
  return {};
}

Result<std::vector<match_runs::RunRecord::File>> RosterOptions::fingerprints(
    const std::vector<std::string>& more) const {
  const auto name = [](const std::string& path) { return std::filesystem::path(path).filename().string(); };
  std::vector<match_runs::RunRecord::File> record;
  auto paths = open_paths();
  paths.insert(paths.end(), more.begin(), more.end());
  for (const auto& path : paths) record.push_back({name(path), crypto::hex(TRY(crypto::sha256_of_file(path)))});
  for (const auto& path : private_paths()) record.push_back({name(path), ""});
  return record;
}

}  // namespace chiron::app
