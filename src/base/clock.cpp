// Reading the system clock and writing moments.
#include "base/clock.h"

#include <chrono>

#include <fmt/format.h>

namespace chiron {
namespace {
constexpr std::int64_t micros_per_day = 86'400'000'000;
std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }
}  // namespace

Date Instant::utc_date() const { return Date(static_cast<std::int32_t>(floor_div(micros, micros_per_day))); }

std::string Instant::iso() const {
  const std::int64_t rest = micros - floor_div(micros, micros_per_day) * micros_per_day;
  return fmt::format("{}T{:02}:{:02}:{:02}.{:06}Z", utc_date().iso(), rest / 3'600'000'000, rest / 60'000'000 % 60,
                     rest / 1'000'000 % 60, rest % 1'000'000);
}

Instant SystemClock::now() const {
  return {std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch())
              .count()};
}

}  // namespace chiron
