// The known answers of tests/vectors/concerns.json, worked out with Debian's libsodium; browsers work out the same
// bytes (tests/functional/sealed.test.mjs). A message that a browser sealed opens here.
#include <gtest/gtest.h>

#include <sodium.h>

#include <fstream>
#include <iterator>

#include "features/concerns/concern.h"
#include "platform/crypto/identity.h"
#include "platform/crypto/token.h"
#include "platform/json/json.h"

namespace chiron::concerns {
namespace {

using namespace std::string_view_literals;
using crypto::Key;

class KnownAnswers : public ::testing::Test {
 protected:
  void SetUp() override {
    std::ifstream stream(CHIRON_ROOT "/tests/vectors/concerns.json");
    const std::string text(std::istreambuf_iterator<char>(stream), {});
    auto value = json::parse_value(text);
    ASSERT_TRUE(value);
    all_ = *std::move(value);
  }
  const json::Value& at(const char* part, const char* name) const { return *all_.find(part)->find(name); }
  std::string text(const char* part, const char* name) const { return at(part, name).text; }
  static Bytes from_hex(std::string_view digits) {
    Bytes out(digits.size() / 2);
    EXPECT_EQ(sodium_hex2bin(out.data(), out.size(), digits.data(), digits.size(), nullptr, nullptr, nullptr), 0);
    return out;
  }
  template <std::size_t size>
  std::array<std::uint8_t, size> input(const char* name) const {
    const Bytes bytes = from_hex(text("inputs", name));
    std::array<std::uint8_t, size> out{};
    EXPECT_EQ(bytes.size(), size) << name;
    std::copy_n(bytes.begin(), std::min(size, bytes.size()), out.begin());
    return out;
  }
  static std::string hex(BytesView bytes) {
    std::string out(2 * bytes.size() + 1, ' ');
    sodium_bin2hex(out.data(), out.size(), bytes.data(), bytes.size());
    out.pop_back();
    return out;
  }
  void expect(BytesView bytes, const char* name) const { EXPECT_EQ(hex(bytes), text("answers", name)) << name; }
  static Bytes joined(std::initializer_list<BytesView> parts) {
    Bytes out;
    for (const BytesView part : parts) out.insert(out.end(), part.begin(), part.end());
    return out;
  }
  static Key sub_key(const Key& root, std::uint64_t number, const char* context) {
    return crypto::derive_key(root, number, context);
  }

  json::Value all_;
};

TEST_F(KnownAnswers, OfSlotsAndSeeds) {
  const auto user = input<16>("user"), slot = input<16>("slot"), salt = input<16>("salt");
  const auto nonce = input<24>("nonce");
  const Key user_root = input<32>("user_root");
  const Key by_passphrase = crypto::root_of_passphrase(text("inputs", "passphrase"), salt);
  const Key by_code = crypto::root_of_recovery(user, input<20>("recovery"));
  expect(by_passphrase, "passphrase_root");
  expect(by_code, "recovery_root");
  using crypto::SlotKind;
  expect(crypto::make_slot({SlotKind::passphrase, user, salt, slot, nonce}, by_passphrase, user_root),
         "passphrase_slot");
  expect(crypto::make_slot({SlotKind::recovery, user, {}, slot, nonce}, by_code, user_root), "recovery_slot");
  const auto version = static_cast<std::uint32_t>(at("inputs", "version").integer);
  expect(crypto::seal_seeds({input<32>("sign_seed"), input<32>("receive_seed")}, user, version, nonce, user_root),
         "sealed_seeds");
}

TEST_F(KnownAnswers, OfBundlesTheirNumbersAndAnothersWord) {
  const crypto::Seeds seeds{input<32>("sign_seed"), input<32>("receive_seed")};
  const Bytes bundle =
      crypto::make_bundle(seeds, input<16>("user"), static_cast<std::uint32_t>(at("inputs", "version").integer),
                          at("inputs", "created_s").integer, input<32>("before"));
  expect(bundle, "bundle");
  expect(crypto::blake2b_256(bundle), "bundle_hash");
  const auto read = crypto::read_bundle(bundle);
  ASSERT_TRUE(read);

  // Twelve groups of five digits, of five bytes each.
  const Bytes message = joined({bytes_of("ME1/sn\0"sv), read->user, read->sign, read->receive});
  std::array<std::uint8_t, 64> digest;
  crypto_generichash(digest.data(), digest.size(), message.data(), message.size(), nullptr, 0);
  std::string numbers;
  for (std::size_t group = 0; group < 12; ++group) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < 5; ++i) value = value << 8 | digest[5 * group + i];
    const std::string digits = std::to_string(value % 100'000);
    numbers += (group ? " " : "") + std::string(5 - digits.size(), '0') + digits;
  }
  EXPECT_EQ(numbers, text("answers", "numbers"));

