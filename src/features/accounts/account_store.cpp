// Statements of accounts.
#include "features/accounts/account_store.h"

#include "features/institutions/institution_store.h"

namespace chiron::accounts {
namespace {

Account account_of(const db::Row& row) {
  Account account;
  account.id = row.get<AccountId>(0);
  account.email = row.get<std::string>(1);
  account.person = row.get<std::optional<PersonId>>(2);
  // The CHECKs of the table allow the known names only.
  account.state = parse_state(row.get<std::string_view>(3)).value_or(State::disabled);
  account.scheme = parse_scheme(row.get<std::string_view>(4)).value_or(Scheme::passphrase);
  account.salt = row.get<Bytes>(5);
  account.proof = row.get<std::optional<Bytes>>(6);
  account.totp_secret = row.get<std::optional<Bytes>>(7);
  account.totp_last_step = row.get<std::int64_t>(8);
  return account;
}

RoleGrant grant_of(const db::Row& row) {
  return {institutions::account_role_of(row.get<std::string_view>(0)).value_or(AccountRole::lead),
          row.get<std::optional<ProgramId>>(1)};
}

/// The room's own words for what the database refused.
template <class T>
Result<> told(Result<T>&& result, std::string_view not_unique, std::string_view missing) {
  if (result) return {};
  Error& error = result.error();
  if (error.key == "db.not_unique" && !not_unique.empty())
    return err(fail(ErrorCode::conflict, std::string(not_unique)));
  if (error.key == "db.missing_reference") return err(fail(ErrorCode::not_found, std::string(missing)));
  return err(std::move(error));
}

}  // namespace

Result<bool> any_proof(db::ReadTransaction& read) { return TRY(read.query(sql::any_proof).one<std::int64_t>()) > 0; }

Result<std::optional<PersonId>> person_of_address(db::ReadTransaction& read, InstitutionId institution,
                                                  std::string_view email) {
  return read.query(sql::person_of_address, institution, email).first<PersonId>();
}

Result<> insert(db::WriteTransaction& write, InstitutionId institution, const Account& account, Instant now) {
  if (TRY(find_by_email(write, institution, account.email)))
    return err(fail(ErrorCode::conflict, "accounts.email_taken"));
  return told(write.execute(sql::insert_account, institution, account.id, account.email, account.person,
                            name_of(account.state), name_of(account.scheme), account.salt, now),
              "accounts.person_taken", "accounts.person_unknown");
}

Result<std::optional<Account>> find(db::ReadTransaction& read, InstitutionId institution, AccountId id) {
  return read.query(sql::find_account, institution, id).first(account_of);
}

Result<std::optional<Account>> find_by_email(db::ReadTransaction& read, InstitutionId institution,
                                             std::string_view email) {
  return read.query(sql::find_account_by_email, institution, email).first(account_of);
}

Result<std::optional<Account>> find_of_person(db::ReadTransaction& read, InstitutionId institution, PersonId person) {
  return read.query(sql::find_account_of_person, institution, person).first(account_of);
}

Result<bool> anybody_is(db::ReadTransaction& read, InstitutionId institution, institutions::AccountRole role,
                        Date day) {
  return TRY(read.query(sql::count_of_role, institution, institutions::name_of(role), day).one<std::int64_t>()) > 0;
}

Result<std::vector<Account>> of_scheme(db::ReadTransaction& read, InstitutionId institution, Scheme scheme) {
  return read.query(sql::accounts_of_scheme, institution, name_of(scheme)).all(account_of);
}

Result<std::map<PersonId, std::string>> addresses_of(db::ReadTransaction& read, InstitutionId institution,
                                                     const std::vector<PersonId>& people) {
  std::map<PersonId, std::string> addresses;
  TRY(read.query(sql::addresses_of_people, institution, people).each([&](const db::Row& row) {
    auto address = row.get<std::optional<std::string>>(1).value_or("");
    if (!address.empty()) addresses.emplace(row.get<PersonId>(0), std::move(address));
  }));
  return addresses;
}

Result<> activate(db::WriteTransaction& write, InstitutionId institution, const Account& account, Instant now) {
  TRY(write.execute(sql::activate_account, institution, account.id, account.salt, account.proof, account.totp_secret,
                    account.totp_last_step, now));
  return {};
}

Result<> set_passphrase(db::WriteTransaction& write, InstitutionId institution, AccountId id, BytesView salt,
                        BytesView proof, Instant now) {
  TRY(write.execute(sql::set_passphrase, institution, id, salt, proof, now));
  return {};
}

Result<bool> claim_totp_step(db::WriteTransaction& write, InstitutionId institution, AccountId id, std::int64_t step) {
  return TRY(write.execute(sql::claim_totp_step, institution, id, step)) == 1;
}

Result<> insert(db::WriteTransaction& write, const Invitation& invitation, const crypto::Sha256& token_hash,
                Instant now, std::optional<AccountId> by) {
  TRY(write.execute(sql::withdraw_invitations, invitation.institution, invitation.account, now));
  TRY(write.execute(sql::insert_invitation, invitation.institution, invitation.id, invitation.account,
                    BytesView(token_hash), invitation.salt, now, by, invitation.expires_at));
  return {};
}

Result<std::optional<Invitation>> find_invitation(db::ReadTransaction& read, const crypto::Sha256& token_hash) {
  return read.query(sql::find_invitation, BytesView(token_hash)).first([](const db::Row& row) {
    return Invitation{row.get<InstitutionId>(0),        row.get<InvitationId>(1), row.get<AccountId>(2),
                      row.get<std::string>(3),          row.get<Bytes>(4),        row.get<std::optional<Bytes>>(5),
                      row.get<std::optional<Bytes>>(6), row.get<Instant>(7),      row.get<std::optional<Instant>>(8)};
  });
}

Result<> choose(db::WriteTransaction& write, const Invitation& invitation, BytesView proof, BytesView totp_secret) {
  TRY(write.execute(sql::choose_for_invitation, invitation.institution, invitation.id, proof, totp_secret));
  return {};
}

Result<> use(db::WriteTransaction& write, const Invitation& invitation, Instant now) {
  TRY(write.execute(sql::use_invitation, invitation.institution, invitation.id, now));
  return {};
}

Result<> insert(db::WriteTransaction& write, const Login& login, const crypto::Sha256& token_hash,
                std::string_view browser) {
  TRY(write.execute(sql::insert_login, login.institution, login.id, login.account, BytesView(token_hash), browser,
                    login.begun));
  return {};
}

Result<std::optional<Login>> find_login(db::ReadTransaction& read, const crypto::Sha256& token_hash) {
  return read.query(sql::find_login, BytesView(token_hash)).first([](const db::Row& row) {
    return Login{
        row.get<InstitutionId>(0), row.get<LoginId>(1), row.get<AccountId>(2), row.get<std::optional<PersonId>>(3),
        row.get<std::string>(4),   row.get<Instant>(5), row.get<Instant>(6),   row.get<std::string>(7)};
  });
}

Result<> see(db::WriteTransaction& write, InstitutionId institution, LoginId id, Instant now) {
  TRY(write.execute(sql::see_login, institution, id, now));
  return {};
}

Result<bool> end(db::WriteTransaction& write, InstitutionId institution, AccountId account, LoginId id, Instant now) {
  return TRY(write.execute(sql::end_login, institution, account, id, now)) == 1;
}

Result<> end_all_but(db::WriteTransaction& write, InstitutionId institution, AccountId account, LoginId kept,
                     Instant now) {
  TRY(write.execute(sql::end_other_logins, institution, account, kept, now));
  return {};
}

Result<std::vector<ListedLogin>> logins_of(db::ReadTransaction& read, InstitutionId institution, AccountId account) {
  return read.query(sql::logins_of_account, institution, account).all([](const db::Row& row) {
    return ListedLogin{row.get<LoginId>(0), row.get<std::string>(1), row.get<Instant>(2), row.get<Instant>(3)};
  });
}

Result<> insert(db::WriteTransaction& write, InstitutionId institution, AccountId account, GrantId id,
                const DatedGrant& grant, Instant now, std::optional<AccountId> by) {
  return told(write.execute(sql::insert_role, institution, id, account, institutions::name_of(grant.grant.role),
                            grant.grant.program, grant.days.from, grant.days.to, now, by),
              "", "accounts.program_unknown");
}

Result<bool> end_roles_of(db::WriteTransaction& write, InstitutionId institution, AccountId account, AccountRole role,
                          Date day) {
  return TRY(write.execute(sql::end_roles_of_account, institution, account, institutions::name_of(role), day)) > 0;
}

Result<std::vector<DatedGrant>> roles_of(db::ReadTransaction& read, InstitutionId institution, AccountId account) {
  return read.query(sql::roles_of_account, institution, account).all([](const db::Row& row) {
    return DatedGrant{grant_of(row), {row.get<Date>(2), row.get<Date>(3)}};
  });
}

Result<std::vector<RoleGrant>> roles_on(db::ReadTransaction& read, InstitutionId institution, AccountId account,
                                        Date day) {
  return read.query(sql::roles_on_day, institution, account, day).all(grant_of);
}

}  // namespace chiron::accounts
