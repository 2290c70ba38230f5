// libsodium, put together as the formats say.
#include "platform/crypto/identity.h"

#include <sodium.h>

#include <algorithm>

namespace chiron::crypto {
namespace {

using namespace std::string_view_literals;

constexpr std::uint8_t version_of_format = 1;
constexpr std::size_t signed_part = 127;  ///< of a bundle
constexpr std::size_t sealed_from = 120;  ///< of a slot
constexpr std::uint8_t argon2id = 1, no_derivation = 0;

void put(Bytes& out, BytesView bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }
void put(Bytes& out, std::string_view text) { put(out, bytes_of(text)); }
void put_number(Bytes& out, std::uint64_t value, int bytes) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(value >> shift));
}
std::uint64_t number_at(BytesView bytes, std::size_t at, std::size_t size) {
  std::uint64_t value = 0;
  for (const std::uint8_t byte : bytes.subspan(at, size)) value = value << 8 | byte;
  return value;
}
template <std::size_t size>
std::array<std::uint8_t, size> array_at(BytesView bytes, std::size_t at) {
  std::array<std::uint8_t, size> out;
  std::ranges::copy(bytes.subspan(at, size), out.begin());
  return out;
}
bool all_zero(BytesView bytes) {
  return std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte == 0; });
}

Bytes about_bundle(BytesView bundle) {
  Bytes message;
  put(message, "ME1/idb\0"sv);
  put(message, bundle.first(signed_part));
  return message;
}

bool verifies(BytesView message, BytesView signature, const PublicKey& key) {
  return signature.size() == crypto_sign_BYTES &&
         crypto_sign_verify_detached(signature.data(), message.data(), message.size(), key.data()) == 0;
}

/// Refuses a key that would make every shared secret the same.
bool can_receive(const PublicKey& key) {
  std::array<std::uint8_t, 32> some{}, shared{};
  some.fill(0x40);
  return crypto_scalarmult(shared.data(), some.data(), key.data()) == 0;
}

Bytes sealed_under(const Key& key, BytesView secret, BytesView about, BytesView nonce) {
  Bytes out(secret.size() + crypto_aead_xchacha20poly1305_ietf_ABYTES);
  crypto_aead_xchacha20poly1305_ietf_encrypt(out.data(), nullptr, secret.data(), secret.size(), about.data(),
                                             about.size(), nullptr, nonce.data(), key.data());
  return out;
}

}  // namespace

Hash256 blake2b_256(BytesView bytes) {
  Hash256 hash;
  crypto_generichash(hash.data(), hash.size(), bytes.data(), bytes.size(), nullptr, 0);
  return hash;
}

std::optional<Bundle> read_bundle(BytesView bytes) {
  if (bytes.size() != bundle_bytes || bytes[0] != 'M' || bytes[1] != 'I' || bytes[2] != version_of_format) return {};
  Bundle bundle;
  bundle.user = array_at<16>(bytes, 3);
  bundle.version = static_cast<std::uint32_t>(number_at(bytes, 19, 4));
  bundle.sign = array_at<32>(bytes, 23);
  bundle.receive = array_at<32>(bytes, 55);
  bundle.created_s = static_cast<std::int64_t>(number_at(bytes, 87, 8));
  bundle.before = array_at<32>(bytes, 95);
  if (bundle.version == 0 || (bundle.version == 1) != all_zero(bundle.before)) return {};
  if (!all_zero(bytes.subspan(signed_part + 64))) return {};
  if (!verifies(about_bundle(bytes), bytes.subspan(signed_part, 64), bundle.sign)) return {};
  if (!can_receive(bundle.receive)) return {};
  return bundle;
}

bool is_countersigned(BytesView bundle, const UserId& by, const PublicKey& their_key, BytesView signature) {
  Bytes message;
  put(message, "ME1/cos\0"sv);
  put(message, blake2b_256(bundle));
  put(message, by);
  return verifies(message, signature, their_key);
}

