// Dates as people and spreadsheets write them: ISO, serial numbers, 1/8/2027 where the order of day and month is told.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/date.h"
#include "base/error.h"

namespace chiron::people {

/// Which of day and month comes first in dates such as 03/04/2027 (`--dates dmy|mdy`).
enum class DateOrder : std::uint8_t { unsaid, day_first, month_first };

/// Reads one date:
///   2027-08-01, 2027/08/01, 20270801, 2027-08-01T00:00[:00] (a midnight time is let pass)
///   46600                a spreadsheet serial (days since 1899-12-30), 18264 to 109574 (1950 to 2199)
///   1/8/2027, 01.08.2027, 1-8-27, 1 Aug 2027, Aug 1, 2027, 1-Aug-27; two-digit years are 2000 to 2079
/// Dots mean day first. Slashes and dashes need `order` unless only one order is a date ("25/12/2027") or both are
/// the same day. Refuses date.ambiguous {text}, date.malformed {text}, date.impossible {text}.
Result<Date> parse_written_date(std::string_view text, DateOrder order);

}  // namespace chiron::people
