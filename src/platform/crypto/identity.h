// Keys that belong to a person and that no server can use (docs/sealed-concerns.md): the public bundle, the
// seeds sealed under the person's root key, and the slots that open the root key. A server checks their form; what
// opens them is made and used in browsers (web/src/crypto/identity.ts). Integers are big-endian.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/bytes.h"
#include "platform/crypto/secret_key.h"

namespace chiron::crypto {

using UserId = std::array<std::uint8_t, 16>;
using Hash256 = std::array<std::uint8_t, 32>;
using PublicKey = std::array<std::uint8_t, 32>;
using Signature = std::array<std::uint8_t, 64>;
using RecoveryCode = std::array<std::uint8_t, 20>;

/// BLAKE2b with 32 bytes of output and no key.
Hash256 blake2b_256(BytesView bytes);

inline constexpr std::size_t bundle_bytes = 255, slot_bytes = 168, sealed_seeds_bytes = 104;
/// Browsers derive with no less (Argon2id13), and no server may ask for less.
inline constexpr std::uint32_t slot_ops = 3, slot_memory_kib = 64 * 1024;

/// What everybody may know of a person's keys.
struct Bundle {
  UserId user{};
  std::uint32_t version = 0;  ///< 1, then one more with each reset
  PublicKey sign{};           ///< Ed25519
  PublicKey receive{};        ///< X25519
  std::int64_t created_s = 0;
  Hash256 before{};  ///< of the bundle before; zeros in the first
};
/// Reads a bundle that its own key signed. Nothing on another form, another signature, a key to receive with that has a
/// low order, or the signature of a key before, which no version of this program makes.
std::optional<Bundle> read_bundle(BytesView bytes);

/// Whether another person's key vouches for a bundle that did not come about by the key before it.
bool is_countersigned(BytesView bundle, const UserId& by, const PublicKey& their_key, BytesView signature);

enum class SlotKind : std::uint8_t {
  passphrase = 1,
  recovery = 2,  ///< a code of 160 random bits, which needs no slow derivation
};
/// Whether bytes have the form of the person's slot of this kind, with no weaker derivation than `slot_ops` and
/// `slot_memory_kib`.
bool is_slot(BytesView bytes, SlotKind kind, const UserId& user);

// ---- Making keys, for invented people and for the known answers of the tests

/// From a passphrase in Unicode's form NFKC.
Key root_of_passphrase(std::string_view passphrase, const std::array<std::uint8_t, 16>& salt);
Key root_of_recovery(const UserId& user, const RecoveryCode& code);

/// What a slot is made with beside the secrets.
struct SlotParts {
  SlotKind kind = SlotKind::passphrase;
  UserId user{};
  std::array<std::uint8_t, 16> salt{};  ///< zeros for a recovery code
  std::array<std::uint8_t, 16> slot{};
  std::array<std::uint8_t, 24> nonce{};
};
/// Seals the person's root key for whoever has `root`.
Bytes make_slot(const SlotParts& parts, const Key& root, const Key& user_root);

/// The two seeds, kept apart.
struct Seeds {
  std::array<std::uint8_t, 32> sign{}, receive{};
};
Bytes seal_seeds(const Seeds& seeds, const UserId& user, std::uint32_t version,
                 const std::array<std::uint8_t, 24>& nonce, const Key& user_root);
/// Signed by its own key.
Bytes make_bundle(const Seeds& seeds, const UserId& user, std::uint32_t version, std::int64_t created_s,
                  const Hash256& before);

}  // namespace chiron::crypto
