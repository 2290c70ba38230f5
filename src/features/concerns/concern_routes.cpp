// Parse, call, render.
#include "features/concerns/concern_routes.h"

#include "features/accounts/account_json.h"
#include "features/institutions/institution_store.h"
#include "features/institutions/today.h"

namespace chiron::concerns {
namespace {

using http::Method;
using http::Nothing;
using http::Request;
using ShortBytes = accounts::Base64UpTo<512>;
using SealedBytes = accounts::Base64UpTo<180'000>;

/// Another contact's word for keys made after a loss.
struct ContactWord {
  AccountId by;
  ShortBytes signature;
};
BOOST_DESCRIBE_STRUCT(ContactWord, (), (by, signature))
/// A confidential contact. `bundle`: the public keys, where concerns can be sealed to them.
struct ConcernContact {
  AccountId account;
  std::string name;
  Standing standing = Standing::no_keys;
  std::int64_t version = 0;
  std::optional<ShortBytes> bundle;
  std::optional<ContactWord> word;
};
BOOST_DESCRIBE_STRUCT(ConcernContact, (), (account, name, standing, version, bundle, word))
/// `enough`: whether anybody can write to them now.
struct ConcernContacts {
  std::vector<ConcernContact> contacts;
  bool enough = false;
};
BOOST_DESCRIBE_STRUCT(ConcernContacts, (), (contacts, enough))

/// A contact's own keys. `slots`: what opens them for a passphrase and for a recovery code. `others`: also those whose
/// keys wait for a word. `demo_passphrase`: in a demo, where nothing is a secret.
struct MyContactKeys {
  AccountId account;
  std::string name;
  Standing standing = Standing::no_keys;
  std::int64_t version = 0;
  std::optional<ShortBytes> bundle, seeds;
  std::vector<ShortBytes> slots;
  std::vector<ConcernContact> others;
  std::optional<std::string> demo_passphrase;
};
BOOST_DESCRIBE_STRUCT(MyContactKeys, (),
                      (account, name, standing, version, bundle, seeds, slots, others, demo_passphrase))
struct PostContactKeys {
  ShortBytes bundle, seeds, passphrase_slot, recovery_slot;
};
BOOST_DESCRIBE_STRUCT(PostContactKeys, (), (bundle, seeds, passphrase_slot, recovery_slot))
struct PostContactSlots {
  ShortBytes passphrase_slot, recovery_slot;
};
BOOST_DESCRIBE_STRUCT(PostContactSlots, (), (passphrase_slot, recovery_slot))
struct PostContactWord {
  AccountId account;
  std::int64_t version = 0;
  ShortBytes signature;
};
BOOST_DESCRIBE_STRUCT(PostContactWord, (), (account, version, signature))

/// `token` comes from the writer's case code.
struct PostConcern {
  ShortBytes token;
  SealedBytes sealed;
};
BOOST_DESCRIBE_STRUCT(PostConcern, (), (token, sealed))
struct OpenBox {
  ConcernId concern;
  ShortBytes token;
};
BOOST_DESCRIBE_STRUCT(OpenBox, (), (concern, token))
struct AddToBox {
  ConcernId concern;
  ShortBytes token;
  SealedBytes sealed;
};
BOOST_DESCRIBE_STRUCT(AddToBox, (), (concern, token, sealed))

/// `contact`: who answered; absent: whoever has the case code.
struct SealedMessage {
  std::int64_t number = 0;
  Date day;
  std::optional<AccountId> contact;
  SealedBytes sealed;
};
BOOST_DESCRIBE_STRUCT(SealedMessage, (), (number, day, contact, sealed))
/// A concern as its two sides read it; only their keys open the messages.
struct ConcernBox {
  ConcernId concern;
  Date opened_on;
  ConcernState state = ConcernState::received;
  std::vector<SealedMessage> messages;
  std::vector<ConcernContact> contacts;
};
BOOST_DESCRIBE_STRUCT(ConcernBox, (), (concern, opened_on, state, messages, contacts))

struct ListedMessage {
  std::int64_t number = 0;
  Date day;
  bool by_contact = false;
  std::int64_t bytes = 0;
};
BOOST_DESCRIBE_STRUCT(ListedMessage, (), (number, day, by_contact, bytes))
struct ListedConcern {
  ConcernId concern;
  Date opened_on;
  ConcernState state = ConcernState::received;
  std::vector<ListedMessage> messages;
};
BOOST_DESCRIBE_STRUCT(ListedConcern, (), (concern, opened_on, state, messages))
struct ListedConcerns {
  std::vector<ListedConcern> concerns;
};
BOOST_DESCRIBE_STRUCT(ListedConcerns, (), (concerns))

struct OneConcern {
  ConcernId id;
};
BOOST_DESCRIBE_STRUCT(OneConcern, (), (id))
struct PostAnswer {
  ConcernId id;
  SealedBytes sealed;
};
BOOST_DESCRIBE_STRUCT(PostAnswer, (), (id, sealed))
struct PostState {
  ConcernId id;
  ConcernState from = ConcernState::received, to = ConcernState::received;
};
BOOST_DESCRIBE_STRUCT(PostState, (), (id, from, to))

/// Who is shown keys that still wait for a word: contacts, who may give it.
enum class Shown : std::uint8_t { ready, waiting_too };
ConcernContact contact_json(const Contact& contact, Shown shown) {
  ConcernContact out{contact.account, contact.name, contact.standing, 0, {}, {}};
  if (!contact.keys) return out;
  out.version = contact.keys->version;
  if (contact.standing == Standing::ready || shown == Shown::waiting_too) out.bundle = ShortBytes{contact.keys->bundle};
  if (const auto& vouched = contact.keys->vouched) out.word = ContactWord{vouched->by, {vouched->signature}};
  return out;
}
std::vector<ConcernContact> contacts_json(const std::vector<Contact>& contacts) {
  std::vector<ConcernContact> out;
  for (const auto& contact : contacts) out.push_back(contact_json(contact, Shown::ready));
  return out;
}

ConcernBox box_json(Opened&& opened) {
  ConcernBox box{opened.concern.id, opened.concern.opened_on, opened.concern.state, {}, contacts_json(opened.contacts)};
  for (auto& each : opened.messages)
    box.messages.push_back({each.number, each.day, each.contact, {std::move(each.sealed)}});
  return box;
}

Result<MyContactKeys> own_keys(db::ReadTransaction& read, const Viewer& viewer, const Desk& desk) {
  const Date today = TRY(institutions::today_of(read, viewer.institution_id, desk.clock));
  const auto own = TRY(contact_behind(read, viewer, today));
  MyContactKeys keys{own.account, own.name, own.standing, 0, {}, {}, {}, {}, {}};
  if (own.keys) {
    keys.version = own.keys->version;
    keys.bundle = ShortBytes{own.keys->bundle}, keys.seeds = ShortBytes{own.keys->seeds};
  }
  for (auto& slot : TRY(own_slots(read, desk.slot_key, viewer.institution_id, own)))
    keys.slots.push_back({std::move(slot)});
  for (const auto& other : TRY(contacts_of(read, viewer.institution_id, today)))
    if (other.account != own.account) keys.others.push_back(contact_json(other, Shown::waiting_too));
  const auto institution = TRY(institutions::find(read, viewer.institution_id));
  if (institution && institution->mode == institutions::Mode::demo) keys.demo_passphrase = demo_passphrase;
  return keys;
}

Result<ConcernBox> box_for(Desk& desk, const Viewer& viewer, ConcernId id) {
  return desk.database.read([&](db::ReadTransaction& read) -> Result<ConcernBox> {
    const Date today = TRY(institutions::today_of(read, viewer.institution_id, desk.clock));
    return box_json(TRY(find_for(read, viewer, id, today)));
  });
}

void add_keys(http::Router& router, const std::shared_ptr<Desk>& desk, const institutions::ViewerOf& viewer_of) {
  router.route<Nothing, MyContactKeys>(
      Method::get, "/api/v1/contact_keys",
      {.id = "get_contact_keys", .summary = "A confidential contact's own keys, as only they can open them."},
      [=](const Request& request, const Nothing&) -> Result<MyContactKeys> {
        const auto viewer = TRY(viewer_of(request));
        return desk->database.read([&](db::ReadTransaction& read) { return own_keys(read, viewer, *desk); });
      });
  router.route<PostContactKeys, MyContactKeys>(
      Method::post, "/api/v1/contact_keys",
      {.id = "keep_contact_keys",
       .summary = "Keeps the keys that a contact's browser made, first ones or after a loss."},
      [=](const Request& request, const PostContactKeys& asked) -> Result<MyContactKeys> {
        const auto viewer = TRY(viewer_of(request));
        TRY(keep_keys(desk->database, desk->slot_key, viewer,
                      {asked.bundle.bytes, asked.seeds.bytes, asked.passphrase_slot.bytes, asked.recovery_slot.bytes},
                      desk->clock, desk->random));
        return desk->database.read([&](db::ReadTransaction& read) { return own_keys(read, viewer, *desk); });
      });
  router.route<PostContactSlots, Nothing>(
      Method::post, "/api/v1/contact_keys/slots",
      {.id = "keep_contact_slots", .summary = "Replaces what opens a contact's keys: passphrase and recovery code."},
      [=](const Request& request, const PostContactSlots& asked) -> Result<> {
        return keep_slots(desk->database, desk->slot_key, TRY(viewer_of(request)), asked.passphrase_slot.bytes,
                          asked.recovery_slot.bytes, desk->clock, desk->random);
      });
  router.route<PostContactWord, MyContactKeys>(
      Method::post, "/api/v1/contact_keys/word",
      {.id = "vouch_for_contact", .summary = "A contact's signed word that another's new keys are theirs."},
      [=](const Request& request, const PostContactWord& asked) -> Result<MyContactKeys> {
        const auto viewer = TRY(viewer_of(request));
        TRY(vouch_for(desk->database, viewer, {asked.account, asked.version, asked.signature.bytes}, desk->clock,
                      desk->random));
        return desk->database.read([&](db::ReadTransaction& read) { return own_keys(read, viewer, *desk); });
      });
  router.route<Nothing, Nothing>(
      Method::post, "/api/v1/contact_keys/leave",
      {.id = "leave_as_contact", .summary = "The viewer is no confidential contact any more."},
      [=](const Request& request, const Nothing&) -> Result<> {
        return leave(desk->database, TRY(viewer_of(request)), desk->clock, desk->random);
      });
}

void add_writing(http::Router& router, const std::shared_ptr<Desk>& desk, const institutions::ViewerOf& viewer_of) {
  router.route<Nothing, ConcernContacts>(
      Method::get, "/api/v1/concern_contacts",
      {.id = "get_concern_contacts", .summary = "The confidential contacts of the institution and their public keys."},
      [=](const Request& request, const Nothing&) -> Result<ConcernContacts> {
        const auto viewer = TRY(viewer_of(request));
        return desk->database.read([&](db::ReadTransaction& read) -> Result<ConcernContacts> {
          const Date today = TRY(institutions::today_of(read, viewer.institution_id, desk->clock));
          const auto contacts = TRY(contacts_of(read, viewer.institution_id, today));
          return ConcernContacts{contacts_json(contacts), recipients_of(contacts).size() >= fewest_contacts};
        });
      });
  router.route<PostConcern, Nothing>(
      Method::post, "/api/v1/concerns",
      {.id = "open_concern",
       .summary = "Takes a concern that was sealed to every contact; keeps nothing of who wrote."},
      [=](const Request& request, const PostConcern& asked) -> Result<> {
        return open_concern(*desk, TRY(viewer_of(request)), {asked.token.bytes, asked.sealed.bytes});
      });
  router.route<OpenBox, ConcernBox>(
      Method::post, "/api/v1/concern_box",
      {.id = "open_concern_box", .summary = "A concern for whoever holds its case code; asks for no login."},
      [=](const Request& request, const OpenBox& asked) -> Result<ConcernBox> {
        return box_json(TRY(look(*desk, {asked.concern, asked.token.bytes, request.peer})));
      });
  router.route<AddToBox, ConcernBox>(
      Method::post, "/api/v1/concern_box/more",
      {.id = "add_to_concern_box", .summary = "Adds to a concern with its case code; asks for no login."},
      [=](const Request& request, const AddToBox& asked) -> Result<ConcernBox> {
        const CaseProof proof{asked.concern, asked.token.bytes, request.peer};
        TRY(add(*desk, proof, asked.sealed.bytes));
        return box_json(TRY(look(*desk, proof)));
      });
}

void add_reading(http::Router& router, const std::shared_ptr<Desk>& desk, const institutions::ViewerOf& viewer_of) {
  router.route<Nothing, ListedConcerns>(
      Method::get, "/api/v1/concerns",
      {.id = "list_concerns", .summary = "Concerns for the confidential contacts: days, sizes, where each stands."},
      [=](const Request& request, const Nothing&) -> Result<ListedConcerns> {
        const auto viewer = TRY(viewer_of(request));
        return desk->database.read([&](db::ReadTransaction& read) -> Result<ListedConcerns> {
          TRY(contact_behind(read, viewer, TRY(institutions::today_of(read, viewer.institution_id, desk->clock))));
          ListedConcerns out;
          for (const auto& each : TRY(concerns_of(read, viewer.institution_id))) {
            out.concerns.push_back({each.id, each.opened_on, each.state, {}});
            for (const auto& line : each.messages)
              out.concerns.back().messages.push_back({line.number, line.day, line.by_contact, line.bytes});
          }
          return out;
        });
      });
  router.route<OneConcern, ConcernBox>(
      Method::get, "/api/v1/concerns/{id}",
      {.id = "get_concern", .summary = "A concern for the confidential contacts, sealed."},
      [=](const Request& request, const OneConcern& asked) -> Result<ConcernBox> {
        return box_for(*desk, TRY(viewer_of(request)), asked.id);
      });
  router.route<PostAnswer, ConcernBox>(
      Method::post, "/api/v1/concerns/{id}/answer",
      {.id = "answer_concern", .summary = "A contact's answer, sealed to the writer and to every contact."},
      [=](const Request& request, const PostAnswer& asked) -> Result<ConcernBox> {
        const auto viewer = TRY(viewer_of(request));
        TRY(answer(*desk, viewer, asked.id, asked.sealed.bytes));
        return box_for(*desk, viewer, asked.id);
      });
  router.route<PostState, ConcernBox>(Method::post, "/api/v1/concerns/{id}/state",
                                      {.id = "move_concern", .summary = "A contact says where a concern stands."},
                                      [=](const Request& request, const PostState& asked) -> Result<ConcernBox> {
                                        const auto viewer = TRY(viewer_of(request));
                                        TRY(move_to(*desk, viewer, asked.id, asked.from, asked.to));
                                        return box_for(*desk, viewer, asked.id);
                                      });
}

}  // namespace

void add_routes(http::Router& router, std::shared_ptr<Desk> desk, institutions::ViewerOf viewer_of) {
  add_keys(router, desk, viewer_of);
  add_writing(router, desk, viewer_of);
  add_reading(router, desk, viewer_of);
}

}  // namespace chiron::concerns
