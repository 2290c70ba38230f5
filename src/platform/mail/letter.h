// A mail that waits in the outbox: to whom, and what is to be said by key, so that it is worded when it is sent.
#pragma once

#include <string>
#include <vector>

#include "platform/jobs/jobs.h"
#include "platform/mail/message.h"
#include "platform/text/sentence.h"

namespace chiron::mail {

/// The kind of the outbox's messages that are letters.
inline constexpr const char* send_kind = "mail.send";
/// A mail server may be away for two days: 60 tries, the later ones an hour apart.
inline constexpr int send_attempts = 60;

/// Names program, role and next step, never what is written in a room. Every sentence gets one more argument,
/// `address`: where the institution's Chiron is.
struct Letter {
  std::string to;
  text::Sentence subject;
  std::vector<text::Sentence> text;  ///< a paragraph each
  /// The id of somebody of the roster who is given a way in with it, should they have none; "" for nobody.
  std::string person = {};

  bool operator==(const Letter&) const = default;
};

/// As the outbox holds it, and back. Errors: those of json::parse, "mail.argument".
std::string letter_json(const Letter& letter);
Result<Letter> parse_letter(std::string_view json);

/// What jobs::post takes, in the transaction whose news the letter tells: it leaves after the commit, once for a key.
jobs::Request letter_request(std::string key, const Letter& letter, Instant now);

}  // namespace chiron::mail