  const auto by = input<16>("other_user");
  crypto::PublicKey key;
  std::array<std::uint8_t, 64> secret;
  crypto_sign_seed_keypair(key.data(), secret.data(), input<32>("other_sign_seed").data());
  EXPECT_TRUE(crypto::is_countersigned(bundle, by, key, from_hex(text("answers", "word"))));
}

TEST_F(KnownAnswers, OfACaseCode) {
  // Crockford base32 of 120 bits.
  constexpr std::string_view letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  unsigned __int128 value = 0;
  for (const char c : text("inputs", "case_code"))
    if (c != ' ') value = value << 5 | static_cast<unsigned>(letters.find(c));
  std::array<std::uint8_t, 15> code;
  for (std::size_t i = code.size(); i-- > 0; value >>= 8) code[i] = static_cast<std::uint8_t>(value);
  const Key root = crypto::blake2b_256(joined({bytes_of("ME1/cas\0"sv), code}));
  std::array<std::uint8_t, 16> concern;
  crypto_kdf_derive_from_key(concern.data(), concern.size(), 1, "ME1_case", root.data());
  expect(concern, "concern");
  expect(sub_key(root, 2, "ME1_case"), "token");
  std::array<std::uint8_t, 32> key, secret;
  crypto_box_seed_keypair(key.data(), secret.data(), sub_key(root, 3, "ME1_case").data());
  expect(key, "reply_key");
  std::array<std::uint8_t, 64> sign_secret;
  crypto_sign_seed_keypair(key.data(), sign_secret.data(), sub_key(root, 4, "ME1_case").data());
  expect(key, "sign_key");
}

TEST_F(KnownAnswers, AMessageThatABrowserSealedOpens) {
  std::string encoded;
  for (const auto& line : at("message", "sealed").elements) encoded += line.text;
  const Bytes sealed = crypto::from_base64(encoded).value_or(Bytes());
  const auto head = head_of(sealed);
  ASSERT_TRUE(head);
  EXPECT_EQ(head->kind, Kind::first);
  EXPECT_EQ(hex(head->concern.bytes()), text("answers", "concern"));
  ASSERT_EQ(head->recipients.size(), 2U) << "the writer and a contact";
  EXPECT_EQ(hex(head->recipients[1].user), text("inputs", "user"));
  EXPECT_EQ(hex(head->recipients[1].bundle), text("answers", "bundle_hash"));

  const BytesView whole = sealed;
  std::array<std::uint8_t, 32> key, secret, content_key;
  crypto_box_seed_keypair(key.data(), secret.data(), input<32>("receive_seed").data());
  std::array<std::uint8_t, 76> inside;
  const BytesView wrap = whole.subspan(136 + 172 + 48, 124);
  ASSERT_EQ(crypto_box_seal_open(inside.data(), wrap.data(), wrap.size(), key.data(), secret.data()), 0);
  EXPECT_EQ(hex(BytesView(inside).first(44)),
            hex(joined({bytes_of("ME1/cnw\0"sv), whole.subspan(8, 20), input<16>("user")})));
  std::copy_n(inside.begin() + 44, 32, content_key.begin());

  const BytesView signed_part = whole.first(80), commitment = whole.subspan(80, 32), nonce = whole.subspan(112, 24);
  EXPECT_EQ(hex(crypto::mac_of(joined({bytes_of("ME1/cnc\0"sv), signed_part}), content_key)), hex(commitment));
  const std::size_t from = 136 + 2 * 172;
  const Bytes about = joined({bytes_of("ME1/cna\0"sv), whole.first(from)});
  Bytes plain(sealed.size() - from - 16);
  ASSERT_EQ(plain.size(), step_bytes);
  ASSERT_EQ(crypto_aead_xchacha20poly1305_ietf_decrypt(plain.data(), nullptr, nullptr, sealed.data() + from,
                                                       sealed.size() - from, about.data(), about.size(), nonce.data(),
                                                       sub_key(content_key, 1, "ME1_cncn").data()),
            0);
  std::size_t length = 0;
  ASSERT_EQ(sodium_unpad(&length, plain.data(), plain.size(), step_bytes), 0);
  const BytesView signature = BytesView(plain).first(64), body = BytesView(plain).subspan(64, length - 64);
  const Bytes message = joined({bytes_of("ME1/cns\0"sv), signed_part, commitment, body});
  const Bytes by = from_hex(text("answers", "sign_key"));
  EXPECT_EQ(crypto_sign_verify_detached(signature.data(), message.data(), message.size(), by.data()), 0);
  const auto said = json::parse_value({reinterpret_cast<const char*>(body.data()), body.size()});
  ASSERT_TRUE(said);
  EXPECT_EQ(said->find("text")->text, text("message", "text"));
}

}  // namespace
}  // namespace chiron::concerns
