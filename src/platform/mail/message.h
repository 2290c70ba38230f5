// A mail as data, and as the bytes that travel (RFC 5322): plain text, nothing to load, nothing that tells who read it.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/error.h"

namespace chiron::mail {

struct Mailbox {
  std::string name;     ///< shown beside the address; may be empty
  std::string address;  ///< "ada@north.edu", ASCII
};

struct Message {
  Mailbox from, to;
  std::string subject;  ///< one line, UTF-8
  std::string text;     ///< UTF-8, lines end with "\n"
  /// What makes the Message-ID: the same message sent twice can be recognized by whoever receives it.
  std::string key;
};

/// Every message has a multiple of this many bytes, nearly always one: who counts bytes on the way learns nothing of
/// what it says (design: identical size).
inline constexpr std::size_t message_bytes_step = 4096;

/// Refuses what could carry another header or another receiver: "mail.header" {field} for control characters such as
/// line ends in address, name or subject; "mail.address" for what is no plain ASCII address of 3 to 254 letters.
Result<> check_address(std::string_view address);
/// Both of from and to, and the subject.
Result<> check(const Message& message);

/// "<32 hexadecimal digits@north.edu>": from the key, at the domain of the sender.
std::string message_id(const Message& message);

/// The whole message with CRLF line ends: encoded words (RFC 2047) and quoted-printable where there is more than ASCII,
/// Auto-Submitted (RFC 3834) so that nobody's vacation answers it, and filled up to `message_bytes_step`.
/// Errors: those of check.
Result<std::string> write(const Message& message, Instant now);

}  // namespace chiron::mail
