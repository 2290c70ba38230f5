// One transaction each: access, rule, store, audit, event.
#include "features/programs/program_actions.h"

#include <fmt/format.h>

#include "features/audit/actor.h"
#include "features/duties/facts_changed.h"
#include "features/programs/program_access.h"
#include "features/programs/program_edits.h"

namespace chiron::programs {
namespace {

Error unknown() { return fail(ErrorCode::not_found, "programs.unknown"); }

/// `program`: none for one that is yet to be made. What is not there and what is not theirs to see answer alike: a lead
/// of the whole institution may see its programs, not another institution's.
Result<> check_runs(db::Database& database, const institutions::Viewer& viewer, std::optional<ProgramId> program = {}) {
  if (may_run(viewer, program)) return {};
  if (program && !TRY(database.read([&](db::ReadTransaction& read) { return find_for(read, viewer, *program); })))
    return err(unknown());
  return err(fail(ErrorCode::forbidden, "programs.not_yours"));
}

Result<> record(db::WriteTransaction& write, const institutions::Viewer& viewer, const CharterVersion& version,
                const audit::Salt& salt) {
  TRY(insert(write, viewer.institution_id, version, viewer.person));
  TRY(audit::append(write, viewer.institution_id, version.recorded_at,
                    {"charter.recorded", audit::actor_of(viewer), audit::AnyId(version.program.bytes()),
                     fmt::format(R"({{"version":{},"widens":{}}})", version.number, version.widens)},
                    salt));
  return {};
}

Result<> note(db::WriteTransaction& write, const institutions::Viewer& viewer, std::string type, ProgramId about,
              std::string payload, Instant now, const audit::Salt& salt) {
  TRY(audit::append(write, viewer.institution_id, now,
                    {std::move(type), audit::actor_of(viewer), audit::AnyId(about.bytes()), std::move(payload)}, salt));
  return {};
}

/// The program, when it is at the revision that the viewer looked at.
Result<ProgramNow> at_revision(db::ReadTransaction& read, const institutions::Viewer& viewer, ProgramId program,
                               std::int64_t read_at) {
  auto now = TRY(find(read, viewer.institution_id, program));
  if (!now) return err(unknown());
  if (now->revision != read_at) return err(fail(ErrorCode::conflict, "programs.changed_meanwhile"));
  return *std::move(now);
}

Result<ProgramId> set_up(db::Database& database, const institutions::Viewer& viewer, const Terms& terms,
                         const std::optional<Calendar>& calendar, const Clock& clock, Random& random) {
  TRY(check_runs(database, viewer));
  TRY(check(terms));
  const CharterVersion version{ProgramId::random(random), 1, terms, false, clock.now()};
  const auto salt = audit::draw_salt(random);
  return database.write_and_wait([&](db::WriteTransaction& write) -> Result<ProgramId> {
    TRY(insert(write, viewer.institution_id, version.program, terms.program));
    TRY(record(write, viewer, version, salt));
    if (calendar) TRY(place(write, viewer.institution_id, version.program, 1, *calendar));
    return version.program;
  });
}

}  // namespace

Result<ProgramId> set_up(db::Database& database, const institutions::Viewer& viewer, const Terms& terms,
                         const Clock& clock, Random& random) {
  return set_up(database, viewer, terms, std::nullopt, clock, random);
}

Result<CharterVersion> change_charter(db::Database& database, const institutions::Viewer& viewer, ProgramId program,
                                      const Terms& terms, const Clock& clock, Random& random,
                                      std::optional<std::int64_t> read_at) {
  TRY(check_runs(database, viewer, program));
  TRY(check(terms));
  const Instant now = clock.now();
  const auto salt = audit::draw_salt(random);
  const duties::FactsChanged facts_changed{viewer.institution_id, now, crypto::draw_seed(random)};
  return database.write_and_wait([&](db::WriteTransaction& write) -> Result<CharterVersion> {
    const auto before = TRY(newest_version(write, viewer.institution_id, program));
    if (!before) return err(unknown());
    if (read_at && *read_at != before->number) return err(fail(ErrorCode::conflict, "programs.version_order"));
    if (before->terms.program.role != terms.program.role) return err(refuse("programs.role_fixed"));
    CharterVersion next{program, before->number + 1, terms, !widenings(before->terms, terms).empty(), now};
    TRY(record(write, viewer, next, salt));
    TRY(rename(write, viewer.institution_id, program, terms.program.name));
    TRY(write.publish(facts_changed));
    return next;
  });
}

Result<ProgramNow> make_move(db::Database& database, const institutions::Viewer& viewer, ProgramId program, Move move,
                             std::int64_t read_at, const Clock& clock, Random& random) {
  TRY(check_runs(database, viewer, program));
  const Instant now = clock.now();
  const auto salt = audit::draw_salt(random);
  return database.write_and_wait([&](db::WriteTransaction& write) -> Result<ProgramNow> {
    const ProgramNow before = TRY(at_revision(write, viewer, program, read_at));
    const ProgramState to = TRY(after(before.state, move, before.started_at.has_value()));
    const auto started_at = to == ProgramState::running && !before.started_at ? std::optional(now) : before.started_at;
    TRY(programs::move(write, viewer.institution_id, before, to, started_at));
    TRY(note(write, viewer, "program.moved", program, fmt::format(R"({{"to":"{}"}})", name_of(to)), now, salt));
    return *TRY(find(write, viewer.institution_id, program));
  });
}

Result<ProgramNow> change_calendar(db::Database& database, const institutions::Viewer& viewer, ProgramId program,
                                   const Calendar& calendar, std::int64_t read_at, const Clock& clock, Random& random) {
  TRY(check_runs(database, viewer, program));
  TRY(check(calendar));
  const Instant now = clock.now();
  const auto salt = audit::draw_salt(random);
  return database.write_and_wait([&](db::WriteTransaction& write) -> Result<ProgramNow> {
    const ProgramNow before = TRY(at_revision(write, viewer, program, read_at));
    if (before.state == ProgramState::archived) return err(fail(ErrorCode::conflict, "programs.archived"));
    TRY(place(write, viewer.institution_id, program, read_at, calendar));
    TRY(note(write, viewer, "program.calendar_placed", program, "{}", now, salt));
    return *TRY(find(write, viewer.institution_id, program));
  });
}

Result<ProgramId> clone(db::Database& database, const institutions::Viewer& viewer, ProgramId program,
                        const std::string& name, const std::string& term, const Clock& clock, Random& random) {
  TRY(check_runs(database, viewer));
  struct Original {
    Terms terms;
    Calendar calendar;
  };
  auto original = TRY(database.read([&](db::ReadTransaction& read) -> Result<Original> {
    const auto now = TRY(find_for(read, viewer, program));
    if (!now) return err(unknown());
    const Terms& terms = now->charter.terms;
    return Original{terms, TRY(calendar_of(read, viewer.institution_id, program, terms.program.term))};
  }));
  const Calendar standard = standard_calendar(original.terms.program.term.days());
  ProgramEdits edits;
  edits.name = name;
  edits.term = term;
  original.terms.program = TRY(edited(original.terms.program, edits));
  // What stands at its standard follows the new term's length.
  const bool placed = original.calendar != standard;
  return set_up(database, viewer, original.terms, placed ? std::optional(original.calendar) : std::nullopt, clock,
                random);
}

}  // namespace chiron::programs
