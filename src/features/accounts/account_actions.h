// Inviting, joining, signing in and out, changing the passphrase: access, rule, store and audit in one transaction
// each.
#pragma once

#include "base/random.h"
#include "features/accounts/account_store.h"
#include "features/accounts/secrets.h"
#include "features/accounts/throttle.h"
#include "features/institutions/institution.h"
#include "platform/crypto/totp.h"
#include "platform/db/database.h"

namespace chiron::accounts {

/// Everything that proving who one is takes; one in a program, used from several threads. What it refers to must
/// outlive it.
struct Gate {
  db::Database& database;
  Secrets secrets;
  const Clock& clock;
  Random& random;
  Throttle by_account{10};
  Throttle by_network{100};  ///< a ward shares an address

  Gate(db::Database& over, const Secrets& with, const Clock& time, Random& source)
      : database(over), secrets(with), clock(time), random(source) {}
};

/// Who is asking over the network, beside what they say.
struct From {
  std::string address;
  std::string user_agent;
};

/// The viewer with the roles that hold now: what was read with the request may be gone by the time of the write.
Result<Viewer> as_of_now(db::ReadTransaction& read, const Viewer& viewer, Date today);

// ---- Joining

struct NewInvitation {
  std::string email;
  std::optional<PersonId> person;
  std::vector<RoleGrant> roles;
};
struct Invited {
  std::string token;  ///< for the link; known here and to the invited only; "": no link, they have joined already
  std::string email;
  Instant expires_at;
};
/// Invites an address, as a person of the roster, with roles, or both. Without a person it is the one of the roster who
/// has this address, if one has: what they may not do follows from their duties. Whoever has joined gets the roles and
/// no link. Whoever was invited and has not joined may be
/// invited again, which ends the earlier link; from the machine's command line whoever lost passphrase or app, too.
/// Errors: "accounts.email", "accounts.nothing_given", "accounts.invite_not_yours" (forbidden),
/// "accounts.grant_not_yours" (forbidden) {role}, "accounts.roles_apart", and those of the store.
Result<Invited> invite(Gate& gate, const Viewer& viewer, const NewInvitation& invitation);

/// A way in for somebody of the roster to whom the program writes: an invitation, unless they have joined, or the
/// address is somebody else's. An earlier invitation opens nothing any more. Errors: those of invite().
Result<std::optional<Invited>> way_in(Gate& gate, InstitutionId institution, PersonId person, const std::string& email);

/// What the page needs before it can derive.
struct Look {
  std::string institution;
  std::string email;  ///< masked
  Bytes salt;
};
/// Errors: "accounts.invitation_unknown" (not_found), "accounts.invitation_used", "accounts.invitation_expired"
/// (conflict), "accounts.wait" (throttled) {seconds}.
Result<Look> look(Gate& gate, const From& from, std::string_view token);
/// Keeps what the browser derived, 32 bytes, and draws the secret for the app. May be done again until it is confirmed.
struct Enrollment {
  crypto::TotpSecret secret;
  std::string uri;
};
Result<Enrollment> choose(Gate& gate, const From& from, std::string_view token, BytesView derived);

// ---- Logins

/// A login that has just begun; the token is for the cookie and kept nowhere.
struct Begun {
  std::string token;
};
/// Confirms with a code of the app: from now on the account is active, with one login, this one.
/// Errors: those of look; "accounts.not_chosen" (conflict); "accounts.code_wrong".
Result<Begun> confirm(Gate& gate, const From& from, std::string_view token, std::string_view code);

/// The salt of an address. An unknown one gets a salt too, always the same, that looks like any other.
Result<Bytes> salt_of(Gate& gate, InstitutionId institution, std::string_view email);
/// Errors: "accounts.not_matching" (unauthenticated), for an unknown address as for a wrong passphrase or code, be it
/// used already; "accounts.wait" (throttled) {seconds}.
Result<Begun> sign_in(Gate& gate, const From& from, InstitutionId institution, std::string_view email,
                      BytesView derived, std::string_view code);
/// Signs in as an invented person. Errors: "accounts.demo_unknown" (not_found), also for every account of production.
Result<Begun> sign_in_by_demo_link(Gate& gate, const From& from, InstitutionId institution, AccountId account);

/// Somebody who is signed in.
struct SignedIn {
  Viewer viewer;
  LoginId login;
  std::string email;
};
/// Who holds the cookie's token, with the roles that hold today; nobody when the login ended, was left idle or is too
/// old. Notes that it was seen, at most once a minute.
Result<std::optional<SignedIn>> signed_in(Gate& gate, std::string_view token);
/// The same, asked by what is stored of the token and without noting anything: for what goes on by itself while its
/// person may be away, and must not keep their login alive.
Result<std::optional<SignedIn>> still_signed_in(Gate& gate, const crypto::Sha256& token_hash);

Result<> sign_out(Gate& gate, const SignedIn& who);
/// Ends one of one's own logins. Errors: "accounts.login_unknown" (not_found).
Result<> end_login(Gate& gate, const SignedIn& who, LoginId id);
/// Proves the present passphrase and a code, then takes the new one and ends all other logins. Errors: those of
/// sign_in; "accounts.demo_fixed" (conflict) where there is no passphrase.
struct NewPassphrase {
  Bytes derived;  ///< of the present passphrase
  std::string code;
  Bytes new_salt;     ///< 16 bytes
  Bytes new_derived;  ///< 32 bytes
};
Result<> change_passphrase(Gate& gate, const From& from, const SignedIn& who, const NewPassphrase& change);

// ---- The demo

/// Adds an active account that is entered by a link; only in a demo ("accounts.demo_only").
Result<AccountId> add_demo_account(Gate& gate, InstitutionId institution, std::string_view email,
                                   std::optional<PersonId> person, const std::vector<RoleGrant>& roles);

}  // namespace chiron::accounts
