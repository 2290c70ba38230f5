// Civil calendar arithmetic over <chrono>'s year_month_day; reading and writing ISO 8601 dates.
#include "base/date.h"

#include <charconv>
#include <chrono>

#include <fmt/format.h>

namespace chiron {
namespace {

std::optional<int> digits(std::string_view text) {
  int value = 0;
  for (char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

Result<Date> Date::of(int year, int month, int day) {
  using namespace std::chrono;
  const year_month_day ymd{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                           std::chrono::day{static_cast<unsigned>(day)}};
  if (month < 1 || day < 1 || year < 1900 || year > 2199 || !ymd.ok())
    return err(refuse("date.impossible").with("value", fmt::format("{:04}-{:02}-{:02}", year, month, day)));
  return Date(static_cast<std::int32_t>(sys_days(ymd).time_since_epoch().count()));
}

Result<Date> Date::parse(std::string_view text) {
  const auto malformed = [&] { return err(refuse("date.malformed").with("value", std::string(text.substr(0, 40)))); };
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return malformed();
  const auto year = digits(text.substr(0, 4)), month = digits(text.substr(5, 2)), day = digits(text.substr(8, 2));
  if (!year || !month || !day) return malformed();
  return of(*year, *month, *day);
}

Date::Civil Date::civil() const {
  const std::chrono::year_month_day ymd{std::chrono::sys_days{std::chrono::days{days_}}};
  return {static_cast<int>(ymd.year()), static_cast<int>(static_cast<unsigned>(ymd.month())),
          static_cast<int>(static_cast<unsigned>(ymd.day()))};
}

int Date::iso_weekday() const {
  return static_cast<int>(std::chrono::weekday{std::chrono::sys_days{std::chrono::days{days_}}}.iso_encoding());
}

std::string Date::iso() const {
  if (*this == min() || *this == max()) return {};
  const auto [year, month, day] = civil();
  return fmt::format("{:04}-{:02}-{:02}", year, month, day);
}

Result<DateRange> DateRange::parse(std::string_view text) {
  const auto dots = text.find("..");
  if (dots == std::string_view::npos)
    return err(refuse("date.malformed_range").with("value", std::string(text.substr(0, 60))));
  DateRange range;
  const auto left = text.substr(0, dots), right = text.substr(dots + 2);
  if (!left.empty()) range.from = TRY(Date::parse(left));
  if (!right.empty()) range.to = TRY(Date::parse(right));
  if (range.empty()) return err(refuse("date.reversed_range").with("value", std::string(text)));
  return range;
}

std::string DateRange::iso() const { return from.iso() + ".." + to.iso(); }

}  // namespace chiron
