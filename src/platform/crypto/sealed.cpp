// libsodium's AEAD.
#include "platform/crypto/sealed.h"

#include <sodium.h>

namespace chiron::crypto {
namespace {
constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == sizeof(Key));
}  // namespace

Bytes seal(BytesView secret, BytesView about, const Key& key, Random& random) {
  Bytes sealed(nonce_bytes + secret.size() + tag_bytes);
  random.fill(std::span(sealed).first(nonce_bytes));
  crypto_aead_xchacha20poly1305_ietf_encrypt(sealed.data() + nonce_bytes, nullptr, secret.data(), secret.size(),
                                             about.data(), about.size(), nullptr, sealed.data(), key.data());
  return sealed;
}

std::optional<Bytes> unseal(BytesView sealed, BytesView about, const Key& key) {
  if (sealed.size() < nonce_bytes + tag_bytes) return std::nullopt;
  Bytes secret(sealed.size() - nonce_bytes - tag_bytes);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(secret.data(), nullptr, nullptr, sealed.data() + nonce_bytes,
                                                 sealed.size() - nonce_bytes, about.data(), about.size(), sealed.data(),
                                                 key.data()) != 0)
    return std::nullopt;
  return secret;
}

}  // namespace chiron::crypto