bool is_slot(BytesView bytes, SlotKind kind, const UserId& user) {
  if (bytes.size() != slot_bytes || bytes[0] != 'M' || bytes[1] != 'S' || bytes[2] != version_of_format) return false;
  if (bytes[3] != static_cast<std::uint8_t>(kind) || !all_zero(bytes.subspan(5, 3))) return false;
  if (!std::ranges::equal(bytes.subspan(32, 16), user)) return false;
  if (kind == SlotKind::recovery) return bytes[4] == no_derivation && all_zero(bytes.subspan(8, 24));
  return bytes[4] == argon2id && number_at(bytes, 8, 4) >= slot_ops && number_at(bytes, 12, 4) >= slot_memory_kib;
}

Key root_of_passphrase(std::string_view passphrase, const std::array<std::uint8_t, 16>& salt) {
  Key root{};
  // Fails for want of memory alone; a root of zeros would open nothing.
  if (crypto_pwhash(root.data(), root.size(), passphrase.data(), passphrase.size(), salt.data(), slot_ops,
                    std::size_t{slot_memory_kib} * 1024, crypto_pwhash_ALG_ARGON2ID13) != 0)
    randombytes_buf(root.data(), root.size());
  return root;
}

Key root_of_recovery(const UserId& user, const RecoveryCode& code) {
  Bytes message;
  put(message, "ME1/rec\0"sv);
  put(message, user);
  put(message, code);
  return blake2b_256(message);
}

Bytes make_slot(const SlotParts& parts, const Key& root, const Key& user_root) {
  const bool slow = parts.kind == SlotKind::passphrase;
  Bytes slot;
  put(slot, "MS"sv);
  slot.push_back(version_of_format);
  slot.push_back(static_cast<std::uint8_t>(parts.kind));
  slot.push_back(slow ? argon2id : no_derivation);
  put_number(slot, 0, 3);
  put_number(slot, slow ? slot_ops : 0, 4);
  put_number(slot, slow ? slot_memory_kib : 0, 4);
  put(slot, parts.salt);
  put(slot, parts.user);
  put(slot, parts.slot);
  put(slot, derive_key(root, 3, "ME1_kcmt"));
  put(slot, parts.nonce);
  Bytes about;
  put(about, "ME1/slt\0"sv);
  put(about, BytesView(slot).first(sealed_from));
  put(slot, sealed_under(derive_key(root, 2, "ME1_wrap"), user_root, about, parts.nonce));
  return slot;
}

Bytes seal_seeds(const Seeds& seeds, const UserId& user, std::uint32_t version,
                 const std::array<std::uint8_t, 24>& nonce, const Key& user_root) {
  Bytes both, about, out;
  put(both, seeds.sign);
  put(both, seeds.receive);
  put(about, "ME1/ids\0"sv);
  put(about, user);
  put_number(about, version, 4);
  put(out, nonce);
  put(out, sealed_under(derive_key(user_root, 4, "ME1_idsk"), both, about, nonce));
  sodium_memzero(both.data(), both.size());
  return out;
}

Bytes make_bundle(const Seeds& seeds, const UserId& user, std::uint32_t version, std::int64_t created_s,
                  const Hash256& before) {
  PublicKey sign, receive;
  std::array<std::uint8_t, 64> sign_secret;
  std::array<std::uint8_t, 32> receive_secret;
  crypto_sign_seed_keypair(sign.data(), sign_secret.data(), seeds.sign.data());
  crypto_box_seed_keypair(receive.data(), receive_secret.data(), seeds.receive.data());
  Bytes bundle;
  put(bundle, "MI"sv);
  bundle.push_back(version_of_format);
  put(bundle, user);
  put_number(bundle, version, 4);
  put(bundle, sign);
  put(bundle, receive);
  put_number(bundle, static_cast<std::uint64_t>(created_s), 8);
  put(bundle, before);
  const Bytes message = about_bundle(bundle);
  Signature signature;
  crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(), sign_secret.data());
  put(bundle, signature);
  put(bundle, Signature{});
  sodium_memzero(sign_secret.data(), sign_secret.size());
  sodium_memzero(receive_secret.data(), receive_secret.size());
  return bundle;
}

}  // namespace chiron::crypto
