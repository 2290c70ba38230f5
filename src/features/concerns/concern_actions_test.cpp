// Contacts, their keys and concerns, on both engines: who may, what is kept and what is not, what the database refuses.
#include "features/concerns/concern_actions.h"

#include <gtest/gtest.h>

#include <sodium.h>

#include <algorithm>
#include <thread>

#include "features/accounts/testing_accounts.h"

namespace chiron::concerns {
namespace {

using accounts::today;
using institutions::AccountRole;

class Concerns : public accounts::AccountsFixture {
 protected:
  void SetUp() override {
    migrations_ = {concerns::migrations};
    accounts::AccountsFixture::SetUp();
    if (IsSkipped()) return;
    desk_ = std::make_unique<Desk>(database(), crypto::Key{9}, clock_, random_);
    for (const char* name : {"ines", "omar", "uma"})
      people(name, {whole(AccountRole::confidential_contact)}, std::string(name) == "uma" ? "educator" : "");
    people("ada", {}, "learner");
    people("carl", {whole(AccountRole::coordinator)});
    people("otto", {whole(AccountRole::operator_)});
    people("lea", {whole(AccountRole::lead)});
  }
  /// Somebody who has joined, and how they look to every later request.
  void people(const std::string& name, const std::vector<institutions::RoleGrant>& roles,
              const std::string& person = "") {
    const auto who = holder_of(
        joined(name + "@north.edu", roles, person.empty() ? std::nullopt : std::optional(people_.at(person))).cookie);
    ASSERT_TRUE(who);
    viewers_[name] = who->viewer;
  }
  const Viewer& as(const std::string& name) const { return viewers_.at(name); }
  AccountId account(const std::string& name) const { return *as(name).account; }

  crypto::Seeds seeds(const std::string& name, std::uint8_t version) const {
    return {{static_cast<std::uint8_t>(name[0]), version}, {static_cast<std::uint8_t>(name[0]), version, 1}};
  }
  NewKeys made(const std::string& name, std::uint32_t version = 1, const crypto::Hash256& before = {}) const {
    const auto user = account(name).bytes();
    const auto number = static_cast<std::uint8_t>(version);
    using crypto::SlotKind;
    return {crypto::make_bundle(seeds(name, number), user, version, 0, before),
            Bytes(crypto::sealed_seeds_bytes, number),
            crypto::make_slot({SlotKind::passphrase, user, {}, {}, {}}, crypto::Key{1}, crypto::Key{2}),
            crypto::make_slot({SlotKind::recovery, user, {}, {}, {}}, crypto::Key{1}, crypto::Key{2})};
  }
  std::string keep(const std::string& name, const NewKeys& keys) {
    return key_of(keep_keys(database(), desk_->slot_key, as(name), keys, clock_, random_));
  }
  /// New keys after a loss.
  std::string reset(const std::string& name) {
    const auto before = contact(name)->keys;
    return keep(name, made(name, static_cast<std::uint32_t>(before->version) + 1, crypto::blake2b_256(before->bundle)));
  }
  std::string vouches(const std::string& by, const std::string& about, std::int64_t version,
                      const std::string& signed_by = "") {
    Bytes message{'M', 'E', '1', '/', 'c', 'o', 's', 0};
    const auto keys = contact(about)->keys;
    const auto hash = crypto::blake2b_256(keys->bundle);
    message.insert(message.end(), hash.begin(), hash.end());
    const auto user = account(by).bytes();
    message.insert(message.end(), user.begin(), user.end());
    crypto::PublicKey key;
    std::array<std::uint8_t, 64> secret;
    Bytes signature(64);
    crypto_sign_seed_keypair(key.data(), secret.data(), seeds(signed_by.empty() ? by : signed_by, 1).sign.data());
    crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(), secret.data());
    return key_of(vouch_for(database(), as(by), {account(about), version, signature}, clock_, random_));
  }
  std::vector<Contact> all() {
    return database().read([&](db::ReadTransaction& read) { return contacts_of(read, north(), today_); }).value();
  }
  std::optional<Contact> contact(const std::string& name) {
    for (auto& each : all())
      if (each.account == account(name)) return std::move(each);
    return {};
  }
  std::vector<Recipient> everybody() {
    auto list = recipients_of(all());
    list.insert(list.begin(), Recipient{});
    return list;
  }

