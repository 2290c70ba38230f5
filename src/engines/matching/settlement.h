// Inside the engine: the exact end of every solve, and what keeps a solved market solved while it changes. The
// primal-dual method (H. W. Kuhn, "The Hungarian method", 1955; many shortest augmenting paths a round after J. E.
// Hopcroft and R. M. Karp, 1973), in whole units. Learners without a place look for the nearest free seat, educators
// with an idle seat that costs something for the nearest learner; prices move by the distance, and everybody for whom a
// way then costs nothing follows it. Exact from any start, quick from a near one.
#pragma once

#include <cstdint>
#include <functional>
#include <queue>
#include <span>
#include <utility>
#include <vector>

#include "engines/matching/market.h"

namespace chiron::matching {

class Settlement {
 public:
  /// The market must outlive it; nobody may be undecided who was not made to wait here, unless `release` comes next.
  explicit Settlement(Market& market);

  /// Makes everybody wait who could pay less, and notes what everybody pays at least: the start from any prices in
  /// whole units and any assignment that keeps the seats.
  void release();
  /// To the best assignment and the prices that prove it: nobody pays more than the least they can, and educators with
  /// free seats cost nothing. False: the meter stopped it.
  bool run(WorkMeter& meter);

  /// Changes for the next run, which must come before the next change.
  void wait(std::uint32_t learner);      ///< gives up the place and looks for one
  void withdraw(std::uint32_t learner);  ///< gives up the place and takes no part
  /// New number of seats; whoever sits on one too many waits.
  void set_capacity(std::uint32_t educator, std::uint32_t seats);
  /// The pair costs something else now, or is there (again).
  void now_costs(std::uint32_t learner, std::uint32_t educator, std::int32_t cost);
  void remove(std::uint32_t learner, std::uint32_t educator);
  /// What the learner pays at least.
  std::int64_t value(std::uint32_t learner) const { return value_[learner]; }
  /// The market's unit became so many times smaller.
  void count_in(std::int64_t times);
  /// Having nobody costs more now; the penalty is raised to this many units above what nothing costs.
  void raise_alone(std::int64_t alone);

  /// To go back to after a preview, with the market's Seating.
  struct Kept {
    std::vector<std::int64_t> value;
    std::vector<std::uint32_t> seat_of;
  };
  Kept keep() const { return {value_, seat_of_}; }
  void put_back(const Kept& kept) { value_ = kept.value, seat_of_ = kept.seat_of; }
  /// Change the candidates alone, for going back.
  void take_out(std::uint32_t learner, std::uint32_t educator);
  void put_in(std::uint32_t learner, std::uint32_t educator, std::int32_t cost);

  /// Who changed place since it was last taken, in order, with repeats.
  std::vector<std::uint32_t> take_moved() { return std::exchange(moved_, {}); }
  void keep_moved(bool on) { keeps_moved_ = on; }

 private:
  struct Step {
    std::uint32_t learner;
    std::uint64_t next;    ///< pairs from here on are still to be tried
    std::uint32_t member;  ///< holders from here on of the educator tried last are still to be asked
  };
  struct Call {
    std::uint32_t educator;
    std::uint64_t next;  ///< candidacies from here on are still to be tried
  };
  /// How a search came somewhere: up through a learner and a pair of their row, down through an educator and one of
  /// their column.
  struct Via {
    std::uint32_t who;
    std::uint64_t pair;
  };
  using Reached = std::pair<std::int64_t, std::uint32_t>;  ///< distance, educator

  std::uint32_t first_seat(std::uint32_t j) const { return m_.seat_start[j]; }
  std::uint32_t end_of_taken(std::uint32_t j) const { return m_.seat_start[j] + m_.taken[j]; }
  bool is_idle(std::uint32_t j) const { return m_.price[j] > 0 && !m_.is_full(j); }
  void put(std::uint32_t i, std::uint32_t place);
  void sit(std::uint32_t i, std::uint32_t j, std::int32_t cost, std::uint32_t seat);
  void add(std::uint32_t i, std::uint32_t j, std::int32_t cost);
  void leave(std::uint32_t i);
  void vacate(std::uint32_t i);
  std::int64_t least(std::uint32_t i);
  void reconsider(std::uint32_t i);
  void make_room(std::uint32_t j, std::uint32_t seats);

  void follow_from_learners();
  bool place_by_moving(std::uint32_t source);
  void move_up(std::uint32_t end, std::int32_t cost);
  void raise_prices(std::span<const std::uint32_t> waiting);
  void take_way_up();
  void look_from_learner(std::uint32_t i, std::int64_t distance);
  void follow_from_educators();
  bool fill_by_moving(std::uint32_t source);
  void move_over();
  void lower_prices(std::span<const std::uint32_t> idle);
  void take_way_down();
  void note(std::uint32_t j, std::int64_t distance, Via via);
  void forget();

  Market& m_;
  std::uint64_t work_ = 0;
  std::vector<std::int64_t> value_;     ///< per learner: the least to pay at present prices
  std::vector<std::uint32_t> seat_of_;  ///< per placed learner: position in holder
  std::vector<std::uint32_t> waiting_;  ///< learners without a place
  std::vector<std::uint32_t> idle_;     ///< educators who may have a free seat that costs something
  std::vector<std::int64_t> distance_;  ///< per educator, in a search
  std::vector<std::uint32_t> reached_;  ///< whose distance is set
  std::priority_queue<Reached, std::vector<Reached>, std::greater<>> queue_;
  std::vector<Via> via_;                ///< per reached educator
  Via end_{};                           ///< of the nearest way
  std::int64_t nearest_ = 0;            ///< the end of a way that is nearest so far
  std::vector<std::uint32_t> visited_;  ///< per educator: the pass that tried it last
  std::uint32_t pass_ = 0;
  std::vector<Step> steps_;
  std::vector<Call> calls_;
  bool keeps_moved_ = false;
  std::vector<std::uint32_t> moved_;
};

}  // namespace chiron::matching
