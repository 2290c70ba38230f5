// Moments in time: an Instant is UTC microseconds, never a civil date; a Clock is an argument.
#pragma once

#include <compare>
#include <cstdint>
#include <string>

#include "base/date.h"

namespace chiron {

/// A moment: microseconds since 1970-01-01T00:00:00Z.
struct Instant {
  std::int64_t micros = 0;
  constexpr auto operator<=>(const Instant&) const = default;
  constexpr Instant plus_ms(std::int64_t ms) const { return {micros + ms * 1000}; }
  /// `2027-08-01T09:30:00.000000Z`.
  std::string iso() const;
  /// The UTC day. An institution's own day needs its time zone (platform/text).
  Date utc_date() const;
};

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Instant now() const override;
};

/// A clock that stands still until told otherwise; for tests and reproducible demos.
class FixedClock final : public Clock {
 public:
  explicit FixedClock(Instant now) : now_(now) {}
  Instant now() const override { return now_; }
  void set(Instant now) { now_ = now; }

 private:
  Instant now_;
};

}  // namespace chiron
