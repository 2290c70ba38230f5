// One transaction each. What contacts do stands in the audit log; what writers do stands nowhere.
#include "features/concerns/concern_actions.h"

#include <algorithm>

#include "features/audit/actor.h"
#include "features/institutions/today.h"
#include "platform/crypto/sha256.h"

namespace chiron::concerns {
namespace {

constexpr std::size_t token_bytes = 32;

Error unknown() { return fail(ErrorCode::not_found, "concerns.unknown"); }
Error code_unknown() { return fail(ErrorCode::not_found, "concerns.code_unknown"); }

Result<> admit(accounts::Throttle& throttle, std::string_view key, Instant now) {
  const auto wait_s = throttle.begin(key, now);
  if (wait_s == 0) return {};
  return err(fail(ErrorCode::throttled, "accounts.wait").with("seconds", std::to_string(wait_s)));
}

/// Somebody as the throttle knows them: whoever reads the program's memory later finds no ids there.
std::string writer_key(const Desk& desk, AccountId account) {
  return crypto::hex(crypto::mac_of(account.bytes(), desk.writers_key));
}

Bytes hash_of(const Bytes& token) {
  const auto hash = crypto::sha256(token);
  return {hash.begin(), hash.end()};
}

/// The head of a message of this kind about this concern.
Result<Head> head_for(const Bytes& sealed, Kind kind, std::optional<ConcernId> concern = {}) {
  auto head = TRY(head_of(sealed));
  if (head.kind != kind || (concern && head.concern != *concern)) return err(refuse("concerns.malformed"));
  return head;
}

Result<> check_recipients(const Head& head, std::vector<Recipient> wanted) {
  // The writer stands first, as zeros; which key it is only the contacts know.
  if (head.recipients.front().user != std::array<std::uint8_t, 16>{}) return err(refuse("concerns.malformed"));
  wanted.insert(wanted.begin(), head.recipients.front());
  if (head.recipients != wanted) return err(fail(ErrorCode::conflict, "concerns.contacts_changed"));
  return {};
}

/// Whether the message stands already as the newest: the request came twice.
bool stands(const std::vector<Message>& messages, const Bytes& sealed) {
  return !messages.empty() && messages.back().sealed == sealed;
}

Result<> check_follows(const Head& head, const std::vector<Message>& messages) {
  if (messages.empty() || head.number != messages.size() + 1 ||
      head.before != crypto::blake2b_256(messages.back().sealed))
    return err(fail(ErrorCode::conflict, "concerns.changed_meanwhile"));
  return {};
}

/// The concern that a case code opens.
Result<Concern> proven(db::ReadTransaction& read, const CaseProof& proof) {
  static const Bytes no_hash(32);
  auto found = TRY(find(read, proof.concern));
  const bool fits = crypto::same_bytes(hash_of(proof.token), found ? found->token_hash : no_hash);
  if (!found || !fits) return err(code_unknown());
  return *std::move(found);
}

/// Keeps a message that follows the others, sealed to everybody who has to be able to read it.
Result<> append(db::WriteTransaction& write, const Desk& desk, const Concern& concern, const Head& head,
                const Bytes& sealed, const std::vector<Message>& before, std::optional<AccountId> contact) {
  const Date today = TRY(institutions::today_of(write, concern.institution, desk.clock));
  TRY(check_follows(head, before));
  TRY(check_recipients(head, recipients_of(TRY(contacts_of(write, concern.institution, today)))));
  return insert(write, concern.institution, concern.id,
                {static_cast<std::int64_t>(before.size()) + 1, today, contact, sealed});
}

Result<> note(db::WriteTransaction& write, const Viewer& viewer, const char* type, ConcernId about, Instant now,
              const audit::Salt& salt) {
  TRY(audit::append(write, viewer.institution_id, now,
                    {type, audit::actor_of(viewer), audit::AnyId(about.bytes()), "{}"}, salt));
  return {};
}

/// A concern of the viewer's institution, for a contact.
Result<Concern> concern_for(db::ReadTransaction& read, const Viewer& viewer, ConcernId id, Date today) {
  TRY(contact_behind(read, viewer, today));
  auto found = TRY(find(read, id));
  if (!found || found->institution != viewer.institution_id) return err(unknown());
  return *std::move(found);
}

}  // namespace

Result<> open_concern(Desk& desk, const Viewer& viewer, const NewConcern& asked) {
  const auto head = TRY(head_for(asked.sealed, Kind::first));
  if (asked.token.size() != token_bytes || !viewer.account) return err(refuse("concerns.malformed"));
  TRY(admit(desk.by_writer, writer_key(desk, *viewer.account), desk.clock.now()));
  const InstitutionId institution = viewer.institution_id;
  return desk.database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    const Bytes token_hash = hash_of(asked.token);
    if (const auto there = TRY(find(write, head.concern));
        there && there->token_hash == token_hash &&
        stands(TRY(messages_of(write, there->institution, there->id)), asked.sealed))
      return {};
    const Date today = TRY(institutions::today_of(write, institution, desk.clock));
    const auto wanted = recipients_of(TRY(contacts_of(write, institution, today)));
    if (wanted.size() < fewest_contacts) return err(fail(ErrorCode::conflict, "concerns.too_few"));
    TRY(check_recipients(head, wanted));
    TRY(insert(write, {institution, head.concern, token_hash, today, ConcernState::received}));
    return insert(write, institution, head.concern, {1, today, {}, asked.sealed});
  });
}

