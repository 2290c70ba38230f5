// The vectors of RFC 6238 (its last six digits), the five seconds of grace, and what an app reads.
#include "platform/crypto/totp.h"

#include <gtest/gtest.h>

namespace chiron::crypto {
namespace {

const auto secret = bytes_of("12345678901234567890");
Instant at(double seconds) { return {static_cast<std::int64_t>(seconds * 1e6)}; }

TEST(Totp, GivesTheCodesOfTheRfc) {
  const std::pair<std::int64_t, const char*> vectors[] = {{59, "287082"},         {1111111109, "081804"},
                                                          {1111111111, "050471"}, {1234567890, "005924"},
                                                          {2000000000, "279037"}, {20000000000, "353130"}};
  for (const auto& [seconds, code] : vectors) {
    EXPECT_EQ(totp_code(secret, totp_step(at(static_cast<double>(seconds)))), code) << seconds;
    EXPECT_EQ(totp_step_of(secret, code, at(static_cast<double>(seconds))), seconds / 30);
  }
}

TEST(Totp, GivesTheCodesOfRfc4226) {
  const char* codes[] = {"755224", "287082", "359152", "969429", "338314",
                         "254676", "287922", "162583", "399871", "520489"};
  for (std::int64_t step = 0; step < 10; ++step) EXPECT_EQ(totp_code(secret, step), codes[step]);
}

TEST(Totp, TakesTheCodeBeforeForFiveSecondsOnly) {
  const auto code = totp_code(secret, 10);
  EXPECT_EQ(totp_step_of(secret, code, at(299.9)), std::nullopt) << "not yet";
  EXPECT_EQ(totp_step_of(secret, code, at(300)), 10);
  EXPECT_EQ(totp_step_of(secret, code, at(329.999)), 10);
  EXPECT_EQ(totp_step_of(secret, code, at(334.999)), 10);
  EXPECT_EQ(totp_step_of(secret, code, at(335)), std::nullopt);
}

TEST(Totp, TakesNothingElse) {
  for (const char* code : {"", "28708", "2870820", "287082 ", "００００００", "94287082"})
    EXPECT_FALSE(totp_step_of(secret, code, at(59))) << code;
}

TEST(Base32, WritesTheVectorsOfRfc4648WithoutPadding) {
  const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                         {"f", "MY"},
                                                         {"fo", "MZXQ"},
                                                         {"foo", "MZXW6"},
                                                         {"foob", "MZXW6YQ"},
                                                         {"fooba", "MZXW6YTB"},
                                                         {"foobar", "MZXW6YTBOI"}};
  for (const auto& [plain, text] : vectors) EXPECT_EQ(base32(bytes_of(plain)), text);
}

TEST(Otpauth, NamesIssuerAndAccountEncoded) {
  EXPECT_EQ(otpauth_uri(bytes_of("foo"), "Riverside & Co", "ada@x.edu"),
            "otpauth://totp/Riverside%20%26%20Co:ada%40x.edu?secret=MZXW6&issuer=Riverside%20%26%20Co&algorithm=SHA1"
            "&digits=6&period=30");
}

}  // namespace
}  // namespace chiron::crypto
