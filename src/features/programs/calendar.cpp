// Defaults and rules of the calendar. Weeks before the start: domain.md section 8, "Lifecycle across a year".
#include "features/programs/calendar.h"

#include <algorithm>
#include <string>

namespace chiron::programs {
namespace {

constexpr std::array<std::string_view, all_steps.size()> names{
    "recruit", "train", "wishes", "match", "publish", "appeals", "first_meetings", "midpoint", "closing"};
constexpr std::int32_t week = 7;

std::string setting_of(std::size_t step) { return std::string(names[step]); }

}  // namespace

std::string_view name_of(Step step) { return names[static_cast<std::size_t>(step)]; }

Result<Step> parse_step(std::string_view name) {
  for (const Step step : all_steps)
    if (name_of(step) == name) return step;
  return err(refuse("programs.unknown_step").with("step", std::string(name)));
}

Calendar standard_calendar(std::int32_t term_days) {
  const std::int32_t term = std::clamp(term_days, 1, latest_start);
  const std::int32_t meetings = std::min(4 * week, std::max(1, term / 3));
  const std::int32_t closing = std::min(30, std::max(1, term / 3));
  const std::int32_t midpoint = std::min(4 * week, std::max(1, term / 3));
  return {{{-12 * week, 6 * week},
           {-9 * week, 3 * week},
           {-6 * week, 3 * week},
           {-3 * week, 2 * week},
           {-week, 1},
           {-week, week},
           {0, meetings},
           {(term - midpoint) / 2, midpoint},
           {term - closing, closing}}};
}

Result<> check(const Calendar& calendar) {
  for (std::size_t step = 0; step < calendar.size(); ++step) {
    const Offset& at = calendar[step];
    if (at.starts < earliest_start || at.starts > latest_start)
      return err(refuse("programs.step_range")
                     .with("setting", setting_of(step))
                     .with("from", std::to_string(earliest_start))
                     .with("to", std::to_string(latest_start)));
    if (at.days < 1 || at.days > longest_step)
      return err(
          refuse("programs.step_days").with("setting", setting_of(step)).with("to", std::to_string(longest_step)));
    if (step > 0 && at.starts < calendar[step - 1].starts)
      return err(refuse("programs.step_order").with("setting", setting_of(step)).with("after", setting_of(step - 1)));
  }
  return {};
}

std::optional<Step> next_step(const Calendar& calendar, Date start, Date today) {
  std::optional<std::size_t> found;
  for (std::size_t step = 0; step < calendar.size(); ++step) {
    if (calendar[step].on(start).to <= today) continue;
    // Steps may overlap: the one that ends first is the one to think of.
    if (!found || calendar[step].on(start).to < calendar[*found].on(start).to) found = step;
  }
  if (!found) return std::nullopt;
  return all_steps[*found];
}

}  // namespace chiron::programs
