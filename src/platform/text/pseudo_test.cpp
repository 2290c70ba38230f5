// Pseudo-locales change the words and nothing else.
#include "platform/text/pseudo.h"

#include <gtest/gtest.h>

namespace chiron::text {
namespace {

TEST(Pseudo, ChangesWordsAndKeepsPlaceholders) {
  EXPECT_EQ(pseudo_message("Hello", Pseudo::accented).value(), "[Ĥéļļö ··]");
  EXPECT_EQ(pseudo_message("{n} of {total}", Pseudo::accented).value(), "[{n} öƒ {total} ·]");
  EXPECT_EQ(pseudo_message("{n, plural, one {# row} other {# rows}}", Pseudo::accented).value(),
            "[{n, plural, one {# ŕöŵ} other {# ŕöŵš}} ···]");
  EXPECT_EQ(pseudo_message("It''s '{'x", Pseudo::accented).value(), "[Îţ''š '{'ẋ ··]");
  EXPECT_EQ(pseudo_message("a {n}", Pseudo::right_to_left).value(), "\u202Ea \u202C{n}");
  EXPECT_EQ(pseudo_message("14 – 15", Pseudo::accented).value(), "14 – 15");
  EXPECT_EQ(pseudo_message("same", Pseudo::none).value(), "same");
  EXPECT_FALSE(pseudo_message("{open", Pseudo::accented));
}

TEST(Pseudo, CatalogKnowsItsDirection) {
  EXPECT_EQ(Catalog::load(embedded_english(), "en", Pseudo::right_to_left)->direction(), "rtl");
  EXPECT_EQ(Catalog::load(embedded_english(), "en", Pseudo::accented)->direction(), "ltr");
  EXPECT_EQ(Catalog::load(embedded_english(), "en", Pseudo::accented)->language(), "en-XA");
  EXPECT_EQ(Catalog::load({}, "ar")->direction(), "rtl");
}

}  // namespace
}  // namespace chiron::text
