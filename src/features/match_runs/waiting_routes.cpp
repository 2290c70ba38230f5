// Parse, call, render.
#include "features/match_runs/waiting_routes.h"

#include "features/access_log/access_log.h"
#include "platform/json/json.h"

namespace chiron::match_runs {
namespace {

struct WaitingIn {
  programs::ProgramId program_id;
};
BOOST_DESCRIBE_STRUCT(WaitingIn, (), (program_id))

/// A learner who waits. `goes_first`: they held a place in the program and lost it; nothing says how.
struct WaitingLine {
  PersonId learner_id;
  std::string name, site;
  Instant since;
  bool goes_first = false;
};
BOOST_DESCRIBE_STRUCT(WaitingLine, (), (learner_id, name, site, since, goes_first))
/// A free seat and the first who waits and fits.
struct FreeSeatLine {
  PersonId learner_id, educator_id;
  std::string learner, educator;
};
BOOST_DESCRIBE_STRUCT(FreeSeatLine, (), (learner_id, educator_id, learner, educator))
/// `count`: all who wait; `waiting`: the first of them. `pending`: seats are being looked for, ask again.
struct WaitingLines {
  std::int64_t count = 0;
  std::vector<WaitingLine> waiting;
  std::vector<FreeSeatLine> seats;
  bool by_itself = false, may_run = false, pending = false;
};
BOOST_DESCRIBE_STRUCT(WaitingLines, (), (count, waiting, seats, by_itself, may_run, pending))

struct OfferSeat {
  programs::ProgramId program_id;
  PersonId learner_id, educator_id;
};
BOOST_DESCRIBE_STRUCT(OfferSeat, (), (program_id, learner_id, educator_id))

/// Whether the program offers free seats by itself.
struct SeatOffering {
  programs::ProgramId program_id;
  bool by_itself = false;
};
BOOST_DESCRIBE_STRUCT(SeatOffering, (), (program_id, by_itself))

}  // namespace

void add_waiting_routes(http::Router& router, db::Database& database, institutions::ViewerOf viewer_of,
                        FittingFor fitting_for, const Clock& clock, Random& random) {
  const access_log::Noting log{database, clock, random};
  const auto seats_of = seats_kept(database, fitting_for);
  router.route<WaitingIn, WaitingLines>(
      http::Method::get, "/api/v1/programs/{program_id}/waiting",
      {.id = "list_waiting", .summary = "Learners who wait for a seat, in order, and the seats that are free."},
      [=, &database](const http::Request& request, const WaitingIn& asked) -> Result<WaitingLines> {
        const auto viewer = TRY(viewer_of(request));
        auto lines = TRY(database.read([&](db::ReadTransaction& read) -> Result<WaitingLines> {
          const auto list = TRY(waiting_list(read, viewer, asked.program_id, seats_of));
          WaitingLines out;
          out.count = list.count;
          out.by_itself = list.by_itself, out.may_run = list.may_run, out.pending = list.pending;
          for (const Waiting& one : list.waiting)
            out.waiting.push_back({one.learner, one.name, one.site, one.since, one.goes_first});
          for (const FreeSeat& seat : list.seats)
            out.seats.push_back({seat.learner, seat.educator, seat.learner_name, seat.educator_name});
          return out;
        }));
        TRY(log.seen(viewer, {access_log::Record::waiting_list, asked.program_id}));
        return lines;
      });
  router.route<OfferSeat, http::Nothing>(
      http::Method::post, "/api/v1/programs/{program_id}/waiting/offer",
      {.id = "offer_seat", .summary = "Offers a free seat to a learner who waits."},
      [=, &database, &clock, &random](const http::Request& request, const OfferSeat& asked) -> Result<> {
        return offer_seat(database, TRY(viewer_of(request)), asked.program_id, asked.learner_id, asked.educator_id,
                          fitting_for, clock, random);
      });
  router.route<SeatOffering, http::Nothing>(
      http::Method::post, "/api/v1/programs/{program_id}/waiting/by_itself",
      {.id = "let_offer_by_itself", .summary = "Whether the program offers free seats by itself."},
      [=, &database, &clock, &random](const http::Request& request, const SeatOffering& asked) -> Result<> {
        return let_offer_by_itself(database, TRY(viewer_of(request)), asked.program_id, asked.by_itself, clock, random);
      });
  router.route<WaitingIn, http::Nothing>(
      http::Method::post, "/api/v1/programs/{program_id}/waiting/stop",
      {.id = "stop_waiting", .summary = "A learner no longer wants to wait."},
      [=, &database](const http::Request& request, const WaitingIn& asked) -> Result<> {
        return stop_waiting(database, TRY(viewer_of(request)), asked.program_id);
      });
}

}  // namespace chiron::match_runs
