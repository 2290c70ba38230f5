// Parse, call, render.
#include "features/accounts/account_routes.h"

#include <algorithm>

#include "features/accounts/account_json.h"
#include "features/accounts/grant_routes.h"
#include "features/institutions/institution_store.h"
#include "features/people/people_store.h"

namespace chiron::accounts {
namespace {

using http::Method;
using http::Nothing;
using http::Request;
template <class Output>
using WithHeaders = http::WithHeaders<Output>;

/// How the browser derives what proves a passphrase.
struct Kdf {
  Scheme scheme = Scheme::passphrase;
  int ops = Derivation().ops;
  int memory_kib = Derivation().memory_kib;
  Base64 salt;
};
BOOST_DESCRIBE_STRUCT(Kdf, (), (scheme, ops, memory_kib, salt))

struct PostInvitation {
  std::string email;
  std::optional<PersonId> person;
  std::optional<std::vector<Role>> roles;
};
BOOST_DESCRIBE_STRUCT(PostInvitation, (), (email, person, roles))
/// A link to hand on; it is shown this once. `mailed` says whether that is still to be done.
struct InvitationMade {
  std::string email;
  std::string link;
  Instant expires_at;
  Mailed mailed = Mailed::not_set_up;
};
BOOST_DESCRIBE_STRUCT(InvitationMade, (), (email, link, expires_at, mailed))

/// The token of an invitation. It never stands in an address that reaches a server.
struct LookAtInvitation {
  std::string token;
};
BOOST_DESCRIBE_STRUCT(LookAtInvitation, (), (token))
struct InvitationSeen {
  std::string institution;
  std::string email;
  Kdf kdf;
};
BOOST_DESCRIBE_STRUCT(InvitationSeen, (), (institution, email, kdf))
struct Join {
  std::string token;
  Base64 auth;
};
BOOST_DESCRIBE_STRUCT(Join, (), (token, auth))
/// For an authenticator app: read as a picture, or typed.
struct AppSecret {
  std::string secret;
  std::string uri;
};
BOOST_DESCRIBE_STRUCT(AppSecret, (), (secret, uri))
struct ConfirmJoin {
  std::string token;
  std::string code;
};
BOOST_DESCRIBE_STRUCT(ConfirmJoin, (), (token, code))

struct AskForSalt {
  std::string email;
  std::optional<std::string> institution;
};
BOOST_DESCRIBE_STRUCT(AskForSalt, (), (email, institution))
struct PostLogin {
  std::string email;
  std::optional<std::string> institution;
  Base64 auth;
  std::string code;
};
BOOST_DESCRIBE_STRUCT(PostLogin, (), (email, institution, auth, code))

struct LoginEntry {
  LoginId id;
  std::string browser;
  Instant begun;
  Instant seen;
  bool current = false;
};
BOOST_DESCRIBE_STRUCT(LoginEntry, (), (id, browser, begun, seen, current))
struct Logins {
  std::vector<LoginEntry> logins;
};
BOOST_DESCRIBE_STRUCT(Logins, (), (logins))
struct OneLogin {
  LoginId id;
};
BOOST_DESCRIBE_STRUCT(OneLogin, (), (id))
struct PostPassphrase {
  Base64 auth;
  std::string code;
  Base64 new_salt;
  Base64 new_auth;
};
BOOST_DESCRIBE_STRUCT(PostPassphrase, (), (auth, code, new_salt, new_auth))

/// Somebody who is signed in.
struct Me {
  AccountId account;
  std::string email;
  std::optional<PersonId> person;
  std::optional<std::string> name;
  std::vector<Role> roles;
  Kdf kdf;
};
BOOST_DESCRIBE_STRUCT(Me, (), (account, email, person, name, roles, kdf))
/// Where one stands, and as whom; without `me` nobody is signed in.
struct WhoAmI {
  std::optional<std::string> institution;
  std::optional<institutions::Mode> mode;
  std::optional<Me> me;
  bool demo_links = false;
};
BOOST_DESCRIBE_STRUCT(WhoAmI, (), (institution, mode, me, demo_links))

/// An invented person of the demo.
struct DemoPerson {
  AccountId account;
  std::string institution;
  std::string name;
  std::vector<Role> roles;
};
BOOST_DESCRIBE_STRUCT(DemoPerson, (), (account, institution, name, roles))
struct DemoPeople {
  std::vector<DemoPerson> people;
};
BOOST_DESCRIBE_STRUCT(DemoPeople, (), (people))
struct DemoSignIn {
  AccountId account;
};
BOOST_DESCRIBE_STRUCT(DemoSignIn, (), (account))

From from_of(const Request& request) { return {request.peer, std::string(request.header("user-agent").value_or(""))}; }

WithHeaders<Nothing> with_cookie(const Doors& doors, const Begun& begun) {
  return {{}, {doors.cookie.given(begun.token)}};
}

/// The institution that was named, else the one that a visitor stands before. One that does not exist answers as one
/// without this account would.
Result<InstitutionId> institution_named(const Doors& doors, const std::optional<std::string>& slug) {
  if (slug) {
    const auto found = TRY(
        doors.gate->database.read([&](db::ReadTransaction& read) { return institutions::find_by_slug(read, *slug); }));
    return found ? found->id : InstitutionId();
  }
  const auto visited = TRY(doors.visited());
  return visited ? visited->id : InstitutionId();
}

Result<std::optional<std::string>> name_of(db::ReadTransaction& read, const Viewer& viewer) {
  if (!viewer.person) return std::optional<std::string>();
  return people::name_of(read, viewer.institution_id, *viewer.person);
}

/// In production, and beyond this machine, the demo's addresses look like any that do not exist.
Result<> demo_only(const Doors& doors) {
  const auto visited = TRY(doors.visited());
  if (doors.demo == DemoLinks::open && visited && visited->mode == institutions::Mode::demo) return {};
  return err(fail(ErrorCode::not_found, "http.unknown_path"));
}

void add_joining(http::Router& router, const Doors& doors) {
  router.route<PostInvitation, InvitationMade>(
      Method::post, "/api/v1/invitations",
      {.id = "invite",
       .summary =
           "Invites an address, as a person, with roles, or both; gives the link, and mails it where mail is set up.",
       .success = 201},
      [doors](const Request& request, const PostInvitation& asked) -> Result<InvitationMade> {
        const auto who = TRY(must_be_signed_in(*doors.gate, doors.cookie, request));
        NewInvitation invitation{asked.email, asked.person, {}};
        for (const Role& role : asked.roles.value_or(std::vector<Role>()))
          invitation.roles.push_back({role.role, role.program});
        const auto made = TRY(invite(*doors.gate, who.viewer, invitation));
        if (made.token.empty()) return InvitationMade{made.email, "", made.expires_at, Mailed::joined};
        const Mailed mailed =
            doors.mail_invitation ? doors.mail_invitation(who.viewer.institution_id, made) : Mailed::not_set_up;
        return InvitationMade{made.email, doors.address + "/join#" + made.token, made.expires_at, mailed};
      });
  router.route<LookAtInvitation, InvitationSeen>(
      Method::post, "/api/v1/join/look", {.id = "look_at_invitation", .summary = "What an invitation is to."},
      [doors](const Request& request, const LookAtInvitation& asked) -> Result<InvitationSeen> {
        auto seen = TRY(look(*doors.gate, from_of(request), asked.token));
        InvitationSeen answer{std::move(seen.institution), std::move(seen.email), {}};
        answer.kdf.salt.bytes = std::move(seen.salt);
        return answer;
      });
  router.route<Join, AppSecret>(
      Method::post, "/api/v1/join",
      {.id = "join", .summary = "Chooses the passphrase by its proof; gives the secret for an authenticator app."},
      [doors](const Request& request, const Join& asked) -> Result<AppSecret> {
        const auto made = TRY(choose(*doors.gate, from_of(request), asked.token, asked.auth.bytes));
        return AppSecret{crypto::base32(made.secret), made.uri};
      });
  router.route<ConfirmJoin, Nothing>(
      Method::post, "/api/v1/join/confirm",
      {.id = "confirm_join", .summary = "Confirms the app with a code: the account is active and signed in."},
      [doors](const Request& request, const ConfirmJoin& asked) -> Result<WithHeaders<Nothing>> {
        return with_cookie(doors, TRY(confirm(*doors.gate, from_of(request), asked.token, asked.code)));
      });
}

void add_signing_in(http::Router& router, const Doors& doors) {
  router.route<AskForSalt, Kdf>(
      Method::post, "/api/v1/login/salt", {.id = "salt", .summary = "How to derive the proof for an address."},
      [doors](const Request&, const AskForSalt& asked) -> Result<Kdf> {
        Kdf kdf;
        kdf.salt.bytes = TRY(salt_of(*doors.gate, TRY(institution_named(doors, asked.institution)), asked.email));
        return kdf;
      });
  router.route<PostLogin, Nothing>(
      Method::post, "/api/v1/login", {.id = "sign_in", .summary = "Begins a login."},
      [doors](const Request& request, const PostLogin& asked) -> Result<WithHeaders<Nothing>> {
        const auto institution = TRY(institution_named(doors, asked.institution));
        return with_cookie(
            doors, TRY(sign_in(*doors.gate, from_of(request), institution, asked.email, asked.auth.bytes, asked.code)));
      });
  router.route<Nothing, Nothing>(
      Method::del, "/api/v1/login", {.id = "sign_out", .summary = "Ends this login."},
      [doors](const Request& request, const Nothing&) -> Result<WithHeaders<Nothing>> {
        TRY(sign_out(*doors.gate, TRY(must_be_signed_in(*doors.gate, doors.cookie, request))));
        return WithHeaders<Nothing>{{},
                                    {doors.cookie.taken(), {"Clear-Site-Data", R"("cache", "cookies", "storage")"}}};
      });
  router.route<Nothing, Logins>(
      Method::get, "/api/v1/logins", {.id = "list_logins", .summary = "One's own logins, the newest first."},
      [doors](const Request& request, const Nothing&) -> Result<Logins> {
        const auto who = TRY(must_be_signed_in(*doors.gate, doors.cookie, request));
        const auto found = TRY(doors.gate->database.read([&](db::ReadTransaction& read) {
          return logins_of(read, who.viewer.institution_id, *who.viewer.account);
        }));
        const Instant now = doors.gate->clock.now();
        Logins list;
        for (const ListedLogin& each : found)
          if (login_holds(each.begun, each.seen, limits_of(who.viewer.roles), now))
            list.logins.push_back({each.id, each.browser, each.begun, each.seen, each.id == who.login});
        return list;
      });
  router.route<OneLogin, Nothing>(
      Method::del, "/api/v1/logins/{id}", {.id = "end_login", .summary = "Ends one of one's own logins."},
      [doors](const Request& request, const OneLogin& asked) -> Result<> {
        return end_login(*doors.gate, TRY(must_be_signed_in(*doors.gate, doors.cookie, request)), asked.id);
      });
  router.route<PostPassphrase, Nothing>(
      Method::post, "/api/v1/passphrase",
      {.id = "change_passphrase", .summary = "Changes the passphrase; ends all other logins."},
      [doors](const Request& request, const PostPassphrase& asked) -> Result<> {
        return change_passphrase(*doors.gate, from_of(request),
                                 TRY(must_be_signed_in(*doors.gate, doors.cookie, request)),
                                 {asked.auth.bytes, asked.code, asked.new_salt.bytes, asked.new_auth.bytes});
      });
  router.route<Nothing, WhoAmI>(
      Method::get, "/api/v1/me", {.id = "get_me", .summary = "Who is signed in, where, and with which roles."},
      [doors](const Request& request, const Nothing&) -> Result<WhoAmI> {
        auto who = TRY(signed_in(*doors.gate, doors.cookie, request));
        WhoAmI answer;
        answer.demo_links = demo_only(doors).has_value();
        if (!who) {
          const auto visited = TRY(doors.visited());
          if (visited) std::tie(answer.institution, answer.mode) = std::pair(visited->name, visited->mode);
          return answer;
        }
        return doors.gate->database.read([&](db::ReadTransaction& read) -> Result<WhoAmI> {
          const auto institution = TRY(institutions::find(read, who->viewer.institution_id));
          if (institution) std::tie(answer.institution, answer.mode) = std::pair(institution->name, institution->mode);
          const auto account = TRY(find(read, who->viewer.institution_id, *who->viewer.account));
          if (!account) return answer;
          answer.me = Me{account->id,
                         account->email,
                         account->person,
                         TRY(name_of(read, who->viewer)),
                         roles_json(who->viewer.roles),
                         {}};
          answer.me->kdf.scheme = account->scheme;
          answer.me->kdf.salt.bytes = account->salt;
          return answer;
        });
      });
}

/// Those of the institution that visitors stand before come first.
Result<DemoPeople> demo_people(const Doors& doors) {
  const auto visited = TRY(doors.visited());
  const Date today = doors.gate->clock.now().utc_date();
  return doors.gate->database.read([&](db::ReadTransaction& read) -> Result<DemoPeople> {
    auto institutions = TRY(institutions::all(read));
    std::ranges::stable_partition(institutions, [&](const auto& each) { return visited && each.id == visited->id; });
    DemoPeople list;
    for (const auto& institution : institutions) {
      if (institution.mode != institutions::Mode::demo) continue;
      for (const Account& account : TRY(of_scheme(read, institution.id, Scheme::demo_link))) {
        const auto roles = TRY(roles_on(read, institution.id, account.id, today));
        const auto name = TRY(name_of(read, Viewer::of_account(institution.id, account.id, account.person, roles)));
        list.people.push_back({account.id, institution.name, name.value_or(account.email), roles_json(roles)});
      }
    }
    return list;
  });
}

/// The institution of a demo's account; only demos are looked through.
Result<InstitutionId> demo_of(Gate& gate, AccountId id) {
  return gate.database.read([&](db::ReadTransaction& read) -> Result<InstitutionId> {
    for (const auto& institution : TRY(institutions::all(read)))
      if (institution.mode == institutions::Mode::demo && TRY(find(read, institution.id, id))) return institution.id;
    return err(fail(ErrorCode::not_found, "accounts.demo_unknown"));
  });
}

void add_demo(http::Router& router, const Doors& doors) {
  router.route<Nothing, DemoPeople>(Method::get, "/api/v1/demo/people",
                                    {.id = "list_demo_people", .summary = "The invented people of a demo."},
                                    [doors](const Request&, const Nothing&) -> Result<DemoPeople> {
                                      TRY(demo_only(doors));
                                      return demo_people(doors);
                                    });
  router.route<DemoSignIn, Nothing>(
      Method::post, "/api/v1/demo/sign_in", {.id = "demo_sign_in", .summary = "Signs in as an invented person."},
      [doors](const Request& request, const DemoSignIn& asked) -> Result<WithHeaders<Nothing>> {
        TRY(demo_only(doors));
        const auto institution = TRY(demo_of(*doors.gate, asked.account));
        return with_cookie(doors, TRY(sign_in_by_demo_link(*doors.gate, from_of(request), institution, asked.account)));
      });
}

}  // namespace

void add_routes(http::Router& router, const Doors& doors) {
  add_joining(router, doors);
  add_signing_in(router, doors);
  add_demo(router, doors);
  add_grant_routes(router, doors);
}

}  // namespace chiron::accounts
