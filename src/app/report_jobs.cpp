// Composing the features' pure functions over one institution's database.
#include "app/report_jobs.h"

#include <algorithm>
#include <map>
#include <set>

#include "app/judging.h"
#include "app/main_job.h"
#include "features/imports/import_actions.h"
#include "features/institutions/institution_store.h"
#include "features/institutions/today.h"
#include "features/programs/program_now_store.h"
#include "features/reports/report_store.h"

namespace chiron::app {
namespace {

constexpr int attempts = 5;

/// What the reports are about.
struct Subject {
  institutions::Institution institution;
  duties::Roster roster;  ///< with the pairs
  DateRange term;
  Date today;
};

/// From 1 August on.
Result<DateRange> academic_year_of(Date today) {
  const auto [year, month, day] = today.civil();
  const int begins = month >= 8 ? year : year - 1;
  return DateRange{TRY(Date::of(begins, 8, 1)), TRY(Date::of(begins + 1, 8, 1))};
}

/// Pairs of the list and of the programs, each once.
Result<> add_pairs(db::ReadTransaction& read, const std::vector<programs::ProgramNow>& programs, Subject& subject) {
  const InstitutionId id = subject.institution.id;
  auto& roster = subject.roster;
  auto& pool = *roster.pool;
  std::set<std::pair<std::string, std::string>> seen;
  const auto add = [&](const std::string& learner, const std::string& educator, std::string_view role, DateRange days) {
    if (!seen.emplace(learner, educator).second) return;
    duties::Pair pair;
    pair.learner = pool.keep(learner), pair.educator = pool.keep(educator), pair.role = pool.keep(role);
    pair.days = days;
    roster.pairs.push_back(pair);
  };
  std::map<PersonId, std::string> names;
  for (const auto& one : TRY(people::known(read, id))) names.emplace(one.id, one.external_id);
  for (const auto& program : programs) {
    const auto& terms = program.charter.terms.program;
    for (const auto& pair : TRY(relationships::pairs_of_program(read, id, program.id)))
      if (pair.open) add(names[pair.learner], names[pair.educator], conflict::name_of(terms.role), terms.term);
  }
  for (const auto& [learner, educator, role, days] : TRY(relationships::known_sayings(read, id)))
    add(learner, educator, role, days);
  return {};
}

Result<std::optional<Subject>> subject_of(db::ReadTransaction& read, InstitutionId id, const Clock& clock) {
  auto institution = TRY(institutions::find(read, id));
  if (!institution) return std::optional<Subject>();
  Subject subject{*std::move(institution), TRY(imports::current_roster(read, id)), {}, {}};
  subject.today = TRY(institutions::today_of(read, id, clock));
  subject.term = TRY(academic_year_of(subject.today));
  const auto programs = TRY(programs::list(read, id));
  for (const auto& program : programs)
    if (program.state == programs::ProgramState::running && program.charter.terms.program.term.contains(subject.today))
      subject.term = program.charter.terms.program.term;
  TRY(add_pairs(read, programs, subject));
  return std::optional(std::move(subject));
}

/// Asks in an event's institution. Others who hear of the event draw from its seed, too.
Result<> ask_after(db::WriteTransaction& write, const auto& event) {
  crypto::DerivedRandom random(crypto::seed_for(event.seed, reports_kind));
  return ask_for_reports(write, event.institution, event.now, random);
}

}  // namespace

Result<> ask_for_reports(db::WriteTransaction& write, InstitutionId institution, Instant now, Random& random) {
  const auto found = TRY(institutions::find(write, institution));
  if (!found || found->mode == institutions::Mode::demo) return {};
  // One after another ask while a file is imported: one job reads what they all wrote.
  if (TRY(jobs::hold_waiting(write, institution, reports_kind))) return {};
  const auto job = jobs::JobId::random(random);
  TRY(jobs::enqueue(write, institution, job, {reports_kind, 1, job.text(), "", now, attempts}, now));
  return {};
}

Result<> on_facts_changed(db::WriteTransaction& write, const duties::FactsChanged& event) {
  return ask_after(write, event);
}
Result<> on_known_pairs_changed(db::WriteTransaction& write, const relationships::KnownPairsChanged& event) {
  return ask_after(write, event);
}
Result<> on_offers_made(db::WriteTransaction& write, const relationships::OffersMade& event) {
  return ask_after(write, event);
}
Result<> on_closed(db::WriteTransaction& write, const relationships::RelationshipClosed& event) {
  return ask_after(write, event);
}

jobs::Handler reports_handler(db::Database& database, const Clock& clock) {
  return [&database, &clock](jobs::Work& work) -> Result<jobs::Completion> {
    const InstitutionId id = work.job().institution;
    auto subject = TRY(database.read([&](db::ReadTransaction& read) { return subject_of(read, id, clock); }));
    if (!subject || subject->roster.pairs.empty()) return jobs::Completion{"nothing", {}};
    TRY(work.heartbeat(300));
    auto made = std::make_shared<std::vector<reports::Finished>>(
        TRY(reports_on_pairs(subject->roster, subject->institution.name, subject->term, subject->today)));
    const Instant now = clock.now();
    return jobs::Completion{"made", [made, id, now](db::WriteTransaction& write) -> Result<> {
                              for (const auto& report : *made) TRY(reports::save(write, id, now, report));
                              return {};
                            }};
  };
}

}  // namespace chiron::app
