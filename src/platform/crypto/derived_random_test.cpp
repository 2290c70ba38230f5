// The same seed gives the same bytes; another seed, or a later draw, gives others.
#include "platform/crypto/derived_random.h"

#include <vector>

#include <gtest/gtest.h>

namespace chiron::crypto {
namespace {

std::vector<std::uint8_t> drawn(Random& random, std::size_t count) {
  std::vector<std::uint8_t> bytes(count);
  random.fill(bytes);
  return bytes;
}

TEST(DerivedRandom, RepeatsItselfForTheSameSeedAlone) {
  SeededRandom seeds(1);
  const Seed one = draw_seed(seeds), other = draw_seed(seeds);
  DerivedRandom first(one), again(one), different(other);
  const auto bytes = drawn(first, 100);
  EXPECT_EQ(drawn(again, 100), bytes);
  EXPECT_NE(drawn(different, 100), bytes);
  EXPECT_NE(drawn(first, 100), bytes);
}

TEST(DerivedRandom, GivesEachPurposeASeedOfItsOwn) {
  const Seed one{1}, other{2};
  EXPECT_EQ(seed_for(one, "reports"), seed_for(one, "reports"));
  EXPECT_NE(seed_for(one, "reports"), seed_for(one, "mails"));
  EXPECT_NE(seed_for(one, "reports"), seed_for(other, "reports"));
  EXPECT_NE(seed_for(one, "reports"), one);
}

TEST(DerivedRandom, DoesNotRepeatABlock) {
  DerivedRandom random(Seed{});
  const auto bytes = drawn(random, 64);
  EXPECT_FALSE(std::equal(bytes.begin(), bytes.begin() + 32, bytes.begin() + 32));
}

}  // namespace
}  // namespace chiron::crypto
