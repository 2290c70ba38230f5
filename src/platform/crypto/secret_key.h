// Secret keys: message authentication, keys from keys, comparison without a clock, and the file that keeps one.
#pragma once

#include <array>
#include <filesystem>
#include <string_view>

#include "base/bytes.h"
#include "base/error.h"
#include "base/random.h"

namespace chiron::crypto {

/// 256 secret bits.
using Key = std::array<std::uint8_t, 32>;
using Mac = std::array<std::uint8_t, 32>;

/// HMAC-SHA-512/256 (libsodium's crypto_auth).
Mac mac_of(BytesView message, const Key& key);

/// Whether two texts of bytes are equal, in a time that depends on their lengths alone.
bool same_bytes(BytesView a, BytesView b);

/// Another key from a key (BLAKE2b, libsodium's crypto_kdf): one for each number and context of 8 letters.
Key derive_key(const Key& key, std::uint64_t number, std::string_view context);

/// What to do when there is no file.
enum class MissingKey : std::uint8_t { refuse, make };
/// The key in a file of 64 hexadecimal digits that only its owner may read; made when told to. The file is whole or
/// absent, whenever the program is killed. Errors: "crypto.key_absent" (not_found), "crypto.key_malformed",
/// "crypto.key_readable" (others may read it), "crypto.key_unwritable" (io), each with `file`.
Result<Key> key_in_file(const std::filesystem::path& file, MissingKey missing, Random& random);

}  // namespace chiron::crypto
