// Who waits for a seat in a program, in order, and whether the program offers free seats by itself.
#pragma once

#include <string>
#include <vector>

#include "features/match_runs/match_runs_sql.h"
#include "features/match_runs/stored_run.h"
#include "platform/db/transaction.h"

namespace chiron::match_runs {

/// A learner's place in the order: those who held a place go first, then by `since`, then by `lot`.
struct ToWait {
  PersonId learner;
  bool goes_first = false;
  Instant since;
  std::int64_t lot = 0;
};
/// Who waits already keeps their day, and may come to go first.
Result<> begin_to_wait(db::WriteTransaction& write, InstitutionId institution, programs::ProgramId program,
                       const ToWait& one);
/// Nothing, for who does not wait.
Result<> end_waiting(db::WriteTransaction& write, InstitutionId institution, programs::ProgramId program,
                     PersonId learner);
/// Of everybody who holds a place in the program.
Result<> end_waiting_of_placed(db::WriteTransaction& write, InstitutionId institution, programs::ProgramId program);
Result<bool> waits(db::ReadTransaction& read, InstitutionId institution, programs::ProgramId program, PersonId learner);

struct Waiting {
  PersonId learner;
  std::string name, site;
  Instant since;
  bool goes_first = false;
};
/// In order, at most `limit`; without those who hold a place or are in the roster no more.
Result<std::vector<Waiting>> waiting_in(db::ReadTransaction& read, InstitutionId institution,
                                        programs::ProgramId program, int limit);

/// How many stand on the list, with those who have found a place meanwhile.
Result<std::int64_t> count_listed(db::ReadTransaction& read, InstitutionId institution, programs::ProgramId program);
/// How many wait: everybody on the list is looked at.
Result<std::int64_t> count_waiting(db::ReadTransaction& read, InstitutionId institution, programs::ProgramId program);

/// A program in which somebody waits.
struct WaitsIn {
  programs::ProgramId program;
  std::string name;
};
/// Where a learner waits, by the programs' names.
Result<std::vector<WaitsIn>> waits_in(db::ReadTransaction& read, InstitutionId institution, PersonId learner);

/// Learners whom a run that was published left without an offer.
Result<std::vector<PersonId>> left_over_by(db::ReadTransaction& read, InstitutionId institution, RunId run);

Result<bool> offers_by_itself(db::ReadTransaction& read, InstitutionId institution, programs::ProgramId program);
Result<> set_offers_by_itself(db::WriteTransaction& write, InstitutionId institution, programs::ProgramId program,
                              bool by_itself);
/// The institution's programs that do.
Result<std::vector<programs::ProgramId>> programs_by_itself(db::ReadTransaction& read, InstitutionId institution);

}  // namespace chiron::match_runs
