// Time zones on the days that break programs: daylight saving, skipped midnights, half-hour offsets, negative years.
#include "platform/text/zone.h"

#include <gtest/gtest.h>

namespace chiron::text {
namespace {

Date day(const char* iso) { return Date::parse(iso).value(); }

struct Case {
  const char* zone;
  const char* day;
  TimeOfDay time;
  const char* utc;  ///< the moment it means
  TimeOfDay shown;  ///< what the wall clock then shows
};

TEST(Zone, WallClockToMomentAndBack) {
  const Case cases[] = {
      {"UTC", "2027-08-01", {0, 0}, "2027-08-01T00:00:00.000000Z", {0, 0}},
      {"America/Chicago", "2027-08-01", {9, 30}, "2027-08-01T14:30:00.000000Z", {9, 30}},
      {"America/Chicago", "2027-03-14", {2, 30}, "2027-03-14T08:30:00.000000Z", {3, 30}},  // skipped
      {"America/Chicago", "2027-11-07", {1, 30}, "2027-11-07T06:30:00.000000Z", {1, 30}},  // twice: the first
      {"Europe/Berlin", "2027-10-31", {2, 30}, "2027-10-31T00:30:00.000000Z", {2, 30}},    // twice: the first
      {"America/Santiago", "2027-09-05", {0, 0}, "2027-09-05T04:00:00.000000Z", {1, 0}},   // no midnight
      {"Asia/Kathmandu", "2027-01-01", {0, 0}, "2026-12-31T18:15:00.000000Z", {0, 0}},
      {"Europe/Berlin", "1965-06-01", {12, 0}, "1965-06-01T11:00:00.000000Z", {12, 0}},
  };
  for (const auto& c : cases) {
    const auto zone = Zone::named(c.zone).value();
    const Instant moment = zone.at(day(c.day), c.time);
    EXPECT_EQ(moment.iso(), c.utc) << c.zone << " " << c.day;
    EXPECT_EQ(zone.date_of(moment).iso(), c.day) << c.zone;
    EXPECT_EQ(zone.time_of(moment), c.shown) << c.zone << " " << c.day;
  }
}

TEST(Zone, EveryDayOfTenYearsStartsOnItself) {
  for (const char* name : {"America/Chicago", "America/Santiago", "Australia/Lord_Howe", "Africa/Casablanca"}) {
    const auto zone = Zone::named(name).value();
    for (Date d = day("2020-01-01"); d < day("2030-01-01"); d = d + 1) {
      const Instant start = zone.start_of(d);
      ASSERT_EQ(zone.date_of(start), d) << name;
      ASSERT_EQ(zone.date_of({start.micros - 1}), d - 1) << name << " " << d.iso();
    }
  }
}

TEST(Zone, RefusesNamesItDoesNotKnow) {
  for (const char* name : {"", "Nowhere/Atlantis", "GMT+5", "america", "\xff"}) {
    const auto zone = Zone::named(name);
    ASSERT_FALSE(zone) << name;
    EXPECT_EQ(zone.error().key, "zone.unknown");
  }
  EXPECT_EQ(Zone::named("America/Chicago")->name(), "America/Chicago");
}

}  // namespace
}  // namespace chiron::text
