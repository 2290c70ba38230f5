// The waiting list of a program: who is left over after a match waits in order, and gets the seats that become free,
// from a coordinator or by itself.
#pragma once

#include <functional>
#include <span>

#include "features/educators/capacity_changed.h"
#include "features/match_runs/waiting_store.h"
#include "features/programs/program_now_store.h"
#include "features/relationships/known_pairs.h"
#include "features/relationships/relationship_closed.h"
#include "platform/jobs/jobs.h"

namespace chiron::match_runs {

/// The educators whom no hard rule of the program keeps from a learner, vetoes included, the best fit first; whether
/// they have a seat left is not asked. The composition root knows where facts are.
using FittingFor = std::function<Result<std::vector<PersonId>>(db::ReadTransaction& read, InstitutionId institution,
                                                               const programs::ProgramNow& program, PersonId learner)>;

/// A seat that is free, and for whom it is: the first who waits and whom no rule keeps from that educator.
struct FreeSeat {
  PersonId learner, educator;
  std::string learner_name, educator_name;
};
/// For the first who wait, in order, and whom no rule keeps from the educator; a learner at most once. Nothing while it
/// is worked out for the first time.
struct SeatsFound {
  std::vector<FreeSeat> seats;
  std::int64_t waiting = 0;  ///< all who wait
};
using FreeSeatsOf = std::function<Result<std::optional<SeatsFound>>(
    db::ReadTransaction& read, InstitutionId institution, const programs::ProgramNow& program,
    std::span<const Waiting> first)>;
/// Worked out for whoever asks, who waits for it.
FreeSeatsOf seats_worked_out(FittingFor fitting_for);
/// The same, but in a large institution worked out beside the page, which shows the newest that still stand: only what
/// is shown, since an offer looks again. The database must outlive it.
FreeSeatsOf seats_kept(db::Database& database, FittingFor fitting_for);

struct WaitingList {
  std::int64_t count = 0;        ///< all who wait
  std::vector<Waiting> waiting;  ///< the first of them
  std::vector<FreeSeat> seats;
  bool pending = false;  ///< seats are being looked for
  bool by_itself = false;
  bool may_run = false;
};
/// For whoever may see the program. Errors: "programs.unknown" (not_found).
Result<WaitingList> waiting_list(db::ReadTransaction& read, const institutions::Viewer& viewer,
                                 programs::ProgramId program, const FreeSeatsOf& seats_of);

/// Offers a free seat to a learner who waits. Whatever keeps the two apart is told in the same words. Errors:
/// "programs.unknown" (not_found, also for whoever may not run it), "match_runs.waits_no_more" (conflict),
/// "match_runs.seat_not_free" (conflict: taken meanwhile, or not for this learner).
Result<> offer_seat(db::Database& database, const institutions::Viewer& viewer, programs::ProgramId program,
                    PersonId learner, PersonId educator, const FittingFor& fitting_for, const Clock& clock,
                    Random& random);

/// Whether the program offers free seats by itself; turned on, it begins at once. Errors: "programs.unknown"
/// (not_found, also for whoever may not run it).
Result<> let_offer_by_itself(db::Database& database, const institutions::Viewer& viewer, programs::ProgramId program,
                             bool by_itself, const Clock& clock, Random& random);

/// A learner no longer wants to wait. Error: "programs.unknown" (not_found) for whoever does not.
Result<> stop_waiting(db::Database& database, const institutions::Viewer& viewer, programs::ProgramId program);

/// Puts learners whom a run left over on the waiting list, in the order of the program's lottery.
Result<> let_wait(db::WriteTransaction& write, InstitutionId institution, programs::ProgramId program,
                  std::uint64_t lottery_seed, Instant now, std::span<const PersonId> learners);

/// The subscribers: learners who lost somebody wait, first of all; where the program offers by itself, a job is asked
/// to.
Result<> on_closed(db::WriteTransaction& write, const relationships::RelationshipClosed& event);
Result<> on_capacity_changed(db::WriteTransaction& write, const educators::CapacityChanged& event);

inline constexpr const char* fill_kind = "match_runs.fill_seats";
/// Asks for the job, where the program offers by itself.
Result<> ask_to_fill(db::WriteTransaction& write, InstitutionId institution, programs::ProgramId program, Instant now,
                     Random& random);
/// The same for every program of the institution: part of its night.
Result<> ask_to_fill_all(db::WriteTransaction& write, InstitutionId institution, Instant now, Random& random);
/// Offers free seats to those who wait, in order, each in a short write of its own. The arguments must outlive it.
jobs::Handler fill_handler(db::Database& database, FittingFor fitting_for, const Clock& clock, Random& random);

}  // namespace chiron::match_runs
