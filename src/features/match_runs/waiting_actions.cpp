// Who fits is worked out before a write, which stays short; the write looks again at all that may have changed.
#include "features/match_runs/waiting_actions.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <tuple>

#include "base/kept.h"
#include "features/audit/actor.h"
#include "features/people/change_store.h"
#include "features/people/people_store.h"
#include "features/preferences/preference_store.h"
#include "features/programs/program_access.h"
#include "features/relationships/offer_actions.h"
#include "platform/crypto/derived_random.h"

namespace chiron::match_runs {
namespace {

using institutions::Viewer;

/// Shown at most; and of how many the page says which seat is for them.
constexpr int shown_at_most = 200, looked_at = 20;
/// How many a job looks at.
constexpr int filled_at_most = 5'000;

/// Seats of educators, counted once, and those that are spoken for meanwhile.
class Seats {
 public:
  Seats(db::ReadTransaction& read, InstitutionId institution, const programs::CharterVersion& charter)
      : read_(read), institution_(institution), charter_(charter) {}
  Result<bool> has_left(PersonId educator) {
    auto left = left_.find(educator);
    if (left == left_.end()) {
      const auto all = TRY(relationships::seats_of(read_, institution_, charter_, educator));
      const auto held = TRY(relationships::seats_held(read_, institution_, charter_.program, educator));
      left = left_.emplace(educator, all - held).first;
    }
    return left->second > 0;
  }
  /// One that is left.
  void take(PersonId educator) { --left_.at(educator); }

