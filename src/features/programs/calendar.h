// A program's year: nine steps, each placed by days from the cohort's start (domain.md 8), so that the same calendar
// serves next year's cohort. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include <boost/describe.hpp>

#include "base/date.h"
#include "base/error.h"

namespace chiron::programs {

/// What is done in which order.
enum class Step : std::uint8_t {
  recruit,         ///< educators are asked, say whom they can help, declare conflicts
  train,           ///< educators are trained
  wishes,          ///< learners choose whom they wish for; measures before anybody is paired
  match,           ///< runs, conflict check, a person's review
  publish,         ///< everybody is told
  appeals,         ///< a week in which a match may be declined or contested
  first_meetings,  ///< the first meeting, the agreement by the second
  midpoint,        ///< how it goes, expectations, conflicts again
  closing,         ///< last measures, the closing meeting
};
BOOST_DESCRIBE_ENUM(Step, recruit, train, wishes, match, publish, appeals, first_meetings, midpoint, closing)
inline constexpr std::array<Step, 9> all_steps{Step::recruit,        Step::train,    Step::wishes,
                                               Step::match,          Step::publish,  Step::appeals,
                                               Step::first_meetings, Step::midpoint, Step::closing};
std::string_view name_of(Step step);
/// Errors: "programs.unknown_step" {step}.
Result<Step> parse_step(std::string_view name);

/// Where a step stands: its first day counted from the cohort's start (before it: negative), and how many days it has.
struct Offset {
  std::int32_t starts = 0;
  std::int32_t days = 1;
  bool operator==(const Offset&) const = default;
  DateRange on(Date start) const { return {start + starts, start + starts + days}; }
};
inline constexpr std::int32_t earliest_start = -365, latest_start = 3650, longest_step = 366;

/// The offset of every step, in the order of the steps.
using Calendar = std::array<Offset, all_steps.size()>;

/// The calendar of domain.md 8 for a term of so many days: before the start as there; the mid-point in the middle of
/// the term; closing in its last month, or its last third where the term is shorter than three months.
Calendar standard_calendar(std::int32_t term_days);

/// Refuses a step that lies out of range ("programs.step_range" {setting, from, to}), lasts too long or not at all
/// ("programs.step_days" {setting, to}), or begins before the one that it follows ("programs.step_order" {setting,
/// after}). `setting` names the step.
Result<> check(const Calendar& calendar);

/// The step to think of on this day: the first that is not over; none once all are.
std::optional<Step> next_step(const Calendar& calendar, Date start, Date today);

}  // namespace chiron::programs
