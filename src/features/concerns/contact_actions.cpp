// One transaction each: access, rule, store, audit.
#include "features/concerns/contact_actions.h"

#include <algorithm>

#include "features/accounts/account_store.h"
#include "features/audit/actor.h"
#include "features/institutions/today.h"
#include "features/people/people_store.h"
#include "platform/crypto/sealed.h"

namespace chiron::concerns {
namespace {

using crypto::SlotKind;
using institutions::AccountRole;

Error unknown() { return fail(ErrorCode::not_found, "concerns.unknown"); }

Standing standing_of(const std::optional<Keys>& keys) {
  if (!keys) return Standing::no_keys;
  return keys->version == 1 || keys->vouched ? Standing::ready : Standing::waiting;
}

Result<std::optional<Contact>> contact_of(db::ReadTransaction& read, InstitutionId institution, Date day,
                                          const Candidate& candidate) {
  const auto roles = TRY(accounts::roles_on(read, institution, candidate.account, day));
  if (!is_contact(roles)) return std::optional<Contact>();
  Contact contact{candidate.account, candidate.email, {}, TRY(newest_keys(read, institution, candidate.account))};
  if (candidate.person)
    contact.name = TRY(people::name_of(read, institution, *candidate.person)).value_or(candidate.email);
  contact.standing = standing_of(contact.keys);
  return contact;
}

/// Whose slot of which keys it is: bound to what is sealed.
Bytes about_slot(AccountId account, std::int64_t version, std::int64_t kind) {
  Bytes about(account.bytes().begin(), account.bytes().end());
  for (int shift = 24; shift >= 0; shift -= 8) about.push_back(static_cast<std::uint8_t>(version >> shift));
  about.push_back(static_cast<std::uint8_t>(kind));
  return about;
}

/// The two slots as they are stored, sealed before the write.
std::vector<StoredSlot> stored(const crypto::Key& key, AccountId account, std::int64_t version,
                               const Bytes& passphrase_slot, const Bytes& recovery_slot, Random& random) {
  std::vector<StoredSlot> slots;
  for (const auto& [kind, slot] :
       {std::pair(SlotKind::passphrase, &passphrase_slot), std::pair(SlotKind::recovery, &recovery_slot)}) {
    const auto number = static_cast<std::int64_t>(kind);
    slots.push_back({number, crypto::seal(*slot, about_slot(account, version, number), key, random)});
  }
  return slots;
}

bool are_slots(const Bytes& passphrase_slot, const Bytes& recovery_slot, AccountId account) {
  return crypto::is_slot(passphrase_slot, SlotKind::passphrase, account.bytes()) &&
         crypto::is_slot(recovery_slot, SlotKind::recovery, account.bytes());
}

/// What an action writes beside its rows, drawn before the write.
struct Step {
  const Viewer& viewer;
  Instant now;
  audit::Salt salt;

  Step(const Viewer& who, const Clock& clock, Random& random)
      : viewer(who), now(clock.now()), salt(audit::draw_salt(random)) {}
  Result<> note(db::WriteTransaction& write, const char* type, AccountId about) const {
    TRY(audit::append(write, viewer.institution_id, now,
                      {type, audit::actor_of(viewer), audit::AnyId(about.bytes()), "{}"}, salt));
    return {};
  }
};

}  // namespace

Result<std::vector<Contact>> contacts_of(db::ReadTransaction& read, InstitutionId institution, Date day) {
  std::vector<Contact> contacts;
  for (const auto& candidate : TRY(candidates(read, institution, day)))
    if (auto contact = TRY(contact_of(read, institution, day, candidate))) contacts.push_back(*std::move(contact));
  return contacts;
}

Result<Contact> contact_behind(db::ReadTransaction& read, const Viewer& viewer, Date today) {
  if (!viewer.account || !viewer.has(AccountRole::confidential_contact)) return err(unknown());
  for (auto& contact : TRY(contacts_of(read, viewer.institution_id, today)))
    if (contact.account == *viewer.account) return std::move(contact);
  return err(unknown());
}

std::vector<Recipient> recipients_of(const std::vector<Contact>& contacts) {
  std::vector<Recipient> recipients;
  for (const auto& contact : contacts)
    if (contact.standing == Standing::ready)
      recipients.push_back({contact.account.bytes(), crypto::blake2b_256(contact.keys->bundle)});
  std::ranges::sort(recipients);
  return recipients;
}

Result<> keep_keys(db::Database& database, const crypto::Key& slot_key, const Viewer& viewer, const NewKeys& made,
                   const Clock& clock, Random& random) {
  const Step step(viewer, clock, random);
  const auto bundle = crypto::read_bundle(made.bundle);
  const AccountId account = viewer.account.value_or(AccountId());
  const bool sound = bundle && bundle->user == account.bytes() && made.seeds.size() == crypto::sealed_seeds_bytes &&
                     are_slots(made.passphrase_slot, made.recovery_slot, account);
  const auto slots = sound
                         ? stored(slot_key, account, bundle->version, made.passphrase_slot, made.recovery_slot, random)
                         : std::vector<StoredSlot>();
  return database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    const Date today = TRY(institutions::today_of(write, viewer.institution_id, clock));
    const auto contact = TRY(contact_behind(write, viewer, today));
    if (!sound) return err(refuse("concerns.keys_malformed"));
    if (contact.keys && contact.keys->bundle == made.bundle) return {};
    const auto before = contact.keys ? crypto::blake2b_256(contact.keys->bundle) : crypto::Hash256{};
    const std::int64_t next = contact.keys ? contact.keys->version + 1 : 1;
    if (bundle->version != next || bundle->before != before)
      return err(fail(ErrorCode::conflict, "concerns.keys_changed"));
    TRY(insert(write, viewer.institution_id, account, {next, made.bundle, made.seeds, today, {}}));
    for (const auto& slot : slots) TRY(put(write, viewer.institution_id, account, next, slot));
    return step.note(write, next == 1 ? "contact.keys_made" : "contact.keys_reset", account);
  });
}

