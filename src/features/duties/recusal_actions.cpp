// One transaction each: access, rule, store, audit, event.
#include "features/duties/recusal_actions.h"

#include "features/audit/audit.h"
#include "features/duties/facts_changed.h"
#include "features/people/change_store.h"

namespace chiron::duties {
namespace {

Result<> may_recuse(const institutions::Viewer& viewer, PersonId person) {
  using institutions::ViewerKind;
  if (viewer.kind == ViewerKind::operator_ || viewer.person == person) return {};
  return err(fail(ErrorCode::forbidden, "duties.recusal_not_yours"));
}

audit::Event event_of(std::string type, const institutions::Viewer& viewer, RecusalId id) {
  std::optional<audit::AnyId> actor;
  if (viewer.person) actor = audit::AnyId(viewer.person->bytes());
  return {std::move(type), actor, audit::AnyId(id.bytes()), "{}"};
}

}  // namespace

Result<RecusalId> recuse(db::Database& database, const institutions::Viewer& viewer, const NewRecusal& recusal,
                         const Clock& clock, Random& random) {
  TRY(may_recuse(viewer, recusal.person));
  if (recusal.person == recusal.learner) return err(refuse("duties.not_oneself"));
  if (recusal.days.empty()) return err(refuse("duties.recusal_days"));
  const auto id = RecusalId::random(random);
  const Recording change{viewer.institution_id, ChangeId::random(random)};
  const auto salt = audit::draw_salt(random);
  const FactsChanged facts_changed{viewer.institution_id, clock.now(), crypto::draw_seed(random)};
  return database.write_and_wait([&](db::WriteTransaction& write) -> Result<RecusalId> {
    const Instant now = facts_changed.now;
    TRY(people::change_at_once(write, change, people::ChangeKind::edit, now, [&](const Recording& at) {
      return record(write, at, id, recusal.person, recusal.learner, recusal.days, recusal.what);
    }));
    TRY(audit::append(write, viewer.institution_id, now, event_of("recusal.recorded", viewer, id), salt));
    TRY(write.publish(facts_changed));
    return id;
  });
}

Result<> retract_recusal(db::Database& database, const institutions::Viewer& viewer, RecusalId id, const Clock& clock,
                         Random& random) {
  const InstitutionId institution = viewer.institution_id;
  const Instant now = clock.now();
  const Recording change{institution, ChangeId::random(random)};
  const auto salt = audit::draw_salt(random);
  const FactsChanged facts_changed{institution, now, crypto::draw_seed(random)};
  return database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    const auto person = TRY(write.query(sql::find_recusal, institution, id).first<PersonId>());
    if (!person) return err(fail(ErrorCode::not_found, "duties.recusal_unknown"));
    TRY(may_recuse(viewer, *person));
    if (!TRY(write.query(sql::recusal_holds, institution, id).one<bool>()))
      return err(fail(ErrorCode::conflict, "duties.recusal_retracted"));
    TRY(people::change_at_once(write, change, people::ChangeKind::edit, now,
                               [&](const Recording& at) { return retract(write, at, id); }));
    TRY(audit::append(write, institution, now, event_of("recusal.retracted", viewer, id), salt));
    return write.publish(facts_changed);
  });
}

}  // namespace chiron::duties
