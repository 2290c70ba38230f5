// HMAC-SHA-1 is OpenSSL's; the rest is RFC 4226 5.3 and RFC 6238 4.2.
#include "platform/crypto/totp.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <fmt/format.h>

#include "platform/crypto/secret_key.h"

namespace chiron::crypto {
namespace {

constexpr std::int64_t step_us = 30'000'000, grace_us = 5'000'000;

std::string percent_encoded(std::string_view text) {
  std::string encoded;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                       c == '.' || c == '_' || c == '~';
    if (plain) encoded += c;
    else encoded += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return encoded;
}

}  // namespace

std::int64_t totp_step(Instant now) { return now.micros / step_us; }

std::string totp_code(BytesView secret, std::int64_t step) {
  std::array<std::uint8_t, 8> counter;
  for (std::size_t i = 0; i < 8; ++i) counter[7 - i] = static_cast<std::uint8_t>(step >> (8 * i));
  std::array<std::uint8_t, EVP_MAX_MD_SIZE> mac{};
  unsigned length = 0;
  HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), counter.data(), counter.size(), mac.data(), &length);
  const std::size_t at = mac[19] & 15U;
  const std::uint32_t number = (mac[at] & 0x7FU) << 24U | mac[at + 1] << 16U | mac[at + 2] << 8U | mac[at + 3];
  return fmt::format("{:06}", number % 1'000'000);
}

std::optional<std::int64_t> totp_step_of(BytesView secret, std::string_view code, Instant now) {
  const std::int64_t step = totp_step(now);
  const bool present = same_bytes(bytes_of(code), bytes_of(totp_code(secret, step)));
  const bool before = same_bytes(bytes_of(code), bytes_of(totp_code(secret, step - 1)));
  if (present) return step;
  if (before && now.micros % step_us < grace_us) return step - 1;
  return std::nullopt;
}

std::string base32(BytesView bytes) {
  static constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string text;
  unsigned held = 0;
  int bits = 0;
  for (const std::uint8_t byte : bytes) {
    held = (held << 8U | byte) & 0xFFFU;
    for (bits += 8; bits >= 5; bits -= 5) text += letters[held >> (bits - 5) & 31U];
  }
  if (bits > 0) text += letters[held << (5 - bits) & 31U];
  return text;
}

std::string otpauth_uri(BytesView secret, std::string_view issuer, std::string_view account) {
  return fmt::format("otpauth://totp/{}:{}?secret={}&issuer={}&algorithm=SHA1&digits=6&period=30",
                     percent_encoded(issuer), percent_encoded(account), base32(secret), percent_encoded(issuer));
}

}  // namespace chiron::crypto
