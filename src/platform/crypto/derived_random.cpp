// Counting blocks.
#include "platform/crypto/derived_random.h"

#include <algorithm>

#include "platform/crypto/sha256.h"

namespace chiron::crypto {

Seed draw_seed(Random& random) {
  Seed seed;
  random.fill(seed);
  return seed;
}

Seed seed_for(const Seed& seed, std::string_view purpose) {
  Bytes text(seed.begin(), seed.end());
  text.insert(text.end(), purpose.begin(), purpose.end());
  return sha256(text);
}

void DerivedRandom::fill(std::span<std::uint8_t> bytes) {
  while (!bytes.empty()) {
    std::array<std::uint8_t, 40> block;
    std::copy(seed_.begin(), seed_.end(), block.begin());
    for (std::size_t i = 0; i < 8; ++i) block[32 + i] = static_cast<std::uint8_t>(block_ >> (8 * i));
    ++block_;
    const Sha256 digest = sha256(BytesView(block));
    const std::size_t taken = std::min(bytes.size(), digest.size());
    std::copy_n(digest.begin(), taken, bytes.begin());
    bytes = bytes.subspan(taken);
  }
}

}  // namespace chiron::crypto
