// Headings of block schedules and their days; cells and their services.
#include "features/duties/block_heading.h"

#include <gtest/gtest.h>

namespace chiron::duties {
namespace {

using people::DateOrder;

std::string read(std::string_view heading, DateOrder order = DateOrder::unsaid) {
  const auto days = days_in_heading(heading, order);
  if (!days) return days.error().key;
  if (days->range) return days->range->iso();
  if (days->start) return "from " + days->start->iso();
  return "-";
}

TEST(BlockHeading, FindsTheDays) {
  const std::pair<const char*, const char*> cases[] = {
      {"Block 1 (2026-07-01 to 2026-07-28)", "2026-07-01..2026-07-29"},
      {"Block 1: 2026-07-01 - 2026-07-28", "2026-07-01..2026-07-29"},
      {"2026-07-01-2026-07-28", "2026-07-01..2026-07-29"},
      {"Block 1\n2026-07-01 \u2013 2026-07-28", "2026-07-01..2026-07-29"},
      {"2026-07-01..2026-07-29", "2026-07-01..2026-07-29"},
      {"B1 2026-07-01 through 2026-07-28 (4 weeks)", "2026-07-01..2026-07-29"},
      {"1 Jul 2026 - 28 Jul 2026", "2026-07-01..2026-07-29"},
      {"Jul 1, 2026 - Jul 28, 2026", "2026-07-01..2026-07-29"},
      {"1 Jul - 28 Jul 2026", "2026-07-01..2026-07-29"},
      {"Dec 20 - Jan 16, 2027", "2026-12-20..2027-01-17"},
      {"1-Jul-26 to 28-Jul-26", "2026-07-01..2026-07-29"},
      {"01.07.2026-28.07.2026", "2026-07-01..2026-07-29"},
      {"7/13/2026-7/28/2026", "2026-07-13..2026-07-29"},
      {"1-28 July 2026", "2026-07-01..2026-07-29"},
      {"Block 1: 1\u201328 July 2026", "2026-07-01..2026-07-29"},
      {"July 1-28, 2026", "2026-07-01..2026-07-29"},
      {"Block 1 (Jul 1 - 28, 2026)", "2026-07-01..2026-07-29"},
      {"2026-07-01/2026-07-28", "2026-07-01..2026-07-29"},
      {"Rotation 1 (Start 2026-07-01 End 2026-07-28)", "2026-07-01..2026-07-29"},
      {"Block 1 - 28 July 2026", "from 2026-07-28"},
      {"Block 1 \u2013 28 July 2026", "from 2026-07-28"},
      {"1 - 28 July 2026", "duties.heading_may_mean_two"},
      {"1 \u2013 28 July 2026", "duties.heading_may_mean_two"},
      {"Block 1 7/1-7/28", "duties.heading_without_year"},
      {"1 Jul - 28 Jul", "duties.heading_without_year"},
      {"Block 2 (Jul 29\u2013Aug 25)", "duties.heading_without_year"},
      {"Weeks 1-4", "-"},
      {"Mar-Apr", "-"},
      {"2026-2027", "-"},
      {"PGY 1/2", "-"},
      {"July 2026", "2026-07-01..2026-08-01"},
      {"Dec 2026", "2026-12-01..2027-01-01"},
      {"Block 3 2026-07-01", "from 2026-07-01"},
      {"2026-07-01", "from 2026-07-01"},
      {"Week of 13/07/2026", "from 2026-07-13"},
      {"Block 7", "-"},
      {"7", "-"},
      {"PGY", "-"},
      {"Service 46600", "-"},
      {"", "-"},
      {"Pre-op to post-op", "-"},
      {"2026-07-28 to 2026-07-01", "duties.reversed_dates"},
      {"7/1/2026-7/8/2026", "date.ambiguous"},
      {"Block 1 (2026-02-30 to 2026-03-20)", "date.impossible"},
  };
  for (const auto& [heading, expected] : cases) EXPECT_EQ(read(heading), expected) << heading;
  EXPECT_EQ(read("7/1/2026-7/8/2026", DateOrder::month_first), "2026-07-01..2026-07-09");
  EXPECT_EQ(read("Block 1 (1/7/26 - 28/7/26)", DateOrder::day_first), "2026-07-01..2026-07-29");
}

TEST(BlockHeading, ServicesInCells) {
  using Services = std::vector<std::string_view>;
  const std::pair<const char*, Services> cases[] = {
      {"ICU", {"ICU"}},
      {" ICU / Nights ", {"ICU", "Nights"}},
      {"OB/GYN", {"OB/GYN"}},
      {"ICU; Nights\nClinic", {"ICU", "Nights", "Clinic"}},
      {"ICU + ICU", {"ICU"}},
      {"ICU / LOA", {"ICU"}},
      {"LOA", {}},
      {"Vacation", {}},
      {"annual leave", {}},
      {"", {}},
      {"-", {}},
      {" / ", {}},
  };
  for (const auto& [cell, expected] : cases) EXPECT_EQ(services_in(cell), expected) << cell;
}

}  // namespace
}  // namespace chiron::duties