Result<Opened> look(Desk& desk, const CaseProof& proof) {
  const std::string network = accounts::network_of(proof.address);
  TRY(admit(desk.by_network, network, desk.clock.now()));
  auto opened = TRY(desk.database.read([&](db::ReadTransaction& read) -> Result<Opened> {
    Opened found{TRY(proven(read, proof)), {}, {}};
    const Date today = TRY(institutions::today_of(read, found.concern.institution, desk.clock));
    found.messages = TRY(messages_of(read, found.concern.institution, found.concern.id));
    found.contacts = TRY(contacts_of(read, found.concern.institution, today));
    return found;
  }));
  desk.by_network.take_back(network);
  return opened;
}

Result<> add(Desk& desk, const CaseProof& proof, const Bytes& sealed) {
  const std::string network = accounts::network_of(proof.address);
  TRY(admit(desk.by_network, network, desk.clock.now()));
  TRY(desk.database.read([&](db::ReadTransaction& read) { return proven(read, proof); }));
  desk.by_network.take_back(network);
  TRY(admit(desk.by_concern, proof.concern.text(), desk.clock.now()));
  const auto head = TRY(head_for(sealed, Kind::more, proof.concern));
  return desk.database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    const auto concern = TRY(proven(write, proof));
    const auto before = TRY(messages_of(write, concern.institution, concern.id));
    if (stands(before, sealed)) return {};
    TRY(append(write, desk, concern, head, sealed, before, {}));
    if (concern.state != ConcernState::received)
      TRY(move(write, concern.institution, concern.id, concern.state, ConcernState::received));
    return {};
  });
}

Result<Opened> find_for(db::ReadTransaction& read, const Viewer& viewer, ConcernId id, Date today) {
  Opened found{TRY(concern_for(read, viewer, id, today)), {}, {}};
  found.messages = TRY(messages_of(read, viewer.institution_id, id));
  found.contacts = TRY(contacts_of(read, viewer.institution_id, today));
  return found;
}

Result<> answer(Desk& desk, const Viewer& viewer, ConcernId id, const Bytes& sealed) {
  const Instant now = desk.clock.now();
  const auto salt = audit::draw_salt(desk.random);
  return desk.database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    const Date today = TRY(institutions::today_of(write, viewer.institution_id, desk.clock));
    const auto concern = TRY(concern_for(write, viewer, id, today));
    const auto head = TRY(head_for(sealed, Kind::answer, id));
    if (head.author != viewer.account->bytes()) return err(refuse("concerns.malformed"));
    const auto before = TRY(messages_of(write, concern.institution, concern.id));
    if (stands(before, sealed)) return {};
    TRY(append(write, desk, concern, head, sealed, before, viewer.account));
    if (concern.state == ConcernState::received)
      TRY(move(write, concern.institution, concern.id, ConcernState::received, ConcernState::looked_at));
    return note(write, viewer, "concern.answered", id, now, salt);
  });
}

Result<> move_to(Desk& desk, const Viewer& viewer, ConcernId id, ConcernState from, ConcernState to) {
  const Instant now = desk.clock.now();
  const auto salt = audit::draw_salt(desk.random);
  return desk.database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    const Date today = TRY(institutions::today_of(write, viewer.institution_id, desk.clock));
    const auto concern = TRY(concern_for(write, viewer, id, today));
    if (concern.state == to) return {};
    if (!TRY(move(write, concern.institution, id, from, to)))
      return err(fail(ErrorCode::conflict, "concerns.moved_meanwhile"));
    return note(write, viewer, "concern.moved", id, now, salt);
  });
}

}  // namespace chiron::concerns
