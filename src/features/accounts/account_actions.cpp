// One transaction each. Proofs are compared on a reading first, so that wrong ones never reach the writer.
#include "features/accounts/account_actions.h"

#include <algorithm>

#include "features/audit/audit.h"
#include "features/institutions/institution_store.h"
#include "platform/crypto/derived_random.h"
#include "platform/crypto/sealed.h"
#include "platform/crypto/token.h"
#include "platform/text/zone.h"

namespace chiron::accounts {
namespace {

using institutions::ViewerKind;

constexpr std::size_t derived_bytes = 32, salt_bytes = 16;
constexpr std::int64_t seen_every_ms = 60'000;

BytesView bytes_of_id(const AccountId& id) { return {id.bytes().data(), id.bytes().size()}; }

/// What is stored of what the browser derived.
Bytes proof_of(const Gate& gate, AccountId id, BytesView derived) {
  Bytes message(derived.begin(), derived.end());
  message.insert(message.end(), id.bytes().begin(), id.bytes().end());
  const auto mac = crypto::mac_of(message, gate.secrets.pepper);
  return {mac.begin(), mac.end()};
}

/// What an action writes beside its rows, drawn before the write.
struct Step {
  InstitutionId institution;
  Instant now;
  audit::Salt salt;
  crypto::Seed seed;

  Step(Gate& gate, InstitutionId where)
      : institution(where),
        now(gate.clock.now()),
        salt(audit::draw_salt(gate.random)),
        seed(crypto::draw_seed(gate.random)) {}

  Result<> note(db::WriteTransaction& write, std::string type, std::optional<AccountId> actor, AccountId about) const {
    std::optional<audit::AnyId> by;
    if (actor) by = audit::AnyId(actor->bytes());
    TRY(audit::append(write, institution, now, {std::move(type), by, audit::AnyId(about.bytes()), "{}"}, salt));
    return {};
  }
};

Result<> admit(Throttle& throttle, std::string_view key, Instant now) {
  const auto wait_s = throttle.begin(key, now);
  if (wait_s == 0) return {};
  return err(fail(ErrorCode::throttled, "accounts.wait").with("seconds", std::to_string(wait_s)));
}

/// Admits a try from an address; a right one takes itself back.
class Try {
 public:
  Try(Gate& gate, const From& from, std::string account_key)
      : gate_(gate), network_(network_of(from.address)), account_(std::move(account_key)) {}
  Result<> begin(Instant now) {
    TRY(admit(gate_.by_network, network_, now));
    return admit(gate_.by_account, account_, now);
  }
  void succeeded() {
    gate_.by_network.take_back(network_);
    gate_.by_account.succeeded(account_);
  }

