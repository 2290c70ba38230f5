// Headings are compared folded, so that a space or a capital letter more next year changes nothing.
#include "features/imports/column_choices.h"

#include <algorithm>

#include <boost/describe/enum_from_string.hpp>
#include <boost/describe/enum_to_string.hpp>

#include "features/audit/actor.h"
#include "features/duties/roster_files.h"
#include "features/imports/import_access.h"
#include "features/imports/imports_sql.h"
#include "platform/csv/csv.h"

namespace chiron::imports {
namespace {

/// Rows that are looked through for values, and how much of a value is shown, in bytes.
constexpr int rows_looked_at = 50;
constexpr std::size_t values_shown = 2, value_at_most = 60;

ColumnChoice choice_of(const db::Row& row) {
  ColumnChoice choice;
  boost::describe::enum_from_string(row.get<std::string>(0).c_str(), choice.kind);
  choice.heading = row.get<std::string>(1);
  choice.meaning = row.get<std::string>(2);
  return choice;
}

/// Its beginning, never ending within a letter.
std::string shortened(std::string_view value) {
  if (value.size() <= value_at_most) return std::string(value);
  std::size_t end = value_at_most;
  while (end > 0 && (static_cast<unsigned char>(value[end]) & 0xC0U) == 0x80U) --end;
  return std::string(value.substr(0, end)) + "…";
}

}  // namespace

std::string_view name_of(FileKind kind) { return boost::describe::enum_to_string(kind, ""); }

bool same_heading(const ColumnChoice& one, const ColumnChoice& other) {
  return one.kind == other.kind && people::fold_heading(one.heading) == people::fold_heading(other.heading);
}

Result<> check(const ColumnChoice& choice) {
  if (people::fold_heading(choice.heading).empty() || choice.heading.size() > heading_at_most)
    return err(refuse("imports.column_heading"));
  const auto meanings = duties::meanings_of(name_of(choice.kind));
  const bool known = choice.meaning == leave_out || choice.meaning == as_recognized ||
                     std::ranges::count(meanings, choice.meaning) > 0;
  if (!known)
    return err(refuse("imports.column_meaning").with("heading", choice.heading).with("meaning", choice.meaning));
  return {};
}

void choose(std::vector<ColumnChoice>& choices, ColumnChoice choice) {
  std::erase_if(choices, [&](const ColumnChoice& other) { return same_heading(other, choice); });
  choices.push_back(std::move(choice));
}

Result<std::vector<ColumnChoice>> known_columns(db::ReadTransaction& read, InstitutionId institution) {
  return read.query(sql::known_columns, institution).all(choice_of);
}

std::vector<ColumnChoice> in_force(const std::vector<Upload>& files, const std::vector<ColumnChoice>& remembered,
                                   const std::vector<ColumnChoice>& chosen) {
  std::vector<ColumnChoice> all = remembered;
  for (const ColumnChoice& choice : chosen) choose(all, choice);
  std::erase_if(all, [&](const ColumnChoice& choice) {
    return choice.meaning == as_recognized || std::ranges::count(files, choice.kind, &Upload::kind) == 0;
  });
  return all;
}

std::map<std::string, people::Mapping> mappings_of(const std::vector<ColumnChoice>& choices) {
  std::map<std::string, people::Mapping> mappings;
  for (const ColumnChoice& choice : choices) {
    people::Mapping::Entry entry;
    entry.heading = choice.heading;
    entry.use = choice.meaning == leave_out ? people::Use::ignored : people::Use::used;
    entry.name = choice.meaning;
    entry.column = people::column_named(choice.meaning);
    mappings[std::string(name_of(choice.kind))].entries.push_back(std::move(entry));
  }
  return mappings;
}

Result<> remember_columns(db::WriteTransaction& write, InstitutionId institution,
                          const std::vector<ColumnChoice>& choices, Instant now) {
  for (const ColumnChoice& choice : choices) {
    const std::string folded = people::fold_heading(choice.heading);
    if (choice.meaning == as_recognized)
      TRY(write.execute(sql::forget_column, institution, name_of(choice.kind), folded));
    else
      TRY(write.execute(sql::choose_column, institution, name_of(choice.kind), folded, choice.heading, choice.meaning,
                        now));
  }
  return {};
}

Result<> forget_column(db::Database& database, const institutions::Viewer& viewer, FileKind kind,
                       const std::string& heading, const Clock& clock, Random& random) {
  TRY(check_imports(viewer));
  const Instant now = clock.now();
  const auto salt = audit::draw_salt(random);
  return database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    if (TRY(write.execute(sql::forget_column, viewer.institution_id, name_of(kind), people::fold_heading(heading))) ==
        0)
      return err(fail(ErrorCode::not_found, "imports.column_not_remembered"));
    TRY(audit::append(
        write, viewer.institution_id, now,
        {"import.column_forgotten", audit::actor_of(viewer), audit::AnyId(viewer.institution_id.bytes()), "{}"}, salt));
    return {};
  });
}

std::vector<std::vector<std::string>> samples_of(const std::string& path, const csv::ReadOptions& options,
                                                 const std::vector<people::ColumnUse>& columns) {
  std::vector<std::vector<std::string>> samples(columns.size());
  auto reader = csv::Reader::open(path, options);
  for (int row = 0; reader && row < rows_looked_at; ++row) {
    const auto more = reader->next();
    if (!more && csv::may_continue(more.error())) continue;
    if (!more || !*more) break;
    const auto cells = reader->cells();
    for (std::size_t i = 0; i < columns.size() && i < cells.size(); ++i) {
      if (columns[i].use == people::Use::dropped || samples[i].size() >= values_shown) continue;
      std::string value = shortened(cells[i]);
      if (!value.empty() && std::ranges::count(samples[i], value) == 0) samples[i].push_back(std::move(value));
    }
  }
  return samples;
}

}  // namespace chiron::imports
