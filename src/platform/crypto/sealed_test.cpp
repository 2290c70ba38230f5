// What was sealed opens for its key and its owner, and for nothing else.
#include "platform/crypto/sealed.h"

#include <gtest/gtest.h>

namespace chiron::crypto {
namespace {

TEST(Sealed, OpensForItsKeyAndItsOwnerAlone) {
  SeededRandom random(2);
  const Key key{1}, other{2};
  const auto sealed = seal(bytes_of("a secret"), bytes_of("ada"), key, random);
  const auto opened = unseal(sealed, bytes_of("ada"), key);
  ASSERT_TRUE(opened);
  EXPECT_EQ(std::string(opened->begin(), opened->end()), "a secret");
  EXPECT_FALSE(unseal(sealed, bytes_of("bob"), key)) << "moved to another row";
  EXPECT_FALSE(unseal(sealed, bytes_of("ada"), other));
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    auto changed = sealed;
    changed[i] ^= 1;
    EXPECT_FALSE(unseal(changed, bytes_of("ada"), key)) << i;
    EXPECT_FALSE(unseal(BytesView(sealed).first(i), bytes_of("ada"), key)) << i;
  }
  EXPECT_NE(seal(bytes_of("a secret"), bytes_of("ada"), key, random), sealed) << "a nonce is never used twice";
}

}  // namespace
}  // namespace chiron::crypto
