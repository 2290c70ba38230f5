// Statements of programs. Terms are stored as the program file, so that one reader and one writer know the form.
#include "features/programs/program_store.h"

#include <map>
#include <mutex>
#include <unordered_map>

#include "features/programs/program_file.h"
#include "features/programs/program_now_store.h"

namespace chiron::programs {
namespace {

/// A row whose text has not been read yet: reading can fail, mapping a row cannot.
struct Stored {
  CharterVersion version;
  std::string terms;
};

/// Columns number, record, matters, terms, widens, recorded_at from `first` on.
Stored version_of(const db::Row& row, ProgramId program, int first) {
  Stored found;
  found.version.program = program;
  found.version.number = row.get<std::int64_t>(first);
  found.version.terms.record =
      row.get<std::string_view>(first + 1) == name_of(Record::institutional) ? Record::institutional : Record::sealed;
  found.version.terms.matters = row.get<std::string_view>(first + 2) == conflict::name_of(conflict::Level::disclose)
                                    ? conflict::Level::disclose
                                    : conflict::Level::block;
  found.terms = row.get<std::string>(first + 3);
  found.version.widens = row.get<bool>(first + 4);
  found.version.recorded_at = row.get<Instant>(first + 5);
  return found;
}

LearnerGroup group_at(const db::Row& row) {
  return {row.get<std::string>(0), row.get<std::string>(1), row.get<std::string>(2), row.get<std::string>(3),
          row.get<std::int64_t>(4)};
}

struct StoredProgram {
  ProgramNow now;
  std::string terms;
};
StoredProgram program_of(const db::Row& row) {
  StoredProgram found;
  found.now.id = row.get<ProgramId>(0);
  const auto state = row.get<std::string_view>(1);
  found.now.state = state == name_of(ProgramState::archived)  ? ProgramState::archived
                    : state == name_of(ProgramState::running) ? ProgramState::running
                                                              : ProgramState::draft;
  found.now.started_at = row.get<std::optional<Instant>>(2);
  found.now.revision = row.get<std::int64_t>(3);
  Stored version = version_of(row, found.now.id, 4);
  found.now.charter = std::move(version.version);
  found.terms = std::move(version.terms);
  return found;
}
/// What a text says, remembered: the same few thousand charters are read for every list of programs, and a text always
/// says the same.
Result<Program> program_in(const std::string& terms) {
  static std::mutex mutex;
  static std::unordered_map<std::string, Program> known;
  constexpr std::size_t remembered = 10'000;
  {
    const std::lock_guard lock(mutex);
    if (const auto found = known.find(terms); found != known.end()) return found->second;
  }
  auto program = TRY(read_program_text("charter", terms));
  const std::lock_guard lock(mutex);
  if (known.size() >= remembered) known.clear();
  known.emplace(terms, program);
  return program;
}

Result<std::optional<CharterVersion>> read_version(ProgramId program, db::Query query) {
  auto stored = TRY(query.first([&](const db::Row& row) { return version_of(row, program, 0); }));
  if (!stored) return std::nullopt;
  stored->version.terms.program = TRY(program_in(stored->terms));
  return std::move(stored->version);
}

Result<ProgramNow> read_terms(StoredProgram stored) {
  stored.now.charter.terms.program = TRY(program_in(stored.terms));
  return std::move(stored.now);
}

Error changed_meanwhile() { return fail(ErrorCode::conflict, "programs.changed_meanwhile"); }

}  // namespace

Result<> insert(db::WriteTransaction& write, InstitutionId institution, ProgramId id, const Program& program) {
  TRY(write.execute(sql::insert_program, institution, id, program.name, conflict::name_of(program.role)));
  return {};
}

Result<> insert(db::WriteTransaction& write, InstitutionId institution, const CharterVersion& version,
                std::optional<PersonId> recorded_by) {
  TRY(write.execute(sql::insert_charter_version, institution, version.program, version.number,
                    name_of(version.terms.record), conflict::name_of(version.terms.matters),
                    write_program(version.terms.program), version.widens, version.recorded_at, recorded_by));
  return {};
}

Result<std::optional<CharterVersion>> find_version(db::ReadTransaction& read, InstitutionId institution, ProgramId id,
                                                   std::int64_t number) {
  return read_version(id, read.query(sql::find_charter_version, institution, id, number));
}

Result<std::optional<CharterVersion>> newest_version(db::ReadTransaction& read, InstitutionId institution,
                                                     ProgramId id) {
  return read_version(id, read.query(sql::newest_charter_version, institution, id));
}

Result<std::vector<ProgramNow>> list(db::ReadTransaction& read, InstitutionId institution) {
  std::vector<ProgramNow> programs;
  for (auto& stored : TRY(read.query(sql::list_programs, institution).all(program_of)))
    programs.push_back(TRY(read_terms(std::move(stored))));
  return programs;
}

Result<std::optional<ProgramNow>> find(db::ReadTransaction& read, InstitutionId institution, ProgramId id) {
  auto stored = TRY(read.query(sql::find_program, institution, id).first(program_of));
  if (!stored) return std::nullopt;
  return TRY(read_terms(*std::move(stored)));
}

Result<> rename(db::WriteTransaction& write, InstitutionId institution, ProgramId id, std::string_view name) {
  TRY(write.execute(sql::rename_program, institution, id, name));
  return {};
}

Result<> move(db::WriteTransaction& write, InstitutionId institution, const ProgramNow& read_at, ProgramState to,
              std::optional<Instant> started_at) {
  if (TRY(write.execute(sql::move_program, institution, read_at.id, read_at.revision, name_of(to), started_at)) == 0)
    return err(changed_meanwhile());
  return {};
}

Result<Calendar> calendar_of(db::ReadTransaction& read, InstitutionId institution, ProgramId id, DateRange term) {
  Calendar calendar = standard_calendar(term.days());
  auto rows = read.query(sql::steps_of_program, institution, id).all<std::string, std::int64_t, std::int64_t>();
  if (!rows) return err(std::move(rows.error()));
  for (const auto& [name, starts, days] : *rows)
    calendar[static_cast<std::size_t>(TRY(parse_step(name)))] = {static_cast<std::int32_t>(starts),
                                                                 static_cast<std::int32_t>(days)};
  return calendar;
}

Result<std::vector<Calendar>> calendars_of(db::ReadTransaction& read, InstitutionId institution,
                                           const std::vector<ProgramNow>& programs) {
  std::vector<Calendar> calendars;
  std::map<ProgramId, std::size_t> position;
  for (const ProgramNow& program : programs) {
    position.emplace(program.id, calendars.size());
    calendars.push_back(standard_calendar(program.charter.terms.program.term.days()));
  }
  if (programs.empty()) return calendars;
  auto rows =
      read.query(sql::steps_of_institution, institution).all<ProgramId, std::string, std::int64_t, std::int64_t>();
  if (!rows) return err(std::move(rows.error()));
  for (const auto& [program, name, starts, days] : *rows)
    if (const auto at = position.find(program); at != position.end())
      calendars[at->second][static_cast<std::size_t>(TRY(parse_step(name)))] = {static_cast<std::int32_t>(starts),
                                                                                static_cast<std::int32_t>(days)};
  return calendars;
}

Result<> place(db::WriteTransaction& write, InstitutionId institution, ProgramId id, std::int64_t read_at,
               const Calendar& calendar) {
  if (TRY(write.execute(sql::raise_program, institution, id, read_at)) == 0) return err(changed_meanwhile());
  TRY(write.execute(sql::delete_steps, institution, id));
  for (const Step step : all_steps) {
    const Offset& at = calendar[static_cast<std::size_t>(step)];
    TRY(write.execute(sql::insert_step, institution, id, name_of(step), std::int64_t{at.starts},
                      std::int64_t{at.days}));
  }
  return {};
}

Result<std::vector<LearnerGroup>> learner_groups(db::ReadTransaction& read, InstitutionId institution) {
  return read.query(sql::learner_groups, institution).all(group_at);
}

Result<std::int64_t> count_selected(db::ReadTransaction& read, InstitutionId institution, const Selection& selection,
                                    Date present_on) {
  const bool everybody =
      selection.cohort.empty() && selection.stage.empty() && selection.site.empty() && selection.unit.empty();
  if (everybody) return read.query(sql::count_learners_present, institution, present_on).one<std::int64_t>();
  std::int64_t count = 0;
  for (const auto& group : TRY(read.query(sql::learner_groups_present, institution, present_on).all(group_at)))
    if (selects(selection, group)) count += group.learners;
  return count;
}

}  // namespace chiron::programs