 private:
  Gate& gate_;
  std::string network_, account_;
};

std::string key_of(InstitutionId institution, std::string_view email) {
  return institution.text() + "/" + std::string(email.substr(0, 254));
}

Error not_matching() { return fail(ErrorCode::unauthenticated, "accounts.not_matching"); }

Result<institutions::Institution> institution_of(db::ReadTransaction& read, InstitutionId id) {
  auto found = TRY(institutions::find(read, id));
  if (!found) return err(fail(ErrorCode::not_found, "institutions.unknown"));
  return *std::move(found);
}

Result<Date> day_in(std::string_view time_zone, Instant now) {
  return TRY(text::Zone::named(std::string(time_zone))).date_of(now);
}

/// The invitation of a token, if it still opens something.
Result<Invitation> open_invitation(db::ReadTransaction& read, std::string_view token, Instant now) {
  const auto hash = crypto::token_hash(token);
  auto found = hash ? TRY(find_invitation(read, *hash)) : std::optional<Invitation>();
  if (!found) return err(fail(ErrorCode::not_found, "accounts.invitation_unknown"));
  if (found->used_at) return err(fail(ErrorCode::conflict, "accounts.invitation_used"));
  if (now >= found->expires_at) return err(fail(ErrorCode::conflict, "accounts.invitation_expired"));
  return *std::move(found);
}

/// Guessing tokens is hopeless; what is held down is the work that a stranger can cause.
Result<Invitation> open_invitation(Gate& gate, const From& from, std::string_view token, Instant now) {
  const std::string network = network_of(from.address);
  TRY(admit(gate.by_network, network, now));
  auto found = TRY(gate.database.read([&](db::ReadTransaction& read) { return open_invitation(read, token, now); }));
  gate.by_network.take_back(network);
  return found;
}

/// Begins a login inside a write; the token comes from the step's seed, so that a write that runs again makes the same.
Result<Begun> begin_login(db::WriteTransaction& write, const Step& step, const From& from, AccountId account,
                          LoginId* made = nullptr) {
  crypto::DerivedRandom random(step.seed);
  Begun begun{crypto::draw_token(random)};
  Login login;
  login.institution = step.institution;
  login.id = LoginId::random(random);
  login.account = account;
  login.begun = step.now;
  TRY(insert(write, login, *crypto::token_hash(begun.token), browser_word(from.user_agent)));
  if (made) *made = login.id;
  return begun;
}

/// The step of a right code for a right proof. Does the same work for an account that does not exist.
Result<std::int64_t> proven_step(Gate& gate, const std::optional<Account>& found, BytesView derived,
                                 std::string_view code, Instant now) {
  static const Bytes no_proof(32), no_secret(20);
  const bool may = found && found->state == State::active && found->scheme == Scheme::passphrase && found->proof &&
                   found->totp_secret;
  const AccountId id = found ? found->id : AccountId();
  const bool right = crypto::same_bytes(proof_of(gate, id, derived), may ? *found->proof : no_proof);
  // Sealed again where there is none, so that opening takes its time.
  const Bytes sealed =
      may ? *found->totp_secret : crypto::seal(no_secret, bytes_of_id(id), gate.secrets.totp, gate.random);
  const auto secret = crypto::unseal(sealed, bytes_of_id(id), gate.secrets.totp);
  if (!secret) return err(fail(ErrorCode::internal, "accounts.totp_unreadable"));
  const auto step = crypto::totp_step_of(*secret, code, now);
  if (!may || !right || !step || *step <= found->totp_last_step) return err(not_matching());
  return *step;
}

}  // namespace

Result<Viewer> as_of_now(db::ReadTransaction& read, const Viewer& viewer, Date today) {
  if (!viewer.account) return viewer;
  Viewer now = viewer;
  const auto account = TRY(find(read, viewer.institution_id, *viewer.account));
  if (!account || account->state != State::active) now.roles.clear();
  else now.roles = TRY(roles_on(read, viewer.institution_id, *viewer.account, today));
  return now;
}

Result<Invited> invite(Gate& gate, const Viewer& viewer, const NewInvitation& invitation) {
  const std::string email = TRY(normal_email(invitation.email));
  if (!invitation.person && invitation.roles.empty()) return err(refuse("accounts.nothing_given"));
  const Step step(gate, viewer.institution_id);
  return gate.database.write_and_wait([&](db::WriteTransaction& write) -> Result<Invited> {
    crypto::DerivedRandom random(step.seed);
    const auto institution = TRY(institution_of(write, viewer.institution_id));
    const Date today = TRY(day_in(institution.time_zone, step.now));
    const Viewer asking = TRY(as_of_now(write, viewer, today));
    if (!may_invite(asking)) return err(fail(ErrorCode::forbidden, "accounts.invite_not_yours"));
    for (const RoleGrant& grant : invitation.roles)
      if (!may_grant(asking, grant))
        return err(fail(ErrorCode::forbidden, "accounts.grant_not_yours")
                       .with("role", std::string(institutions::name_of(grant.role))));

    auto account = TRY(find_by_email(write, viewer.institution_id, email));
    const bool joined = account && account->state != State::invited;
    const bool only_roles = joined && viewer.kind != ViewerKind::operator_;
    if (account) {
      if (only_roles && (account->state != State::active || invitation.roles.empty()))
        return err(fail(ErrorCode::conflict, "accounts.email_taken"));
      if (account->scheme == Scheme::demo_link) return err(fail(ErrorCode::conflict, "accounts.demo_fixed"));
      if (invitation.person && account->person != invitation.person)
        return err(fail(ErrorCode::conflict, "accounts.person_fixed"));
    } else {
      account = Account{};
      account->id = AccountId::random(random);
      account->email = email;
      account->person = invitation.person ? invitation.person
                                          : TRY(person_of_address(write, viewer.institution_id, email));
      account->salt.resize(salt_bytes);
      random.fill(account->salt);
      TRY(insert(write, viewer.institution_id, *account, step.now));
    }
    auto held = TRY(roles_of(write, viewer.institution_id, account->id));
    for (const RoleGrant& grant : invitation.roles) {
      const DatedGrant dated{grant, {today, Date::max()}};
      if (std::ranges::any_of(held, [&](const DatedGrant& each) { return each.holds_like(dated); })) continue;
      TRY(check_apart(held, dated));
      TRY(insert(write, viewer.institution_id, account->id, GrantId::random(random), dated, step.now, viewer.account));
      held.push_back(dated);
    }
    if (only_roles) {
      TRY(step.note(write, "account.role_given", viewer.account, account->id));
      return Invited{"", email, {}};
    }

    Invitation made;
    made.institution = viewer.institution_id;
    made.id = InvitationId::random(random);
    made.account = account->id;
    made.salt.resize(salt_bytes);
    random.fill(made.salt);
    made.expires_at = step.now.plus_ms(invitation_days * 24 * 3'600'000);
    const std::string token = crypto::draw_token(random);
    TRY(insert(write, made, *crypto::token_hash(token), step.now, viewer.account));
    TRY(step.note(write, "account.invited", viewer.account, account->id));
    return Invited{token, email, made.expires_at};
  });
}

Result<std::optional<Invited>> way_in(Gate& gate, InstitutionId institution, PersonId person,
                                      const std::string& email) {
  const std::string address = TRY(normal_email(email));
  const bool has_one = TRY(gate.database.read([&](db::ReadTransaction& read) -> Result<bool> {
    const auto own = TRY(find_of_person(read, institution, person));
    if (own && (own->state != State::invited || own->email != address)) return true;
    const auto known = TRY(find_by_email(read, institution, address));
    return known && known->person != person;
  }));
  if (has_one) return std::optional<Invited>();
  return std::optional(TRY(invite(gate, Viewer::of_job(institution), {address, person, {}})));
}

Result<Look> look(Gate& gate, const From& from, std::string_view token) {
  const auto invitation = TRY(open_invitation(gate, from, token, gate.clock.now()));
  const auto institution =
      TRY(gate.database.read([&](db::ReadTransaction& read) { return institution_of(read, invitation.institution); }));
  return Look{institution.name, masked_email(invitation.email), invitation.salt};
}

Result<Enrollment> choose(Gate& gate, const From& from, std::string_view token, BytesView derived) {
  if (derived.size() != derived_bytes) return err(refuse("accounts.bytes"));
  const Instant now = gate.clock.now();
  TRY(open_invitation(gate, from, token, now));
  crypto::TotpSecret secret;
  gate.random.fill(secret);
  return gate.database.write_and_wait([&](db::WriteTransaction& write) -> Result<Enrollment> {
    const auto invitation = TRY(open_invitation(write, token, now));
    const auto institution = TRY(institution_of(write, invitation.institution));
    const Bytes sealed = crypto::seal(secret, bytes_of_id(invitation.account), gate.secrets.totp, gate.random);
    TRY(choose(write, invitation, proof_of(gate, invitation.account, derived), sealed));
    return Enrollment{secret, crypto::otpauth_uri(secret, institution.name, invitation.email)};
  });
}

Result<Begun> confirm(Gate& gate, const From& from, std::string_view token, std::string_view code) {
  const Instant now = gate.clock.now();
  const auto opened = TRY(open_invitation(gate, from, token, now));
  Try attempt(gate, from, "join/" + opened.id.text());
  TRY(attempt.begin(now));
  const Step step(gate, opened.institution);
  auto begun = TRY(gate.database.write_and_wait([&](db::WriteTransaction& write) -> Result<Begun> {
    const auto invitation = TRY(open_invitation(write, token, now));
    if (!invitation.proof || !invitation.totp_secret) return err(fail(ErrorCode::conflict, "accounts.not_chosen"));
    const auto secret = crypto::unseal(*invitation.totp_secret, bytes_of_id(invitation.account), gate.secrets.totp);
    if (!secret) return err(fail(ErrorCode::internal, "accounts.totp_unreadable"));
    const auto totp_step = crypto::totp_step_of(*secret, code, now);
    if (!totp_step) return err(refuse("accounts.code_wrong"));
    Account account;
    account.id = invitation.account;
    account.salt = invitation.salt;
    account.proof = invitation.proof;
    account.totp_secret = invitation.totp_secret;
    account.totp_last_step = *totp_step;
    TRY(activate(write, step.institution, account, now));
    TRY(use(write, invitation, now));
    LoginId login;
    const Begun made = TRY(begin_login(write, step, from, account.id, &login));
    TRY(end_all_but(write, step.institution, account.id, login, now));
    TRY(step.note(write, "account.joined", account.id, account.id));
    return made;
  }));
  attempt.succeeded();
  return begun;
}

Result<Bytes> salt_of(Gate& gate, InstitutionId institution, std::string_view email) {
  const auto normal = normal_email(email);
  std::string asked = normal ? *normal : std::string(email);
  const auto found = TRY(gate.database.read(
      [&](db::ReadTransaction& read) { return find_by_email(read, institution, normal ? *normal : ""); }));
  const auto mac = crypto::mac_of(bytes_of(institution.text() + asked), gate.secrets.salts);
  const bool joined = found && found->proof;
  return joined ? found->salt : Bytes(mac.begin(), mac.begin() + salt_bytes);
}

Result<Begun> sign_in(Gate& gate, const From& from, InstitutionId institution, std::string_view email,
                      BytesView derived, std::string_view code) {
  const Instant now = gate.clock.now();
  const auto normal = normal_email(email);
  Try attempt(gate, from, key_of(institution, normal ? *normal : email));
  TRY(attempt.begin(now));
  const auto found = TRY(gate.database.read(
      [&](db::ReadTransaction& read) { return find_by_email(read, institution, normal ? *normal : ""); }));
  TRY(proven_step(gate, found, derived, code, now));
  const Step step(gate, institution);
  auto begun = TRY(gate.database.write_and_wait([&](db::WriteTransaction& write) -> Result<Begun> {
    const auto account = TRY(find(write, institution, found->id));
    const auto totp_step = TRY(proven_step(gate, account, derived, code, now));
    if (!TRY(claim_totp_step(write, institution, found->id, totp_step))) return err(not_matching());
    TRY(step.note(write, "login.begun", found->id, found->id));
    return begin_login(write, step, from, found->id);
  }));
  attempt.succeeded();
  return begun;
}

Result<Begun> sign_in_by_demo_link(Gate& gate, const From& from, InstitutionId institution, AccountId id) {
  const Step step(gate, institution);
  return gate.database.write_and_wait([&](db::WriteTransaction& write) -> Result<Begun> {
    const auto account = TRY(find(write, institution, id));
    if (!account || account->scheme != Scheme::demo_link || account->state != State::active)
      return err(fail(ErrorCode::not_found, "accounts.demo_unknown"));
    TRY(step.note(write, "login.begun", id, id));
    return begin_login(write, step, from, id);
  });
}

namespace {

/// Whose login it is, while it holds, and when it was seen.
struct Found {
  SignedIn who;
  Instant seen;
};
Result<std::optional<Found>> find_signed_in(Gate& gate, const crypto::Sha256& token_hash, Instant now) {
  return gate.database.read([&](db::ReadTransaction& read) -> Result<std::optional<Found>> {
    const auto login = TRY(find_login(read, token_hash));
    if (!login) return std::optional<Found>();
    auto roles = TRY(roles_on(read, login->institution, login->account, TRY(day_in(login->time_zone, now))));
    if (!login_holds(login->begun, login->seen, limits_of(roles), now)) return std::optional<Found>();
    return Found{{Viewer::of_account(login->institution, login->account, login->person, std::move(roles)), login->id,
                  login->email},
                 login->seen};
  });
}

}  // namespace

Result<std::optional<SignedIn>> still_signed_in(Gate& gate, const crypto::Sha256& token_hash) {
  auto found = TRY(find_signed_in(gate, token_hash, gate.clock.now()));
  return found ? std::optional(std::move(found->who)) : std::nullopt;
}

Result<std::optional<SignedIn>> signed_in(Gate& gate, std::string_view token) {
  const auto hash = crypto::token_hash(token);
  if (!hash) return std::optional<SignedIn>();
  const Instant now = gate.clock.now();
  auto found = TRY(find_signed_in(gate, *hash, now));
  if (!found) return std::optional<SignedIn>();
  const SignedIn& who = found->who;
  if (now >= found->seen.plus_ms(seen_every_ms))
    // Nobody waits for it: one that is lost shortens the login by a minute.
    gate.database.write_then([institution = who.viewer.institution_id, id = who.login,
                              now](db::WriteTransaction& write) { return see(write, institution, id, now); },
                             [](const Result<>&) {});
  return std::optional(std::move(found->who));
}

Result<> sign_out(Gate& gate, const SignedIn& who) { return end_login(gate, who, who.login); }

Result<> end_login(Gate& gate, const SignedIn& who, LoginId id) {
  const Step step(gate, who.viewer.institution_id);
  const AccountId account = *who.viewer.account;
  return gate.database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    if (!TRY(end(write, step.institution, account, id, step.now)))
      return err(fail(ErrorCode::not_found, "accounts.login_unknown"));
    return step.note(write, "login.ended", account, account);
  });
}

