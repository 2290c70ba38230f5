// What is refused before anything is sent; a server that is not there. tests/functional/mail.test.mjs has a real one.
#include "platform/mail/smtp.h"

#include <gtest/gtest.h>

namespace chiron::mail {
namespace {

const FixedClock clock_of_test{Instant{1'790'000'000'000'000}};
const Message message{{"", "mentoring@north.edu"}, {"", "ada@north.edu"}, "Subject", "Text.\n", "key"};

std::string refusal(const Server& server) {
  const auto made = Smtp::to(server, clock_of_test);
  return made ? "" : made.error().key;
}
Server plain(std::string host) {
  Server server;
  server.host = std::move(host);
  server.tls = Tls::none;
  return server;
}

TEST(Smtp, SpeaksPlainlyOnThisMachineOnly) {
  for (const char* host : {"localhost", "127.0.0.1", "::1"}) EXPECT_EQ(refusal(plain(host)), "") << host;
  for (const char* host : {"mail.north.edu", "10.0.0.1", "localhost.evil.example", "1270.0.0.1"})
    EXPECT_EQ(refusal(plain(host)), "mail.open_without_tls") << host;
  Server safe = plain("mail.north.edu");
  safe.tls = Tls::starttls;
  EXPECT_EQ(refusal(safe), "");
}

TEST(Smtp, RefusesWhatIsNoHostAndAUserWithoutPassword) {
  for (const char* host : {"", "localhost/evil", "user@localhost", "localhost?x", "a b", "localhost\r\nx"})
    EXPECT_EQ(refusal(plain(host)), "mail.host") << host;
  Server server = plain("localhost");
  server.user = "chiron";
  EXPECT_EQ(refusal(server), "mail.password_absent");
  server.password = "secret";
  EXPECT_EQ(refusal(server), "");
}

TEST(Smtp, IsToBeTriedAgainWhenNobodyAnswers) {
  Server server = plain("127.0.0.1");
  server.port = 1;  // nobody listens there
  server.limit_ms = 2000;
  auto smtp = Smtp::to(server, clock_of_test);
  ASSERT_TRUE(smtp);
  const auto sent = smtp->send(message);
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().key, "mail.later");
  EXPECT_EQ(sent.error().code, ErrorCode::unavailable);
  Message evil = message;
  evil.subject = "x\r\nBcc: eve@evil.example";
  EXPECT_EQ(smtp->send(evil).error().key, "mail.header");
}

TEST(Smtp, ReadsTheWaysOfTls) {
  EXPECT_EQ(parse_tls("none"), Tls::none);
  EXPECT_EQ(parse_tls("starttls"), Tls::starttls);
  EXPECT_EQ(parse_tls("tls"), Tls::tls);
  EXPECT_FALSE(parse_tls("ssl"));
}

}  // namespace
}  // namespace chiron::mail
