// What is to be done, and what the reports ask, each through the same access rule as its own routes.
#include "features/views/home/home_routes.h"

#include "features/institutions/institution_store.h"
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

/// Something to do, and where it is done; without an address, at the machine itself.
struct NextStep {
  reports::SentenceJson sentence;
  std::optional<std::string> href;
};
BOOST_DESCRIBE_STRUCT(NextStep, (), (sentence, href))

/// A report in the list of the home page.
struct ReportEntry {
  std::string name;
  reports::SentenceJson title;
  std::optional<reports::SentenceJson> standing;
};
BOOST_DESCRIBE_STRUCT(ReportEntry, (), (name, title, standing))

/// What the home page shows. Without an institution nothing was imported yet. `later`: what comes next and when.
/// `reports` are for visitors of a demo, who have nothing to do but read.
struct Home {
  std::optional<std::string> institution;
  institutions::Mode mode = institutions::Mode::production;
  std::string program;
  std::vector<NextStep> next;
  std::optional<reports::SentenceJson> later;
  std::vector<ReportEntry> reports;
};
BOOST_DESCRIBE_STRUCT(Home, (), (institution, mode, program, next, later, reports))

reports::SentenceJson json_of(const text::Sentence& sentence) { return {report::sentence_json(sentence)}; }

/// What the reports ask of their readers. Those who have signed in find the conflicts ahead among their cases, and a
/// leader, whom no report names anybody to, the page itself.
void add_reports(const reports::Asker& who, const std::vector<reports::Entry>& entries, Home& home) {
  const bool visits = who.viewer.kind == institutions::ViewerKind::visitor;
  for (const Step& step : steps)
    for (const auto& entry : entries) {
      if (entry.name != step.report) continue;
      if (!entry.program.empty()) home.program = entry.program;
      if (who.access == reports::Access::without_people)
        home.next.push_back({json_of(text::Sentence("home.next.accreditor")), std::string(step.href)});
      else if (entry.next != "null" && (visits || entry.name != "ahead"))
        home.next.push_back({{entry.next}, std::string(step.href)});
      if (!visits) continue;
      ReportEntry line{entry.name, {entry.title}, {}};
      if (entry.standing != "null") line.standing = reports::SentenceJson{entry.standing};
      home.reports.push_back(std::move(line));
    }
}

Result<Home> home_of(db::ReadTransaction& read, const reports::Asker& who, Mail mail, const Clock& clock) {
  const auto institution = TRY(institutions::find(read, who.viewer.institution_id));
  if (!institution) return Home{};
  Home home;
  home.institution = institution->name;
  home.mode = institution->mode;
  const NextThings things = TRY(next_things(read, who.viewer, mail, clock));
  for (const Thing& thing : things.now) {
    home.next.push_back({json_of(thing.sentence), {}});
    if (!thing.href.empty()) home.next.back().href = thing.href;
  }
  if (things.later) home.later = json_of(*things.later);
  add_reports(who, TRY(reports::list_for(read, who.viewer, who.access)), home);
  return home;
}

}  // namespace

void add_routes(http::Router& router, db::Database& database, reports::AskerOf asker, Mail mail, const Clock& clock) {
  router.route<http::Nothing, Home>(
      http::Method::get, "/api/v1/home", {.id = "get_home", .summary = "What to do next, for the one who is asking."},
      [=, &database, &clock](const http::Request& request, const http::Nothing&) -> Result<Home> {
        const auto who = asker(request);
        return database.read([&](db::ReadTransaction& read) { return home_of(read, who, mail, clock); });
      });
}

}  // namespace chiron::views::home
