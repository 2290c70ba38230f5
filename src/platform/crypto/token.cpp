// libsodium's base64 and SHA-256.
#include "platform/crypto/token.h"

#include <sodium.h>

namespace chiron::crypto {
namespace {

std::string encoded(BytesView bytes, int variant) {
  std::string text(sodium_base64_ENCODED_LEN(bytes.size(), variant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), variant);
  text.pop_back();  // its NUL
  return text;
}

std::optional<Bytes> decoded(std::string_view text, int variant) {
  Bytes bytes(text.size());
  std::size_t length = 0;
  const char* end = nullptr;
  if (sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &length, &end, variant) != 0 ||
      end != text.data() + text.size())
    return std::nullopt;
  bytes.resize(length);
  return bytes;
}

}  // namespace

std::string draw_token(Random& random) {
  std::array<std::uint8_t, 32> bytes;
  random.fill(bytes);
  return encoded(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

std::optional<Sha256> token_hash(std::string_view token) {
  const auto bytes = decoded(token, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  if (!bytes || bytes->size() != 32) return std::nullopt;
  return sha256(*bytes);
}

std::string base64(BytesView bytes) { return encoded(bytes, sodium_base64_VARIANT_ORIGINAL); }
std::optional<Bytes> from_base64(std::string_view text) { return decoded(text, sodium_base64_VARIANT_ORIGINAL); }

}  // namespace chiron::crypto
