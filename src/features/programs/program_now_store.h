// Programs as they stand now: state, newest charter, calendar; and who could take part.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "features/programs/calendar.h"
#include "features/programs/program_state.h"
#include "features/programs/program_store.h"

namespace chiron::programs {

/// A program as it stands now.
struct ProgramNow {
  ProgramId id;
  ProgramState state = ProgramState::draft;
  std::optional<Instant> started_at;  ///< when it first ran
  std::int64_t revision = 1;          ///< of state and calendar; the charter's is `charter.number`
  CharterVersion charter;             ///< the newest
};
/// By name.
Result<std::vector<ProgramNow>> list(db::ReadTransaction& read, InstitutionId institution);
Result<std::optional<ProgramNow>> find(db::ReadTransaction& read, InstitutionId institution, ProgramId id);

/// Keeps the name of the newest version beside the program, where lists are sorted by it.
Result<> rename(db::WriteTransaction& write, InstitutionId institution, ProgramId id, std::string_view name);
/// Errors: "programs.changed_meanwhile" (conflict: `read_at` is not the revision any more), "programs.move" and what
/// later features hold against it ("relationships.program_has_open").
Result<> move(db::WriteTransaction& write, InstitutionId institution, const ProgramNow& read_at, ProgramState to,
              std::optional<Instant> started_at);

/// Where the program's steps stand: as placed, the others at their standard for the term.
Result<Calendar> calendar_of(db::ReadTransaction& read, InstitutionId institution, ProgramId id, DateRange term);
/// The same for several programs, in their order.
Result<std::vector<Calendar>> calendars_of(db::ReadTransaction& read, InstitutionId institution,
                                           const std::vector<ProgramNow>& programs);
/// Replaces what was placed. Errors: "programs.changed_meanwhile".
Result<> place(db::WriteTransaction& write, InstitutionId institution, ProgramId id, std::int64_t read_at,
               const Calendar& calendar);

/// How many learners share these groups; "" where a person has none.
struct LearnerGroup {
  std::string cohort, stage, site, unit;
  std::int64_t learners = 0;
};
Result<std::vector<LearnerGroup>> learner_groups(db::ReadTransaction& read, InstitutionId institution);
/// How many of those who are there on a day are selected.
Result<std::int64_t> count_selected(db::ReadTransaction& read, InstitutionId institution, const Selection& selection,
                                    Date present_on);

}  // namespace chiron::programs
