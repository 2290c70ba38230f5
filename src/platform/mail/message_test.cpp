// Bytes of a message: its headers, its size, what it refuses. Read back by a small reader of quoted-printable.
#include "platform/mail/message.h"

#include <gtest/gtest.h>

namespace chiron::mail {
namespace {

constexpr Instant moment{1'790'000'000'000'000};  // Mon, 21 Sep 2026 14:13:20 UTC

Message message() {
  return {{"North School", "mentoring@north.edu"}, {"", "ada@north.edu"}, "A proposal", "First.\n\nSecond.\n", "key 1"};
}
std::string written(const Message& one) {
  const auto bytes = write(one, moment);
  EXPECT_TRUE(bytes) << (bytes ? "" : bytes.error().debug_text());
  return bytes.value_or("");
}
std::string refusal(const Message& one) {
  const auto bytes = write(one, moment);
  return bytes ? "" : bytes.error().key;
}
std::string body_of(const std::string& bytes) {
  const auto at = bytes.find("\r\n\r\n");
  std::string text;
  for (std::size_t i = at + 4; at != std::string::npos && i < bytes.size(); ++i) {
    if (bytes[i] == '=' && bytes.compare(i + 1, 2, "\r\n") == 0) {
      i += 2;
    } else if (bytes[i] == '=') {
      text += static_cast<char>(std::stoi(bytes.substr(i + 1, 2), nullptr, 16));
      i += 2;
    } else if (bytes[i] != '\r') {
      text += bytes[i];
    }
  }
  return text;
}

TEST(Message, HasTheHeadersOfAMailThatAMachineWrote) {
  const std::string bytes = written(message());
  for (const char* header :
       {"Date: Mon, 21 Sep 2026 14:13:20 +0000\r\n", "From: \"North School\" <mentoring@north.edu>\r\n",
        "\r\nTo: ada@north.edu\r\n", "\r\nSubject: A proposal\r\n", "\r\nAuto-Submitted: auto-generated\r\n",
        "\r\nContent-Type: text/plain; charset=utf-8\r\n"})
    EXPECT_NE(bytes.find(header), std::string::npos) << header;
  EXPECT_EQ(body_of(bytes), message().text);
}

TEST(Message, IsKnownAgainByItsKey) {
  Message one = message(), two = message();
  two.text = "Another.\n";
  EXPECT_EQ(message_id(one), message_id(two));
  two.key = "key 2";
  EXPECT_NE(message_id(one), message_id(two));
  EXPECT_TRUE(message_id(one).ends_with("@north.edu>")) << message_id(one);
  EXPECT_EQ(message_id(one).find("key"), std::string::npos);
}

TEST(Message, HasOneSizeWhateverItSays) {
  for (std::size_t length = 0; length < 300; ++length) {
    Message one = message();
    one.text = std::string(length * 7, 'a') + "\n";
    one.to.address = std::string(1 + length % 50, 'b') + "@north.edu";
    const std::string bytes = written(one);
    EXPECT_EQ(bytes.size(), message_bytes_step) << length;
    for (std::size_t at = 0; at < bytes.size();) {
      const auto end = bytes.find("\r\n", at);
      ASSERT_NE(end, std::string::npos);
      EXPECT_LE(end - at, 78U);
      at = end + 2;
    }
  }
  Message longer = message();
  longer.text = std::string(5000, 'a');
  EXPECT_EQ(written(longer).size(), 2 * message_bytes_step);
}

TEST(Message, CarriesEveryLanguage) {
  Message one = message();
  one.from.name = "Ecole \"Élodie\"";
  one.subject = "Ein Vorschlag für Sie: " + std::string(30, 'x') + "äöüßéèê – ünïcödé, und noch länger";
  one.text = "Grüße = 1.\n.\n..two\nends with space \n" + std::string(200, 'y') + "ß\n";
  const std::string bytes = written(one);
  EXPECT_EQ(body_of(bytes), one.text);
  EXPECT_NE(bytes.find("From: =?utf-8?B?RWNvbGUgIsOJbG9kaWUi?=\r\n <mentoring@north.edu>\r\n"), std::string::npos);
  EXPECT_NE(bytes.find("Subject: =?utf-8?B?"), std::string::npos);
  for (const char c : bytes) EXPECT_LT(static_cast<unsigned char>(c), 0x80);
  EXPECT_EQ(bytes.find("\r\n."), std::string::npos) << "a point that begins a line ends the message for some servers";
}

TEST(Message, LetsNobodyWriteHeaders) {
  for (const std::string evil : {"\r\nBcc: eve@evil.example", "\nBcc: eve@evil.example", "\rx", "\x7f"}) {
    Message one = message();
    one.subject += evil;
    EXPECT_EQ(refusal(one), "mail.header");
    one = message();
    one.to.address += evil;
    EXPECT_EQ(refusal(one), "mail.header");
    one = message();
    one.from.name += evil;
    EXPECT_EQ(refusal(one), "mail.header");
    one = message();
    one.from.address += evil;
    EXPECT_EQ(refusal(one), "mail.header");
  }
  Message zero = message();
  zero.subject += std::string(1, '\0');
  EXPECT_EQ(refusal(zero), "mail.header");
}

TEST(Message, RefusesWhatIsNoAddress) {
  for (const char* address :
       {"", "ada", "@north.edu", "ada@", "a@b@c", "a b@north.edu", "ada@north.edu>", "<ada@north.edu",
        "ada@north.edu,eve@evil.example", "\"a\"@north.edu", "-oQ@north.edu", "ädä@north.edu"}) {
    Message one = message();
    one.to.address = address;
    EXPECT_EQ(refusal(one), "mail.address") << address;
  }
  EXPECT_TRUE(check_address("o'hara+chiron@sub.north.edu"));
  EXPECT_FALSE(check_address(std::string(250, 'a') + "@b.edu"));
}

}  // namespace
}  // namespace chiron::mail