 private:
  db::ReadTransaction& read_;
  InstitutionId institution_;
  const programs::CharterVersion& charter_;
  std::map<PersonId, std::int64_t> left_;
};

/// The seat for a learner: of the best fitting educator with one left, whom they have not had before.
Result<std::optional<PersonId>> seat_for(db::ReadTransaction& read, InstitutionId institution,
                                         const programs::ProgramNow& program, PersonId learner,
                                         const FittingFor& fitting_for, Seats& seats) {
  for (const PersonId educator : TRY(fitting_for(read, institution, program, learner)))
    if (TRY(seats.has_left(educator)) &&
        !TRY(relationships::were_together(read, institution, program.id, learner, educator))) {
      seats.take(educator);
      return std::optional(educator);
    }
  return std::optional<PersonId>();
}

/// The seats of the first who wait, in order, and how many wait.
Result<SeatsFound> seats_for(db::ReadTransaction& read, InstitutionId institution, const programs::ProgramNow& program,
                             std::span<const Waiting> first, const FittingFor& fitting_for) {
  SeatsFound found{{}, TRY(count_waiting(read, institution, program.id))};
  Seats seats(read, institution, program.charter);
  for (const Waiting& one : first) {
    const auto educator = TRY(seat_for(read, institution, program, one.learner, fitting_for, seats));
    if (!educator) continue;
    const auto name = TRY(people::name_of(read, institution, *educator));
    found.seats.push_back({one.learner, *educator, one.name, name.value_or("")});
  }
  return found;
}

/// Offers it, if it still can be; what became of it otherwise.
Result<relationships::Offering> try_offer(db::WriteTransaction& write, const relationships::At& at,
                                          programs::ProgramId program, PersonId learner, PersonId educator,
                                          relationships::RelationshipId id) {
  using relationships::Offering;
  const auto charter = TRY(programs::newest_version(write, at.institution, program));
  if (!charter) return err(fail(ErrorCode::not_found, "programs.unknown"));
  if (!TRY(waits(write, at.institution, program, learner))) return Offering::has_place;
  if (TRY(preferences::are_ruled_out(write, at.institution, program, learner, educator)) ||
      TRY(relationships::were_together(write, at.institution, program, learner, educator)))
    return Offering::conflict;
  const auto& terms = charter->terms.program;
  TRY(relationships::set_seats(write, at.institution, program, educator,
                               TRY(relationships::seats_of(write, at.institution, *charter, educator))));
  relationships::NewOffer offer;
  offer.id = id;
  offer.program = program, offer.charter_version = charter->number;
  offer.role = terms.role, offer.acceptance = programs::charter_of(terms.role).acceptance;
  offer.days = terms.term;
  offer.learner = learner, offer.educator = educator;
  const auto became = TRY(relationships::make_offers(write, at, {offer})).front();
  if (became == Offering::made) TRY(end_waiting(write, at.institution, program, learner));
  return became;
}

Result<programs::ProgramNow> to_run(db::ReadTransaction& read, const Viewer& viewer, programs::ProgramId program) {
  auto found = TRY(programs::find_for(read, viewer, program));
  if (!found || !programs::may_run(viewer, program)) return err(fail(ErrorCode::not_found, "programs.unknown"));
  return *std::move(found);
}

}  // namespace

FreeSeatsOf seats_worked_out(FittingFor fitting_for) {
  return [fitting_for = std::move(fitting_for)](db::ReadTransaction& read, InstitutionId institution,
                                                const programs::ProgramNow& program,
                                                std::span<const Waiting> first) -> Result<std::optional<SeatsFound>> {
    return TRY(seats_for(read, institution, program, first, fitting_for));
  };
}

FreeSeatsOf seats_kept(db::Database& database, FittingFor fitting_for) {
  /// The newest change of facts, how many seats are held, and who waits.
  using Mark = std::tuple<std::int64_t, std::int64_t, std::vector<PersonId>>;
  using Seen = Kept<programs::ProgramId, Mark, SeatsFound>;
  return [&database, fitting_for = std::move(fitting_for), seen = std::make_shared<Seen>(16)](
             db::ReadTransaction& read, InstitutionId institution, const programs::ProgramNow& program,
             std::span<const Waiting> first) -> Result<std::optional<SeatsFound>> {
    if (!TRY(people::is_large(read, institution)))
      return TRY(seats_for(read, institution, program, first, fitting_for));
    std::vector<PersonId> learners;
    for (const Waiting& one : first) learners.push_back(one.learner);
    Mark mark{TRY(people::newest_change(read, institution)),
              TRY(relationships::count_open(read, institution, program.id)), learners};
    const auto found = seen->newest(
        program.id, mark,
        [&database, institution, program, mark, fitting_for,
         waiting = std::vector(first.begin(), first.end())](const std::stop_token&) {
          return database.read([&](db::ReadTransaction& later) -> Result<Seen::Made> {
            return Seen::Made{mark, std::make_shared<const SeatsFound>(
                                        TRY(seats_for(later, institution, program, waiting, fitting_for)))};
          });
        });
    if (!found.value) return std::nullopt;
    // What was taken since is no longer shown.
    SeatsFound still{{}, found.value->waiting};
    Seats seats(read, institution, program.charter);
    for (const FreeSeat& seat : found.value->seats)
      if (std::ranges::find(learners, seat.learner) != learners.end() && TRY(seats.has_left(seat.educator))) {
        seats.take(seat.educator);
        still.seats.push_back(seat);
      }
    return still;
  };
}

Result<WaitingList> waiting_list(db::ReadTransaction& read, const Viewer& viewer, programs::ProgramId program,
                                 const FreeSeatsOf& seats_of) {
  const auto found = TRY(programs::find_for(read, viewer, program));
  if (!found) return err(fail(ErrorCode::not_found, "programs.unknown"));
  WaitingList list;
  list.may_run = programs::may_run(viewer, program);
  list.by_itself = TRY(offers_by_itself(read, viewer.institution_id, program));
  list.waiting = TRY(waiting_in(read, viewer.institution_id, program, shown_at_most));
  if (found->state == programs::ProgramState::archived) {
    list.count = TRY(count_waiting(read, viewer.institution_id, program));
    return list;
  }
  auto seats = TRY(seats_of(read, viewer.institution_id, *found,
                            std::span(list.waiting).first(std::min<std::size_t>(list.waiting.size(), looked_at))));
  list.pending = !seats;
  list.count = seats ? seats->waiting : TRY(count_listed(read, viewer.institution_id, program));
  if (seats) list.seats = std::move(seats->seats);
  return list;
}

Result<> offer_seat(db::Database& database, const Viewer& viewer, programs::ProgramId program, PersonId learner,
                    PersonId educator, const FittingFor& fitting_for, const Clock& clock, Random& random) {
  const auto seed = crypto::draw_seed(random);
  const Instant now = clock.now();
  TRY(database.read([&](db::ReadTransaction& read) -> Result<> {
    const auto found = TRY(to_run(read, viewer, program));
    if (!TRY(waits(read, viewer.institution_id, program, learner)))
      return err(fail(ErrorCode::conflict, "match_runs.waits_no_more"));
    const auto fitting = TRY(fitting_for(read, viewer.institution_id, found, learner));
    if (std::ranges::find(fitting, educator) == fitting.end())
      return err(fail(ErrorCode::conflict, "match_runs.seat_not_free"));
    return {};
  }));
  return database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    crypto::DerivedRandom drawn(seed);
    const relationships::At at{viewer.institution_id, now, drawn};
    const auto id = relationships::RelationshipId::random(drawn);
    switch (TRY(try_offer(write, at, program, learner, educator, id))) {
      case relationships::Offering::made: break;
      case relationships::Offering::has_place: return err(fail(ErrorCode::conflict, "match_runs.waits_no_more"));
      default: return err(fail(ErrorCode::conflict, "match_runs.seat_not_free"));
    }
    TRY(audit::append(write, at.institution, now,
                      {"seat.offered", audit::actor_of(viewer), audit::AnyId(id.bytes()), "{}"},
                      audit::draw_salt(drawn)));
    return {};
  });
}

