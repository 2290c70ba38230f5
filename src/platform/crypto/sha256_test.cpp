// SHA-256 against the examples of FIPS 180-4 (and a file that takes more than one piece).
#include "platform/crypto/sha256.h"

#include <cstdio>
#include <fstream>

#include <gtest/gtest.h>

namespace chiron::crypto {
namespace {

TEST(Sha256, MatchesPublishedExamples) {
  EXPECT_EQ(hex(sha256(bytes_of("abc"))), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex(sha256(bytes_of(""))), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Sha256, OfAFileIsTheSameAsOfItsBytes) {
  const std::string path = testing::TempDir() + "sha256_test.bin";
  const std::string million(1'000'000, 'a');
  std::ofstream(path, std::ios::binary) << million;
  const auto digest = sha256_of_file(path);
  ASSERT_TRUE(digest);
  EXPECT_EQ(hex(*digest), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  std::remove(path.c_str());
  EXPECT_EQ(sha256_of_file(path).error().key, "crypto.unreadable");
}

}  // namespace
}  // namespace chiron::crypto
