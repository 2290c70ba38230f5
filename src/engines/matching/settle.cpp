// The exact end of every solve: the primal-dual method (H. W. Kuhn, "The Hungarian method", 1955; many shortest
// augmenting paths a round after J. E. Hopcroft and R. M. Karp, 1973), in whole units. Learners without a place look
// for the nearest free seat, educators with an idle seat that costs something for the nearest learner; prices move by
// the distance, and everybody for whom a way then costs nothing follows it. Exact from any start, quick from a near one.
#include <algorithm>
#include <functional>
#include <limits>
#include <queue>
#include <utility>

#include "engines/matching/market.h"

namespace chiron::matching {
namespace {

constexpr std::int64_t far = std::numeric_limits<std::int64_t>::max();

class Settlement {
 public:
  Settlement(Market& market, WorkMeter& meter)
      : m_(market),
        meter_(meter),
        value_(m_.learners),
        distance_(m_.educators, far),
        visited_(m_.educators, 0),
        seat_of_(m_.learners, 0) {
    for (std::uint32_t j = 0; j < m_.educators; ++j)
      for (std::uint32_t at = first_seat(j); at < end_of_taken(j); ++at) seat_of_[m_.holder[at]] = at;
  }

  bool run() {
    release();
    while (!waiting_.empty()) {
      follow_from_learners();
      if (!waiting_.empty()) raise_prices();
      if (!spend()) return false;
    }
    for (std::uint32_t j = 0; j < m_.educators; ++j)
      if (is_idle(j)) idle_.push_back(j);
    if (!idle_.empty()) work_ += m_.transpose();
    while (!idle_.empty()) {
      follow_from_educators();
      if (!idle_.empty()) lower_prices();
      if (!spend()) return false;
    }
    return true;
  }

 private:
  std::uint32_t first_seat(std::uint32_t j) const { return m_.seat_start[j]; }
  std::uint32_t end_of_taken(std::uint32_t j) const { return m_.seat_start[j] + m_.taken[j]; }
  bool is_idle(std::uint32_t j) const { return m_.price[j] > 0 && !m_.is_full(j); }

  void sit(std::uint32_t i, std::uint32_t j, std::int32_t cost, std::uint32_t seat) {
    m_.place[i] = j;
    m_.paid[i] = cost;
    m_.holder[seat] = i;
    seat_of_[i] = seat;
  }
  void add(std::uint32_t i, std::uint32_t j, std::int32_t cost) { sit(i, j, cost, m_.seat_start[j] + m_.taken[j]++); }
  void leave(std::uint32_t i) {
    const std::uint32_t j = m_.place[i], at = seat_of_[i], last = m_.seat_start[j] + --m_.taken[j];
    m_.holder[at] = m_.holder[last];
    seat_of_[m_.holder[at]] = at;
  }

  /// What every learner pays at least; who pays more gives the seat up.
  void release() {
    for (std::uint32_t i = 0; i < m_.learners; ++i) {
      std::int64_t least = m_.alone;
      std::uint64_t e = m_.row_start[i];
      for (; e < m_.row_start[i + 1] && m_.row[e].cost < least; ++e) {
        const std::uint32_t j = m_.row[e].educator;
        if (m_.capacity[j] > 0) least = std::min(least, m_.row[e].cost + m_.price[j]);
      }
      work_ += e - m_.row_start[i] + 1;
      value_[i] = least;
      const std::uint32_t at = m_.place[i];
      if (at == nobody ? least == m_.alone : at != undecided && m_.paid[i] + m_.price[at] == least) continue;
      if (at < undecided) leave(i);
      m_.place[i] = undecided;
      waiting_.push_back(i);
    }
  }

  /// Everybody waiting takes a way that costs nothing more, if there is one: to a free seat or to having nobody, others
  /// moving up. No educator is tried twice.
  void follow_from_learners() {
    ++pass_;
    std::erase_if(waiting_, [&](std::uint32_t i) { return place_by_moving(i); });
  }

  struct Step {
    std::uint32_t learner;
    std::uint64_t next;    ///< pairs from here on are still to be tried
    std::uint32_t member;  ///< holders from here on of the educator tried last are still to be asked
  };

