// Short secrets that lie in the database sealed: XChaCha20-Poly1305 under a key that does not.
#pragma once

#include <optional>

#include "base/bytes.h"
#include "base/random.h"
#include "platform/crypto/secret_key.h"

namespace chiron::crypto {

/// Nonce (24 bytes), ciphertext and tag. `about` is bound to it: whose it is.
Bytes seal(BytesView secret, BytesView about, const Key& key, Random& random);
/// The secret; nothing when key or `about` are others, or a bit was changed.
std::optional<Bytes> unseal(BytesView sealed, BytesView about, const Key& key);

}  // namespace chiron::crypto
