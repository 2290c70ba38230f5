// What an office may write in a mail.
#include "features/letters/letter.h"

#include <gtest/gtest.h>

namespace chiron::letters {
namespace {

/// The refusal's key and, for a place, its name; "" when the words are kept.
std::string refusal(Kind kind, const std::string& subject, const std::string& text) {
  const auto done = checked(kind, {subject, text});
  if (done) return "";
  const Error& error = done.error();
  return error.key + (error["place"].empty() ? "" : " " + std::string(error["place"]));
}

TEST(Letter, NamesReadBack) {
  for (const Kind kind : all_kinds) EXPECT_EQ(*parse_kind(name_of(kind)), kind);
  EXPECT_EQ(parse_kind("spam").error().key, "letters.unknown_kind");
}

TEST(Letter, KeepsWordsWithTheirPlacesAndLineEnds) {
  const auto kept = checked(Kind::invite, {"  {program} begins ", "Dear all,\r\n\r\n{next_step}\r\n{link}\r\n "});
  ASSERT_TRUE(kept) << kept.error().debug_text();
  EXPECT_EQ(kept->subject, "{program} begins");
  EXPECT_EQ(kept->text, "Dear all,\n\n{next_step}\n{link}");
  for (const Kind kind : all_kinds) {
    std::string all;
    for (const auto& place : places_of(kind)) all += "{" + std::string(place) + "} ";
    EXPECT_EQ(refusal(kind, "Hello", all), "") << name_of(kind);
  }
}

TEST(Letter, RefusesWhatNothingFills) {
  EXPECT_EQ(refusal(Kind::invite, "Hello", "{first_name} {link}"), "letters.unknown_place first_name");
  EXPECT_EQ(refusal(Kind::invite, "For {name}", "{link}"), "letters.unknown_place name");
  // A place of another kind is none of this one.
  EXPECT_EQ(refusal(Kind::waiting, "Hello", "{day} {link}"), "letters.unknown_place day");
  EXPECT_EQ(refusal(Kind::preview, "Hello", "{count} {link}"), "");
  EXPECT_EQ(refusal(Kind::invite, "Hello", "{count} {link}"), "letters.unknown_place count");
  // The address is the sender's to fill.
  EXPECT_EQ(refusal(Kind::invite, "Hello", "{address}{link}"), "letters.unknown_place address");
  for (const char* text : {"{link} {", "{link} }", "{{link}}", "{} {link}", "{link {link}"})
    EXPECT_EQ(refusal(Kind::invite, "Hello", text), "letters.brace") << text;
}

TEST(Letter, RefusesALetterWithoutItsLink) {
  EXPECT_EQ(refusal(Kind::invite, "Hello", "Look at the pages."), "letters.link_absent");
  EXPECT_EQ(refusal(Kind::invite, "{link}", "Look at the pages."), "letters.link_absent");
}

TEST(Letter, RefusesWhatCouldCarryAHeader) {
  for (const char* subject : {"Hi\r\nBcc: eve@evil.example", "Hi\nx", "Hi\n", "Hi\tx"})
    EXPECT_EQ(refusal(Kind::invite, subject, "{link}"), "letters.control") << subject;
  EXPECT_EQ(refusal(Kind::invite, std::string("Hi\0x", 4), "{link}"), "letters.control");
  EXPECT_EQ(refusal(Kind::invite, "Hi", "\x1b[31m {link}"), "letters.control");
}

TEST(Letter, HasLimits) {
  EXPECT_EQ(refusal(Kind::invite, " ", "{link}"), "letters.absent");
  EXPECT_EQ(refusal(Kind::invite, "Hi", " \n "), "letters.absent");
  std::string wide;
  for (std::size_t n = 0; n < longest_subject; ++n) wide += "é";
  EXPECT_EQ(refusal(Kind::invite, wide, "{link}"), "") << "characters are counted, not bytes";
  EXPECT_EQ(refusal(Kind::invite, wide + "x", "{link}"), "letters.too_long");
  EXPECT_EQ(refusal(Kind::invite, "Hi", "{link}" + std::string(longest_text, 'x')), "letters.too_long");
}

}  // namespace
}  // namespace chiron::letters
