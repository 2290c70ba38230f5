// Match runs, choices, proposals and reports in the database.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "features/match_runs/match_run.h"
#include "features/match_runs/match_runs_sql.h"
#include "features/match_runs/stored_run.h"
#include "features/preferences/collected.h"
#include "platform/db/transaction.h"

namespace chiron::match_runs {

/// Asks for the program's next run. `settings` is the program file.
Result<> insert(db::WriteTransaction& write, InstitutionId institution, RunId id,
                const programs::CharterVersion& version, const std::string& settings,
                const std::vector<ChosenPair>& choices, Instant now, std::optional<AccountId> asked_by);
Result<std::optional<StoredRun>> find(db::ReadTransaction& read, InstitutionId institution, RunId id);
/// Newest first.
Result<std::vector<StoredRun>> runs_of(db::ReadTransaction& read, InstitutionId institution,
                                       programs::ProgramId program, int limit);

/// The last run of every program that has one.
Result<std::vector<StoredRun>> newest_runs(db::ReadTransaction& read, InstitutionId institution);

/// A choice with the external ids that a roster knows.
struct NamedChoice {
  ChosenPair pair;
  std::string learner, educator;
};
Result<std::vector<NamedChoice>> choices_of(db::ReadTransaction& read, InstitutionId institution, RunId id);

/// What a run found, as it is stored. External ids; proposals least certain first.
struct Found {
  struct Pair {
    std::string learner, educator;
    std::int64_t score = 0;
    std::optional<std::int64_t> margin;
    std::string verdict, wished, reasons;
    bool kept = false;
    std::int64_t seats = 0;  ///< the educator's
  };
  struct Left {
    std::string learner, reason;
  };
  std::vector<Pair> pairs;
  std::vector<Left> left;
  preferences::Collected answers;  ///< what the program's people had answered: kept with the run, shown to nobody
  std::int64_t learners = 0, educators = 0, seats = 0;
  std::string report;  ///< the document as JSON
};
Found found_by(const Request& request, const Run& run, const std::string& report);

using PeopleByExternalId = std::map<std::string, PersonId, std::less<>>;
/// Stores some of the proposals of a run that is waiting: from `first`, at most `count`. Errors:
/// "match_runs.person_gone" (conflict: somebody is no longer known).
Result<> store_pairs(db::WriteTransaction& write, InstitutionId institution, RunId id, const Found& found,
                     std::size_t first, std::size_t count, const PeopleByExternalId& people);
Result<> store_left(db::WriteTransaction& write, InstitutionId institution, RunId id, const Found& found,
                    std::size_t first, std::size_t count, const PeopleByExternalId& people);
/// The answers that the run was computed from: with its settings, choices and the facts of its day, the run can be
/// computed again. Likewise a part of them.
Result<> store_answers(db::WriteTransaction& write, InstitutionId institution, RunId id, const Found& found,
                       std::size_t first, std::size_t count);
Result<preferences::Collected> answers_of(db::ReadTransaction& read, InstitutionId institution, RunId id);
/// Forgets what an interrupted job had stored.
Result<> forget_found(db::WriteTransaction& write, InstitutionId institution, RunId id);
/// The run is done; its report with it.
Result<> finish(db::WriteTransaction& write, InstitutionId institution, RunId id, const Found& found);
/// Keeps why, with the error's details; `learner`, `educator` and `who` are external ids. Nothing, when the run no
/// longer waits.
Result<> fail_run(db::WriteTransaction& write, InstitutionId institution, RunId id, const Error& error,
                  const PeopleByExternalId& people);
/// What the sentence of a failed run is about, by the names in it: people as they are called today.
Result<std::map<std::string, std::string>> error_details_of(db::ReadTransaction& read, InstitutionId institution,
                                                            RunId id);

/// False: not done, or signed off already.
Result<bool> sign_off(db::WriteTransaction& write, InstitutionId institution, RunId id, Instant now,
                      std::optional<AccountId> by);
/// False: not done, or somebody else was first. Errors: "match_runs.sign_off_first".
Result<bool> begin_publishing(db::WriteTransaction& write, InstitutionId institution, RunId id,
                              std::optional<AccountId> by);
Result<> end_publishing(db::WriteTransaction& write, InstitutionId institution, RunId id, Instant now);

struct ToOffer {
  PersonId learner, educator;
  std::int64_t seats = 0;
};
/// Proposals of which nothing has become yet, at most `limit`.
Result<std::vector<ToOffer>> to_offer(db::ReadTransaction& read, InstitutionId institution, RunId id, int limit);
Result<> note_became(db::WriteTransaction& write, InstitutionId institution, RunId id, PersonId learner,
                     std::string_view became);

/// Somebody as a list shows them.
struct Shown {
  PersonId id;
  std::string name;
  std::string site;
};
struct ShownPair {
  std::int64_t position = 0;  ///< 0 = least certain
  Shown learner, educator;
  std::int64_t score = 0;
  std::optional<std::int64_t> margin;
  std::string verdict, wished, reasons, became;
  bool kept = false;
};
/// From a position on, at most `limit`.
Result<std::vector<ShownPair>> pairs_from(db::ReadTransaction& read, InstitutionId institution, RunId id,
                                          std::int64_t position, int limit);
struct ShownLeft {
  Shown learner;
  std::string reason;
};
Result<std::vector<ShownLeft>> left_out(db::ReadTransaction& read, InstitutionId institution, RunId id, int limit);
/// How many proposals became what; "" = not offered yet.
Result<std::map<std::string, std::int64_t>> outcomes_of(db::ReadTransaction& read, InstitutionId institution, RunId id);
/// How the offers of a run were answered: counts, never by whom.
struct AnswersGiven {
  std::optional<Date> answer_by;  ///< the last first day on which it is too late
  std::int64_t yes = 0;           ///< everybody said yes
  std::int64_t no = 0;            ///< somebody said no
  std::int64_t offers = 0;
};
Result<AnswersGiven> answers_given(db::ReadTransaction& read, InstitutionId institution, RunId id);
/// Numbers of which one moves with every answer to an offer of the program.
Result<std::vector<std::int64_t>> answers_mark(db::ReadTransaction& read, InstitutionId institution,
                                               programs::ProgramId program);
Result<std::optional<std::string>> report_of(db::ReadTransaction& read, InstitutionId institution, RunId id);

}  // namespace chiron::match_runs
