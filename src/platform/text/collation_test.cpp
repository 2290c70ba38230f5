// Names in reading order, and what a search treats as the same.
#include "platform/text/collation.h"

#include <algorithm>
#include <vector>

#include <gtest/gtest.h>

namespace chiron::text {
namespace {

TEST(Collation, OrdersAsReadersDo) {
  const auto english = Collation::for_language("en").value();
  const std::vector<std::string> ordered = {"Abel",       "Åberg",  "Block 9", "Block 10",
                                            "de la Cruz", "Élodie", "Zoe",     "Øst"};
  std::vector<std::string> sorted = {"Zoe", "Block 10", "Élodie", "Abel", "Block 9", "de la Cruz", "Åberg"};
  std::ranges::sort(sorted, {}, [&](const std::string& name) { return english.sort_key(name); });
  EXPECT_EQ(sorted, std::vector<std::string>(ordered.begin(), ordered.begin() + 7));
  const auto swedish = Collation::for_language("sv").value();
  EXPECT_LT(english.sort_key("Åberg"), english.sort_key("Zoe"));
  EXPECT_GT(swedish.sort_key("Åberg"), swedish.sort_key("Zoe"));
  EXPECT_EQ(english.sort_key(std::string(5000, 'x')), english.sort_key(std::string(5000, 'x')));
  EXPECT_FALSE(Collation::for_language("not a language"));
}

TEST(Collation, SearchForgetsCaseAccentsAndPunctuation) {
  const std::pair<const char*, const char*> cases[] = {
      {"Élodie  O'Hara", "elodie ohara"},
      {"  Smith, J. ", "smith j"},
      {"Groß-Straße", "gross strasse"},
      {"Øystein Łuczak", "oystein luczak"},
      {"Ｆｕｌｌ ｗｉｄｔｈ", "full width"},
      {"李 小龍", "李 小龍"},
      {"", ""},
      {"...", ""},
      {"a\xff"
       "b",
       "a\uFFFD"
       "b"},
  };
  for (const auto& [words, expected] : cases) {
    EXPECT_EQ(search_key(words), expected);
    EXPECT_EQ(search_key(search_key(words)), search_key(words)) << "idempotent";
  }
}

TEST(Collation, Utf8) {
  EXPECT_TRUE(is_utf8("Ärzte"));
  EXPECT_TRUE(is_utf8(""));
  EXPECT_FALSE(is_utf8("\xC4rzte"));
  EXPECT_FALSE(is_utf8("\xED\xA0\x80"));
  EXPECT_FALSE(is_utf8("\xC0\x80"));
}

}  // namespace
}  // namespace chiron::text
