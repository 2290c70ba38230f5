// An institution's time zone: the only place where a moment (Instant) and a civil day (Date) meet.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/date.h"
#include "base/error.h"

namespace chiron::text {

/// Hour 0-23 and minute 0-59 on the institution's wall clock.
struct TimeOfDay {
  int hour = 0;
  int minute = 0;
  auto operator<=>(const TimeOfDay&) const = default;
};

/// A named zone of the IANA database, daylight saving included. Copyable; safe to use from several threads.
class Zone {
 public:
  /// "America/Chicago", "Europe/Berlin", "UTC"; refuses unknown names with "zone.unknown" (name).
  static Result<Zone> named(std::string_view name);
  static Zone utc();

  const std::string& name() const;
  /// The civil day on which a moment falls here.
  Date date_of(Instant moment) const;
  /// The wall clock here at a moment, rounded down to the minute.
  TimeOfDay time_of(Instant moment) const;
  /// The first moment of a civil day (which is 01:00 where a zone skips midnight).
  Instant start_of(Date day) const;
  /// The moment of a wall-clock time. A time skipped by daylight saving moves forward by the gap (02:30 becomes
  /// 03:30); a time that happens twice means the first.
  Instant at(Date day, TimeOfDay time) const;

 private:
  struct State;
  explicit Zone(std::shared_ptr<const State> state);
  std::shared_ptr<const State> state_;
};

}  // namespace chiron::text