  /// What a browser would seal; the server opens none of it.
  static Bytes sealed(Kind kind, ConcernId concern, std::uint8_t number, const std::vector<Recipient>& to,
                      const Bytes& before = {}, std::array<std::uint8_t, 16> author = {}, std::uint8_t fill = 7) {
    Bytes out(136 + to.size() * 172 + step_bytes + 16, fill);
    std::fill_n(out.begin(), 80, std::uint8_t{0});
    out[0] = 'M', out[1] = 'C', out[2] = 1, out[3] = 1, out[4] = static_cast<std::uint8_t>(kind);
    out[7] = static_cast<std::uint8_t>(to.size());
    std::ranges::copy(concern.bytes(), out.begin() + 8);
    out[27] = number;
    std::ranges::copy(author, out.begin() + 32);
    if (!before.empty()) std::ranges::copy(crypto::blake2b_256(before), out.begin() + 48);
    for (std::size_t n = 0; n < to.size(); ++n) {
      const auto at = out.begin() + static_cast<std::ptrdiff_t>(136 + n * 172);
      std::ranges::copy(to[n].user, at);
      std::ranges::copy(to[n].bundle, at + 16);
    }
    return out;
  }
  const Bytes token_ = Bytes(32, 3);
  const ConcernId concern_{{4, 5, 6}};
  std::string opens(const std::string& who, const Bytes& message) {
    return key_of(open_concern(*desk_, as(who), {token_, message}));
  }
  CaseProof proof() const { return {concern_, token_, "192.0.2.7"}; }
  std::string adds(const Bytes& message) { return key_of(add(*desk_, proof(), message)); }
  std::string answers(const std::string& who, const Bytes& message) {
    return key_of(answer(*desk_, as(who), concern_, message));
  }
  std::string finds(const std::string& who) {
    return key_of(
        database().read([&](db::ReadTransaction& read) { return find_for(read, as(who), concern_, today_); }));
  }
  std::size_t entries() {
    return static_cast<std::size_t>(
        database().read([&](db::ReadTransaction& read) { return audit::head(read, north()); })->seq);
  }
  void two_with_keys() {
    ASSERT_EQ(keep("ines", made("ines")), "");
    ASSERT_EQ(keep("omar", made("omar")), "");
  }
  /// A concern that was opened; the message that opened it.
  Bytes opened() {
    two_with_keys();
    auto first = sealed(Kind::first, concern_, 1, everybody());
    EXPECT_EQ(opens("ada", first), "");
    return first;
  }