  bool place_by_moving(std::uint32_t source) {
    steps_.assign(1, {source, m_.row_start[source], 0});
    while (!steps_.empty()) {
      Step& step = steps_.back();
      const std::uint32_t i = step.learner;
      if (step.next == m_.row_start[i] && value_[i] == m_.alone) {
        move_up(nobody, 0);
        return true;
      }
      if (step.member != 0) {  // the educator tried last has holders who may know a way
        const std::uint32_t j = m_.row[step.next - 1].educator, at = m_.seat_start[j] + step.member - 1;
        step.member = step.member == m_.taken[j] ? 0 : step.member + 1;
        const std::uint32_t holder = m_.holder[at];
        steps_.push_back({holder, m_.row_start[holder], 0});
        continue;
      }
      bool deeper = false;
      const std::uint64_t to = m_.row_start[i + 1];
      const std::uint64_t began = step.next;
      while (step.next < to && !deeper) {
        const Candidate candidate = m_.row[step.next];
        if (candidate.cost > value_[i]) {
          step.next = to;
          break;
        }
        ++step.next;
        const std::uint32_t j = candidate.educator;
        if (candidate.cost + m_.price[j] != value_[i] || m_.capacity[j] == 0) continue;
        if (!m_.is_full(j)) {
          work_ += step.next - began;
          move_up(j, candidate.cost);
          return true;
        }
        if (visited_[j] == pass_) continue;
        visited_[j] = pass_;
        step.member = 1;
        deeper = true;
      }
      work_ += step.next - began + 1;
      if (!deeper) steps_.pop_back();
    }
    return false;
  }

  /// The last one on the way goes to `end`, everybody before takes the seat that becomes free.
  void move_up(std::uint32_t end, std::int32_t cost) {
    std::uint32_t seat = 0;
    for (std::size_t n = steps_.size(); n-- > 0;) {
      const std::uint32_t i = steps_[n].learner, own = seat_of_[i];
      if (n + 1 < steps_.size()) {
        const Candidate& taken = m_.row[steps_[n].next - 1];
        sit(i, taken.educator, taken.cost, seat);
      } else if (end != nobody) {
        add(i, end, cost);
      } else {
        m_.place[i] = nobody;
      }
      seat = own;
    }
  }

  using Reached = std::pair<std::int64_t, std::uint32_t>;  ///< distance, educator

  /// Measures how much more the nearest end of a way costs those who wait, and raises what stands nearer by that.
  void raise_prices() {
    nearest_ = far;
    for (const std::uint32_t i : waiting_) look_from_learner(i, 0);
    while (!queue_.empty() && queue_.top().first < nearest_) {
      const auto [distance, j] = queue_.top();
      queue_.pop();
      if (distance > distance_[j]) continue;
      for (std::uint32_t at = first_seat(j); at < end_of_taken(j) && nearest_ > distance; ++at)
        look_from_learner(m_.holder[at], distance);
    }
    for (const std::uint32_t i : waiting_) value_[i] += nearest_;
    for (const std::uint32_t j : reached_) {
      if (const std::int64_t rise = nearest_ - distance_[j]; rise > 0) {
        m_.price[j] += rise;
        for (std::uint32_t at = first_seat(j); at < end_of_taken(j); ++at) value_[m_.holder[at]] += rise;
      }
    }
    forget();
  }

  void look_from_learner(std::uint32_t i, std::int64_t distance) {
    const std::int64_t base = distance - value_[i];
    nearest_ = std::min(nearest_, base + m_.alone);
    std::uint64_t e = m_.row_start[i];
    for (; e < m_.row_start[i + 1]; ++e) {
      const Candidate candidate = m_.row[e];
      if (base + candidate.cost >= nearest_) break;
      const std::uint32_t j = candidate.educator;
      const std::int64_t reach = base + candidate.cost + m_.price[j];
      if (reach >= nearest_ || m_.capacity[j] == 0) continue;
      if (!m_.is_full(j)) nearest_ = reach;
      else if (reach < distance_[j]) note(j, reach);
    }
    work_ += e - m_.row_start[i] + 1;
  }

  void note(std::uint32_t j, std::int64_t distance) {
    if (distance_[j] == far) reached_.push_back(j);
    distance_[j] = distance;
    queue_.push({distance, j});
  }
  void forget() {
    for (const std::uint32_t j : reached_) distance_[j] = far;
    reached_.clear();
    queue_ = {};
  }

  /// Every educator with an idle seat takes a learner who loses nothing by it, if there is one: somebody who has nobody,
  /// or whose seat may stay idle because it costs nothing or finds somebody in turn.
  void follow_from_educators() {
    ++pass_;
    std::erase_if(idle_, [&](std::uint32_t j) {
      while (is_idle(j))
        if (!fill_by_moving(j)) return false;
      return true;
    });
  }

