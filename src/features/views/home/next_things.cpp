// One collector for each kind of thing; each asks the feature whose page it leads to.
#include "features/views/home/next_things.h"

#include <algorithm>
#include <map>

#include "features/accounts/account_store.h"
#include "features/educators/educator_store.h"
#include "features/educators/participant.h"
#include "features/imports/import_requests.h"
#include "features/institutions/today.h"
#include "features/letters/letter_store.h"
#include "features/match_runs/match_run_store.h"
#include "features/preferences/preference_store.h"
#include "features/preferences/wish.h"
#include "features/programs/program_access.h"
#include "features/relationships/case_list.h"
#include "features/relationships/offer_store.h"
#include "platform/jobs/jobs.h"

namespace chiron::views::home {
namespace {

using institutions::AccountRole;
using institutions::Viewer;
using programs::Step;
using text::Sentence;

/// How far back a job that failed is worth a look.
constexpr std::int64_t failed_within_ms = 7LL * 24 * 3'600 * 1'000;

/// Collects, and keeps the soonest of what is still to come.
struct Collected {
  const Viewer& viewer;
  Date today;
  NextThings things = {};
  std::optional<Date> later_on = {};

  void add(Sentence sentence, std::string href, std::optional<Date> before = {}) {
    if (before) std::move(sentence).with("before", *before);  // in place
    things.now.push_back({std::move(sentence), std::move(href), before});
  }
  void comes(Date day, Sentence sentence) {
    if (later_on && *later_on <= day) return;
    later_on = day;
    things.later = std::move(sentence).with("day", day);
  }
};

std::string program_page(ProgramId id) { return "/programs/" + id.text(); }
DateRange days_of(const programs::Calendar& calendar, Step step, Date start) {
  return calendar[static_cast<std::size_t>(step)].on(start);
}

/// Cases that concern oneself, and those that one is to see decided.
Result<> add_cases(db::ReadTransaction& read, Collected& all) {
  std::vector<Date> deadlines;
  for (const auto& one : TRY(relationships::own_cases(read, all.viewer)))
    if (one.about.state != relationships::CaseState::decided) deadlines.push_back(one.about.deadline);
  if (!deadlines.empty())
    all.add(Sentence("home.next.own_cases").with("count", deadlines.size()), "/my-people", deadlines.front());
  const auto open = TRY(relationships::undecided(read, all.viewer));
  if (open.first_deadline)
    all.add(Sentence("home.next.cases").with("count", open.cases), "/conflicts", *open.first_deadline);
  return {};
}

/// Pairs that wait for one's own yes or no.
Result<> add_offers(db::ReadTransaction& read, Collected& all) {
  std::int64_t waiting = 0;
  std::optional<Date> first;
  for (const auto& one : TRY(relationships::people_of(read, all.viewer))) {
    if (one.state != relationships::State::offered || one.answer || !one.answer_by) continue;
    ++waiting;
    if (!first || *one.answer_by < *first) first = one.answer_by;
  }
  if (first) all.add(Sentence("home.next.offers").with("count", waiting), "/my-people", *first);
  return {};
}

/// What a program asks of its own people: to take part, to answer the questions on the role, to wish.
Result<> add_answers(db::ReadTransaction& read, Collected& all) {
  const InstitutionId institution = all.viewer.institution_id;
  const auto places = TRY(educators::places_of(read, all.viewer));
  std::vector<programs::ProgramNow> running;
  for (const auto& place : places) running.push_back(place.program);
  const auto calendars = TRY(programs::calendars_of(read, institution, running));
  for (std::size_t n = 0; n < places.size(); ++n) {
    const auto& [program, person, learns, teaches] = places[n];
    const auto& terms = program.charter.terms.program;
    const auto says = [&](const char* key) {
      return Sentence(key)
          .with("program", terms.name)
          .with("role", text::Word{"role." + std::string(conflict::name_of(terms.role))});
    };
    // Whoever says yes late still counts until pairs are matched.
    const Date match = days_of(calendars[n], Step::match, terms.term.from).to;
    if (teaches && all.today < match) {
      const std::string page = program_page(program.id) + "/take-part";
      const auto stored = TRY(educators::find_answer(read, institution, program.id, person.id));
      if (!stored) all.add(says("home.next.take_part"), page, match);
      else if (stored->answer.takes_part && terms.require.training_required &&
               !TRY(educators::passed_on(read, institution, person.id, terms.role)))
        all.add(says("home.next.readiness"), page, match);
    }
    if (!learns) continue;
    const DateRange wishes = days_of(calendars[n], Step::wishes, terms.term.from);
    const auto window = preferences::window_on(wishes, all.today);
    if (window == preferences::WishWindow::early) all.comes(wishes.from, says("home.later.wishes"));
    if (window == preferences::WishWindow::open &&
        !TRY(preferences::find_wishes(read, institution, program.id, person.id)))
      all.add(says("home.next.wishes"), program_page(program.id) + "/wishes", wishes.to);
  }
  return {};
}

/// The newest run of a program, as far as it asks something of the viewer; whether it does.
bool add_run(const match_runs::StoredRun& run, const std::string& program, Collected& all) {
  using enum match_runs::RunState;
  const bool runs = programs::may_run(all.viewer, run.program);
  const bool signs = match_runs::may_sign_off(all.viewer, run.program);
  const char* key = run.state == done && !run.signed_off_at && signs  ? "home.next.run_sign_off"
                    : run.state == done && !run.signed_off_at && runs ? "home.next.run_waits"
                    : run.state == done && run.signed_off_at && runs  ? "home.next.run_publish"
                    : run.state == failed && runs                     ? "home.next.run_failed"
                                                                      : nullptr;
  if (key == nullptr) return false;
  all.add(Sentence(key).with("program", program).with("number", run.number),
          "/matching/" + run.program.text() + "?run=" + run.id.text());
  return true;
}

/// The step of a program that is due, and the one that comes. Those after publishing wait for it, whatever the calendar
/// says; where nobody was matched in time and nobody is paired, that is due.
Result<> add_steps(db::ReadTransaction& read, const programs::ProgramNow& program, const programs::Calendar& calendar,
                   bool published, bool run_asks, Collected& all) {
  const auto& terms = program.charter.terms.program;
  std::optional<std::pair<Step, DateRange>> due;
  for (const Step step : programs::all_steps) {
    const bool matches = step == Step::match || step == Step::publish;
    if (matches && (published || run_asks)) continue;
    if (step > Step::publish && !published) continue;
    const DateRange days = days_of(calendar, step, terms.term.from);
    if (all.today < days.from)
      all.comes(days.from, Sentence("home.later.step")
                               .with("program", terms.name)
                               .with("step", text::Word{"programs.step." + std::string(programs::name_of(step))}));
    else if (days.contains(all.today) && (!due || days.to < due->second.to)) due = {step, days};
  }
  if (!published && !run_asks && days_of(calendar, Step::publish, terms.term.from).to <= all.today &&
      TRY(relationships::count_open(read, all.viewer.institution_id, program.id)) == 0) {
    all.add(Sentence("home.next.match_late").with("program", terms.name), "/matching/" + program.id.text());
    return {};
  }
  if (!due) return {};
  const bool matches = due->first == Step::match || due->first == Step::publish;
  all.add(Sentence("home.next.step")
              .with("program", terms.name)
              .with("step", text::Word{"programs.step." + std::string(programs::name_of(due->first))}),
          matches ? "/matching/" + program.id.text() : program_page(program.id), due->second.to);
  return {};
}

/// What the programs that one runs or leads ask for.
Result<> add_programs(db::ReadTransaction& read, Mail mail, Collected& all) {
  const bool looks = std::ranges::any_of(all.viewer.roles, [](const auto& grant) {
    return grant.role == AccountRole::coordinator || grant.role == AccountRole::lead;
  });
  if (!looks) return {};
  const InstitutionId institution = all.viewer.institution_id;
  const auto mine = TRY(programs::list_for(read, all.viewer));
  if (mine.empty()) {
    if (!programs::may_run(all.viewer)) return {};
    const bool knows_people = TRY(people::newest_change(read, institution)) > 0;
    if (knows_people) all.add(Sentence("home.next.first_program"), "/programs/new");
    else all.add(Sentence("home.next.first_import"), "/people/import");
    return {};
  }
  if (programs::may_run(all.viewer) && !TRY(accounts::anybody_is(read, institution, AccountRole::lead, all.today)))
    all.add(Sentence("home.next.no_lead"), "/people/invite");
  const auto calendars = TRY(programs::calendars_of(read, institution, mine));
  std::map<ProgramId, match_runs::StoredRun> runs;
  for (auto& run : TRY(match_runs::newest_runs(read, institution))) runs.emplace(run.program, std::move(run));
  for (std::size_t n = 0; n < mine.size(); ++n) {
    const auto& program = mine[n];
    const std::string& name = program.charter.terms.program.name;
    const bool may_run = programs::may_run(all.viewer, program.id);
    if (program.state == programs::ProgramState::archived) continue;
    if (program.state == programs::ProgramState::draft && may_run)
      all.add(Sentence("home.next.draft").with("program", name), program_page(program.id));
    if (program.state == programs::ProgramState::running && may_run && mail == Mail::set_up &&
        TRY(letters::posted(read, institution, program.id, letters::Kind::invite)).empty())
      all.add(Sentence("home.next.tell").with("program", name), program_page(program.id) + "/mails");
    // Nothing keeps a program that was not started from being matched.
    const auto run = runs.find(program.id);
    const bool asks = run != runs.end() && add_run(run->second, name, all);
    const bool published = run != runs.end() && (run->second.state == match_runs::RunState::publishing ||
                                                 run->second.state == match_runs::RunState::published);
    if (may_run && program.state == programs::ProgramState::running)
      TRY(add_steps(read, program, calendars[n], published, asks, all));
  }
  return {};
}

Result<> add_imports(db::ReadTransaction& read, Collected& all) {
  if (const auto count = TRY(imports::count_to_decide(read, all.viewer)))
    all.add(Sentence("home.next.imports").with("count", count), "/people/import");
  return {};
}

/// What keeps the machine from its work, as far as it is known.
Result<> add_machine(db::ReadTransaction& read, Mail mail, Instant now, Collected& all) {
  if (!all.viewer.has(AccountRole::operator_)) return {};
  if (mail == Mail::not_set_up) all.add(Sentence("home.next.mail"), "");
  const auto failed = TRY(jobs::count_failed(read, all.viewer.institution_id, now.plus_ms(-failed_within_ms)));
  if (failed > 0) all.add(Sentence("home.next.jobs").with("count", failed), "");
  return {};
}

}  // namespace

Result<NextThings> next_things(db::ReadTransaction& read, const Viewer& viewer, Mail mail, const Clock& clock) {
  if (viewer.kind != institutions::ViewerKind::person) return NextThings();
  Collected all{viewer, TRY(institutions::today_of(read, viewer.institution_id, clock))};
  TRY(add_cases(read, all));
  TRY(add_offers(read, all));
  TRY(add_answers(read, all));
  TRY(add_programs(read, mail, all));
  TRY(add_imports(read, all));
  TRY(add_machine(read, mail, clock.now(), all));
  std::ranges::stable_sort(all.things.now, {}, [](const Thing& thing) { return thing.before.value_or(Date::max()); });
  return std::move(all.things);
}

}  // namespace chiron::views::home