  Date today_ = today;
  std::map<std::string, Viewer> viewers_;
  std::unique_ptr<Desk> desk_;
};
CHIRON_ON_BOTH_ENGINES(Concerns);

TEST_P(Concerns, PreparesEveryStatement) { db::testing::expect_all_prepare(database(), sql::all); }

TEST_P(Concerns, NeedTwoContactsWithKeys) {
  const auto message = [&] { return sealed(Kind::first, concern_, 1, everybody()); };
  ASSERT_EQ(keep("ines", made("ines")), "");
  EXPECT_EQ(opens("ada", message()), "concerns.too_few");
  EXPECT_EQ(count("SELECT count(*) FROM concerns"), 0);
  ASSERT_EQ(keep("omar", made("omar")), "");
  EXPECT_EQ(opens("ada", message()), "");
  EXPECT_EQ(opens("ada", message()), "") << "the same request, come twice";
  EXPECT_EQ(count("SELECT count(*) FROM concern_messages"), 1);
}

TEST_P(Concerns, KeepNothingOfWhoWrote) {
  two_with_keys();
  const auto before = entries();
  const auto first = sealed(Kind::first, concern_, 1, everybody());
  EXPECT_EQ(opens("ada", first), "");
  EXPECT_EQ(adds(sealed(Kind::more, concern_, 2, everybody(), first)), "");
  EXPECT_EQ(entries(), before) << "an audit entry would say who, or when";
  EXPECT_EQ(count("SELECT count(*) FROM concern_messages WHERE contact_id IS NOT NULL"), 0);
  EXPECT_EQ(count("SELECT count(*) FROM concerns WHERE opened_on > 1000000"), 0) << "days, no moments";
}

TEST_P(Concerns, AreSealedToEveryContactAndNobodyElse) {
  two_with_keys();
  const auto refused = [&](std::vector<Recipient> to) { return opens("ada", sealed(Kind::first, concern_, 1, to)); };
  auto to = everybody();
  EXPECT_EQ(refused({to[0], to[1]}), "concerns.contacts_changed");
  auto more = to;
  more.push_back({{255}, {}});
  EXPECT_EQ(refused(more), "concerns.contacts_changed");
  auto other = to;
  other[1].bundle[0] ^= 1;
  EXPECT_EQ(refused(other), "concerns.contacts_changed") << "to a key that is not theirs";
  EXPECT_EQ(refused({to[1], to[2]}), "concerns.malformed") << "the writer could not read their own";
  EXPECT_EQ(opens("ada", sealed(Kind::more, concern_, 2, to, Bytes(1))), "concerns.malformed");
  EXPECT_EQ(count("SELECT count(*) FROM concerns"), 0);
}

TEST_P(Concerns, FloodsAreHeldBackWithoutNamingAnybody) {
  two_with_keys();
  std::string last;
  for (std::uint8_t n = 1; n <= 8 && last.empty(); ++n)
    last = opens("ada", sealed(Kind::first, ConcernId({n}), 1, everybody()));
  EXPECT_EQ(last, "accounts.wait");
  EXPECT_EQ(count("SELECT count(*) FROM concerns"), 6);
  EXPECT_EQ(opens("lea", sealed(Kind::first, ConcernId({200}), 1, everybody())), "") << "others go on";
  pass(16 * accounts::minute_ms);
  EXPECT_EQ(opens("ada", sealed(Kind::first, ConcernId({100}), 1, everybody())), "");
}

TEST_P(Concerns, OpenForTheCaseCodeAlone) {
  const auto first = opened();
  const auto found = look(*desk_, proof());
  ASSERT_TRUE(found) << found.error().debug_text();
  EXPECT_EQ(found->messages.size(), 1U);
  EXPECT_EQ(found->messages[0].sealed, first);
  EXPECT_EQ(key_of(look(*desk_, {concern_, Bytes(32, 4), "192.0.2.7"})), "concerns.code_unknown");
  EXPECT_EQ(key_of(look(*desk_, {ConcernId({1}), token_, "192.0.2.7"})), "concerns.code_unknown");
  EXPECT_EQ(
      key_of(add(*desk_, {concern_, Bytes(32, 4), "192.0.2.7"}, sealed(Kind::more, concern_, 2, everybody(), first))),
      "concerns.code_unknown");
  std::string last;
  for (int n = 0; n < 120 && last != "accounts.wait"; ++n)
    last = key_of(look(*desk_, {concern_, Bytes(32, 4), "198.51.100.1"}));
  EXPECT_EQ(last, "accounts.wait");
}

TEST_P(Concerns, AreThereForContactsAndForNobodyElse) {
  const auto first = opened();
  for (const char* name : {"ada", "carl", "otto", "lea"}) {
    EXPECT_EQ(finds(name), "concerns.unknown") << name;
    EXPECT_EQ(answers(name, first), "concerns.unknown") << name;
    EXPECT_EQ(key_of(move_to(*desk_, as(name), concern_, ConcernState::received, ConcernState::closed)),
              "concerns.unknown")
        << name;
    EXPECT_EQ(keep(name, made(name)), "concerns.unknown") << name;
    EXPECT_EQ(key_of(leave(database(), as(name), clock_, random_)), "concerns.unknown") << name;
  }
  EXPECT_EQ(finds("ines"), "");
  EXPECT_EQ(finds("uma"), "") << "a contact, though without keys";
  Viewer elsewhere = as("ines");
  elsewhere.institution_id = institutions_["south"];
  viewers_["elsewhere"] = elsewhere;
  EXPECT_EQ(finds("elsewhere"), "concerns.unknown");
  ASSERT_TRUE(leave(database(), as("ines"), clock_, random_));
  EXPECT_EQ(finds("ines"), "concerns.unknown") << "from then on, whatever the request said of roles";
  EXPECT_EQ(answers("ines", first), "concerns.unknown");
}

TEST_P(Concerns, WhoGetsPowerIsNoContactAnyMore) {
  const auto first = opened();
  ASSERT_EQ(keep("uma", made("uma")), "");
  EXPECT_EQ(all().size(), 3U);
  ASSERT_TRUE(assesses("educator", "learner", {today, today + 10}));
  EXPECT_EQ(all().size(), 2U);
  EXPECT_EQ(finds("uma"), "concerns.unknown");
  EXPECT_EQ(everybody().size(), 3U) << "nothing is sealed to them";
  today_ = today + 10;
  EXPECT_EQ(all().size(), 3U);
}

TEST_P(Concerns, AreAnsweredAddedToAndMoved) {
  const auto first = opened();
  const auto state = [&] { return look(*desk_, proof())->concern.state; };
  const auto reply = sealed(Kind::answer, concern_, 2, everybody(), first, account("ines").bytes());
  EXPECT_EQ(answers("omar", reply), "concerns.malformed") << "in another's name";
  const auto before = entries();
  EXPECT_EQ(answers("ines", reply), "");
  EXPECT_EQ(answers("ines", reply), "") << "the same request, come twice";
  EXPECT_EQ(entries(), before + 1);
  EXPECT_EQ(state(), ConcernState::looked_at);
  EXPECT_EQ(adds(sealed(Kind::more, concern_, 3, everybody(), first)), "concerns.changed_meanwhile");
  EXPECT_EQ(adds(sealed(Kind::more, concern_, 2, everybody(), reply)), "concerns.changed_meanwhile");
  EXPECT_EQ(adds(sealed(Kind::answer, concern_, 3, everybody(), reply, account("ines").bytes())), "concerns.malformed");
  EXPECT_EQ(key_of(move_to(*desk_, as("omar"), concern_, ConcernState::received, ConcernState::closed)),
            "concerns.moved_meanwhile");
  EXPECT_EQ(key_of(move_to(*desk_, as("omar"), concern_, ConcernState::looked_at, ConcernState::closed)), "");
  EXPECT_EQ(adds(sealed(Kind::more, concern_, 3, everybody(), reply)), "");
  EXPECT_EQ(state(), ConcernState::received) << "what was closed is open again";
  const auto listed = database().read([&](db::ReadTransaction& read) { return concerns_of(read, north()); }).value();
  ASSERT_EQ(listed.size(), 1U);
  ASSERT_EQ(listed[0].messages.size(), 3U);
  EXPECT_TRUE(listed[0].messages[1].by_contact);
  EXPECT_EQ(listed[0].messages[0].bytes, static_cast<std::int64_t>(first.size()));
}

TEST_P(Concerns, OfTwoWhoAnswerAtOnceOneIsTold) {
  const auto first = opened();
  std::string one, other;
  std::thread a(
      [&] { one = answers("ines", sealed(Kind::answer, concern_, 2, everybody(), first, account("ines").bytes())); });
  std::thread b(
      [&] { other = answers("omar", sealed(Kind::answer, concern_, 2, everybody(), first, account("omar").bytes())); });
  a.join();
  b.join();
  EXPECT_EQ(one + other, "concerns.changed_meanwhile");
  EXPECT_EQ(count("SELECT count(*) FROM concern_messages"), 2);
}

TEST_P(Concerns, KeysAreTheirOwnersAndKeptOnce) {
  auto keys = made("ines");
  const auto refused = [&](auto change) {
    auto other = made("ines");
    change(other);
    return keep("ines", other);
  };
  const std::string no = "concerns.keys_malformed";
  EXPECT_EQ(keep("ines", made("omar")), no) << "another's";
  EXPECT_EQ(refused([](NewKeys& keys) { keys.bundle[60] ^= 1; }), no);
  EXPECT_EQ(refused([](NewKeys& keys) { keys.seeds.pop_back(); }), no);
  EXPECT_EQ(refused([](NewKeys& keys) { std::swap(keys.passphrase_slot, keys.recovery_slot); }), no);
  EXPECT_EQ(refused([](NewKeys& keys) { keys.passphrase_slot[11] = 1; }), no) << "a weaker derivation";
  EXPECT_EQ(keep("ines", keys), "");
  EXPECT_EQ(keep("ines", keys), "") << "the same request, come twice";
  EXPECT_EQ(keep("ines", made("ines", 3, crypto::blake2b_256(keys.bundle))), "concerns.keys_changed");
  EXPECT_EQ(keep("ines", made("ines", 2, {1})), "concerns.keys_changed") << "after other keys than those kept";
  const auto slots =
      database()
          .read([&](db::ReadTransaction& read) { return own_slots(read, desk_->slot_key, north(), *contact("ines")); })
          .value();
  EXPECT_EQ(slots, (std::vector{keys.passphrase_slot, keys.recovery_slot}));
  const auto other_key = database().read(
      [&](db::ReadTransaction& read) { return own_slots(read, crypto::Key{1}, north(), *contact("ines")); });
  EXPECT_EQ(key_of(other_key), "concerns.slot_unreadable") << "a copy of the database opens nothing";
}

TEST_P(Concerns, KeysAfterALossWaitForAnotherContactsWord) {
  const auto first = opened();
  ASSERT_EQ(keep("uma", made("uma")), "");
  EXPECT_EQ(reset("ines"), "");
  EXPECT_EQ(contact("ines")->standing, Standing::waiting);
  EXPECT_EQ(everybody().size(), 3U) << "nothing is sealed to keys nobody vouched for";
  EXPECT_EQ(vouches("ines", "ines", 2), "concerns.not_ready");
  EXPECT_EQ(vouches("ada", "ines", 2), "concerns.unknown");
  EXPECT_EQ(vouches("carl", "ines", 2), "concerns.unknown");
  EXPECT_EQ(vouches("omar", "ines", 1), "concerns.unknown");
  EXPECT_EQ(vouches("omar", "uma", 1), "concerns.unknown") << "nobody waits";
  EXPECT_EQ(vouches("omar", "ines", 2, "uma"), "concerns.word_wrong");
  EXPECT_EQ(vouches("omar", "ines", 2), "");
  EXPECT_EQ(contact("ines")->standing, Standing::ready);
  EXPECT_EQ(everybody().size(), 4U);
  EXPECT_EQ(vouches("uma", "ines", 2), "concerns.unknown") << "once";
}

TEST_P(Concerns, NewSlotsReplaceTheOldOnes) {
  two_with_keys();
  const auto other = made("omar");
  EXPECT_EQ(key_of(keep_slots(database(), desk_->slot_key, as("ines"), other.passphrase_slot, other.recovery_slot,
                              clock_, random_)),
            "concerns.keys_malformed");
  auto own = made("ines");
  own.passphrase_slot[150] ^= 1;
  EXPECT_EQ(key_of(keep_slots(database(), desk_->slot_key, as("ines"), own.passphrase_slot, own.recovery_slot, clock_,
                              random_)),
            "");
  const auto slots = database().read(
      [&](db::ReadTransaction& read) { return own_slots(read, desk_->slot_key, north(), *contact("ines")); });
  EXPECT_EQ(slots->front(), own.passphrase_slot);
  EXPECT_EQ(count("SELECT count(*) FROM contact_slots"), 4);
}

TEST_P(Concerns, TheDatabaseRefusesWhatTheProgramNeverDoes) {
  opened();
  const auto refuses = [&](const char* script, const char* key) {
    EXPECT_NE(by_hand(script).find(key), std::string::npos) << script;
  };
  refuses("UPDATE concern_messages SET day = day + 1", "concerns.stays");
  refuses("UPDATE concerns SET opened_on = opened_on + 1", "concerns.stays");
  refuses("UPDATE concerns SET state = 'lost'", "concerns.state");
  refuses("UPDATE contact_keys SET made_on = made_on + 1", "concerns.keys_stay");
  refuses("UPDATE contact_keys SET vouched_by = account_id, vouched_signature = seeds", "concerns.");
  refuses(
      "INSERT INTO concern_messages (institution_id, concern_id, number, day, sealed) SELECT institution_id, "
      "concern_id, 3, day, sealed FROM concern_messages",
      "concerns.changed_meanwhile");
  refuses(
      "INSERT INTO concern_messages (institution_id, concern_id, number, day, contact_id, sealed) SELECT "
      "m.institution_id, m.concern_id, 2, m.day, a.id, m.sealed FROM concern_messages m JOIN accounts a ON a.email = "
      "'carl@north.edu'",
      "concerns.no_contact");
  refuses(
      "INSERT INTO contact_keys (institution_id, account_id, version, bundle, seeds, made_on) SELECT "
      "k.institution_id, a.id, 1, k.bundle, k.seeds, k.made_on FROM contact_keys k JOIN accounts a ON a.email = "
      "'otto@north.edu'",
      "concerns.no_contact");
}

}  // namespace
}  // namespace chiron::concerns