  struct Call {
    std::uint32_t educator;
    std::uint64_t next;  ///< candidacies from here on are still to be tried
  };

  bool fill_by_moving(std::uint32_t source) {
    calls_.assign(1, {source, m_.column_start[source]});
    visited_[source] = pass_;
    while (!calls_.empty()) {
      Call& call = calls_.back();
      const std::uint32_t j = call.educator;
      const std::uint64_t to = m_.column_start[j + 1], began = call.next;
      std::uint32_t deeper = nobody;
      while (call.next < to && deeper == nobody) {
        const Candidacy candidacy = m_.column[call.next++];
        const std::uint32_t i = candidacy.learner, at = m_.place[i];
        if (at == j || candidacy.cost + m_.price[j] != value_[i]) continue;
        if (at == nobody || m_.price[at] == 0) {
          work_ += call.next - began;
          if (at != nobody) leave(i);
          move_over();
          return true;
        }
        if (visited_[at] == pass_) continue;
        visited_[at] = pass_;
        deeper = at;
      }
      work_ += call.next - began + 1;
      if (deeper == nobody) calls_.pop_back();
      else calls_.push_back({deeper, m_.column_start[deeper]});
    }
    return false;
  }

  /// Each educator called takes the learner found last; the first one fills an idle seat, the others one given up.
  void move_over() {
    std::uint32_t seat = 0;
    for (std::size_t n = 0; n < calls_.size(); ++n) {
      const Candidacy& found = m_.column[calls_[n].next - 1];
      const std::uint32_t j = calls_[n].educator, own = seat_of_[found.learner];
      if (n == 0) add(found.learner, j, found.cost);
      else sit(found.learner, j, found.cost, seat);
      seat = own;
    }
  }

  /// Measures how much less the nearest end of a way costs than those educators' seats, and lowers what stands nearer.
  void lower_prices() {
    nearest_ = far;
    for (const std::uint32_t j : idle_) note(j, 0), nearest_ = std::min(nearest_, m_.price[j]);
    while (!queue_.empty() && queue_.top().first < nearest_) {
      const auto [distance, j] = queue_.top();
      queue_.pop();
      if (distance > distance_[j]) continue;
      for (std::uint64_t e = m_.column_start[j]; e < m_.column_start[j + 1]; ++e) {
        const Candidacy candidacy = m_.column[e];
        const std::uint32_t at = m_.place[candidacy.learner];
        const std::int64_t reach = distance + candidacy.cost + m_.price[j] - value_[candidacy.learner];
        if (reach >= nearest_ || at == j) continue;
        if (at == nobody) {
          nearest_ = reach;
          continue;
        }
        nearest_ = std::min(nearest_, reach + m_.price[at]);
        if (reach < distance_[at]) note(at, reach);
      }
      work_ += m_.degree[j] + 1;
    }
    for (const std::uint32_t j : reached_) {
      if (const std::int64_t fall = nearest_ - distance_[j]; fall > 0) {
        m_.price[j] -= fall;
        for (std::uint32_t at = first_seat(j); at < end_of_taken(j); ++at) value_[m_.holder[at]] -= fall;
      }
    }
    forget();
    std::erase_if(idle_, [&](std::uint32_t j) { return !is_idle(j); });
  }

  bool spend() { return meter_.spend(std::exchange(work_, 0)); }

  Market& m_;
  WorkMeter& meter_;
  std::uint64_t work_ = 0;
  std::vector<std::int64_t> value_;          ///< per learner: the least to pay at present prices
  std::vector<std::uint32_t> waiting_;       ///< learners without a place
  std::vector<std::uint32_t> idle_;          ///< educators with free seats that cost something
  std::vector<std::int64_t> distance_;       ///< per educator, in a search
  std::vector<std::uint32_t> reached_;       ///< whose distance is set
  std::priority_queue<Reached, std::vector<Reached>, std::greater<>> queue_;
  std::int64_t nearest_ = far;               ///< the end of a way that is nearest so far
  std::vector<std::uint32_t> visited_;       ///< per educator: the pass that tried it last
  std::uint32_t pass_ = 0;
  std::vector<std::uint32_t> seat_of_;       ///< per placed learner: position in holder
  std::vector<Step> steps_;
  std::vector<Call> calls_;
};

}  // namespace

bool settle(Market& market, WorkMeter& meter) { return Settlement(market, meter).run(); }

}  // namespace chiron::matching
