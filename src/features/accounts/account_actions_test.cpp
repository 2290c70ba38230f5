// Invited, joined, signed in and out, by a clock that the test moves; and everybody who should not get in.
#include "features/accounts/account_actions.h"

#include <gtest/gtest.h>

#include "features/accounts/testing_accounts.h"
#include "platform/crypto/token.h"

namespace chiron::accounts {
namespace {

class AccountActions : public AccountsFixture {};
CHIRON_ON_BOTH_ENGINES(AccountActions);

TEST_P(AccountActions, SomebodyJoinsByALinkAndSignsIn) {
  const auto token = invited("Ada@North.edu", {whole(AccountRole::coordinator)}, people_["educator"]);
  const auto seen = look(*gate_, from_, token);
  ASSERT_TRUE(seen) << seen.error().debug_text();
  EXPECT_EQ(seen->institution, "north school");
  EXPECT_EQ(seen->email, "a…@north.edu");
  EXPECT_EQ(key_of(confirm(*gate_, from_, token, "123456")), "accounts.not_chosen");
  const auto chosen = choose(*gate_, from_, token, derived(1));
  ASSERT_TRUE(chosen);
  Somebody ada{"ada@north.edu", chosen->secret, {}};
  EXPECT_EQ(key_of(try_sign_in(ada)), "accounts.not_matching") << "not before the app is confirmed";
  EXPECT_EQ(key_of(confirm(*gate_, from_, token, "000000")), "accounts.code_wrong");
  const auto begun = confirm(*gate_, from_, token, code_of(ada));
  ASSERT_TRUE(begun) << begun.error().debug_text();

  const auto who = holder_of(begun->token);
  ASSERT_TRUE(who);
  EXPECT_EQ(who->email, "ada@north.edu");
  EXPECT_EQ(who->viewer.institution_id, north());
  EXPECT_EQ(who->viewer.person, people_["educator"]);
  EXPECT_EQ(who->viewer.roles, (std::vector{whole(AccountRole::coordinator)}));

  EXPECT_EQ(salt_of(*gate_, north(), "ADA@north.edu").value(), seen->salt);
  EXPECT_EQ(key_of(try_sign_in(ada)), "accounts.not_matching") << "the code that confirmed was used";
  pass(30 * second_ms);
  const auto again = try_sign_in(ada);
  ASSERT_TRUE(again) << again.error().debug_text();
  EXPECT_NE(again->token, begun->token);
  EXPECT_TRUE(holder_of(again->token));
  EXPECT_TRUE(holder_of(begun->token)) << "the other device stays signed in";
}

TEST_P(AccountActions, ACodeCountsOnce) {
  const auto ada = joined("ada@b", {whole(AccountRole::leader)});
  pass(30 * second_ms);
  EXPECT_TRUE(try_sign_in(ada));
  EXPECT_EQ(key_of(try_sign_in(ada)), "accounts.not_matching");
  pass(30 * second_ms);
  EXPECT_TRUE(try_sign_in(ada));
  // The one before, in its five seconds of grace, is not newer than the last that was used.
  EXPECT_EQ(key_of(sign_in(*gate_, from_, north(), ada.email, derived(1),
                           crypto::totp_code(ada.secret, crypto::totp_step(clock_.now()) - 1))),
            "accounts.not_matching");
}

TEST_P(AccountActions, ALinkOpensOnceAndNotForEver) {
  const auto first = invited("ada@b", {whole(AccountRole::leader)});
  const auto second = invited("ada@b", {whole(AccountRole::leader)});
  EXPECT_EQ(key_of(look(*gate_, from_, first)), "accounts.invitation_used") << "a newer one was sent";
  const auto chosen = choose(*gate_, from_, second, derived(1));
  ASSERT_TRUE(chosen);
  ASSERT_TRUE(confirm(*gate_, from_, second, code_of({"ada@b", chosen->secret, {}})));
  for (const auto& key : {key_of(look(*gate_, from_, second)), key_of(choose(*gate_, from_, second, derived(2))),
                          key_of(confirm(*gate_, from_, second, "123456"))})
    EXPECT_EQ(key, "accounts.invitation_used");

  const auto late = invited("ben@b", {whole(AccountRole::leader)});
  pass(7 * 24 * hour_ms - 1);
  EXPECT_TRUE(look(*gate_, from_, late));
  pass(1);
  EXPECT_EQ(key_of(look(*gate_, from_, late)), "accounts.invitation_expired");
  EXPECT_EQ(key_of(choose(*gate_, from_, late, derived(1))), "accounts.invitation_expired");
  EXPECT_EQ(key_of(look(*gate_, from_, "no token")), "accounts.invitation_unknown");
  EXPECT_EQ(key_of(look(*gate_, from_, crypto::draw_token(random_))), "accounts.invitation_unknown");
}

TEST_P(AccountActions, WhoLostEverythingJoinsAgainFromTheMachineAndTheOldLoginsEnd) {
  const auto ada = joined("ada@b", {whole(AccountRole::coordinator)});
  const auto asking = holder_of(ada.cookie)->viewer;
  joined("ben@b", {whole(AccountRole::leader)});
  const auto again = invite(*gate_, asking, {"ben@b", {}, {whole(AccountRole::lead)}});
  ASSERT_TRUE(again) << again.error().debug_text();
  EXPECT_EQ(again->token, "") << "a coordinator cannot take over an account";
  EXPECT_EQ(count("SELECT count(*) FROM account_roles WHERE role = 'lead'"), 1) << "but give a role to it";
  EXPECT_EQ(key_of(invite(*gate_, asking, {"ben@b", people_["learner"], {whole(AccountRole::lead)}})),
            "accounts.person_fixed");
  const auto token = invited("ada@b", {whole(AccountRole::coordinator)});
  EXPECT_TRUE(holder_of(ada.cookie)) << "until the new way in is confirmed";
  const auto chosen = choose(*gate_, from_, token, derived(2));
  ASSERT_TRUE(chosen);
  pass(30 * second_ms);
  EXPECT_TRUE(try_sign_in(ada)) << "the old passphrase still counts";
  ASSERT_TRUE(confirm(*gate_, from_, token, code_of({"ada@b", chosen->secret, {}})));
  EXPECT_FALSE(holder_of(ada.cookie));
  pass(30 * second_ms);
  EXPECT_EQ(key_of(try_sign_in(ada)), "accounts.not_matching");
  EXPECT_TRUE(try_sign_in({"ada@b", chosen->secret, {}}, 2));
  EXPECT_EQ(count("SELECT count(*) FROM account_roles WHERE role = 'coordinator'"), 1) << "given once";
}

TEST_P(AccountActions, NobodyInvitesBeyondTheirOwnRoles) {
  const auto coordinator = holder_of(joined("c@b", {whole(AccountRole::coordinator)}).cookie)->viewer;
  const auto of_one = holder_of(joined("p@b", {{AccountRole::coordinator, programs_["north"]}}).cookie)->viewer;
  const auto leader = holder_of(joined("l@b", {whole(AccountRole::leader)}).cookie)->viewer;
  const auto tries = [&](const Viewer& viewer, const NewInvitation& what) {
    return key_of(invite(*gate_, viewer, what));
  };
  EXPECT_EQ(tries(coordinator, {"1@b", people_["learner"], {}}), "");
  EXPECT_EQ(tries(coordinator, {"2@b", {}, {whole(AccountRole::evaluator)}}), "");
  EXPECT_EQ(tries(coordinator, {"3@b", {}, {whole(AccountRole::operator_)}}), "accounts.grant_not_yours");
  EXPECT_EQ(tries(of_one, {"4@b", {}, {{AccountRole::lead, programs_["north"]}}}), "");
  EXPECT_EQ(tries(of_one, {"5@b", {}, {whole(AccountRole::lead)}}), "accounts.grant_not_yours");
  EXPECT_EQ(tries(leader, {"6@b", people_["educator"], {}}), "accounts.invite_not_yours");
  EXPECT_EQ(tries(Viewer::of_visitor(north()), {"7@b", people_["educator"], {}}), "accounts.invite_not_yours");
  EXPECT_EQ(tries(coordinator, {"8@b", {}, {}}), "accounts.nothing_given");
  EXPECT_EQ(tries(coordinator, {"nobody", {}, {whole(AccountRole::leader)}}), "accounts.email");
  EXPECT_EQ(tries(coordinator, {"9@b", PersonId::random(random_), {}}), "accounts.person_unknown");
  EXPECT_EQ(tries(machine(), {"10@b", {}, {whole(AccountRole::operator_), whole(AccountRole::evaluator)}}),
            "accounts.roles_apart");
  // The roles of the other institution count for nothing here.
  auto stranger = coordinator;
  stranger.institution_id = institutions_["south"];
  EXPECT_EQ(tries(stranger, {"11@b", {}, {whole(AccountRole::leader)}}), "accounts.invite_not_yours");
  // What was true when the request came in and is not when it is written.
  ASSERT_EQ(by_hand("UPDATE account_roles SET until_day = from_day WHERE role = 'coordinator'"), "");
  EXPECT_EQ(tries(coordinator, {"12@b", {}, {whole(AccountRole::leader)}}), "accounts.invite_not_yours");
  EXPECT_EQ(count("SELECT count(*) FROM accounts WHERE email LIKE '1_@b'"), 0) << "a refusal leaves nothing";
}

TEST_P(AccountActions, AnAddressOfTheRosterIsThatPersonWheneverItWasInvited) {
  const auto known_as = [&](const char* name, const std::string& email) {
    people::Person person;
    person.id = name, person.given_name = name, person.kind = people::Kind::educator, person.present = year_;
    person.email = email;
    const auto said = say([&](db::WriteTransaction& write, const people::Recording& at) {
      return people::record(write, at, people_[name], people::VersionId::random(random_), person);
    });
    EXPECT_TRUE(said) << said.error().debug_text();
  };
  const auto early = joined("eve@b", {whole(AccountRole::lead)});
  EXPECT_FALSE(holder_of(early.cookie)->viewer.person);
  known_as("educator", "eve@b");
  EXPECT_EQ(holder_of(early.cookie)->viewer.person, people_["educator"]) << "invited before the roster knew her";
  known_as("learner", "eve@b");
  EXPECT_FALSE(holder_of(early.cookie)->viewer.person) << "whose address it is cannot be told";
  known_as("learner", "lee@b");
  const auto late = joined("LEE@b", {whole(AccountRole::leader)});
  EXPECT_EQ(holder_of(late.cookie)->viewer.person, people_["learner"]);
  known_as("learner", "eve@b");
  EXPECT_EQ(holder_of(late.cookie)->viewer.person, people_["learner"]) << "an account stays with its person";
  EXPECT_FALSE(holder_of(early.cookie)->viewer.person) << "hers is shared again";
}

TEST_P(AccountActions, WhoIsWrittenToAndHasNoAccountGetsTheirWayIn) {
  const auto way = [&](const char* person, const std::string& email) {
    return way_in(*gate_, north(), people_[person], email);
  };
  const auto first = way("learner", "L1@b");
  ASSERT_TRUE(first && *first) << (first ? "" : first.error().debug_text());
  const auto second = way("learner", "l1@b");
  ASSERT_TRUE(second && *second) << "until they join";
  EXPECT_EQ(key_of(look(*gate_, from_, (*first)->token)), "accounts.invitation_used") << "the newest one works";
  EXPECT_FALSE(way("learner", "other@b")->has_value()) << "their account has another address";
  EXPECT_FALSE(way("educator", "l1@b")->has_value()) << "the address is somebody else's";
  const auto chosen = choose(*gate_, from_, (*second)->token, derived(1));
  ASSERT_TRUE(chosen);
  const auto begun = confirm(*gate_, from_, (*second)->token, code_of({"l1@b", chosen->secret, {}}));
  ASSERT_TRUE(begun);
  EXPECT_EQ(holder_of(begun->token)->viewer.person, people_["learner"]);
  EXPECT_TRUE(holder_of(begun->token)->viewer.roles.empty());
  EXPECT_FALSE(way("learner", "l1@b")->has_value()) << "who has joined gets no second way in";
  EXPECT_EQ(key_of(invite(*gate_, Viewer::of_job(north()), {"x@b", {}, {whole(AccountRole::lead)}})),
            "accounts.grant_not_yours")
      << "the program itself gives no roles";
}

TEST_P(AccountActions, UnknownAndWrongAnswerAlike) {
  const auto ada = joined("ada@b", {whole(AccountRole::leader)});
  pass(30 * second_ms);
  const auto answer = [&](std::string_view email, Bytes proof, std::string_view code) {
    const auto tried = sign_in(*gate_, from_, north(), email, proof, code);
    return tried ? "in" : tried.error().debug_text();
  };
  const auto wrong = answer("ada@b", derived(9), code_of(ada));
  EXPECT_EQ(wrong, "accounts.not_matching");
  EXPECT_EQ(answer("ada@b", derived(1), "000000"), wrong);
  EXPECT_EQ(answer("nobody@b", derived(1), "000000"), wrong);
  EXPECT_EQ(answer("not an address", derived(1), "000000"), wrong);
  EXPECT_EQ(answer("ada@b", {}, ""), wrong);
  EXPECT_EQ(sign_in(*gate_, from_, institutions_["south"], "ada@b", derived(1), code_of(ada)).error().debug_text(),
            wrong);

  const auto salt = [&](const char* email, InstitutionId where) { return salt_of(*gate_, where, email).value(); };
  EXPECT_EQ(salt("nobody@b", north()).size(), 16u);
  EXPECT_EQ(salt("nobody@b", north()), salt("NOBODY@b", north()));
  EXPECT_NE(salt("nobody@b", north()), salt("nobody2@b", north()));
  EXPECT_NE(salt("nobody@b", north()), salt("nobody@b", institutions_["south"]));
  const auto before = salt("ben@b", north());
  invited("ben@b", {whole(AccountRole::leader)});
  EXPECT_EQ(salt("ben@b", north()), before) << "being invited does not show";
}

TEST_P(AccountActions, GuessingIsHeldDownAndWhoIsInStaysIn) {
  const auto ada = joined("ada@b", {whole(AccountRole::leader)});
  pass(30 * second_ms);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(key_of(try_sign_in(ada, 9)), "accounts.not_matching");
  const auto held = try_sign_in(ada);
  ASSERT_FALSE(held);
  EXPECT_EQ(held.error().code, ErrorCode::throttled);
  EXPECT_EQ(held.error()["seconds"], "900");
  // An unknown address is held down after as many.
  for (int i = 0; i < 10; ++i)
    EXPECT_EQ(key_of(sign_in(*gate_, from_, north(), "nobody@b", derived(1), "1")), "accounts.not_matching");
  EXPECT_EQ(key_of(sign_in(*gate_, from_, north(), "nobody@b", derived(1), "1")), "accounts.wait");
  EXPECT_TRUE(holder_of(ada.cookie)) << "a stranger ends nobody's login";
  pass(15 * minute_ms);
  EXPECT_TRUE(try_sign_in(ada));
}

TEST_P(AccountActions, ANetworkIsHeldDownByWrongTriesOnly) {
  const auto ada = joined("ada@b", {whole(AccountRole::leader)});
  for (int i = 0; i < 150; ++i) {
    pass(30 * second_ms);
    EXPECT_TRUE(try_sign_in(ada)) << i;
  }
  for (int i = 0; i < 100; ++i)
    EXPECT_EQ(key_of(sign_in(*gate_, from_, north(), std::to_string(i) + "@b", derived(1), "1")),
              "accounts.not_matching");
  pass(30 * second_ms);
  EXPECT_EQ(key_of(try_sign_in(ada)), "accounts.wait");
  from_.address = "192.0.2.8";
  EXPECT_TRUE(try_sign_in(ada));
}

TEST_P(AccountActions, ALoginEndsWhenItIsLeftAndWhenItIsOld) {
  const auto ada = joined("ada@b", {whole(AccountRole::leader)});
  for (int i = 0; i < 24; ++i) {
    pass(hour_ms - 1);
    EXPECT_TRUE(holder_of(ada.cookie)) << i;
    database().write_and_wait([](db::WriteTransaction&) -> Result<> { return {}; }).value();  // after what was queued
  }
  pass(25);
  EXPECT_FALSE(holder_of(ada.cookie)) << "a day altogether";

  const auto ben = joined("ben@b", {whole(AccountRole::leader)});
  pass(hour_ms);
  EXPECT_FALSE(holder_of(ben.cookie)) << "an hour idle";
  const auto cat = joined("cat@b", {whole(AccountRole::operator_)});
  pass(15 * minute_ms - 1);
  EXPECT_TRUE(holder_of(cat.cookie));
  database().write_and_wait([](db::WriteTransaction&) -> Result<> { return {}; }).value();
  pass(15 * minute_ms);
  EXPECT_FALSE(holder_of(cat.cookie)) << "a quarter of an hour with a strict role";
}

TEST_P(AccountActions, WhatGoesOnByItselfKeepsNoLoginAlive) {
  const auto ada = joined("ada@b", {whole(AccountRole::leader)});
  const auto hash = *crypto::token_hash(ada.cookie);
  for (int i = 0; i < 59; ++i) {
    pass(minute_ms);
    const auto still = still_signed_in(*gate_, hash).value();
    ASSERT_TRUE(still) << i;
    EXPECT_TRUE(still->viewer.has(AccountRole::leader));
    database().write_and_wait([](db::WriteTransaction&) -> Result<> { return {}; }).value();  // after what was queued
  }
  pass(minute_ms);
  EXPECT_FALSE(still_signed_in(*gate_, hash).value()) << "an hour idle, though it was looked at each minute";
  EXPECT_FALSE(holder_of(ada.cookie));
}

TEST_P(AccountActions, OnesLoginsAreEndedByOneself) {
  const auto ada = joined("ada@b", {whole(AccountRole::leader)});
  pass(30 * second_ms);
  const auto second = try_sign_in(ada).value().token;
  const auto ben = joined("ben@b", {whole(AccountRole::leader)});
  const auto who = *holder_of(ada.cookie), other = *holder_of(second), stranger = *holder_of(ben.cookie);
  EXPECT_EQ(key_of(end_login(*gate_, stranger, who.login)), "accounts.login_unknown");
  EXPECT_TRUE(holder_of(ada.cookie));
  EXPECT_TRUE(end_login(*gate_, who, other.login));
  EXPECT_FALSE(holder_of(second));
  EXPECT_EQ(key_of(end_login(*gate_, who, other.login)), "accounts.login_unknown");
  EXPECT_TRUE(sign_out(*gate_, who));
  EXPECT_FALSE(holder_of(ada.cookie));
  EXPECT_TRUE(holder_of(ben.cookie));
  EXPECT_NE(by_hand("UPDATE logins SET ended_at = NULL").find("chiron:accounts.login_fixed"), std::string::npos);
}

TEST_P(AccountActions, ANewPassphraseEndsTheOtherLogins) {
  const auto ada = joined("ada@b", {whole(AccountRole::leader)});
  pass(30 * second_ms);
  const auto second = try_sign_in(ada).value().token;
  const auto who = *holder_of(ada.cookie);
  pass(30 * second_ms);
  NewPassphrase change{derived(9), code_of(ada), Bytes(16, 5), derived(2)};
  EXPECT_EQ(key_of(change_passphrase(*gate_, from_, who, change)), "accounts.not_matching")
      << "not without the present one";
  change.derived = derived(1);
  change.new_salt.pop_back();
  EXPECT_EQ(key_of(change_passphrase(*gate_, from_, who, change)), "accounts.bytes");
  change.new_salt.push_back(5);
  EXPECT_EQ(key_of(change_passphrase(*gate_, from_, who, change)), "");
  EXPECT_TRUE(holder_of(ada.cookie));
  EXPECT_FALSE(holder_of(second));
  EXPECT_EQ(salt_of(*gate_, north(), "ada@b").value(), Bytes(16, 5));
  pass(30 * second_ms);
  EXPECT_EQ(key_of(try_sign_in(ada, 1)), "accounts.not_matching");
  EXPECT_TRUE(try_sign_in(ada, 2));
}

TEST_P(AccountActions, ADumpOfTheDatabaseOpensNothing) {
  const auto ada = joined("ada@b", {whole(AccountRole::leader)});
  const auto link = invited("ben@b", {whole(AccountRole::leader)});
  const auto stored = [&](const char* statement) {
    return database()
        .read([&](db::ReadTransaction& read) { return read.query(db::Sql(statement)).one<Bytes>(); })
        .value();
  };
  const auto url_form = [](const Bytes& bytes) {
    auto text = crypto::base64(bytes);
    for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
    while (text.ends_with('=')) text.pop_back();
    return text;
  };
  EXPECT_FALSE(holder_of(url_form(stored("SELECT token_hash FROM logins"))));
  EXPECT_EQ(key_of(look(*gate_, from_, url_form(stored("SELECT token_hash FROM invitations WHERE used_at IS NULL")))),
            "accounts.invitation_unknown");
  EXPECT_EQ(key_of(look(*gate_, from_, link)), "");
  pass(30 * second_ms);
  const auto proof = stored("SELECT proof FROM accounts WHERE email = 'ada@b'");
  EXPECT_EQ(key_of(sign_in(*gate_, from_, north(), "ada@b", proof, code_of(ada))), "accounts.not_matching");
  // The app's secret lies sealed, bound to its account.
  const auto sealed = stored("SELECT totp_secret FROM accounts WHERE email = 'ada@b'");
  EXPECT_EQ(std::search(sealed.begin(), sealed.end(), ada.secret.begin(), ada.secret.end()), sealed.end());
  // With another pepper, as of another installation, the right passphrase is wrong.
  Gate elsewhere(database(), Secrets::of(crypto::Key{9}), clock_, random_);
  EXPECT_FALSE(sign_in(elsewhere, from_, north(), "ada@b", derived(1), code_of(ada)));
}

TEST_P(AccountActions, ALinkOfTheDemoOpensInvitedPeopleOnly) {
  const auto demo = institutions_["demo"];
  const auto invented = add_demo_account(*gate_, demo, "learner@demo.example", {}, {whole(AccountRole::leader)});
  ASSERT_TRUE(invented) << invented.error().debug_text();
  const auto begun = sign_in_by_demo_link(*gate_, from_, demo, *invented);
  ASSERT_TRUE(begun);
  EXPECT_EQ(holder_of(begun->token)->viewer.roles, (std::vector{whole(AccountRole::leader)}));
  EXPECT_EQ(key_of(sign_in(*gate_, from_, demo, "learner@demo.example", derived(1), "1")), "accounts.not_matching");
  EXPECT_EQ(key_of(add_demo_account(*gate_, north(), "x@b", {}, {})), "accounts.demo_only");
  const auto ada = joined("ada@b", {whole(AccountRole::leader)});
  EXPECT_EQ(key_of(sign_in_by_demo_link(*gate_, from_, north(), *holder_of(ada.cookie)->viewer.account)),
            "accounts.demo_unknown");
  EXPECT_EQ(
      key_of(change_passphrase(*gate_, from_, *holder_of(begun->token), {derived(1), "1", Bytes(16), derived(2)})),
      "accounts.demo_fixed");
}

TEST_P(AccountActions, LeaveTheirTraceInTheAuditLog) {
  const auto ada = joined("ada@b", {whole(AccountRole::leader)});
  pass(30 * second_ms);
  try_sign_in(ada).value();
  sign_out(*gate_, *holder_of(ada.cookie)).value();
  EXPECT_EQ(count("SELECT count(*) FROM audit_entries WHERE type IN ('account.invited', 'account.joined', "
                  "'login.begun', 'login.ended')"),
            4);
}

TEST_P(AccountActions, TheKeyIsMadeForTheFirstAccountAndMissedAfterIt) {
  const db::testing::TemporaryDirectory folder;
  EXPECT_TRUE(load_secrets(folder.path(), database(), random_));
  joined("ada@b", {whole(AccountRole::leader)});
  EXPECT_TRUE(load_secrets(folder.path(), database(), random_));
  std::filesystem::remove(folder.path() / "accounts.key");
  EXPECT_EQ(key_of(load_secrets(folder.path(), database(), random_)), "crypto.key_absent");
}

}  // namespace
}  // namespace chiron::accounts
