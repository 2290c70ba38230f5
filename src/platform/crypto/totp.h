// One-time codes of an authenticator app: RFC 6238 with SHA-1, 30 seconds and 6 digits, which is what the apps know.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/clock.h"

namespace chiron::crypto {

/// 160 bits, as RFC 4226 recommends.
using TotpSecret = std::array<std::uint8_t, 20>;

/// The number of the half minute since 1970.
std::int64_t totp_step(Instant now);
/// The code of a step, with its leading zeros.
std::string totp_code(BytesView secret, std::int64_t step);

/// The step whose code this is: the present one, or the one before during its first 5 seconds, for whoever typed while
/// it changed. Nothing for any other code. Takes the same time whether it fits or not.
std::optional<std::int64_t> totp_step_of(BytesView secret, std::string_view code, Instant now);

/// RFC 4648 base32 without padding, as apps take a secret that is typed.
std::string base32(BytesView bytes);
/// What an app reads from a QR code. Issuer and account are percent-encoded here.
std::string otpauth_uri(BytesView secret, std::string_view issuer, std::string_view account);

}  // namespace chiron::crypto
