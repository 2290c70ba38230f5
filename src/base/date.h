// Civil dates and half-open ranges of days. Moments are base/clock's Instant; only base/time-zone
// code (platform/text, with ICU) converts between the two.
#pragma once

#include <algorithm>
#include <compare>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"

namespace chiron {

/// A civil day in the proleptic Gregorian calendar, counted in days from 1970-01-01.
/// Years 1900 to 2199 can be written; `Date::min()` and `Date::max()` stand for "open" in ranges.
class Date {
 public:
  constexpr Date() = default;
  constexpr explicit Date(std::int32_t days_since_epoch) : days_(days_since_epoch) {}

  /// The day of a year, month (1-12) and day (1-31); refuses impossible dates ("date.impossible").
  static Result<Date> of(int year, int month, int day);
  /// Reads ISO 8601 `2027-08-01` and nothing else; refuses with "date.malformed" or "date.impossible".
  static Result<Date> parse(std::string_view text);

  static constexpr Date min() { return Date(std::numeric_limits<std::int32_t>::min() / 2); }
  static constexpr Date max() { return Date(std::numeric_limits<std::int32_t>::max() / 2); }

  constexpr std::int32_t days_since_epoch() const { return days_; }
  /// Year, month (1-12), day (1-31).
  struct Civil {
    int year, month, day;
  };
  Civil civil() const;
  /// 1 Monday … 7 Sunday (ISO 8601).
  int iso_weekday() const;
  /// `2027-08-01`; "" for the open ends.
  std::string iso() const;

  constexpr Date operator+(std::int32_t days) const { return Date(days_ + days); }
  constexpr Date operator-(std::int32_t days) const { return Date(days_ - days); }
  constexpr std::int32_t operator-(Date other) const { return days_ - other.days_; }
  constexpr auto operator<=>(const Date&) const = default;

 private:
  std::int32_t days_ = 0;
};

/// The half-open range [from, to) of civil days. Every interval in Chiron is one of these (docs/foundations.md 1).
struct DateRange {
  Date from = Date::min();
  Date to = Date::max();

  /// Reads `2027-08-01..2028-08-01`; either side may be empty (open). Refuses reversed and empty ranges.
  static Result<DateRange> parse(std::string_view text);

  constexpr bool empty() const { return from >= to; }
  constexpr bool contains(Date day) const { return from <= day && day < to; }
  constexpr bool overlaps(const DateRange& other) const {
    return from < other.to && other.from < to && !empty() && !other.empty();
  }
  constexpr DateRange intersect(const DateRange& other) const {
    return {std::max(from, other.from), std::min(to, other.to)};
  }
  constexpr std::int32_t days() const { return empty() ? 0 : to - from; }
  /// The last included day, as screens show it.
  constexpr Date last() const { return to - 1; }
  /// `2027-08-01..2028-08-01`, open sides empty.
  std::string iso() const;
  constexpr auto operator<=>(const DateRange&) const = default;
};

}  // namespace chiron
