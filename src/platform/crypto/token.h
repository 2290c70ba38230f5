// Tokens that prove something by being known: 256 random bits as text; stored only as their hash.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/random.h"
#include "platform/crypto/sha256.h"

namespace chiron::crypto {

/// 43 characters of base64url.
std::string draw_token(Random& random);

/// What is stored of a token; nothing when the text has not the form of one.
std::optional<Sha256> token_hash(std::string_view token);

/// RFC 4648 base64 with padding, as JSON carries bytes; nothing on anything else.
std::string base64(BytesView bytes);
std::optional<Bytes> from_base64(std::string_view text);

}  // namespace chiron::crypto
