// Writing a concern, reading and adding with its case code, and what contacts do with it. Of who writes nothing is
// kept: no id in a row, no audit entry, no time but the day, no line in the log.
#pragma once

#include <string_view>
#include <vector>

#include "features/accounts/throttle.h"
#include "features/concerns/contact_actions.h"

namespace chiron::concerns {

/// What concerns are taken at; one in a program, used from several threads. What it refers to must outlive it.
struct Desk {
  db::Database& database;
  crypto::Key slot_key;
  const Clock& clock;
  Random& random;
  /// How often somebody may write: counted in memory, by a hash whose key is drawn at the start and forgotten at the
  /// end.
  accounts::Throttle by_writer{6};
  accounts::Throttle by_concern{20};
  accounts::Throttle by_network{100};  ///< tries with case codes that do not fit
  crypto::Key writers_key{};

  Desk(db::Database& over, const crypto::Key& slots, const Clock& time, Random& source)
      : database(over), slot_key(slots), clock(time), random(source) {
    random.fill(writers_key);
  }
};

/// What a browser made: a message whose head names the concern, and the token of its case code.
struct NewConcern {
  Bytes token, sealed;
};
/// Opens a concern. Anybody of the institution may. Errors: "concerns.malformed", "concerns.too_few" (conflict: fewer
/// than `fewest_contacts` are ready), "concerns.contacts_changed" (conflict: sealed to others than those who are
/// ready), "concerns.already_there" (conflict), "accounts.wait" (throttled) {seconds}. A request may come twice.
Result<> open_concern(Desk& desk, const Viewer& viewer, const NewConcern& asked);

/// What whoever holds a case code proves it with, and where from.
struct CaseProof {
  ConcernId concern;
  Bytes token;
  std::string_view address;  ///< of the network, for the throttle; kept nowhere
};
/// A concern with what was written, and whom more would have to be sealed to.
struct Opened {
  Concern concern;
  std::vector<Message> messages;
  std::vector<Contact> contacts;
};
/// Errors: "concerns.code_unknown" (not_found), also for a token that does not fit; "accounts.wait" (throttled).
Result<Opened> look(Desk& desk, const CaseProof& proof);
/// Adds to a concern, which counts as just received again. Errors: those of look; "concerns.malformed",
/// "concerns.contacts_changed", "concerns.changed_meanwhile" (conflict: not what follows the newest message).
Result<> add(Desk& desk, const CaseProof& proof, const Bytes& sealed);

// ---- Contacts alone; everybody else: "concerns.unknown" (not_found)

/// A concern as a contact reads it. Errors: "concerns.unknown" (not_found).
Result<Opened> find_for(db::ReadTransaction& read, const Viewer& viewer, ConcernId id, Date today);
/// Answers; one that nobody looked at is being looked at from then on. Errors: "concerns.unknown",
/// "concerns.malformed", "concerns.contacts_changed", "concerns.changed_meanwhile".
Result<> answer(Desk& desk, const Viewer& viewer, ConcernId id, const Bytes& sealed);
/// Says where it stands. Errors: "concerns.unknown", "concerns.moved_meanwhile" (conflict: it did not stand at `from`).
Result<> move_to(Desk& desk, const Viewer& viewer, ConcernId id, ConcernState from, ConcernState to);

}  // namespace chiron::concerns
