// Reads over institutions and reports through the same access rule as their own routes.
#include "features/views/home/home_routes.h"

#include <iterator>

#include "features/institutions/institution_store.h"
#include "features/relationships/case_list.h"
#include "features/reports/report_json.h"
#include "platform/report/document_json.h"

namespace chiron::views::home {
namespace {

/// Reports in the order of a coordinator's first day, and where each is read.
struct Step {
  std::string_view report;
  std::string_view href;
};
constexpr Step steps[] = {{"audit", "/audit"},
                          {"eligibility", "/eligibility"},
                          {"matches", "/matches"},
                          {"ahead", "/ahead"},
                          {"accreditor", "/accreditor"}};

/// Something to do, and where it is done.
struct NextStep {
  reports::SentenceJson sentence;
  std::string href;
};
BOOST_DESCRIBE_STRUCT(NextStep, (), (sentence, href))

/// A report in the list of the home page.
struct ReportEntry {
  std::string name;
  reports::SentenceJson title;
  std::optional<reports::SentenceJson> standing;
};
BOOST_DESCRIBE_STRUCT(ReportEntry, (), (name, title, standing))

/// What the home page shows. Without an institution nothing was imported yet.
struct Home {
  std::optional<std::string> institution;
  institutions::Mode mode = institutions::Mode::production;
  std::string program;
  std::vector<NextStep> next;
  std::vector<ReportEntry> reports;
};
BOOST_DESCRIBE_STRUCT(Home, (), (institution, mode, program, next, reports))

/// What has a deadline stands before what has none: one's own cases, then those that one is to see decided.
Result<std::vector<NextStep>> cases_first(db::ReadTransaction& read, const institutions::Viewer& viewer) {
  std::vector<NextStep> next;
  const auto add = [&](std::string_view key, std::int64_t count, Date deadline, std::string_view href) {
    const auto sentence = text::Sentence(std::string(key)).with("count", count).with("deadline", deadline);
    next.push_back({{report::sentence_json(sentence)}, std::string(href)});
  };
  std::vector<Date> deadlines;
  for (const auto& one : TRY(relationships::own_cases(read, viewer)))
    if (one.about.state != relationships::CaseState::decided) deadlines.push_back(one.about.deadline);
  if (!deadlines.empty())
    add("home.next.own_cases", static_cast<std::int64_t>(deadlines.size()), deadlines.front(), "/my-people");
  const auto open = TRY(relationships::undecided(read, viewer));
  if (open.first_deadline) add("home.next.cases", open.cases, *open.first_deadline, "/conflicts");
  return next;
}

Home home_of(const institutions::Institution& institution, const std::vector<reports::Entry>& entries) {
  Home home;
  home.institution = institution.name;
  home.mode = institution.mode;
  for (const Step& step : steps)
    for (const auto& entry : entries) {
      if (entry.name != step.report) continue;
      if (!entry.program.empty()) home.program = entry.program;
      if (entry.next != "null") home.next.push_back({{entry.next}, std::string(step.href)});
      ReportEntry line{entry.name, {entry.title}, {}};
      if (entry.standing != "null") line.standing = reports::SentenceJson{entry.standing};
      home.reports.push_back(std::move(line));
    }
  return home;
}

}  // namespace

void add_routes(http::Router& router, db::Database& database, reports::AskerOf asker) {
  router.route<http::Nothing, Home>(
      http::Method::get, "/api/v1/home", {.id = "get_home", .summary = "Where things stand and what to do next."},
      [&database, asker](const http::Request& request, const http::Nothing&) -> Result<Home> {
        const auto who = asker(request);
        return database.read([&](db::ReadTransaction& read) -> Result<Home> {
          const auto institution = TRY(institutions::find(read, who.viewer.institution_id));
          if (!institution) return Home{};
          Home home = home_of(*institution, TRY(reports::list_for(read, who.viewer, who.access)));
          auto first = TRY(cases_first(read, who.viewer));
          home.next.insert(home.next.begin(), std::make_move_iterator(first.begin()),
                           std::make_move_iterator(first.end()));
          return home;
        });
      });
}

}  // namespace chiron::views::home
