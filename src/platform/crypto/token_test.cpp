// Tokens and the one form in which bytes travel.
#include "platform/crypto/token.h"

#include <gtest/gtest.h>

namespace chiron::crypto {
namespace {

TEST(Token, IsKnownByItsHashAlone) {
  SeededRandom random(9);
  const auto token = draw_token(random), other = draw_token(random);
  EXPECT_EQ(token.size(), 43u);
  EXPECT_EQ(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
            std::string::npos);
  ASSERT_TRUE(token_hash(token));
  EXPECT_EQ(token_hash(token), token_hash(token));
  EXPECT_NE(token_hash(token), token_hash(other));
  // What lies in the database opens nothing.
  EXPECT_NE(token_hash(base64(*token_hash(token)).substr(0, 43)), token_hash(token));
}

TEST(Token, OfAnotherFormHasNone) {
  SeededRandom random(9);
  const auto token = draw_token(random);
  for (const auto& text : {std::string(), token.substr(1), token + "A", token + "=", " " + token.substr(1),
                           std::string(42, 'A') + "\n", std::string(42, 'A') + "+"})
    EXPECT_FALSE(token_hash(text)) << text;
}

TEST(Base64, GoesBothWaysAndTakesNothingElse) {
  // RFC 4648, section 10.
  const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, text] : vectors) {
    EXPECT_EQ(base64(bytes_of(plain)), text);
    const auto back = from_base64(text);
    ASSERT_TRUE(back) << text;
    EXPECT_EQ(std::string(back->begin(), back->end()), plain);
  }
  for (const char* text : {"Zg", "Zg=", "Zg==Zg==", "Zm9v\n", "Zm9-", "Zh==", "=", "Zm9vY"})
    EXPECT_FALSE(from_base64(text)) << text;
}

}  // namespace
}  // namespace chiron::crypto
