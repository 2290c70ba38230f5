// Decimals: exact both ways, and nothing else is taken for one. Ids: each text has one number.
#include "features/instances/decimal.h"

#include <gtest/gtest.h>

#include "features/instances/id_table.h"

namespace chiron::instances {
namespace {

TEST(Decimal, IsReadExactly) {
  EXPECT_EQ(Decimal::parse("0"), (Decimal{0, 0}));
  EXPECT_EQ(Decimal::parse("-12"), (Decimal{-12, 0}));
  EXPECT_EQ(Decimal::parse("+7.250"), (Decimal{725, 2}));
  EXPECT_EQ(Decimal::parse("3.000"), (Decimal{3, 0}));
  EXPECT_EQ(Decimal::parse("0.000000001"), (Decimal{1, 9}));
  EXPECT_EQ(Decimal::parse("999999999999999999"), (Decimal{999'999'999'999'999'999, 0}));
}

TEST(Decimal, IsNothingElse) {
  for (const char* text : {"", "-", "+", ".", ".5", "5.", "1e3", "1,5", " 1", "1 ", "0x1", "nan", "inf", "--1", "1.2.3",
                           "0.0000000001", "9999999999999999999", "1.0000000000000000001"})
    EXPECT_FALSE(Decimal::parse(text)) << text;
}

TEST(Decimal, CountsInStepsAndReadsAsWritten) {
  EXPECT_EQ(Decimal({725, 2}).steps(4), 72'500);
  EXPECT_EQ(Decimal({9'000'000'000'000'000'000, 0}).steps(1), std::nullopt);
  EXPECT_EQ(text_of(72'500, 4), "7.25");
  EXPECT_EQ(text_of(-5, 3), "-0.005");
  EXPECT_EQ(text_of(1, 2), "0.01");
  EXPECT_EQ(text_of(1'000, 0), "1000");
  EXPECT_EQ(text_of(0, 3), "0");
}

TEST(IdTable, NumbersEachTextOnce) {
  IdTable ids;
  for (std::uint32_t n = 0; n < 50'000; ++n) EXPECT_EQ(ids.add("person " + std::to_string(n)), n);
  for (std::uint32_t n = 0; n < 50'000; ++n) EXPECT_EQ(ids.add("person " + std::to_string(n)), n);
  EXPECT_EQ(ids.size(), 50'000U);
  EXPECT_EQ(ids.text(777), "person 777");
  EXPECT_EQ(ids.find("person 49999"), 49'999U);
  EXPECT_EQ(ids.find("person"), IdTable::absent);
}

}  // namespace
}  // namespace chiron::instances
