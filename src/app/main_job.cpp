// Composing the features' pure functions over one institution.
#include "app/main_job.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <utility>

#include "app/judging.h"
#include "app/output.h"
#include "features/conflicts/ahead_report.h"
#include "features/conflicts/audit_report.h"
#include "features/imports/import_actions.h"
#include "features/institutions/institution_store.h"
#include "features/match_runs/match_report.h"
#include "features/programs/program_file.h"
#include "features/reports/report_store.h"
#include "platform/json/json.h"

namespace chiron::app {
namespace {

/// Pairs, wishes and vetoes of the files, with texts of their own.
void adopt(const duties::Roster& files, duties::Roster& into) {
  auto& pool = *into.pool;
  into.files = files.files;
  for (auto pair : files.pairs) {
    pair.learner = pool.keep(pair.learner), pair.educator = pool.keep(pair.educator), pair.role = pool.keep(pair.role);
    into.pairs.push_back(pair);
  }
  into.asked_privately = files.asked_privately;
  for (auto wish : files.preferences) {
    wish.learner = pool.keep(wish.learner), wish.educator = pool.keep(wish.educator);
    into.preferences.push_back(wish);
  }
  for (auto veto : files.vetoes) {
    veto.person = pool.keep(veto.person), veto.not_with = pool.keep(veto.not_with);
    into.vetoes.push_back(veto);
  }
}

/// What a report asks of its reader; nothing when there is nothing to look at.
text::Sentence asks(const char* key, std::size_t count) {
  return count == 0 ? text::Sentence() : text::Sentence(key).with("count", count);
}

constexpr const char* schedule_file = "block_schedule.csv";
constexpr const char* changed_schedule_file = "block_schedule_changed.csv";

/// The block schedule to read: the one in force, or the one that is looked at before it is accepted.
enum class Schedule : std::uint8_t { in_force, changed };

duties::RosterFiles files_with(const std::string& directory, Schedule schedule) {
  duties::RosterFiles files;
  const auto there = [&](const char* name) {
    const std::string path = directory + "/" + name;
    return std::filesystem::exists(path) ? path : std::string();
  };
  const auto add = [&](std::vector<std::string>& list, const char* name) {
    if (auto path = there(name); !path.empty()) list.push_back(path);
  };
  files.people = there("people.csv");
  add(files.duties, "duties.csv");
  add(files.placements, "placements.csv");
  add(files.placements, schedule == Schedule::changed ? changed_schedule_file : schedule_file);
  add(files.evaluations, "evaluations.csv");
  add(files.panels, "panels.csv");
  files.pairs = there("last_years_pairs.csv");
  files.preferences = there("preferences.csv");
  files.vetoes = there("vetoes.csv");
  files.coverage = there("coverage.csv");
  files.names = there("names.csv");
  return files;
}

/// One state of the facts and the conflicts that lie ahead in it. `facts` and `ahead` live no longer than `roster`.
struct Outlook {
  duties::RosterFacts facts;
  std::vector<conflicts::ConflictAhead> ahead;
  std::int64_t running_pairs = 0;
};

Result<Outlook> outlook(const duties::Roster& roster, Date today) {
  Outlook look{duties::to_facts(roster), {}, 0};
  const auto pairs = TRY(pairs_of(roster, conflict::Role::mentor));
  look.ahead = conflicts::conflicts_ahead(look.facts.facts, conflict::build(look.facts.facts),
                                          conflicts::standard_policies(), pairs, today);
  look.running_pairs = std::ranges::count_if(pairs, [&](const auto& pair) { return pair.days.contains(today); });
  return look;
}

reports::Finished ahead_in(const Outlook& look, const duties::Roster& roster, std::vector<bool> brought,
                           std::string_view file, Date today) {
  const conflicts::AheadReport report{look.ahead, std::move(brought), look.running_pairs, roster, look.facts, file,
                                      today};
  return {"ahead", conflicts::ahead_document(report), asks("home.next.ahead", look.ahead.size()), {}};
}

/// The conflicts ahead; where a changed block schedule lies beside the one in force, those that it would bring.
Result<reports::Finished> make_ahead(const MainJob& job, const duties::Roster& roster) {
  Outlook look = TRY(outlook(roster, job.today));
  if (!std::filesystem::exists(job.directory + "/" + changed_schedule_file))
    return ahead_in(look, roster, {}, "", job.today);
  duties::RosterOptions options;
  options.undated = job.audit_term;
  const auto changed = TRY(duties::read_roster(files_with(job.directory, Schedule::changed), options));
  const Outlook before = std::exchange(look, TRY(outlook(changed.roster, job.today)));
  return ahead_in(look, changed.roster, conflicts::brought_by_change(look.ahead, changed.roster, before.ahead, roster),
                  changed_schedule_file, job.today);
}

/// Facts, arranged.
struct Arranged {
  const duties::Roster& roster;
  const duties::RosterFacts& facts;
  const conflict::Index& index;
};

/// The audit of the roster's pairs, and the page for the accreditor.
Result<std::vector<reports::Finished>> audit_of(const Arranged& on, std::string_view institution, DateRange term,
                                                Date today) {
  const auto pairs = TRY(pairs_of(on.roster, conflict::Role::mentor));
  const auto audit = conflicts::audit_pairs(on.index, conflicts::standard_policies(), pairs, term);
  std::vector<reports::Finished> made;
  made.push_back({"audit",
                  conflicts::audit_document(audit, on.roster, on.facts, today),
                  asks("home.next.audit", audit.learners_mixed),
                  {}});
  made.push_back(
      {"accreditor", conflicts::accreditor_document(audit, on.roster, on.facts, today, institution), {}, {}});
  return made;
}

Result<std::vector<reports::Finished>> make(const MainJob& job, const duties::Roster& roster,
                                            std::string_view institution, std::stop_token stop) {
  const duties::RosterFacts facts = duties::to_facts(roster);
  const conflict::Index index = conflict::build(facts.facts);
  auto made = TRY(audit_of({roster, facts, index}, institution, job.audit_term, job.today));

  const auto program = TRY(programs::read_program(job.directory + "/program.toml"));
  const match_runs::Request request{roster, index, program, {}, {}, matching::Threads::two, {}};
  const auto run = TRY(match_runs::run(request, std::move(stop)));
  const auto [none, one, two, more] = run.eligibility.histogram;
  made.push_back({"eligibility", match_runs::eligibility_document(request, run),
                  asks("home.next.eligibility", none + one + two), program.name});
  match_runs::RunRecord record{{}, job.today, std::string(version())};
  made.push_back({"matches", match_runs::match_document(request, run, record),
                  asks("home.next.unmatched", run.unplaced.size()), program.name});
  made.push_back(TRY(make_ahead(job, roster)));
  return made;
}

}  // namespace

Result<std::vector<reports::Finished>> reports_on_pairs(const duties::Roster& roster, std::string_view institution,
                                                        DateRange term, Date today) {
  const Outlook look = TRY(outlook(roster, today));
  const conflict::Index index = conflict::build(look.facts.facts);
  auto made = TRY(audit_of({roster, look.facts, index}, institution, term, today));
  made.push_back(ahead_in(look, roster, {}, "", today));
  return made;
}

duties::RosterFiles files_in(const std::string& directory) { return files_with(directory, Schedule::in_force); }

jobs::Handler main_job_handler(db::Database& database, const Clock& clock) {
  return [&database, &clock](jobs::Work& work) -> Result<jobs::Completion> {
    const auto job = TRY(json::parse<MainJob>(work.job().payload));
    const InstitutionId institution = work.job().institution;
    auto roster =
        TRY(database.read([&](db::ReadTransaction& read) { return imports::current_roster(read, institution); }));
    const auto found =
        TRY(database.read([&](db::ReadTransaction& read) { return institutions::find(read, institution); }));
    TRY(work.heartbeat(200));
    duties::RosterOptions options;
    options.undated = job.audit_term;
    const auto files = TRY(duties::read_roster(files_in(job.directory), options));
    adopt(files.roster, roster);
    TRY(work.heartbeat(400));
    auto made = std::make_shared<std::vector<reports::Finished>>(
        TRY(make(job, roster, found ? std::string_view(found->name) : std::string_view(), work.stop())));
    TRY(work.heartbeat(900));  // what a stop cut short is not stored
    const Instant now = clock.now();
    return jobs::Completion{"", [made, institution, now](db::WriteTransaction& write) -> Result<> {
                              for (const auto& report : *made) TRY(reports::save(write, institution, now, report));
                              return {};
                            }};
  };
}

}  // namespace chiron::app
