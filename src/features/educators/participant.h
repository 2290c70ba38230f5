// Who may take part in a program, on which side: the same people as a match run takes (match_runs::run), and the
// near-peers of a program of peer mentors.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "features/educators/educators_sql.h"
#include "features/institutions/viewer.h"
#include "features/people/person.h"
#include "features/programs/program_now_store.h"

namespace chiron::educators {

/// A person as far as taking part depends on it. Groups as programs::Selection asks for them.
struct Participant {
  PersonId id;
  people::Kind kind = people::Kind::learner;
  std::string stage, site, unit, cohort;
  DateRange present;
  std::optional<std::int64_t> capacity;  ///< learners they take, as the roster has it
};
Result<std::optional<Participant>> find_participant(db::ReadTransaction& read, InstitutionId institution,
                                                    PersonId person);
/// Everybody who can learn, in the order of ids.
Result<std::vector<Participant>> learners_of(db::ReadTransaction& read, InstitutionId institution,
                                             const programs::Program& program);

/// How many they are.
Result<std::int64_t> count_learners(db::ReadTransaction& read, InstitutionId institution,
                                    const programs::Program& program);

/// Everybody who may be an educator in it (teaches_in), in the order of ids.
Result<std::vector<Participant>> who_may_teach(db::ReadTransaction& read, InstitutionId institution,
                                               const programs::Program& program);

/// Whether the program is about them as a learner: selected, and there on its first day.
bool learns_in(const programs::Program& program, const Participant& person);
/// The lowest known stage of the program's learners (people::stage_number), for near-peers; 0 = not known.
Result<std::uint16_t> first_stage_of(db::ReadTransaction& read, InstitutionId institution,
                                     const programs::Program& program);
/// Whether they may be an educator in it: educators there on its first day; in a program of peer mentors also learners
/// of a later stage than the first of those whom it is about.
bool teaches_in(const programs::Program& program, const Participant& person, std::uint16_t first_stage);

/// What somebody's own page of a program is made from.
struct Place {
  programs::ProgramNow program;
  Participant person;
  bool learns = false, teaches = false;
};
/// The viewer's place in a program that runs; none where it does not run, is not there, or is not about them: all the
/// same to whoever asks.
Result<std::optional<Place>> place_of(db::ReadTransaction& read, const institutions::Viewer& viewer,
                                      programs::ProgramId program);
/// The viewer's places in all programs that run, by the programs' names.
Result<std::vector<Place>> places_of(db::ReadTransaction& read, const institutions::Viewer& viewer);

}  // namespace chiron::educators
