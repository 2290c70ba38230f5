// Every way of writing a date that is read, and every one that is refused.
#include "features/people/written_date.h"

#include <gtest/gtest.h>

namespace chiron::people {
namespace {

std::string read(std::string_view text, DateOrder order = DateOrder::unsaid) {
  const auto date = parse_written_date(text, order);
  return date ? date->iso() : date.error().key;
}

TEST(WrittenDate, ReadsWhatCanMeanOneDayOnly) {
  const std::pair<const char*, const char*> cases[] = {
      {"2027-08-01", "2027-08-01"},
      {" 2027-08-01 ", "2027-08-01"},
      {"2027/8/1", "2027-08-01"},
      {"20270801", "2027-08-01"},
      {"2027-08-01T00:00:00", "2027-08-01"},
      {"2027-08-01 00:00:00", "2027-08-01"},
      {"2027-08-01T00:00:00.000Z", "2027-08-01"},
      {"46600", "2027-08-01"},
      {"18264", "1950-01-01"},
      {"01.08.2027", "2027-08-01"},
      {"1.8.27", "2027-08-01"},
      {"1 Aug 2027", "2027-08-01"},
      {"1-Aug-27", "2027-08-01"},
      {"Aug 1, 2027", "2027-08-01"},
      {"August 1 2027", "2027-08-01"},
      {"1 Sept 2027", "2027-09-01"},
      {"25/12/2027", "2027-12-25"},
      {"12/25/2027", "2027-12-25"},
      {"8/8/2027", "2027-08-08"},
      {"29/02/2028", "2028-02-29"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(read(text), expected) << text;
}

TEST(WrittenDate, RefusesTheRest) {
  const std::pair<const char*, const char*> cases[] = {
      {"", "date.malformed"},
      {"soon", "date.malformed"},
      {"1/8/2027", "date.ambiguous"},
      {"03-04-27", "date.ambiguous"},
      {"2027-02-30", "date.impossible"},
      {"31/31/2027", "date.impossible"},
      {"30.02.2027", "date.impossible"},
      {"31 Jun 2027", "date.impossible"},
      {"20271301", "date.impossible"},
      {"1/8", "date.malformed"},
      {"1/8/85", "date.malformed"},
      {"1/8/20270", "date.malformed"},
      {"2027", "date.malformed"},
      {"999999", "date.malformed"},
      {"1234567890123", "date.malformed"},
      {"2027-08-01T14:30:00", "date.malformed"},
      {"1/8-2027", "date.malformed"},
      {"-1/8/2027", "date.malformed"},
      {"1//8/2027", "date.malformed"},
      {"Foo 1, 2027", "date.malformed"},
      {"1 Au 2027", "date.malformed"},
      {"2027-08-01-", "date.malformed"},
      {"=TODAY()", "date.malformed"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(read(text), expected) << text;
}

TEST(WrittenDate, AToldOrderSettlesAmbiguity) {
  EXPECT_EQ(read("1/8/2027", DateOrder::day_first), "2027-08-01");
  EXPECT_EQ(read("1/8/2027", DateOrder::month_first), "2027-01-08");
  EXPECT_EQ(read("25/12/2027", DateOrder::month_first), "date.impossible");
  EXPECT_EQ(read("01.08.2027", DateOrder::month_first), "2027-08-01");
  EXPECT_EQ(parse_written_date("3/4/2027", DateOrder::unsaid).error()["text"], "3/4/2027");
}

}  // namespace
}  // namespace chiron::people
