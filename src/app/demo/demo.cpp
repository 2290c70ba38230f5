// The calendar and the order of work.
#include "app/demo/demo.h"

#include <fmt/format.h>

#include "app/demo/files.h"
#include "app/demo/institution.h"
#include "base/random.h"

namespace chiron::app_demo {
namespace {

/// How far into the academic year `today` lies: block 6 then begins in 31 days (5 × 28 = 109 + 31).
constexpr int days_into_year = 109;
constexpr int block_days = 28, block_count = 13;

}  // namespace

std::string_view name_of(DemoScale scale) { return scale == DemoScale::national ? "national" : "school"; }

Result<DemoScale> parse_demo_scale(std::string_view text) {
  for (DemoScale scale : {DemoScale::school, DemoScale::national})
    if (name_of(scale) == text) return scale;
  return err(refuse("demo.unknown_scale").with("value", std::string(text.substr(0, 40))));
}

Result<DemoCalendar> demo_calendar(Date today) {
  if (today < Date::of(1910, 1, 1).value_or(today) || today >= Date::of(2191, 1, 1).value_or(today))
    return err(refuse("demo.today").with("value", fmt::format("{} days after 1970-01-01", today.days_since_epoch())));
  DemoCalendar calendar;
  calendar.today = today;
  calendar.year.from = today - days_into_year;
  const auto [year, month, day] = calendar.year.from.civil();
  // 29 February has no next year's day: the year then ends before 1 March.
  calendar.year.to = month == 2 && day == 29 ? TRY(Date::of(year + 1, 3, 1)) : TRY(Date::of(year + 1, month, day));
  for (int b = 0; b < block_count; ++b) {
    const Date from = calendar.year.from + b * block_days;
    calendar.blocks.push_back({from, b + 1 == block_count ? calendar.year.to : from + block_days});
  }
  calendar.match_term = {today, calendar.year.to};
  calendar.changed_conflict_from = calendar.blocks[5].from;
  return calendar;
}

Result<DemoSummary> write_demo(const DemoOptions& options, const std::filesystem::path& directory) {
  const DemoCalendar calendar = TRY(demo_calendar(options.today));
  DemoSummary summary;
  if (options.scale == DemoScale::national) {
    TRY(write_nation(options, calendar, directory, summary));
    return summary;
  }
  SeededRandom random(options.seed);
  const DemoInstitution school = make_school(calendar, random);
  Folder folder(directory);
  TRY(write_institution(school, "", folder));
  TRY(folder.write("answer_key.json", answer_key(school, options, summary), 0));
  TRY(write_institution(make_island(calendar), "second_institution/", folder));
  summary.files = folder.take_files();
  summary.people = static_cast<int>(school.people.size());
  for (const DemoPerson& person : school.people) {
    summary.learners += person.kind != "educator";
    summary.educators += person.kind == "educator";
  }
  summary.duties = static_cast<int>(school.duties.size());
  return summary;
}

}  // namespace chiron::app_demo
