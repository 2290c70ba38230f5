// Time zones by ICU; see zone.h.
#include "platform/text/zone.h"

#include <cstdlib>

#include <unicode/basictz.h>
#include <unicode/timezone.h>
#include <unicode/unistr.h>

namespace chiron::text {
namespace {

constexpr std::int64_t day_ms = 86'400'000;
constexpr std::int64_t minute_ms = 60'000;

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

}  // namespace

struct Zone::State {
  std::string name;
  std::unique_ptr<const icu::BasicTimeZone> zone;

  /// What the wall clock shows at a moment, as if it were UTC milliseconds.
  std::int64_t wall_ms(Instant moment) const {
    const std::int64_t utc_ms = floor_div(moment.micros, 1000);
    std::int32_t raw = 0;
    std::int32_t saving = 0;
    UErrorCode status = U_ZERO_ERROR;
    zone->getOffset(static_cast<UDate>(utc_ms), false, raw, saving, status);
    return utc_ms + raw + saving;
  }
};

Zone::Zone(std::shared_ptr<const State> state) : state_(std::move(state)) {}

Result<Zone> Zone::named(std::string_view name) {
  const auto refusal = [&] { return err(refuse("zone.unknown").with("name", std::string(name))); };
  const auto id = icu::UnicodeString::fromUTF8(icu::StringPiece(name.data(), static_cast<std::int32_t>(name.size())));
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeString canonical;
  // Only names of the database: "GMT+5" and the like are accepted by ICU but know no daylight saving.
  icu::TimeZone::getCanonicalID(id, canonical, status);
  if (U_FAILURE(status) || (canonical.startsWith(u"GMT") && canonical.length() > 3)) return refusal();
  std::unique_ptr<icu::TimeZone> zone(icu::TimeZone::createTimeZone(id));
  if (!zone || *zone == icu::TimeZone::getUnknown()) return refusal();
  auto* basic = dynamic_cast<icu::BasicTimeZone*>(zone.get());
  if (!basic) return refusal();
  (void)zone.release();  // basic owns it from here
  auto state = std::make_shared<State>();
  state->name = std::string(name);
  state->zone.reset(basic);
  return Zone(std::move(state));
}

Zone Zone::utc() {
  auto zone = named("Etc/UTC");
  if (!zone) std::abort();  // ICU's data is missing: nothing can be said about time at all
  return *std::move(zone);
}

const std::string& Zone::name() const { return state_->name; }

Date Zone::date_of(Instant moment) const {
  return Date(static_cast<std::int32_t>(floor_div(state_->wall_ms(moment), day_ms)));
}

TimeOfDay Zone::time_of(Instant moment) const {
  const std::int64_t wall = state_->wall_ms(moment);
  const std::int64_t minutes = (wall - floor_div(wall, day_ms) * day_ms) / minute_ms;
  return {static_cast<int>(minutes / 60), static_cast<int>(minutes % 60)};
}

Instant Zone::start_of(Date day) const { return at(day, {}); }

Instant Zone::at(Date day, TimeOfDay time) const {
  const std::int64_t wall = day.days_since_epoch() * day_ms + (time.hour * 60 + time.minute) * minute_ms;
  std::int32_t raw = 0;
  std::int32_t saving = 0;
  UErrorCode status = U_ZERO_ERROR;
  // "Former" is the offset before the change: a skipped time moves forward, a doubled one is the first.
  state_->zone->getOffsetFromLocal(static_cast<UDate>(wall), UCAL_TZ_LOCAL_FORMER, UCAL_TZ_LOCAL_FORMER, raw, saving,
                                   status);
  return {(wall - raw - saving) * 1000};
}

}  // namespace chiron::text
