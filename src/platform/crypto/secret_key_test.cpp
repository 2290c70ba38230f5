// Authentication by key, keys from keys, and the file that keeps one: made once, whole, refused when others read it.
#include "platform/crypto/secret_key.h"

#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "platform/crypto/sha256.h"

namespace chiron::crypto {
namespace {

TEST(Mac, IsHmacSha512CutToHalf) {
  // RFC 4231 pads a key with zeros up to the block, so that case 2's key "Jefe" is one of 32 bytes here.
  Key key{};
  std::copy_n("Jefe", 4, key.begin());
  EXPECT_EQ(hex(mac_of(bytes_of("what do ya want for nothing?"), key)),
            "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554");
}

TEST(Mac, DependsOnEveryBitOfKeyAndMessage) {
  Key key{};
  const Mac mac = mac_of(bytes_of("message"), key);
  EXPECT_NE(mac_of(bytes_of("messagf"), key), mac);
  key[31] = 1;
  EXPECT_NE(mac_of(bytes_of("message"), key), mac);
}

TEST(SameBytes, ComparesLengthAndContent) {
  EXPECT_TRUE(same_bytes(bytes_of("abc"), bytes_of("abc")));
  EXPECT_FALSE(same_bytes(bytes_of("abc"), bytes_of("abd")));
  EXPECT_FALSE(same_bytes(bytes_of("abc"), bytes_of("abcd")));
}

TEST(DeriveKey, GivesOneForEachNumberAndContext) {
  const Key key{7};
  EXPECT_EQ(derive_key(key, 1, "ME1_auth"), derive_key(key, 1, "ME1_auth"));
  EXPECT_NE(derive_key(key, 1, "ME1_auth"), derive_key(key, 2, "ME1_auth"));
  EXPECT_NE(derive_key(key, 1, "ME1_auth"), derive_key(key, 1, "ME1_wrap"));
  EXPECT_NE(derive_key(key, 1, "ME1_auth"), key);
}

class KeyFile : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string folder = (std::filesystem::temp_directory_path() / "chiron-key-XXXXXX").string();
    ASSERT_TRUE(::mkdtemp(folder.data()));
    folder_ = folder;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string key_of(MissingKey missing) {
    auto key = key_in_file(folder_ / "test.key", missing, random_);
    return key ? hex(*key) : key.error().key;
  }
  void write(std::string_view text) { std::ofstream(folder_ / "test.key", std::ios::binary) << text; }
  std::filesystem::path folder_;
  SeededRandom random_{4};
};

TEST_F(KeyFile, IsMadeOnceAndForTheOwnerAlone) {
  EXPECT_EQ(key_of(MissingKey::refuse), "crypto.key_absent");
  const auto key = key_of(MissingKey::make);
  EXPECT_EQ(key.size(), 64u);
  EXPECT_EQ(key_of(MissingKey::make), key);
  EXPECT_EQ(key_of(MissingKey::refuse), key);
  struct stat found{};
  ASSERT_EQ(::stat((folder_ / "test.key").c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0600u);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1);
}

TEST_F(KeyFile, IsRefusedWhenOthersMayReadIt) {
  key_of(MissingKey::make);
  ::chmod((folder_ / "test.key").c_str(), 0640);
  EXPECT_EQ(key_of(MissingKey::make), "crypto.key_readable");
}

TEST_F(KeyFile, IsRefusedWhenItIsNoKeyAndNeverReplaced) {
  for (const auto& text : {std::string(), std::string(63, 'a') + "\n", std::string(64, 'g') + "\n",
                           std::string(64, 'a'), std::string(65, 'a') + "\n"}) {
    write(text);
    ::chmod((folder_ / "test.key").c_str(), 0600);
    EXPECT_EQ(key_of(MissingKey::make), "crypto.key_malformed") << text;
  }
  std::filesystem::remove(folder_ / "test.key");
  std::filesystem::create_symlink("/dev/null", folder_ / "test.key");
  EXPECT_EQ(key_of(MissingKey::make), "crypto.key_readable");
}

}  // namespace
}  // namespace chiron::crypto
