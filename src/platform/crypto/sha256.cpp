// libsodium's SHA-256, whole and streamed.
#include "platform/crypto/sha256.h"

#include <fstream>
#include <vector>

#include <fmt/format.h>
#include <sodium.h>

namespace chiron::crypto {

Sha256 sha256(BytesView bytes) {
  Sha256 digest;
  crypto_hash_sha256(digest.data(), bytes.data(), bytes.size());
  return digest;
}

std::string hex(const Sha256& digest) {
  std::string text;
  for (auto byte : digest) text += fmt::format("{:02x}", byte);
  return text;
}

Result<Sha256> sha256_of_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return err(fail(ErrorCode::io, "crypto.unreadable").with("file", path));
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  std::vector<char> piece(1 << 16);
  while (file.read(piece.data(), static_cast<std::streamsize>(piece.size())), file.gcount() > 0)
    crypto_hash_sha256_update(&state, reinterpret_cast<unsigned char*>(piece.data()),
                              static_cast<std::size_t>(file.gcount()));
  if (file.bad()) return err(fail(ErrorCode::io, "crypto.unreadable").with("file", path));
  Sha256 digest;
  crypto_hash_sha256_final(&state, digest.data());
  return digest;
}

}  // namespace chiron::crypto
