// One transaction each: access, rule, store, audit.
#include "features/educators/educator_actions.h"

#include <algorithm>

#include "features/audit/actor.h"
#include "features/educators/capacity_changed.h"
#include "features/institutions/today.h"

namespace chiron::educators {
namespace {

using institutions::Viewer;

Result<> note(db::WriteTransaction& write, const Viewer& viewer, std::string type, programs::ProgramId about,
              Instant now, const audit::Salt& salt) {
  TRY(audit::append(write, viewer.institution_id, now,
                    {std::move(type), audit::actor_of(viewer), audit::AnyId(about.bytes()), "{}"}, salt));
  return {};
}

}  // namespace

Result<Place> teaching_place(db::ReadTransaction& read, const Viewer& viewer, programs::ProgramId program) {
  auto place = TRY(place_of(read, viewer, program));
  if (!place || !place->teaches) return err(fail(ErrorCode::not_found, "educators.unknown"));
  return *std::move(place);
}

Result<> answer(db::Database& database, const Viewer& viewer, const NewAnswer& asked, const Clock& clock,
                Random& random) {
  const Instant now = clock.now();
  const auto salt = audit::draw_salt(random);
  const auto seed = crypto::draw_seed(random);
  return database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    const Place place = TRY(teaching_place(write, viewer, asked.program));
    const Answer kept = TRY(checked(asked.answer, place.program.charter.terms.program.capacity_cap));
    std::optional<Date> declared_on;
    if (kept.declared) declared_on = TRY(institutions::today_of(write, viewer.institution_id, clock));
    const auto stored = TRY(find_answer(write, viewer.institution_id, asked.program, place.person.id));
    if (stored && stored->revision == asked.read_at + 1 && stored->answer == kept) return {};
    TRY(keep(write, viewer.institution_id, asked.program, place.person.id, asked.read_at, kept, declared_on, now));
    TRY(note(write, viewer, "educator.answered", asked.program, now, salt));
    return write.publish(CapacityChanged{viewer.institution_id, asked.program, place.person.id, now, seed});
  });
}

Result<std::vector<Marked>> take_check(db::Database& database, const Viewer& viewer, programs::ProgramId program,
                                       const std::vector<Chosen>& chosen, const Clock& clock, Random& random) {
  const Instant now = clock.now();
  const auto salt = audit::draw_salt(random);
  return database.write_and_wait([&](db::WriteTransaction& write) -> Result<std::vector<Marked>> {
    const Place place = TRY(teaching_place(write, viewer, program));
    const auto role = place.program.charter.terms.program.role;
    auto marked = TRY(mark(role, chosen));
    // What was answered wrongly is explained and forgotten: nobody is judged by it.
    if (!std::ranges::all_of(marked, &Marked::right)) return marked;
    const Date today = TRY(institutions::today_of(write, viewer.institution_id, clock));
    TRY(note_passed(write, viewer.institution_id, place.person.id, role, today));
    TRY(note(write, viewer, "educator.ready", program, now, salt));
    return marked;
  });
}

}  // namespace chiron::educators
