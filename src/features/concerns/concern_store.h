// Contacts' keys, and concerns with their messages, in the database.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "features/concerns/concern.h"
#include "features/concerns/concerns_sql.h"
#include "platform/crypto/sha256.h"
#include "platform/db/transaction.h"

namespace chiron::concerns {

/// Another contact's word for keys that came about by a reset.
struct Vouched {
  AccountId by;
  Bytes signature;
};
struct Keys {
  std::int64_t version = 0;
  Bytes bundle, seeds;
  Date made_on;
  std::optional<Vouched> vouched;
};
Result<std::optional<Keys>> newest_keys(db::ReadTransaction& read, InstitutionId institution, AccountId account);
/// Errors: "concerns.keys_changed" (conflict: not the version after the newest), "concerns.no_contact" (conflict).
Result<> insert(db::WriteTransaction& write, InstitutionId institution, AccountId account, const Keys& keys);
/// False: somebody vouched before, or there is no such version.
Result<bool> vouch(db::WriteTransaction& write, InstitutionId institution, AccountId account, std::int64_t version,
                   const Vouched& vouched);

/// A slot as it is stored: sealed once more with the installation's key.
struct StoredSlot {
  std::int64_t kind = 0;
  Bytes sealed;
};
Result<> put(db::WriteTransaction& write, InstitutionId institution, AccountId account, std::int64_t version,
             const StoredSlot& slot);
Result<std::vector<StoredSlot>> slots_of(db::ReadTransaction& read, InstitutionId institution, AccountId account,
                                         std::int64_t version);

/// An account that was named a contact and has joined.
struct Candidate {
  AccountId account;
  std::string email;
  std::optional<PersonId> person;
};
Result<std::vector<Candidate>> candidates(db::ReadTransaction& read, InstitutionId institution, Date day);

/// A concern without its messages.
struct Concern {
  InstitutionId institution;
  ConcernId id;
  Bytes token_hash;
  Date opened_on;
  ConcernState state = ConcernState::received;
};
/// By its id alone, which nobody has but by the case code or as a contact.
Result<std::optional<Concern>> find(db::ReadTransaction& read, ConcernId id);
/// Errors: "concerns.already_there" (conflict).
Result<> insert(db::WriteTransaction& write, const Concern& concern);
/// False: it stood elsewhere.
Result<bool> move(db::WriteTransaction& write, InstitutionId institution, ConcernId id, ConcernState from,
                  ConcernState to);

struct Message {
  std::int64_t number = 0;
  Date day;
  std::optional<AccountId> contact;  ///< none: by whoever has the case code
  Bytes sealed;
};
/// Errors: "concerns.changed_meanwhile", "concerns.no_contact" (both conflict).
Result<> insert(db::WriteTransaction& write, InstitutionId institution, ConcernId concern, const Message& message);
Result<std::vector<Message>> messages_of(db::ReadTransaction& read, InstitutionId institution, ConcernId concern);

/// A concern as it stands in a list: days and sizes.
struct Listed {
  struct Line {
    std::int64_t number = 0;
    Date day;
    bool by_contact = false;
    std::int64_t bytes = 0;
  };
  ConcernId id;
  Date opened_on;
  ConcernState state = ConcernState::received;
  std::vector<Line> messages;
};
/// The newest day first; within a day in no order that means anything.
Result<std::vector<Listed>> concerns_of(db::ReadTransaction& read, InstitutionId institution);

}  // namespace chiron::concerns
