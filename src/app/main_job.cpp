// Composing the features' pure functions over one institution.
#include "app/main_job.h"

#include <filesystem>
#include <memory>

#include "app/judging.h"
#include "app/output.h"
#include "features/conflicts/audit_report.h"
#include "features/imports/import_actions.h"
#include "features/match_runs/match_report.h"
#include "features/programs/program_file.h"
#include "features/reports/report_store.h"
#include "platform/json/json.h"

namespace chiron::app {
namespace {

/// What is stored of the three reports, with what each asks of the coordinator.
struct Made {
  std::string name;
  report::Document document;
  text::Sentence next;
};

/// Pairs, wishes and vetoes of the files, with texts of their own.
void adopt(const duties::Roster& files, duties::Roster& into) {
  auto& pool = *into.pool;
  into.files = files.files;
  for (auto pair : files.pairs) {
    pair.learner = pool.keep(pair.learner), pair.educator = pool.keep(pair.educator), pair.role = pool.keep(pair.role);
    into.pairs.push_back(pair);
  }
  for (auto wish : files.preferences) {
    wish.learner = pool.keep(wish.learner), wish.educator = pool.keep(wish.educator);
    into.preferences.push_back(wish);
  }
  for (auto veto : files.vetoes) {
    veto.person = pool.keep(veto.person), veto.not_with = pool.keep(veto.not_with);
    into.vetoes.push_back(veto);
  }
}

Result<std::vector<Made>> make(const MainJob& job, const duties::Roster& roster, Date today) {
  std::vector<Made> made;
  duties::RosterFacts facts = duties::to_facts(roster);
  const conflict::Index index = conflict::build(facts.facts);

  const auto pairs = TRY(pairs_of(roster, conflict::Role::mentor));
  const auto audit = conflicts::audit_pairs(index, conflicts::standard_policies(), pairs, job.audit_term);
  made.push_back({"audit", conflicts::audit_document(audit, roster, facts, today),
                  text::Sentence("home.next.audit").with("count", audit.learners_mixed)});
  made.push_back({"accreditor", conflicts::accreditor_document(audit, roster, facts, today), {}});

  const auto program = TRY(programs::read_program(job.directory + "/program.toml"));
  const match_runs::Request request{roster, index, program, {}, {}, matching::Threads::two, {}};
  const auto run = TRY(match_runs::run(request));
  const auto [none, one, two, more] = run.eligibility.histogram;
  made.push_back({"eligibility", match_runs::eligibility_document(request, run),
                  text::Sentence("home.next.eligibility").with("count", none + one + two)});
  match_runs::RunRecord record{{}, today, std::string(version())};
  made.push_back({"matches", match_runs::match_document(request, run, record),
                  text::Sentence("home.next.unmatched").with("count", run.unplaced.size())});
  return made;
}

}  // namespace

duties::RosterFiles files_in(const std::string& directory) {
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
  add(files.placements, "block_schedule.csv");
  add(files.evaluations, "evaluations.csv");
  add(files.panels, "panels.csv");
  files.pairs = there("last_years_pairs.csv");
  files.preferences = there("preferences.csv");
  files.vetoes = there("vetoes.csv");
  files.coverage = there("coverage.csv");
  files.names = there("names.csv");
  return files;
}

jobs::Handler main_job_handler(db::Database& database, const Clock& clock) {
  return [&database, &clock](jobs::Work& work) -> Result<jobs::Completion> {
    const auto job = TRY(json::parse<MainJob>(work.job().payload));
    const InstitutionId institution = work.job().institution;
    auto roster =
        TRY(database.read([&](db::ReadTransaction& read) { return imports::current_roster(read, institution); }));
    TRY(work.heartbeat(200));
    duties::RosterOptions options;
    options.undated = job.audit_term;
    const auto files = TRY(duties::read_roster(files_in(job.directory), options));
    adopt(files.roster, roster);
    TRY(work.heartbeat(400));
    auto made = std::make_shared<std::vector<Made>>(TRY(make(job, roster, clock.now().utc_date())));
    const Instant now = clock.now();
    return jobs::Completion{"", [made, institution, now](db::WriteTransaction& write) -> Result<> {
                              for (const Made& one : *made)
                                TRY(reports::save(write, institution, one.name, now, one.document, one.next));
                              return {};
                            }};
  };
}

}  // namespace chiron::app
