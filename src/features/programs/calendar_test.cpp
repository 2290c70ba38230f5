// The calendar of a year and of shorter terms, its rules, and the step to think of.
#include "features/programs/calendar.h"

#include <gtest/gtest.h>

#include "features/programs/program_state.h"

namespace chiron::programs {
namespace {

const Date start = *Date::parse("2027-08-01");
Offset& at(Calendar& calendar, Step step) { return calendar[static_cast<std::size_t>(step)]; }
DateRange days(Calendar calendar, Step step) { return at(calendar, step).on(start); }

TEST(Calendar, AYearStandsAsTheSpecificationSays) {
  const Calendar year = standard_calendar(365);
  EXPECT_EQ(days(year, Step::recruit).from, start - 84);
  EXPECT_EQ(days(year, Step::train).to, start - 42);
  EXPECT_EQ(days(year, Step::wishes), (DateRange{start - 42, start - 21}));
  EXPECT_EQ(days(year, Step::match).to, days(year, Step::publish).from);
  EXPECT_EQ(days(year, Step::appeals), (DateRange{start - 7, start})) << "a week of appeals ends before the first day";
  EXPECT_EQ(days(year, Step::first_meetings), (DateRange{start, start + 28}));
  EXPECT_EQ(days(year, Step::closing).to, start + 365);
  EXPECT_TRUE(days(year, Step::midpoint).contains(start + 182));
}

TEST(Calendar, EveryTermHasASoundStandard) {
  for (std::int32_t term = 0; term <= 3700; ++term) {
    const auto checked = check(standard_calendar(term));
    EXPECT_TRUE(checked) << term << " " << (checked ? "" : checked.error().debug_text());
  }
}

TEST(Calendar, RefusesWhatCannotBe) {
  const auto broken = [](Step step, Offset offset) {
    Calendar calendar = standard_calendar(365);
    at(calendar, step) = offset;
    const auto checked = check(calendar);
    return checked ? std::string("nothing") : checked.error().key + " " + std::string(checked.error()["setting"]);
  };
  EXPECT_EQ(broken(Step::recruit, {-366, 1}), "programs.step_range recruit");
  EXPECT_EQ(broken(Step::closing, {3651, 1}), "programs.step_range closing");
  EXPECT_EQ(broken(Step::train, {-63, 0}), "programs.step_days train");
  EXPECT_EQ(broken(Step::train, {-63, 367}), "programs.step_days train");
  EXPECT_EQ(broken(Step::publish, {-22, 1}), "programs.step_order publish");
  EXPECT_EQ(broken(Step::publish, {-21, 366}), "nothing");
}

TEST(Calendar, TheNextStepIsTheFirstThatIsNotOver) {
  const Calendar year = standard_calendar(365);
  EXPECT_EQ(next_step(year, start, start - 400), Step::recruit);
  EXPECT_EQ(next_step(year, start, start - 43), Step::recruit) << "both end that day: the earlier of the list";
  EXPECT_EQ(next_step(year, start, start - 42), Step::wishes);
  EXPECT_EQ(next_step(year, start, start - 6), Step::appeals);
  EXPECT_EQ(next_step(year, start, start), Step::first_meetings);
  EXPECT_EQ(next_step(year, start, start + 364), Step::closing);
  EXPECT_EQ(next_step(year, start, start + 365), std::nullopt);
}

TEST(Calendar, NamesReadBack) {
  for (const Step step : all_steps) EXPECT_EQ(*parse_step(name_of(step)), step);
  EXPECT_EQ(parse_step("party").error().key, "programs.unknown_step");
}

TEST(ProgramState, MovesAsATable) {
  using enum ProgramState;
  struct Row {
    ProgramState from;
    Move move;
    bool ran;
    std::optional<ProgramState> to;
  };
  for (const Row& row : {Row{draft, Move::start, false, running}, Row{draft, Move::archive, false, archived},
                         Row{draft, Move::reopen, false, {}}, Row{running, Move::start, true, {}},
                         Row{running, Move::archive, true, archived}, Row{running, Move::reopen, true, {}},
                         Row{archived, Move::start, true, {}}, Row{archived, Move::archive, true, {}},
                         Row{archived, Move::reopen, true, running}, Row{archived, Move::reopen, false, draft}}) {
    const auto led = after(row.from, row.move, row.ran);
    EXPECT_EQ(led.has_value(), row.to.has_value());
    if (led && row.to) EXPECT_EQ(*led, *row.to);
    if (!led) EXPECT_EQ(led.error().key, "programs.move");
  }
}

}  // namespace
}  // namespace chiron::programs
