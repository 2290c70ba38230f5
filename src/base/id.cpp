// Crockford base32 of 16 bytes: 26 characters, the first of which carries 3 bits.
#include "base/id.h"

namespace chiron {
namespace {
constexpr char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";

int value_of(char c) {
  for (int i = 0; i < 32; ++i)
    if (alphabet[i] == c) return i;
  return -1;
}
}  // namespace

std::string id_text(const std::array<std::uint8_t, 16>& bytes) {
  unsigned __int128 value = 0;
  for (auto byte : bytes) value = value << 8 | byte;
  std::string text(26, '0');
  for (int i = 25; i >= 0; --i, value >>= 5)
    text[static_cast<std::size_t>(i)] = alphabet[static_cast<unsigned>(value & 31)];
  return text;
}

Result<std::array<std::uint8_t, 16>> parse_id_text(std::string_view text) {
  if (text.size() != 26 || text[0] > '7') return err(refuse("id.malformed"));
  unsigned __int128 value = 0;
  for (char c : text) {
    const int digit = value_of(c);
    if (digit < 0) return err(refuse("id.malformed"));
    value = value << 5 | static_cast<unsigned>(digit);
  }
  std::array<std::uint8_t, 16> bytes;
  for (int i = 15; i >= 0; --i, value >>= 8)
    bytes[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(value & 255);
  return bytes;
}

}  // namespace chiron