Result<> keep_slots(db::Database& database, const crypto::Key& slot_key, const Viewer& viewer,
                    const Bytes& passphrase_slot, const Bytes& recovery_slot, const Clock& clock, Random& random) {
  const Step step(viewer, clock, random);
  return database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    const Date today = TRY(institutions::today_of(write, viewer.institution_id, clock));
    const auto contact = TRY(contact_behind(write, viewer, today));
    if (!contact.keys || !are_slots(passphrase_slot, recovery_slot, contact.account))
      return err(refuse("concerns.keys_malformed"));
    for (const auto& slot :
         stored(slot_key, contact.account, contact.keys->version, passphrase_slot, recovery_slot, random))
      TRY(put(write, viewer.institution_id, contact.account, contact.keys->version, slot));
    return step.note(write, "contact.slots_changed", contact.account);
  });
}

Result<std::vector<Bytes>> own_slots(db::ReadTransaction& read, const crypto::Key& slot_key, InstitutionId institution,
                                     const Contact& contact) {
  std::vector<Bytes> slots;
  if (!contact.keys) return slots;
  for (const auto& slot : TRY(slots_of(read, institution, contact.account, contact.keys->version))) {
    auto opened = crypto::unseal(slot.sealed, about_slot(contact.account, contact.keys->version, slot.kind), slot_key);
    if (!opened) return err(fail(ErrorCode::internal, "concerns.slot_unreadable"));
    slots.push_back(*std::move(opened));
  }
  return slots;
}

Result<> vouch_for(db::Database& database, const Viewer& viewer, const Word& word, const Clock& clock, Random& random) {
  const Step step(viewer, clock, random);
  return database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    const Date today = TRY(institutions::today_of(write, viewer.institution_id, clock));
    const auto contact = TRY(contact_behind(write, viewer, today));
    if (contact.standing != Standing::ready) return err(fail(ErrorCode::conflict, "concerns.not_ready"));
    const auto contacts = TRY(contacts_of(write, viewer.institution_id, today));
    const auto other = std::ranges::find_if(contacts, [&](const Contact& each) {
      return each.account == word.about && each.account != contact.account && each.standing == Standing::waiting &&
             each.keys->version == word.version;
    });
    if (other == contacts.end()) return err(unknown());
    const auto own = crypto::read_bundle(contact.keys->bundle);
    if (!own || !crypto::is_countersigned(other->keys->bundle, contact.account.bytes(), own->sign, word.signature))
      return err(refuse("concerns.word_wrong"));
    if (!TRY(vouch(write, viewer.institution_id, word.about, word.version, {contact.account, word.signature})))
      return err(unknown());
    return step.note(write, "contact.vouched_for", word.about);
  });
}

Result<> leave(db::Database& database, const Viewer& viewer, const Clock& clock, Random& random) {
  const Step step(viewer, clock, random);
  return database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    const Date today = TRY(institutions::today_of(write, viewer.institution_id, clock));
    const auto contact = TRY(contact_behind(write, viewer, today));
    const auto role = AccountRole::confidential_contact;
    TRY(accounts::end_roles_of(write, viewer.institution_id, contact.account, role, today));
    return step.note(write, "contact.left", contact.account);
  });
}

}  // namespace chiron::concerns
