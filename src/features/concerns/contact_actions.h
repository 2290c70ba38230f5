// Who the confidential contacts are, and their keys: made, reset, vouched for, and left.
#pragma once

#include <string>
#include <vector>

#include "base/random.h"
#include "features/concerns/concern_store.h"
#include "features/institutions/viewer.h"
#include "platform/crypto/identity.h"
#include "platform/db/database.h"

namespace chiron::concerns {

using institutions::Viewer;

/// Whether concerns can be sealed to a contact.
enum class Standing : std::uint8_t {
  no_keys,  ///< has made none yet
  waiting,  ///< made new ones after a loss, and no other contact has vouched for them yet
  ready,
};
BOOST_DESCRIBE_ENUM(Standing, no_keys, waiting, ready)

/// Somebody who is a confidential contact on a day.
struct Contact {
  AccountId account;
  std::string name;  ///< the roster's, else the address they sign in with
  Standing standing = Standing::no_keys;
  std::optional<Keys> keys;  ///< the newest
};

/// Those of a day: named, joined, with no role and no duty beside it that a concern may be about.
Result<std::vector<Contact>> contacts_of(db::ReadTransaction& read, InstitutionId institution, Date day);
/// The viewer as a contact of today. Everybody else gets what is said of things that are not there: "concerns.unknown"
/// (not_found).
Result<Contact> contact_behind(db::ReadTransaction& read, const Viewer& viewer, Date today);
/// Whom a message has to be sealed to beside its writer, in ascending order: every contact who is ready.
std::vector<Recipient> recipients_of(const std::vector<Contact>& contacts);

/// What a contact's browser made: of what opens the seeds the server gets none.
struct NewKeys {
  Bytes bundle, seeds, passphrase_slot, recovery_slot;
};
/// Keeps first keys, or those after a loss, which wait for another contact's word. `slot_key` lies outside the
/// database. Errors: "concerns.unknown" (not_found), "concerns.keys_malformed", "concerns.keys_changed" (conflict).
/// What was kept already stays: a request may come twice.
Result<> keep_keys(db::Database& database, const crypto::Key& slot_key, const Viewer& viewer, const NewKeys& made,
                   const Clock& clock, Random& random);
/// Replaces the slots of the newest keys: a new passphrase, a new recovery code, or both. Errors as keep_keys.
Result<> keep_slots(db::Database& database, const crypto::Key& slot_key, const Viewer& viewer,
                    const Bytes& passphrase_slot, const Bytes& recovery_slot, const Clock& clock, Random& random);
/// A contact's own slots as their browser made them, the passphrase's first. Errors: "concerns.slot_unreadable"
/// (internal: the installation's key is another one).
Result<std::vector<Bytes>> own_slots(db::ReadTransaction& read, const crypto::Key& slot_key, InstitutionId institution,
                                     const Contact& contact);

/// Opens the keys of a demo's invented contacts: what is written in a demo is no secret.
inline constexpr const char* demo_passphrase = "invented-contact-of-an-invented-school";

/// One contact's word that the keys after another's loss are theirs: they have compared the numbers by another way.
struct Word {
  AccountId about;
  std::int64_t version = 0;
  Bytes signature;
};
/// Errors: "concerns.unknown" (not_found: no contact asks, or nobody waits with this version), "concerns.not_ready"
/// (conflict: who has no keys of their own), "concerns.word_wrong" (another signature).
Result<> vouch_for(db::Database& database, const Viewer& viewer, const Word& word, const Clock& clock, Random& random);

/// The viewer is no contact from today on. Errors: "concerns.unknown" (not_found).
Result<> leave(db::Database& database, const Viewer& viewer, const Clock& clock, Random& random);

}  // namespace chiron::concerns
