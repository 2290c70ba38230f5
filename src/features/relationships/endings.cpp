// One way to the end, told in the same transaction.
#include "features/relationships/endings.h"

#include "features/audit/audit.h"
#include "features/relationships/offer_store.h"
#include "features/relationships/relationship_closed.h"
#include "features/relationships/relationship_events.h"
#include "platform/crypto/derived_random.h"

namespace chiron::relationships {

Result<> note(db::WriteTransaction& write, const At& at, RelationshipId id, std::string type, std::string payload) {
  TRY(audit::append(write, at.institution, at.now,
                    {std::move(type), std::nullopt, audit::AnyId(id.bytes()), std::move(payload)},
                    audit::draw_salt(at.random)));
  return {};
}

Result<> tell_closed(db::WriteTransaction& write, const At& at, const Relationship& relationship, Again again,
                     Date today) {
  RelationshipClosed event{at.institution, relationship.program, {}, at.now, crypto::draw_seed(at.random)};
  if (again == Again::waits)
    for (const KnownParty& party : TRY(parties_of(write, at.institution, relationship.id)))
      if (party.side == Side::learner && !party.left_on) event.wait_again.push_back(party.person);
  TRY(write.publish(event));
  return write.publish(RelationshipsChanged{
      at.institution, at.now, {relationship.id}, Change::ended, today, crypto::draw_seed(at.random)});
}

Result<> close_running(db::WriteTransaction& write, const At& at, const Relationship& relationship, Again again) {
  const Date today = TRY(today_of(write, at));
  if (relationship.state != State::closing) TRY(set_state(write, at.institution, relationship.id, State::closing));
  TRY(set_state(write, at.institution, relationship.id, State::closed));
  const bool early = today + 1 < relationship.days.to;
  TRY(insert(write, at.institution, relationship.id, Ended{today, early ? Ending::ended_early : Ending::completed}));
  TRY(note(write, at, relationship.id, "relationship.ended"));
  return tell_closed(write, at, relationship, early ? again : Again::no, today);
}

Result<> leave_group(db::WriteTransaction& write, const At& at, const Relationship& relationship, PersonId learner) {
  TRY(leave(write, at.institution, relationship.id, learner, TRY(today_of(write, at))));
  return write.publish(RelationshipClosed{
      at.institution, relationship.program, {learner}, at.now, crypto::draw_seed(at.random)});
}

}  // namespace chiron::relationships
