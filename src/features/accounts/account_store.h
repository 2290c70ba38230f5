// Accounts, invitations, logins and roles in the database.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "features/accounts/account.h"
#include "features/accounts/accounts_sql.h"
#include "platform/crypto/sha256.h"
#include "platform/db/transaction.h"

namespace chiron::accounts {

struct Account {
  AccountId id;
  std::string email;
  std::optional<PersonId> person;
  State state = State::invited;
  Scheme scheme = Scheme::passphrase;
  Bytes salt;                        ///< 16 bytes, of the derivation in the browser
  std::optional<Bytes> proof;        ///< crypto_auth(derived ‖ id, pepper)
  std::optional<Bytes> totp_secret;  ///< sealed, bound to the id
  std::int64_t totp_last_step = 0;
};

struct Invitation {
  InstitutionId institution;
  InvitationId id;
  AccountId account;
  std::string email;
  Bytes salt;
  std::optional<Bytes> proof, totp_secret;  ///< chosen, not yet confirmed
  Instant expires_at;
  std::optional<Instant> used_at;
};

struct Login {
  InstitutionId institution;
  LoginId id;
  AccountId account;
  std::optional<PersonId> person;
  std::string email;
  Instant begun, seen;
  std::string time_zone;  ///< the institution's
};

/// Whether any account of any institution has a proof, which was made with the installation's key.
Result<bool> any_proof(db::ReadTransaction& read);

/// The one person of the roster with this address, unless they have an account.
Result<std::optional<PersonId>> person_of_address(db::ReadTransaction& read, InstitutionId institution,
                                                  std::string_view email);
/// Adds an account without credentials. Errors: "accounts.email_taken", "accounts.person_unknown",
/// "accounts.person_taken", "accounts.demo_only".
Result<> insert(db::WriteTransaction& write, InstitutionId institution, const Account& account, Instant now);
Result<std::optional<Account>> find(db::ReadTransaction& read, InstitutionId institution, AccountId id);
Result<std::optional<Account>> find_by_email(db::ReadTransaction& read, InstitutionId institution,
                                             std::string_view email);
/// The account of somebody of the roster; one may have none.
Result<std::optional<Account>> find_of_person(db::ReadTransaction& read, InstitutionId institution, PersonId person);
/// Whether anybody was given the role, in a program or in all, and holds it on the day.
Result<bool> anybody_is(db::ReadTransaction& read, InstitutionId institution, institutions::AccountRole role, Date day);
/// The active ones, in the order in which they were made.
Result<std::vector<Account>> of_scheme(db::ReadTransaction& read, InstitutionId institution, Scheme scheme);
/// Where people can be written to: the address they sign in with, else the roster's. Who has none is left out.
Result<std::map<PersonId, std::string>> addresses_of(db::ReadTransaction& read, InstitutionId institution,
                                                     const std::vector<PersonId>& people);
/// Makes the account active with these credentials; a code of this step counts as used.
Result<> activate(db::WriteTransaction& write, InstitutionId institution, const Account& account, Instant now);
Result<> set_passphrase(db::WriteTransaction& write, InstitutionId institution, AccountId id, BytesView salt,
                        BytesView proof, Instant now);
/// Whether the step was still unused; it no longer is.
Result<bool> claim_totp_step(db::WriteTransaction& write, InstitutionId institution, AccountId id, std::int64_t step);

/// Adds an invitation; those that the account had before open nothing any more.
Result<> insert(db::WriteTransaction& write, const Invitation& invitation, const crypto::Sha256& token_hash,
                Instant now, std::optional<AccountId> by);
/// The token says which institution it belongs to.
Result<std::optional<Invitation>> find_invitation(db::ReadTransaction& read, const crypto::Sha256& token_hash);
Result<> choose(db::WriteTransaction& write, const Invitation& invitation, BytesView proof, BytesView totp_secret);
Result<> use(db::WriteTransaction& write, const Invitation& invitation, Instant now);

Result<> insert(db::WriteTransaction& write, const Login& login, const crypto::Sha256& token_hash,
                std::string_view browser);
/// A login that was not ended, of an active account. Whether it still holds is the rule's to say (login_holds).
Result<std::optional<Login>> find_login(db::ReadTransaction& read, const crypto::Sha256& token_hash);
Result<> see(db::WriteTransaction& write, InstitutionId institution, LoginId id, Instant now);
/// Whether there was such a login of the account to end.
Result<bool> end(db::WriteTransaction& write, InstitutionId institution, AccountId account, LoginId id, Instant now);
Result<> end_all_but(db::WriteTransaction& write, InstitutionId institution, AccountId account, LoginId kept,
                     Instant now);
struct ListedLogin {
  LoginId id;
  std::string browser;
  Instant begun, seen;
};
/// The newest first.
Result<std::vector<ListedLogin>> logins_of(db::ReadTransaction& read, InstitutionId institution, AccountId account);

using GrantId = Id<struct GrantTag>;
/// Errors: "accounts.roles_apart", "accounts.contact_has_power" (conflict), "accounts.program_unknown".
Result<> insert(db::WriteTransaction& write, InstitutionId institution, AccountId account, GrantId id,
                const DatedGrant& grant, Instant now, std::optional<AccountId> by);
/// The role holds until the day before, in every program; whether it held or would have.
Result<bool> end_roles_of(db::WriteTransaction& write, InstitutionId institution, AccountId account, AccountRole role,
                          Date day);
Result<std::vector<DatedGrant>> roles_of(db::ReadTransaction& read, InstitutionId institution, AccountId account);
/// Those that hold on a day. A confidential contact who has got power over somebody in the meantime is none.
Result<std::vector<RoleGrant>> roles_on(db::ReadTransaction& read, InstitutionId institution, AccountId account,
                                        Date day);

}  // namespace chiron::accounts
