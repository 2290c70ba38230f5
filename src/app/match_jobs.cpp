// The same pure run as `chiron match`, on the facts of the database.
#include "app/match_jobs.h"

#include <algorithm>
#include <map>

#include "app/offered.h"
#include "app/output.h"
#include "features/duties/roster_facts.h"
#include "features/imports/import_actions.h"
#include "features/match_runs/match_report.h"
#include "features/programs/program_file.h"
#include "features/relationships/known_pairs.h"
#include "platform/report/document_json.h"

namespace chiron::app {
namespace {

/// Chosen pairs as a run takes them. Errors: "match_runs.person_gone".
Result<> add_choices(const std::vector<match_runs::NamedChoice>& choices, const duties::Roster& roster,
                     match_runs::Request& request) {
  for (const auto& one : choices) {
    const auto learner = roster.find(one.learner), educator = roster.find(one.educator);
    if (!learner || !educator) return err(fail(ErrorCode::conflict, "match_runs.person_gone"));
    auto& list = one.pair.choice == match_runs::Choice::keep ? request.keep : request.forbid;
    list.push_back({*learner, *educator});
  }
  return {};
}

/// Pairs that are open keep their seats, and their learners take no part; who went apart is not brought together again.
/// Returns how many seats each educator's open pairs take.
std::map<std::string, std::int64_t, std::less<>> keep_what_stands(const std::vector<relationships::Paired>& pairs,
                                                                  const duties::Roster& roster,
                                                                  const std::vector<people::Named>& people,
                                                                  match_runs::Request& request) {
  std::map<PersonId, std::string_view> names;
  for (const auto& one : people) names.emplace(one.id, one.external_id);
  std::map<std::string, std::int64_t, std::less<>> seats;
  std::vector<match_runs::RosterPair> open, apart;
  for (const auto& pair : pairs) {
    const auto learner = roster.find(names[pair.learner]), educator = roster.find(names[pair.educator]);
    if (!learner || !educator) continue;
    if (pair.open) {
      request.placed.push_back(*learner);
      open.push_back({*learner, *educator});
      ++seats[std::string(names[pair.educator])];
    } else if (pair.went_apart) {
      apart.push_back({*learner, *educator});
    }
  }
  std::ranges::sort(request.placed);
  // A choice about somebody who has a place by now is settled.
  const auto is_placed = [&](const match_runs::RosterPair& pair) {
    return std::ranges::binary_search(request.placed, pair.learner);
  };
  std::erase_if(request.keep, is_placed);
  std::erase_if(request.forbid, is_placed);
  std::erase_if(apart, is_placed);
  request.keep.insert(request.keep.end(), open.begin(), open.end());
  // Whom a coordinator keeps together nonetheless, they keep.
  for (const auto& pair : apart)
    if (std::ranges::none_of(request.keep, [&](const auto& kept) {
          return kept.learner == pair.learner && kept.educator == pair.educator;
        }))
      request.forbid.push_back(pair);
  return seats;
}

}  // namespace

match_runs::Compute compute_match_run(db::Database& database, const Clock& clock) {
  return [&database, &clock](jobs::Work& work, const match_runs::StoredRun& stored,
                             const std::vector<match_runs::NamedChoice>& choices) -> Result<match_runs::Found> {
    const auto institution = work.job().institution;
    const auto program = TRY(programs::read_program_text("settings", stored.settings));
    duties::Roster roster;
    std::vector<people::Named> people;
    preferences::Collected collected;
    std::vector<relationships::Paired> pairs;
    TRY(database.read([&](db::ReadTransaction& read) -> Result<> {
      roster = TRY(imports::current_roster(read, institution));
      people = TRY(people::known(read, institution));
      collected = TRY(preferences::collected(read, institution, stored.program, program.role, program.term.from));
      pairs = TRY(relationships::pairs_of_program(read, institution, stored.program));
      return {};
    }));
    const duties::RosterFacts facts = duties::to_facts(roster);
    const conflict::Index index = conflict::build(facts.facts);
    match_runs::Request request{roster, index, program, {}, {}, matching::Threads::two, {}};
    TRY(add_choices(choices, roster, request));
    const auto seats_kept = keep_what_stands(pairs, roster, people, request);
    const auto answers = answers_in(roster, people, collected);
    request.answers = &answers;
    const auto run = TRY(match_runs::run(request, work.stop()));
    const match_runs::RunRecord record{{}, clock.now().utc_date(), std::string(version())};
    const auto document = match_runs::match_document(request, run, record);
    auto found = match_runs::found_by(request, run, report::document_json(document));
    // An educator's seats are all of them, as the database counts.
    for (auto& pair : found.pairs)
      if (const auto kept = seats_kept.find(pair.educator); kept != seats_kept.end()) pair.seats += kept->second;
    found.answers = std::move(collected);
    return found;
  };
}

}  // namespace chiron::app
