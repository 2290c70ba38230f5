// Ids: text form, refusals, and types that cannot be mixed up.
#include "base/id.h"

#include <type_traits>

#include <gtest/gtest.h>

namespace chiron {
namespace {

TEST(Id, TextRoundTrips) {
  SeededRandom random(1);
  for (int i = 0; i < 1000; ++i) {
    const auto id = PersonId::random(random);
    EXPECT_EQ(id.text().size(), 26u);
    EXPECT_EQ(*PersonId::parse(id.text()), id);
  }
}

TEST(Id, SortsAsItsTextSorts) {
  SeededRandom random(2);
  for (int i = 0; i < 1000; ++i) {
    const auto a = PersonId::random(random), b = PersonId::random(random);
    EXPECT_EQ(a < b, a.text() < b.text());
  }
}

TEST(Id, RefusesOtherText) {
  for (const char* text :
       {"", "0", "80000000000000000000000000", "0000000000000000000000000i", "0000000000000000000000000A"})
    EXPECT_EQ(PersonId::parse(text).error().key, "id.malformed") << text;
}

static_assert(!std::is_convertible_v<PersonId, InstitutionId>);

}  // namespace
}  // namespace chiron
