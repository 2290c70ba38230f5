// Header by header. What a header cannot carry is refused, never repaired.
#include "platform/mail/message.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "platform/crypto/sha256.h"

namespace chiron::mail {
namespace {

constexpr std::size_t line_max = 76;
constexpr std::string_view padding_name = "X-Padding:";
/// The shortest line that goes on: a space, a letter, CRLF.
constexpr std::size_t padding_line_min = 4;

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }
bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

Result<> check_line(std::string_view text, const char* field) {
  if (std::ranges::none_of(text, is_control)) return {};
  return err(refuse("mail.header").with("field", field));
}

std::string base64(std::string_view bytes) {
  static constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < 3; ++i)
      group = group << 8 | (at + i < bytes.size() ? static_cast<std::uint8_t>(bytes[at + i]) : 0U);
    for (std::size_t i = 0; i < 4; ++i) out += at + i <= bytes.size() ? letters[group >> (18 - 6 * i) & 63] : '=';
  }
  return out;
}

/// Encoded words of at most 75 letters, each on a line of its own, cut between characters.
std::string encoded_words(std::string_view text) {
  constexpr std::size_t bytes_max = 45;
  std::string out;
  while (!text.empty()) {
    std::size_t take = std::min(text.size(), bytes_max);
    while (take > 1 && take < text.size() && (static_cast<std::uint8_t>(text[take]) & 0xc0) == 0x80) --take;
    out += (out.empty() ? "" : "\r\n ") + fmt::format("=?utf-8?B?{}?=", base64(text.substr(0, take)));
    text.remove_prefix(take);
  }
  return out;
}

/// Plain where it is short ASCII that nobody could take for an encoded word.
std::string unstructured(std::string_view text) {
  if (is_ascii(text) && text.size() <= line_max && text.find("=?") == std::string_view::npos) return std::string(text);
  return encoded_words(text);
}

std::string shown(const Mailbox& mailbox) {
  if (mailbox.name.empty()) return mailbox.address;
  if (!is_ascii(mailbox.name) || mailbox.name.size() > line_max)
    return encoded_words(mailbox.name) + "\r\n <" + mailbox.address + ">";
  std::string quoted;
  for (const char c : mailbox.name) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return "\"" + quoted + "\" <" + mailbox.address + ">";
}

std::string written_date(Instant now) {
  static constexpr std::array<const char*, 7> days = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  static constexpr std::array<const char*, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const Date day = now.utc_date();
  const auto civil = day.civil();
  const std::int64_t seconds = (now.micros / 1'000'000 % 86'400 + 86'400) % 86'400;
  return fmt::format("{}, {} {} {} {:02}:{:02}:{:02} +0000", days[static_cast<std::size_t>(day.iso_weekday() - 1)],
                     civil.day, months[static_cast<std::size_t>(civil.month - 1)], civil.year, seconds / 3600,
                     seconds / 60 % 60, seconds % 60);
}

/// RFC 2045, 6.7. A point that begins a line is written out too, since SMTP gives it a meaning.
std::string quoted_printable(std::string_view text) {
  std::string out, line;
  const auto end_line = [&] {
    out += line + "\r\n";
    line.clear();
  };
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '\n') {
      end_line();
      continue;
    }
    const bool ends_line = at + 1 == text.size() || text[at + 1] == '\n';
    const bool plain = (c > ' ' && c < 0x7f && c != '=' && (c != '.' || !line.empty())) || (c == ' ' && !ends_line);
    const std::string word = plain ? std::string(1, c) : fmt::format("={:02X}", static_cast<std::uint8_t>(c));
    // Room is kept for the sign that the line goes on.
    if (line.size() + word.size() > line_max - 1) {
      line += '=';
      end_line();
      if (word == ".") {
        line = "=2E";
        continue;
      }
    }
    line += word;
  }
  if (!line.empty()) end_line();
  return out;
}

/// A header of exactly so many bytes, at least the name and one line.
std::string padding(std::size_t bytes) {
  std::string out(padding_name);
  std::size_t left = bytes - padding_name.size();
  while (left > 0) {
    const std::size_t taken = out.size() == padding_name.size() ? padding_name.size() : 0;
    std::size_t line = std::min(line_max - taken, left);
    if (left - line > 0 && left - line < padding_line_min) line -= padding_line_min;
    out += " " + std::string(line - 3, 'x') + "\r\n";
    left -= line;
  }
  return out;
}

}  // namespace

Result<> check_address(std::string_view address) {
  TRY(check_line(address, "address"));
  const auto at = address.find('@');
  const bool formed = at != std::string_view::npos && at > 0 && at + 1 < address.size() &&
                      address.find('@', at + 1) == std::string_view::npos && address.size() <= 254;
  const bool plain = std::ranges::all_of(address, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("@.!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
  });
  if (!formed || !plain || address.starts_with('-')) return err(refuse("mail.address"));
  return {};
}

Result<> check(const Message& message) {
  TRY(check_address(message.from.address));
  TRY(check_address(message.to.address));
  TRY(check_line(message.from.name, "name"));
  TRY(check_line(message.to.name, "name"));
  return check_line(message.subject, "subject");
}

std::string message_id(const Message& message) {
  const std::string& from = message.from.address;
  return "<" + crypto::hex(crypto::sha256(bytes_of(message.key))).substr(0, 32) + from.substr(from.find('@')) + ">";
}

Result<std::string> write(const Message& message, Instant now) {
  TRY(check(message));
  const std::string headers = fmt::format(
      "Date: {}\r\nFrom: {}\r\nTo: {}\r\nMessage-ID: {}\r\nSubject: {}\r\nAuto-Submitted: auto-generated\r\n"
      "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n",
      written_date(now), shown(message.from), shown(message.to), message_id(message), unstructured(message.subject));
  const std::string body = "\r\n" + quoted_printable(message.text);
  const std::size_t least = headers.size() + body.size() + padding_name.size() + padding_line_min;
  const std::size_t whole = (least + message_bytes_step - 1) / message_bytes_step * message_bytes_step;
  return headers + padding(whole - headers.size() - body.size()) + body;
}

}  // namespace chiron::mail
