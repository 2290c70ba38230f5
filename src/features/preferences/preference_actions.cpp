// One transaction each: access, rule, store, audit. Whom a learner may wish for is worked out before the write.
#include "features/preferences/preference_actions.h"

#include <algorithm>

#include "features/audit/actor.h"
#include "features/institutions/today.h"

namespace chiron::preferences {
namespace {

using institutions::Viewer;

Error unknown() { return fail(ErrorCode::not_found, "preferences.unknown"); }

/// Whether somebody is on either side of the program.
Result<bool> takes_part(db::ReadTransaction& read, InstitutionId institution, const programs::Program& program,
                        PersonId person) {
  const auto found = TRY(educators::find_participant(read, institution, person));
  if (!found) return false;
  if (educators::learns_in(program, *found)) return true;
  return educators::teaches_in(program, *found, TRY(educators::first_stage_of(read, institution, program)));
}

bool holds(const std::vector<PersonId>& people, PersonId person) {
  return std::ranges::find(people, person) != people.end();
}

}  // namespace

Result<educators::Place> learning_place(db::ReadTransaction& read, const Viewer& viewer, ProgramId program) {
  auto place = TRY(educators::place_of(read, viewer, program));
  if (!place || !place->learns) return err(unknown());
  return *std::move(place);
}

Result<DateRange> days_of_wishes(db::ReadTransaction& read, InstitutionId institution,
                                 const programs::ProgramNow& program) {
  const DateRange term = program.charter.terms.program.term;
  const auto calendar = TRY(programs::calendar_of(read, institution, program.id, term));
  return calendar[static_cast<std::size_t>(programs::Step::wishes)].on(term.from);
}

Result<> wish(db::Database& database, const Viewer& viewer, const NewWishes& asked, const OfferedTo& offered_to,
              const Clock& clock, Random& random) {
  const auto offered = TRY(database.read([&](db::ReadTransaction& read) -> Result<Offered> {
    const auto place = TRY(learning_place(read, viewer, asked.program));
    auto found = TRY(offered_to(read, viewer.institution_id, place.program, place.person.id, {}));
    if (const auto before = TRY(find_wishes(read, viewer.institution_id, asked.program, place.person.id)))
      for (const PersonId& wished : before->wishes)
        if (!holds(found.best, wished)) found.best.push_back(wished);
    return found;
  }));
  const Instant now = clock.now();
  const auto salt = audit::draw_salt(random);
  return database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    const auto place = TRY(learning_place(write, viewer, asked.program));
    const PersonId learner = place.person.id;
    const auto today = TRY(institutions::today_of(write, viewer.institution_id, clock));
    const auto window = window_on(TRY(days_of_wishes(write, viewer.institution_id, place.program)), today);
    if (window == WishWindow::early) return err(fail(ErrorCode::conflict, "preferences.not_open"));
    if (window == WishWindow::closed) return err(fail(ErrorCode::conflict, "preferences.closed"));
    TRY(check(asked.wishes, offered.best.size()));
    const auto ruled_out = TRY(ruled_out_by(write, viewer.institution_id, asked.program, learner));
    // One answer for all: the keys of refusals stand in the log.
    for (const PersonId& wished : asked.wishes)
      if (holds(ruled_out, wished) || !holds(offered.best, wished)) return err(refuse("preferences.not_offered"));
    const auto before = TRY(find_wishes(write, viewer.institution_id, asked.program, learner));
    if (before && before->revision == asked.read_at + 1 && before->wishes == asked.wishes) return {};
    TRY(keep_wishes(write, viewer.institution_id, asked.program, learner, asked.read_at, asked.wishes, now));
    TRY(audit::append(write, viewer.institution_id, now,
                      {"wishes.saved", audit::actor_of(viewer), audit::AnyId(asked.program.bytes()), "{}"}, salt));
    return {};
  });
}

Result<> rule_out(db::Database& database, const Viewer& viewer, ProgramId program, PersonId person, bool stands) {
  return database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    const auto place = TRY(educators::place_of(write, viewer, program));
    if (!place || place->person.id == person) return err(unknown());
    if (stands && !TRY(takes_part(write, viewer.institution_id, place->program.charter.terms.program, person)))
      return err(unknown());
    return keep_veto(write, viewer.institution_id, program, place->person.id, person, stands);
  });
}

}  // namespace chiron::preferences
