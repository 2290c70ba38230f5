// Keys of people: what a server takes as a bundle, a slot and somebody's word. The bytes themselves are held against
// known answers in features/concerns/known_answers_test.cpp.
#include "platform/crypto/identity.h"

#include <gtest/gtest.h>

#include <sodium.h>

namespace chiron::crypto {
namespace {

const UserId user{1, 2, 3}, other{4, 5, 6};
const Seeds seeds{{7}, {8}};
const Hash256 none{}, some{9};

TEST(Bundles, AreReadAsTheyWereMade) {
  const auto bundle = read_bundle(make_bundle(seeds, user, 3, 1'800'000'000, some));
  ASSERT_TRUE(bundle);
  EXPECT_EQ(bundle->user, user);
  EXPECT_EQ(bundle->version, 3U);
  EXPECT_EQ(bundle->created_s, 1'800'000'000);
  EXPECT_EQ(bundle->before, some);
  EXPECT_NE(bundle->sign, bundle->receive);
  EXPECT_TRUE(read_bundle(make_bundle(seeds, user, 1, 0, none)));
  EXPECT_FALSE(read_bundle(make_bundle(seeds, user, 1, 0, some))) << "the first has none before it";
  EXPECT_FALSE(read_bundle(make_bundle(seeds, user, 2, 0, none)));
  EXPECT_FALSE(read_bundle(make_bundle(seeds, user, 0, 0, none)));
}

TEST(Bundles, AreRefusedWithAnyByteAltered) {
  const Bytes good = make_bundle(seeds, user, 3, 1'800'000'000, some);
  for (std::size_t i = 0; i < good.size(); ++i) {
    Bytes changed = good;
    changed[i] ^= 1;
    EXPECT_FALSE(read_bundle(changed)) << i;
    EXPECT_FALSE(read_bundle(BytesView(good).first(i))) << i;
  }
}

TEST(Bundles, WithAKeyOfLowOrderAreRefusedThoughTheyAreSigned) {
  Bytes bundle = make_bundle(seeds, user, 1, 0, none);
  std::fill_n(bundle.begin() + 55, 32, std::uint8_t{0});
  Bytes message{'M', 'E', '1', '/', 'i', 'd', 'b', 0};
  message.insert(message.end(), bundle.begin(), bundle.begin() + 127);
  PublicKey key;
  std::array<std::uint8_t, 64> secret;
  crypto_sign_seed_keypair(key.data(), secret.data(), seeds.sign.data());
  crypto_sign_detached(bundle.data() + 127, nullptr, message.data(), message.size(), secret.data());
  EXPECT_FALSE(read_bundle(bundle));
}

TEST(Slots, AreTheirOwnersAndNoWeakerThanTheFloor) {
  const Bytes slow = make_slot({SlotKind::passphrase, user, {1}, {2}, {3}}, Key{4}, Key{5});
  const Bytes quick = make_slot({SlotKind::recovery, user, {}, {2}, {3}}, Key{4}, Key{5});
  EXPECT_TRUE(is_slot(slow, SlotKind::passphrase, user));
  EXPECT_TRUE(is_slot(quick, SlotKind::recovery, user));
  EXPECT_FALSE(is_slot(slow, SlotKind::passphrase, other));
  EXPECT_FALSE(is_slot(slow, SlotKind::recovery, user));
  EXPECT_FALSE(is_slot(quick, SlotKind::passphrase, user));
  const auto with = [](Bytes bytes, std::size_t at, std::uint8_t value) {
    bytes[at] = value;
    return bytes;
  };
  EXPECT_FALSE(is_slot(with(slow, 11, slot_ops - 1), SlotKind::passphrase, user));
  EXPECT_FALSE(is_slot(with(slow, 13, 0), SlotKind::passphrase, user)) << "memory";
  EXPECT_FALSE(is_slot(with(slow, 4, 0), SlotKind::passphrase, user)) << "no derivation";
  EXPECT_FALSE(is_slot(with(slow, 6, 1), SlotKind::passphrase, user));
  EXPECT_FALSE(is_slot(with(slow, 2, 2), SlotKind::passphrase, user)) << "a version to come";
  EXPECT_FALSE(is_slot(with(quick, 16, 1), SlotKind::recovery, user));
  EXPECT_FALSE(is_slot(BytesView(slow).first(167), SlotKind::passphrase, user));
}

TEST(Words, HoldForOneBundleAndOneSigner) {
  const Seeds theirs{{10}, {11}};
  const Bytes bundle = make_bundle(seeds, user, 2, 0, some);
  const auto by = read_bundle(make_bundle(theirs, other, 1, 0, none));
  Bytes message{'M', 'E', '1', '/', 'c', 'o', 's', 0};
  const auto hash = blake2b_256(bundle);
  message.insert(message.end(), hash.begin(), hash.end());
  message.insert(message.end(), other.begin(), other.end());
  PublicKey key;
  std::array<std::uint8_t, 64> secret;
  Signature word;
  crypto_sign_seed_keypair(key.data(), secret.data(), theirs.sign.data());
  crypto_sign_detached(word.data(), nullptr, message.data(), message.size(), secret.data());
  EXPECT_TRUE(is_countersigned(bundle, other, by->sign, word));
  EXPECT_FALSE(is_countersigned(bundle, user, by->sign, word)) << "in another's name";
  EXPECT_FALSE(is_countersigned(make_bundle(seeds, user, 3, 0, some), other, by->sign, word));
  word[5] ^= 1;
  EXPECT_FALSE(is_countersigned(bundle, other, by->sign, word));
  EXPECT_FALSE(is_countersigned(bundle, other, by->sign, BytesView(word).first(63)));
}

}  // namespace
}  // namespace chiron::crypto
