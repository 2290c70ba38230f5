// The days that the heading of a block schedule's column speaks of: "Block 3 (2026-08-26 to 2026-09-22)".
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "features/people/written_date.h"

namespace chiron::duties {

/// What a heading says about its block's days.
struct HeadingDays {
  std::optional<DateRange> range;  ///< both ends are written, or a whole month
  std::optional<Date> start;       ///< only the first day is written
};

/// Reads the days out of a heading. Two dates joined by "to", "-", "–", "until", "through", "end" or "/" name the first
/// and the last day; joined by ".." they are half-open, as everywhere in Chiron. "July 2026" is the month. A start
/// without a year takes the end's ("1 Jul - 28 Jul 2026"); month and year may stand once ("1-28 July 2026", "July 1-28,
/// 2026"). Text before and after is let stand. Nothing found: both are empty. Refused: date.ambiguous and the like,
/// duties.reversed_dates, duties.heading_without_year ("7/1-7/28"), duties.heading_may_mean_two ("1 - 28 July 2026").
Result<HeadingDays> days_in_heading(std::string_view heading, people::DateOrder order);

/// The services that a cell names: "ICU / Nights" are two, "OB/GYN" is one (a stroke parts only between spaces; so do
/// " + ", ";" and a line break). Leave, vacation and empty cells name none.
std::vector<std::string_view> services_in(std::string_view cell);

}  // namespace chiron::duties
