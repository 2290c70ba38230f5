// SHA-256 fingerprints (FIPS 180-4, by libsodium): of the files a run read, and of what must not change unseen.
#pragma once

#include <array>
#include <string>

#include "base/bytes.h"
#include "base/error.h"

namespace chiron::crypto {

using Sha256 = std::array<std::uint8_t, 32>;

Sha256 sha256(BytesView bytes);

/// 64 lower-case hexadecimal digits.
std::string hex(const Sha256& digest);

/// The digest of a file's bytes, read in pieces; "crypto.unreadable" (io) {file} when it cannot be read.
Result<Sha256> sha256_of_file(const std::string& path);

}  // namespace chiron::crypto