Result<> let_offer_by_itself(db::Database& database, const Viewer& viewer, programs::ProgramId program, bool by_itself,
                             const Clock& clock, Random& random) {
  const auto seed = crypto::draw_seed(random);
  const Instant now = clock.now();
  return database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    crypto::DerivedRandom drawn(seed);
    TRY(to_run(write, viewer, program));
    if (TRY(offers_by_itself(write, viewer.institution_id, program)) == by_itself) return {};
    TRY(set_offers_by_itself(write, viewer.institution_id, program, by_itself));
    TRY(audit::append(write, viewer.institution_id, now,
                      {by_itself ? "program.offers_by_itself" : "program.offers_by_hand", audit::actor_of(viewer),
                       audit::AnyId(program.bytes()), "{}"},
                      audit::draw_salt(drawn)));
    return ask_to_fill(write, viewer.institution_id, program, now, drawn);
  });
}

Result<> stop_waiting(db::Database& database, const Viewer& viewer, programs::ProgramId program) {
  return database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    if (!viewer.person) return err(fail(ErrorCode::not_found, "programs.unknown"));
    if (!TRY(waits(write, viewer.institution_id, program, *viewer.person)))
      return err(fail(ErrorCode::not_found, "programs.unknown"));
    return end_waiting(write, viewer.institution_id, program, *viewer.person);
  });
}

Result<> let_wait(db::WriteTransaction& write, InstitutionId institution, programs::ProgramId program,
                  std::uint64_t lottery_seed, Instant now, std::span<const PersonId> learners) {
  for (const PersonId learner : learners) {
    std::uint64_t key;
    std::memcpy(&key, learner.bytes().data(), sizeof key);
    const auto lot = static_cast<std::int64_t>(splitmix64_of(lottery_seed ^ key) >> 1U);
    TRY(begin_to_wait(write, institution, program, {learner, false, now, lot}));
  }
  return {};
}

Result<> on_closed(db::WriteTransaction& write, const relationships::RelationshipClosed& event) {
  crypto::DerivedRandom drawn(event.seed);
  for (const PersonId learner : event.wait_again)
    TRY(begin_to_wait(write, event.institution, event.program, {learner, true, event.now, 0}));
  return ask_to_fill(write, event.institution, event.program, event.now, drawn);
}

Result<> on_capacity_changed(db::WriteTransaction& write, const educators::CapacityChanged& event) {
  crypto::DerivedRandom drawn(event.seed);
  return ask_to_fill(write, event.institution, event.program, event.now, drawn);
}

Result<> ask_to_fill(db::WriteTransaction& write, InstitutionId institution, programs::ProgramId program, Instant now,
                     Random& random) {
  if (!TRY(offers_by_itself(write, institution, program))) return {};
  const auto job = jobs::JobId::random(random);
  TRY(jobs::enqueue(write, institution, job, {fill_kind, 1, job.text(), program.text(), now, 20}, now));
  return {};
}

Result<> ask_to_fill_all(db::WriteTransaction& write, InstitutionId institution, Instant now, Random& random) {
  for (const auto program : TRY(programs_by_itself(write, institution)))
    TRY(ask_to_fill(write, institution, program, now, random));
  return {};
}

jobs::Handler fill_handler(db::Database& database, FittingFor fitting_for, const Clock& clock, Random& random) {
  return
      [&database, &clock, &random, fitting_for = std::move(fitting_for)](jobs::Work& work) -> Result<jobs::Completion> {
        const InstitutionId institution = work.job().institution;
        const auto program = TRY(programs::ProgramId::parse(work.job().payload));
        std::vector<Waiting> waiting;
        TRY(database.read([&](db::ReadTransaction& read) -> Result<> {
          if (TRY(offers_by_itself(read, institution, program)))
            waiting = TRY(waiting_in(read, institution, program, filled_at_most));
          return {};
        }));
        for (const Waiting& one : waiting) {
          // A seat that somebody else took meanwhile: look again for this learner before the next one's turn.
          for (int tries = 0; tries < 5; ++tries) {
            const auto educator = TRY(database.read([&](db::ReadTransaction& read) -> Result<std::optional<PersonId>> {
              const auto now = TRY(programs::find(read, institution, program));
              if (!now || now->state == programs::ProgramState::archived ||
                  !TRY(waits(read, institution, program, one.learner)))
                return std::optional<PersonId>();
              Seats seats(read, institution, now->charter);
              return seat_for(read, institution, *now, one.learner, fitting_for, seats);
            }));
            if (!educator) break;
            const auto seed = crypto::draw_seed(random);
            const Instant now = clock.now();
            const auto became = TRY(database.write_and_wait([&](db::WriteTransaction& write) {
              crypto::DerivedRandom drawn(seed);
              const relationships::At at{institution, now, drawn};
              const auto id = relationships::RelationshipId::random(drawn);
              return try_offer(write, at, program, one.learner, *educator, id);
            }));
            if (became == relationships::Offering::made || became == relationships::Offering::has_place ||
                became == relationships::Offering::too_late)
              break;
          }
          TRY(work.heartbeat(500));
        }
        return jobs::Completion{};
      };
}

}  // namespace chiron::match_runs
