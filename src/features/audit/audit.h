// The audit log: what was done, when, by whom and to whom, as a chain of hashes in which a changed, dropped, swapped
// or cut entry shows (docs/confidentiality.md 4.3). Ids and types only: no content, no addresses of machines.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/id.h"
#include "base/random.h"
#include "features/audit/audit_sql.h"
#include "platform/db/transaction.h"

namespace chiron::audit {

using Hash = std::array<std::uint8_t, 32>;
using Salt = std::array<std::uint8_t, 16>;
/// Any thing an entry may be about: `AnyId(person.bytes())`.
using AnyId = Id<struct AnyTag>;

/// One thing that happened. `type` is an allow-listed name ("relationship.ended"), never free text.
struct Event {
  std::string type;              ///< 1-64 of a-z, 0-9, . and _
  std::optional<AnyId> actor;    ///< none: the program itself
  std::optional<AnyId> subject;  ///< the person or thing concerned
  std::string payload;  ///< JSON of ids and numbers, at most 64 KiB; may be erased later without a trace in the chain
};

/// A stored entry; `payload` and `salt` are empty after erasure.
struct Entry {
  std::int64_t seq = 0;  ///< from 1, without gaps, per institution
  Instant time{};
  std::string type;
  std::optional<AnyId> actor;
  std::optional<AnyId> subject;
  std::optional<Bytes> salt;
  std::optional<std::string> payload;
  Bytes payload_hash;  ///< SHA-256(salt ‖ payload)
  Bytes hash;
};

/// The end of the chain at some moment; copied to a second place so that cutting the chain shows.
struct Head {
  std::int64_t seq = 0;  ///< 0: no entry yet
  Hash hash{};
  bool operator==(const Head&) const = default;
};

/// A fresh salt; draw it before the write, since a write may run again.
Salt draw_salt(Random& random);

/// Adds an entry inside the transaction of the action it records, so that neither exists without the other.
/// Errors: "audit.bad_type", "audit.payload_too_large".
Result<Head> append(db::WriteTransaction& write, InstitutionId institution, Instant time, const Event& event,
                    const Salt& salt);

/// An event with the salt drawn for it.
struct Salted {
  Event event;
  Salt salt;
};
/// The same for several events of one moment, in their order: a large change writes them together.
Result<Head> append(db::WriteTransaction& write, InstitutionId institution, Instant time,
                    const std::vector<Salted>& events);

/// Erases an entry's payload and salt; the chain still verifies. Errors: "audit.unknown_entry" (not_found).
Result<> erase_payload(db::WriteTransaction& write, InstitutionId institution, std::int64_t seq);

Result<Head> head(db::ReadTransaction& read, InstitutionId institution);
/// Entries about a subject ("who looked at what about me"), newest first, at most `limit` (1-1,000), before `seq`.
Result<std::vector<Entry>> entries_about(db::ReadTransaction& read, InstitutionId institution, AnyId subject,
                                         std::int64_t before_seq, int limit);

/// What is wrong with an entry.
enum class Fault : std::uint8_t {
  changed,    ///< its hash does not fit its fields and its predecessor
  missing,    ///< a number is skipped or out of order
  payload,    ///< its payload does not fit its payload hash, or only one of payload and salt is left
  cut,        ///< the chain ends before the remembered head
  rewritten,  ///< the entry at the remembered head's place has another hash: the chain was made anew
};
std::string_view name_of(Fault fault);

struct Verification {
  std::int64_t entries = 0;
  Head head;
  std::optional<Fault> fault;  ///< the first one
  std::int64_t fault_seq = 0;  ///< where
  bool sound() const { return !fault; }
};

/// Reads the whole chain of an institution. Only heads remembered outside the database show that its end was cut or
/// that all of it was made anew; pass every head that is known.
Result<Verification> verify(db::ReadTransaction& read, InstitutionId institution,
                            std::span<const Head> remembered = {});

}  // namespace chiron::audit
