// Dates: reading, writing, impossible days, half-open ranges.
#include "base/date.h"

#include <gtest/gtest.h>

namespace chiron {
namespace {

TEST(Date, EveryDayOfThreeCenturiesRoundTrips) {
  for (Date day = *Date::of(1900, 1, 1); day <= *Date::of(2199, 12, 31); day = day + 1) {
    const auto again = Date::parse(day.iso());
    ASSERT_TRUE(again) << day.iso();
    ASSERT_EQ(*again, day);
  }
}

TEST(Date, RefusesWhatIsNotADay) {
  for (const char* text : {"2027-02-29", "2027-13-01", "2027-00-10", "2027-04-31", "1899-12-31", "2200-01-01"})
    EXPECT_EQ(Date::parse(text).error().key, "date.impossible") << text;
  for (const char* text : {"", "2027-8-1", "01/08/2027", "2027-08-01 ", "2027-08-0x", "+027-08-01"})
    EXPECT_EQ(Date::parse(text).error().key, "date.malformed") << text;
}

TEST(Date, KnowsWeekdays) {
  EXPECT_EQ(Date::parse("2026-11-22")->iso_weekday(), 7);
  EXPECT_EQ(Date::parse("2024-02-29")->iso_weekday(), 4);
}

TEST(DateRange, IsHalfOpen) {
  const auto term = *DateRange::parse("2027-08-01..2028-08-01");
  EXPECT_TRUE(term.contains(term.from));
  EXPECT_FALSE(term.contains(term.to));
  EXPECT_EQ(term.days(), 366);
  EXPECT_EQ(term.last().iso(), "2028-07-31");
  EXPECT_FALSE(term.overlaps(*DateRange::parse("2028-08-01..2028-09-01")));
  EXPECT_TRUE(term.overlaps(*DateRange::parse("2028-07-31..2028-09-01")));
}

TEST(DateRange, MayBeOpenButNotReversed) {
  EXPECT_EQ(DateRange::parse("..2028-08-01")->from, Date::min());
  EXPECT_EQ(DateRange::parse("2028-08-01..")->iso(), "2028-08-01..");
  EXPECT_EQ(DateRange::parse("2028-08-01..2028-08-01").error().key, "date.reversed_range");
  EXPECT_EQ(DateRange::parse("2028-08-01").error().key, "date.malformed_range");
}

}  // namespace
}  // namespace chiron
