// Preview, accept and undo. Ids are drawn before a write, since a write may run again.
#include "features/imports/import_actions.h"

#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>

#include "features/audit/audit.h"
#include "features/imports/imports_sql.h"

namespace chiron::imports {
namespace {

Import import_of(const db::Row& row) {
  return {row.get<ImportId>(0),     row.get<Instant>(1),      row.get<std::optional<Instant>>(2),
          row.get<std::string>(3),  row.get<std::int64_t>(4), row.get<std::int64_t>(5),
          row.get<std::int64_t>(6), row.get<std::int64_t>(7), row.get<std::int64_t>(8)};
}

/// The newest thing that changed facts: the last import accepted or undone.
Result<std::optional<ImportId>> newest(db::ReadTransaction& read, InstitutionId institution) {
  std::optional<ImportId> id;
  Instant when{};
  for (const Import& import : TRY(list(read, institution))) {
    const Instant changed = import.undone_at.value_or(import.accepted_at);
    if (!id || changed > when) id = import.id, when = changed;
  }
  return id;
}

template <class AnId>
std::vector<AnId> draw(std::size_t count, Random& random) {
  std::vector<AnId> ids;
  for (std::size_t i = 0; i < count; ++i) ids.push_back(AnId::random(random));
  return ids;
}

}  // namespace

Result<std::vector<Import>> list(db::ReadTransaction& read, InstitutionId institution) {
  return read.query(sql::list_imports, institution).all(import_of);
}

Result<Preview> preview(db::Database& database, InstitutionId institution, std::shared_ptr<const duties::Roster> roster,
                        Completeness completeness, Date day) {
  if (roster->problems.has_errors())
    return err(refuse("imports.roster_has_errors")
                   .with("count", std::to_string(roster->problems.count(people::Severity::error))));
  Preview preview;
  preview.institution = institution;
  preview.said = std::move(roster);
  preview.completeness = completeness;
  preview.day = day;
  preview.pool = std::make_shared<people::TextPool>();
  for (const auto& file : preview.said->files) preview.files.push_back(file);
  TRY(database.read([&](db::ReadTransaction& read) -> Result<> {
    for (auto& stored : TRY(people::current(read, institution, *preview.pool))) {
      preview.held.people.push_back(std::move(stored.person));
      preview.held_ids.push_back(stored.id);
    }
    for (auto& stored : TRY(duties::current_duties(read, institution, *preview.pool))) {
      preview.held.duties.push_back(stored.duty);
      preview.held_duty_ids.push_back(stored.id);
    }
    preview.based_on = TRY(newest(read, institution));
    return {};
  }));
  preview.difference = compare(preview.held, *preview.said, completeness, day);
  return preview;
}

Result<Import> accept(db::Database& database, const institutions::Viewer& viewer, const Preview& preview,
                      const Clock& clock, Random& random) {
  const auto& said = *preview.said;
  const Difference& difference = preview.difference;
  if (difference.empty() && said.recusals.empty() && said.coverage.empty()) return err(refuse("imports.nothing"));

  Import import;
  import.id = ImportId::random(random);
  import.accepted_at = clock.now();
  import.files = fmt::format("{}", fmt::join(preview.files, "\n"));
  import.people_added = static_cast<std::int64_t>(difference.people_added.size());
  import.people_changed = static_cast<std::int64_t>(difference.people_changed.size());
  import.people_left = static_cast<std::int64_t>(difference.people_left.size());
  import.duties_added = static_cast<std::int64_t>(difference.duties_added.size());
  import.duties_ended = static_cast<std::int64_t>(difference.duties_ended.size());

  const auto new_people = draw<PersonId>(difference.people_added.size(), random);
  std::unordered_map<std::string_view, PersonId> ids;
  for (std::size_t i = 0; i < preview.held.people.size(); ++i)
    ids.emplace(preview.held.people[i].id, preview.held_ids[i]);
  for (std::size_t i = 0; i < new_people.size(); ++i)
    ids.emplace(said.people[difference.people_added[i]].id, new_people[i]);
  const auto version_ids = draw<people::VersionId>(
      difference.people_added.size() + difference.people_changed.size() + difference.people_left.size(), random);
  const auto duty_ids = draw<duties::DutyId>(difference.duties_added.size(), random);
  const auto recusal_ids = draw<duties::RecusalId>(said.recusals.size(), random);
  const auto coverage_ids = draw<duties::CoverageId>(said.coverage.size(), random);
  const auto salt = audit::draw_salt(random);
  const people::Recording at{preview.institution, import.id, import.accepted_at};

  const auto id_of = [&](std::string_view external) -> Result<PersonId> {
    const auto found = ids.find(external);
    if (found == ids.end()) return err(refuse("imports.unknown_person").with("person", std::string(external)));
    return found->second;
  };

  return database.write_and_wait([&](db::WriteTransaction& write) -> Result<Import> {
    if (TRY(newest(write, preview.institution)) != preview.based_on)
      return err(fail(ErrorCode::conflict, "imports.changed_since"));
    TRY(write.execute(sql::insert_import, preview.institution, import.id, import.accepted_at, import.files,
                      import.people_added, import.people_changed, import.people_left, import.duties_added,
                      import.duties_ended));
    std::size_t version = 0;
    for (std::size_t i = 0; i < new_people.size(); ++i) {
      const auto& person = said.people[difference.people_added[i]];
      TRY(people::insert(write, preview.institution, new_people[i], person.id));
      TRY(people::record(write, at, new_people[i], version_ids[version++], person));
    }
    for (const Change& change : difference.people_changed)
      TRY(people::record(write, at, preview.held_ids[change.held], version_ids[version++], said.people[change.said]));
    for (std::uint32_t held : difference.people_left) {
      people::Person leaver = preview.held.people[held];
      // Somebody who had not yet come never will have: their presence shrinks to its first day.
      leaver.present.to = std::max(leaver.present.from + 1, preview.day);
      leaver.left_because = people::LeaveReason::other;
      TRY(people::record(write, at, preview.held_ids[held], version_ids[version++], leaver));
    }
    for (std::uint32_t held : difference.duties_ended) TRY(duties::retract(write, at, preview.held_duty_ids[held]));
    for (std::size_t i = 0; i < duty_ids.size(); ++i) {
      const auto& duty = said.duties[difference.duties_added[i]];
      std::optional<PersonId> target;
      if (duty.target.kind == duties::TargetKind::person) target = TRY(id_of(duty.target.id));
      const PersonId holder = TRY(id_of(duty.person));
      TRY(duties::record(write, at, duty_ids[i], duty, holder, target));
    }
    for (std::size_t i = 0; i < recusal_ids.size(); ++i) {
      const PersonId person = TRY(id_of(said.recusals[i].person)), learner = TRY(id_of(said.recusals[i].learner));
      TRY(duties::record(write, at, recusal_ids[i], person, learner, said.recusals[i].days));
    }
    for (std::size_t i = 0; i < coverage_ids.size(); ++i)
      TRY(duties::record(write, at, coverage_ids[i], said.coverage[i]));
    std::optional<audit::AnyId> actor;
    if (viewer.person) actor = audit::AnyId(viewer.person->bytes());
    TRY(audit::append(
        write, preview.institution, import.accepted_at,
        {"import.accepted", actor, audit::AnyId(import.id.bytes()),
         fmt::format(
             R"({{"people_added":{},"people_changed":{},"people_left":{},"duties_added":{},"duties_ended":{}}})",
             import.people_added, import.people_changed, import.people_left, import.duties_added, import.duties_ended)},
        salt));
    return import;
  });
}

Result<Undone> undo(db::Database& database, const institutions::Viewer& viewer, ImportId import, const Clock& clock,
                    Random& random) {
  const InstitutionId institution = viewer.institution_id;
  people::TextPool pool;
  struct Work {
    std::vector<people::Recorded> people;
    std::vector<duties::RecordedDuty> duties;
    std::vector<duties::RetractedDuty> ended;
    std::unordered_map<PersonId, std::string> external;
  } work;
  TRY(database.read([&](db::ReadTransaction& read) -> Result<> {
    const auto found = TRY(read.query(sql::find_import, institution, import).first(import_of));
    if (!found) return err(fail(ErrorCode::not_found, "imports.unknown"));
    work.people = TRY(people::of_import(read, institution, import));
    work.duties = TRY(duties::duties_of_import(read, institution, import));
    work.ended = TRY(duties::retracted_by(read, institution, import, pool));
    for (const auto& stored : TRY(people::current(read, institution, pool)))
      work.external.emplace(stored.id, stored.person.id);
    return {};
  }));
  const auto version_ids = draw<people::VersionId>(work.people.size(), random);
  const auto duty_ids = draw<duties::DutyId>(work.ended.size(), random);
  const auto salt = audit::draw_salt(random);
  const people::Recording at{institution, import, clock.now()};

  return database.write_and_wait([&](db::WriteTransaction& write) -> Result<Undone> {
    std::optional<PersonId> actor = viewer.person;
    // The row count is the race check: of two undos at once only one marks the import.
    if (TRY(write.execute(sql::mark_undone, institution, import, at.now, actor)) == 0)
      return err(fail(ErrorCode::conflict, "imports.undone_already"));
    Undone undone;
    for (std::size_t i = 0; i < work.people.size(); ++i) {
      if (work.people[i].replaced) {
        const auto name = work.external.find(work.people[i].id);
        undone.people_kept.push_back(name == work.external.end() ? work.people[i].id.text() : name->second);
        continue;
      }
      TRY(people::take_back(write, at, work.people[i].id, version_ids[i]));
      ++undone.people_taken_back;
    }
    for (const auto& duty : work.duties) {
      if (duty.replaced) ++undone.duties_kept;
      else {
        TRY(duties::retract(write, at, duty.id));
        ++undone.duties_taken_back;
      }
    }
    for (std::size_t i = 0; i < work.ended.size(); ++i) {
      TRY(duties::record(write, at, duty_ids[i], work.ended[i].duty, work.ended[i].holder, work.ended[i].target));
      ++undone.duties_restored;
    }
    TRY(duties::retract_statements_of(write, at, import));
    std::optional<audit::AnyId> by;
    if (viewer.person) by = audit::AnyId(viewer.person->bytes());
    TRY(audit::append(
        write, institution, at.now,
        {"import.undone", by, audit::AnyId(import.bytes()),
         fmt::format(R"({{"people":{},"duties":{}}})", undone.people_taken_back, undone.duties_taken_back)},
        salt));
    return undone;
  });
}

Result<duties::Roster> current_roster(db::ReadTransaction& read, InstitutionId institution) {
  duties::Roster roster;
  for (auto& stored : TRY(people::current(read, institution, *roster.pool)))
    roster.people.push_back(std::move(stored.person));
  for (auto& stored : TRY(duties::current_duties(read, institution, *roster.pool)))
    roster.duties.push_back(stored.duty);
  roster.recusals = TRY(duties::current_recusals(read, institution, *roster.pool));
  roster.coverage = TRY(duties::current_coverage(read, institution, *roster.pool));
  roster.coverage_was_stated = !roster.coverage.empty();
  roster.index_people();
  return roster;
}

}  // namespace chiron::imports
