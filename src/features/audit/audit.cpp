// The chain of docs/confidentiality.md 4.3:
//   h_i = SHA-256(0x01 ‖ h_{i-1} ‖ seq ‖ time ‖ type ‖ actor ‖ subject ‖ SHA-256(salt16 ‖ payload))
// Numbers are 8 bytes, big-endian; the type is preceded by its length in one byte and each id by one byte that says
// whether it is there, so that no two entries have the same bytes.
// h_0 = SHA-256(0x00 ‖ "chiron audit 1" ‖ institution): no institution's entries fit into another's chain.
#include "features/audit/audit.h"

#include <openssl/sha.h>

#include <algorithm>

namespace chiron::audit {
namespace {

constexpr std::size_t type_limit = 64;
constexpr std::size_t payload_limit = std::size_t{64} * 1024;
constexpr std::int64_t page = 5'000;

Hash sha256(BytesView bytes) {
  Hash hash;
  SHA256(bytes.data(), bytes.size(), hash.data());
  return hash;
}

void add(Bytes& bytes, BytesView more) { bytes.insert(bytes.end(), more.begin(), more.end()); }

void add(Bytes& bytes, std::int64_t number) {
  for (int shift = 56; shift >= 0; shift -= 8)
    bytes.push_back(static_cast<std::uint8_t>(static_cast<std::uint64_t>(number) >> shift));
}

void add(Bytes& bytes, const std::optional<AnyId>& id) {
  bytes.push_back(id ? 1 : 0);
  if (id) add(bytes, BytesView(id->bytes()));
}

Hash first_hash(InstitutionId institution) {
  Bytes bytes{0x00};
  add(bytes, bytes_of("chiron audit 1"));
  add(bytes, BytesView(institution.bytes()));
  return sha256(bytes);
}

Hash payload_hash_of(BytesView salt, std::string_view payload) {
  Bytes bytes(salt.begin(), salt.end());
  add(bytes, bytes_of(payload));
  return sha256(bytes);
}

Hash entry_hash(const Hash& before, std::int64_t seq, Instant time, std::string_view type,
                const std::optional<AnyId>& actor, const std::optional<AnyId>& subject, BytesView payload_hash) {
  Bytes bytes{0x01};
  add(bytes, BytesView(before));
  add(bytes, seq);
  add(bytes, time.micros);
  bytes.push_back(static_cast<std::uint8_t>(type.size()));
  add(bytes, bytes_of(type));
  add(bytes, actor);
  add(bytes, subject);
  add(bytes, payload_hash);
  return sha256(bytes);
}

bool equal(BytesView a, BytesView b) { return std::equal(a.begin(), a.end(), b.begin(), b.end()); }

Entry entry_of(const db::Row& row) {
  return {row.get<std::int64_t>(0),
          row.get<Instant>(1),
          row.get<std::string>(2),
          row.get<std::optional<AnyId>>(3),
          row.get<std::optional<AnyId>>(4),
          row.get<std::optional<Bytes>>(5),
          row.get<std::optional<std::string>>(6),
          row.get<Bytes>(7),
          row.get<Bytes>(8)};
}

bool is_type(std::string_view type) {
  const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_'; };
  return !type.empty() && type.size() <= type_limit && std::all_of(type.begin(), type.end(), allowed);
}

/// What is wrong with an entry that should follow `before`, if anything.
std::optional<Fault> fault_of(const Entry& entry, const Head& before) {
  if (entry.seq != before.seq + 1) return Fault::missing;
  if (entry.salt.has_value() != entry.payload.has_value()) return Fault::payload;
  if (entry.salt && !equal(payload_hash_of(*entry.salt, *entry.payload), entry.payload_hash)) return Fault::payload;
  const Hash expected =
      entry_hash(before.hash, entry.seq, entry.time, entry.type, entry.actor, entry.subject, entry.payload_hash);
  if (entry.type.size() > type_limit || !equal(expected, entry.hash)) return Fault::changed;
  return {};
}

}  // namespace

std::string_view name_of(Fault fault) {
  switch (fault) {
    case Fault::changed: return "changed";
    case Fault::missing: return "missing";
    case Fault::payload: return "payload";
    case Fault::cut: return "cut";
    case Fault::rewritten: return "rewritten";
  }
  return "changed";
}

Salt draw_salt(Random& random) {
  Salt salt;
  random.fill(salt);
  return salt;
}

Result<Head> head(db::ReadTransaction& read, InstitutionId institution) {
  auto found = TRY(read.query(sql::find_head, institution).first([](const db::Row& row) {
    Head last{row.get<std::int64_t>(0), {}};
    const auto hash = row.get<BytesView>(1);
    std::copy_n(hash.begin(), std::min(hash.size(), last.hash.size()), last.hash.begin());
    return last;
  }));
  return found.value_or(Head{0, first_hash(institution)});
}

Result<Head> append(db::WriteTransaction& write, InstitutionId institution, Instant time, const Event& event,
                    const Salt& salt) {
  return append(write, institution, time, std::vector{Salted{event, salt}});
}

Result<Head> append(db::WriteTransaction& write, InstitutionId institution, Instant time,
                    const std::vector<Salted>& events) {
  for (const Salted& salted : events) {
    if (!is_type(salted.event.type)) return err(fail(ErrorCode::internal, "audit.bad_type"));
    if (salted.event.payload.size() > payload_limit) return err(fail(ErrorCode::limit, "audit.payload_too_large"));
  }
  Head last = TRY(head(write, institution));
  struct Linked {
    const Salted* of;
    Hash payload_hash;
    Head head;
  };
  std::vector<Linked> linked;
  for (const Salted& salted : events) {
    const Event& event = salted.event;
    const Hash payload_hash = payload_hash_of(salted.salt, event.payload);
    ++last.seq;
    last.hash = entry_hash(last.hash, last.seq, time, event.type, event.actor, event.subject, payload_hash);
    linked.push_back({&salted, payload_hash, last});
  }
  TRY(write.insert_all(sql::insert_entry, linked, [&](const Linked& entry) {
    const Event& event = entry.of->event;
    return std::tuple(institution, entry.head.seq, time, std::string_view(event.type), event.actor, event.subject,
                      BytesView(entry.of->salt), std::string_view(event.payload), BytesView(entry.payload_hash),
                      BytesView(entry.head.hash));
  }));
  return last;
}

Result<> erase_payload(db::WriteTransaction& write, InstitutionId institution, std::int64_t seq) {
  const auto changed = TRY(write.execute(sql::erase_payload, institution, seq));
  if (changed == 0) return err(fail(ErrorCode::not_found, "audit.unknown_entry"));
  return {};
}

Result<std::vector<Entry>> entries_about(db::ReadTransaction& read, InstitutionId institution, AnyId subject,
                                         std::int64_t before_seq, int limit) {
  return read.query(sql::entries_about, institution, subject, before_seq, std::clamp(limit, 1, 1'000)).all(entry_of);
}

Result<Verification> verify(db::ReadTransaction& read, InstitutionId institution, std::span<const Head> remembered) {
  Verification result;
  result.head = {0, first_hash(institution)};
  const auto found = [&](Fault fault, std::int64_t seq) {
    result.fault = fault;
    result.fault_seq = seq;
    return result;
  };
  const auto disagrees = [&](const Head& here) {
    return std::any_of(remembered.begin(), remembered.end(),
                       [&](const Head& known) { return known.seq == here.seq && known.hash != here.hash; });
  };
  if (disagrees(result.head)) return found(Fault::rewritten, 0);
  while (true) {
    const auto entries = TRY(read.query(sql::entries_from, institution, result.head.seq, page).all(entry_of));
    for (const auto& entry : entries) {
      if (const auto fault = fault_of(entry, result.head)) return found(*fault, result.head.seq + 1);
      result.head.seq = entry.seq;
      std::copy_n(entry.hash.begin(), result.head.hash.size(), result.head.hash.begin());
      ++result.entries;
      if (disagrees(result.head)) return found(Fault::rewritten, entry.seq);
    }
    if (entries.size() < static_cast<std::size_t>(page)) break;
  }
  for (const auto& known : remembered)
    if (known.seq > result.head.seq) return found(Fault::cut, result.head.seq + 1);
  return result;
}

}  // namespace chiron::audit
