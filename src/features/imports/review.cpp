// From files in the room to a review.
#include "features/imports/review.h"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "features/imports/imports_sql.h"
#include "platform/crypto/sha256.h"
#include "platform/json/json.h"

namespace chiron::imports {
namespace {

/// The paths of the files, by what they say. Errors: "imports.two_of_a_kind".
Result<duties::RosterFiles> files_of(const UploadRoom& room, const Kept& kept) {
  duties::RosterFiles files;
  for (const Upload& upload : kept.files) {
    const std::string path = room.path_of(upload.id).string();
    const auto only = [&](std::string& place) -> Result<> {
      if (!place.empty()) return err(refuse("imports.two_of_a_kind").with("file", upload.name));
      place = path;
      return {};
    };
    switch (upload.kind) {
      case FileKind::people: TRY(only(files.people)); break;
      case FileKind::learners: TRY(only(files.learners)); break;
      case FileKind::educators: TRY(only(files.educators)); break;
      case FileKind::blocks: TRY(only(files.blocks)); break;
      case FileKind::coverage: TRY(only(files.coverage)); break;
      case FileKind::pairs: TRY(only(files.pairs)); break;
      case FileKind::duties: files.duties.push_back(path); break;
      case FileKind::placements: files.placements.push_back(path); break;
      case FileKind::evaluations: files.evaluations.push_back(path); break;
      case FileKind::panels: files.panels.push_back(path); break;
    }
  }
  return files;
}

/// Everybody the database holds, as a people file with what names them: for files that are about known people.
std::string people_file(const duties::Roster& known) {
  std::string text;
  csv::Writer writer(text, csv::Formulas::keep);
  writer.row({"id", "given_name", "family_name", "email", "kind"});
  for (const auto& person : known.people)
    writer.row({person.id, person.given_name, person.family_name, person.email, people::name_of(person.kind)});
  return text;
}

/// The person as the database has them, with texts of the roster's own pool.
people::Person kept_in(people::TextPool& pool, people::Person person) {
  for (std::string_view* text :
       {&person.id, &person.given_name, &person.family_name, &person.email, &person.profession, &person.stage,
        &person.site, &person.unit, &person.cohort, &person.specialty, &person.manager})
    *text = pool.keep(*text);
  for (auto& text : person.languages) text = pool.keep(text);
  for (auto& text : person.interests) text = pool.keep(text);
  return person;
}

void take_known(duties::Roster& roster, const duties::Roster& known) {
  for (people::Person& person : roster.people)
    if (const auto at = known.find(person.id)) person = kept_in(*roster.pool, known.people[*at]);
}

/// Problems with the names that people know the files by; without those about groups whose members are known already.
std::vector<people::Problem> named(const people::Problems& problems, const UploadRoom& room, const Kept& kept,
                                   const duties::Roster* known) {
  std::unordered_map<std::string, std::string> names;
  for (const Upload& upload : kept.files) names.emplace(room.path_of(upload.id).string(), upload.name);
  const auto rename = [&](std::string& path) {
    const auto found = names.find(path);
    if (found != names.end()) path = found->second;
  };
  std::set<std::pair<std::string, std::string>> groups;
  if (known)
    for (const duties::Duty& duty : known->duties)
      if (duty.kind == conflict::DutyKind::member_of)
        groups.emplace(std::string(duties::name_of(duty.target.kind)), std::string(duty.target.id));
  const bool only_people = std::ranges::all_of(kept.files, [](const Upload& upload) {
    return upload.kind == FileKind::people || upload.kind == FileKind::learners || upload.kind == FileKind::educators;
  });
  std::vector<people::Problem> list;
  for (people::Problem problem : problems.list()) {
    // "The other files were not checked yet": the only other one is ours, of the names that were chosen.
    if (only_people && problem.error.key == "duties.not_checked") continue;
    if (problem.error.key == "duties.group_without_members" &&
        groups.contains({std::string(problem.error["kind"]), std::string(problem.error["group"])}))
      continue;
    rename(problem.file);
    for (auto& detail : problem.error.detail) rename(detail.value);
    list.push_back(std::move(problem));
  }
  std::stable_sort(list.begin(), list.end(), [](const auto& a, const auto& b) { return a.severity < b.severity; });
  return list;
}

/// Reads the files by the chosen names. One that was chosen for earlier files may mean somebody who is in none of
/// these: here it means nobody yet.
Result<duties::RosterReading> read_with_names(duties::RosterFiles files, const duties::RosterOptions& options,
                                              const std::string& path, const std::map<std::string, std::string>& now,
                                              std::map<std::string, std::string> chosen) {
  while (true) {
    files.names.clear();
    if (!chosen.empty()) {
      std::string text;
      csv::Writer writer(text, csv::Formulas::keep);
      writer.row({"name", "person"});
      for (const auto& [written, person] : chosen) writer.row({written, person});
      TRY(csv::write_file(path, text));
      files.names = path;
    }
    auto reading = TRY(duties::read_roster(files, options));
    bool dropped = false;
    for (const people::Problem& problem : reading.roster.problems.list()) {
      const std::string written(problem.error["name"]);
      if (problem.error.key == "duties.choice_of_nobody" && !now.contains(written))
        dropped = chosen.erase(written) > 0 || dropped;
    }
    if (!dropped) return reading;
  }
}

/// Everything that decides what a preview shows, in one digest.
struct LookedAt {
  std::vector<Upload> files;
  bool complete = false;
  std::string dates, encoding;
  std::map<std::string, std::string> names;
  std::vector<ColumnChoice> columns;
};
BOOST_DESCRIBE_STRUCT(LookedAt, (), (files, complete, dates, encoding, names, columns))

std::string fingerprint_of(const Kept& kept, const std::map<std::string, std::string>& names,
                           const std::vector<ColumnChoice>& columns) {
  const std::string text = json::write(LookedAt{kept.files, kept.complete, kept.dates, kept.encoding, names, columns});
  return crypto::hex(crypto::sha256(bytes_of(text)));
}

/// The columns of the files that were handed in, with their own names and a few values.
std::vector<FileReview> columns_of(std::vector<people::FileColumns> read, const UploadRoom& room, const Kept& kept,
                                   const csv::ReadOptions& options) {
  std::vector<FileReview> files;
  for (auto& file : read)
    for (std::size_t i = 0; i < kept.files.size(); ++i) {
      if (file.file != room.path_of(kept.files[i].id).string()) continue;
      const auto samples = samples_of(file.file, options, file.columns);
      FileReview shown{i, {}};
      for (std::size_t at = 0; at < file.columns.size(); ++at) {
        const ColumnChoice as_chosen{kept.files[i].kind, file.columns[at].heading, ""};
        const bool now = std::ranges::any_of(
            kept.columns, [&](const ColumnChoice& choice) { return same_heading(choice, as_chosen); });
        const bool remembered = file.columns[at].told_by_mapping && !now;
        shown.columns.push_back({std::move(file.columns[at]), samples[at], remembered});
      }
      files.push_back(std::move(shown));
    }
  return files;
}

}  // namespace

Result<std::int64_t> count_protected(db::ReadTransaction& read, InstitutionId institution,
                                     const std::vector<duties::DutyId>& ids) {
  std::int64_t count = 0;
  for (std::size_t from = 0; from < ids.size(); from += 1000) {
    const std::vector some(ids.begin() + static_cast<std::ptrdiff_t>(from),
                           ids.begin() + static_cast<std::ptrdiff_t>(std::min(ids.size(), from + 1000)));
    count += TRY(read.query(sql::count_protected_duties, institution, some).one<std::int64_t>());
  }
  return count;
}

Result<std::vector<std::pair<std::string, std::string>>> known_names(db::ReadTransaction& read,
                                                                     InstitutionId institution) {
  return read.query(sql::known_names, institution).all([](const db::Row& row) {
    return std::pair(row.get<std::string>(0), row.get<std::string>(1));
  });
}

Result<> remember_names(db::WriteTransaction& write, InstitutionId institution,
                        const std::map<std::string, std::string>& names, Instant now) {
  for (const auto& [written, person] : names) TRY(write.execute(sql::choose_name, institution, written, person, now));
  return {};
}

Result<Review> review(db::Database& database, UploadRoom& room, Kept& kept, const csv::Limits& limits) {
  if (kept.files.empty()) return err(refuse("imports.no_files"));
  TRY(room.check_unchanged(kept));
  duties::RosterFiles files = TRY(files_of(room, kept));
  Review result;
  result.people_are_known = files.people.empty() && files.learners.empty() && files.educators.empty();
  if (kept.complete && result.people_are_known) return err(refuse("imports.complete_needs_people"));

  std::vector<std::pair<std::string, std::string>> names;
  std::vector<ColumnChoice> remembered;
  duties::Roster known;
  std::int64_t newest = 0;
  TRY(database.read([&](db::ReadTransaction& read) -> Result<> {
    names = TRY(known_names(read, kept.institution));
    remembered = TRY(known_columns(read, kept.institution));
    if (result.people_are_known) known = TRY(current_roster(read, kept.institution));
    newest = TRY(people::newest_change(read, kept.institution));
    return {};
  }));
  if (!kept.based_on) kept.based_on = newest;
  else if (kept.based_on != newest) return err(fail(ErrorCode::conflict, "imports.changed_since"));
  // What was chosen now stands over what was chosen earlier.
  std::map<std::string, std::string> chosen(kept.names);
  chosen.insert(names.begin(), names.end());
  const auto columns = in_force(kept.files, remembered, kept.columns);
  const std::string fingerprint = fingerprint_of(kept, chosen, columns);
  if (kept.fingerprint.empty()) kept.fingerprint = fingerprint;
  else if (kept.fingerprint != fingerprint) return err(fail(ErrorCode::conflict, "imports.reading_changed"));
  if (result.people_are_known) {
    files.people = room.path_of(kept.id, "people.csv").string();
    TRY(csv::write_file(files.people, people_file(known)));
  }

  duties::RosterOptions options;
  options.people.csv.limits = limits;
  options.mappings = mappings_of(columns);
  if (kept.encoding == "latin-1") options.people.csv.encoding = csv::Encoding::windows_1252;
  if (kept.dates == "dmy") options.people.dates = people::DateOrder::day_first;
  if (kept.dates == "mdy") options.people.dates = people::DateOrder::month_first;
  auto reading = TRY(read_with_names(files, options, room.path_of(kept.id, "names.csv").string(), kept.names, chosen));
  if (result.people_are_known) take_known(reading.roster, known);
  result.problems = named(reading.roster.problems, room, kept, result.people_are_known ? &known : nullptr);
  for (std::string path : reading.roster.files) {
    for (const Upload& upload : kept.files)
      if (path == room.path_of(upload.id).string()) path = upload.name;
    result.file_names.push_back(std::move(path));
  }
  result.errors = reading.roster.problems.count(people::Severity::error);
  result.columns = columns_of(std::move(reading.columns), room, kept, options.people.csv);
  result.roster = std::make_shared<const duties::Roster>(std::move(reading.roster));
  if (result.errors > 0) return result;

  auto preview = TRY(imports::preview(database, kept.institution, result.roster,
                                      kept.complete ? Completeness::complete : Completeness::additions, kept.day));
  if (preview.based_on != kept.based_on) return err(fail(ErrorCode::conflict, "imports.changed_since"));
  preview.files.clear();
  for (const Upload& upload : kept.files) preview.files.push_back(upload.name);
  result.unchanged = static_cast<std::int64_t>(preview.difference.unchanged);
  if (result.people_are_known) result.unchanged -= static_cast<std::int64_t>(result.roster->people.size());
  std::vector<duties::DutyId> ended;
  for (const std::uint32_t held : preview.difference.duties_ended) ended.push_back(preview.held_duty_ids[held]);
  TRY(database.read([&](db::ReadTransaction& read) -> Result<> {
    result.says_something = TRY(says_something(read, kept.institution, preview));
    result.pauses = by_day(TRY(pauses_of(read, preview)));
    result.duties_lost = TRY(count_protected(read, kept.institution, ended));
    return {};
  }));
  result.preview = std::move(preview);
  return result;
}

}  // namespace chiron::imports
