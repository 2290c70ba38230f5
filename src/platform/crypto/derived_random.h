// Random bytes drawn inside a write: derived from a seed that was drawn before it, so that a write that runs again
// draws the same ids and salts.
#pragma once

#include <array>
#include <string_view>

#include "base/random.h"

namespace chiron::crypto {

/// 256 secret bits, enough for any number of 128-bit ids.
using Seed = std::array<std::uint8_t, 32>;

/// Draws a seed; before a write, from the program's source of randomness.
Seed draw_seed(Random& random);

/// A seed of its own for each of several who are handed the same one: SHA-256(seed, purpose).
Seed seed_for(const Seed& seed, std::string_view purpose);

/// SHA-256(seed, 0), SHA-256(seed, 1) …: as unpredictable as its seed, and the same bytes again for the same seed.
class DerivedRandom final : public Random {
 public:
  explicit DerivedRandom(const Seed& seed) : seed_(seed) {}
  void fill(std::span<std::uint8_t> bytes) override;

 private:
  Seed seed_;
  std::uint64_t block_ = 0;
};

}  // namespace chiron::crypto
