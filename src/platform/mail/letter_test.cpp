// Letters as the outbox holds them.
#include "platform/mail/letter.h"

#include <gtest/gtest.h>

namespace chiron::mail {
namespace {

TEST(Letter, ComesBackAsItWasPosted) {
  Letter letter{"ada@north.edu", text::Sentence("a.subject").with("program", "M1 “first” \n"), {}};
  letter.text.push_back(text::Sentence("a.text")
                            .with("role", text::Word{"role.mentor"})
                            .with("day", *Date::parse("2027-08-01"))
                            .with("count", -12));
  letter.text.push_back(text::Sentence("b.text"));
  const auto read = parse_letter(letter_json(letter));
  ASSERT_TRUE(read) << read.error().debug_text();
  EXPECT_EQ(*read, letter);
}

TEST(Letter, IsRefusedWhenItIsNone) {
  EXPECT_FALSE(parse_letter(""));
  EXPECT_FALSE(parse_letter(R"({"to":"a@b.edu"})"));
  const auto number = parse_letter(
      R"({"to":"a@b.edu","subject":{"key":"k","args":[{"name":"n","type":"number","value":"1x"}]},"text":[]})");
  ASSERT_FALSE(number);
  EXPECT_EQ(number.error().key, "mail.argument");
}

TEST(Letter, IsAskedForUnderItsKey) {
  const auto request = letter_request("offer 1", {"ada@north.edu", text::Sentence("k"), {}}, Instant{5});
  EXPECT_EQ(request.kind, send_kind);
  EXPECT_EQ(request.idempotency_key, "offer 1");
  EXPECT_EQ(request.attempts_limit, send_attempts);
}

}  // namespace
}  // namespace chiron::mail