Result<> change_passphrase(Gate& gate, const From& from, const SignedIn& who, const NewPassphrase& change) {
  if (change.new_salt.size() != salt_bytes || change.new_derived.size() != derived_bytes)
    return err(refuse("accounts.bytes"));
  const Instant now = gate.clock.now();
  const AccountId id = *who.viewer.account;
  const Step step(gate, who.viewer.institution_id);
  Try attempt(gate, from, key_of(step.institution, who.email));
  TRY(attempt.begin(now));
  TRY(gate.database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    const auto account = TRY(find(write, step.institution, id));
    if (account && account->scheme == Scheme::demo_link) return err(fail(ErrorCode::conflict, "accounts.demo_fixed"));
    const auto totp_step = TRY(proven_step(gate, account, change.derived, change.code, now));
    if (!TRY(claim_totp_step(write, step.institution, id, totp_step))) return err(not_matching());
    TRY(set_passphrase(write, step.institution, id, change.new_salt, proof_of(gate, id, change.new_derived), now));
    TRY(end_all_but(write, step.institution, id, who.login, now));
    return step.note(write, "account.passphrase_changed", id, id);
  }));
  attempt.succeeded();
  return {};
}

Result<AccountId> add_demo_account(Gate& gate, InstitutionId institution, std::string_view email,
                                   std::optional<PersonId> person, const std::vector<RoleGrant>& roles) {
  Account account;
  account.id = AccountId::random(gate.random);
  account.email = TRY(normal_email(email));
  account.person = person;
  account.state = State::active;
  account.scheme = Scheme::demo_link;
  account.salt.resize(salt_bytes);
  gate.random.fill(account.salt);
  const Step step(gate, institution);
  return gate.database.write_and_wait([&](db::WriteTransaction& write) -> Result<AccountId> {
    crypto::DerivedRandom random(step.seed);
    const auto there = TRY(institution_of(write, institution));
    const Date today = TRY(day_in(there.time_zone, step.now));
    TRY(insert(write, institution, account, step.now));
    std::vector<DatedGrant> held;
    for (const RoleGrant& grant : roles) {
      // From the day before: in a demo it is always the day on which somebody looks.
      const DatedGrant dated{grant, {today - 1, Date::max()}};
      TRY(check_apart(held, dated));
      TRY(insert(write, institution, account.id, GrantId::random(random), dated, step.now, {}));
      held.push_back(dated);
    }
    TRY(step.note(write, "account.invited", {}, account.id));
    return account.id;
  });
}

}  // namespace chiron::accounts
