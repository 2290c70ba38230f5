// The searches of settlement.h, and what a change does to a settled market.
#include "engines/matching/settlement.h"

#include <algorithm>
#include <limits>

namespace chiron::matching {
namespace {

constexpr std::int64_t far = std::numeric_limits<std::int64_t>::max();
/// So few are served one after another, each along the nearest way: among equals, looking for all ways that cost
/// nothing would look at most of the market.
constexpr std::size_t few = 8;
constexpr std::uint64_t no_pair = std::numeric_limits<std::uint64_t>::max();

}  // namespace

Settlement::Settlement(Market& market)
    : m_(market),
      value_(m_.learners, 0),
      seat_of_(m_.learners, 0),
      distance_(m_.educators, far),
      via_(m_.educators),
      visited_(m_.educators, 0) {
  for (std::uint32_t j = 0; j < m_.educators; ++j)
    for (std::uint32_t at = first_seat(j); at < end_of_taken(j); ++at) seat_of_[m_.holder[at]] = at;
}

bool Settlement::run(WorkMeter& meter) {
  const auto spend = [&] { return meter.spend(std::exchange(work_, 0)); };
  // Who waited may have been withdrawn, or have waited twice.
  std::sort(waiting_.begin(), waiting_.end());
  waiting_.erase(std::unique(waiting_.begin(), waiting_.end()), waiting_.end());
  std::erase_if(waiting_, [&](std::uint32_t i) { return m_.place[i] != undecided; });
  while (waiting_.size() > few) {
    follow_from_learners();
    if (!waiting_.empty()) raise_prices(waiting_);
    if (!spend()) return false;
  }
  for (const std::uint32_t i : std::exchange(waiting_, {})) {
    raise_prices(std::span(&i, 1));
    take_way_up();
    if (!spend()) return false;
  }
  std::sort(idle_.begin(), idle_.end());
  idle_.erase(std::unique(idle_.begin(), idle_.end()), idle_.end());
  std::erase_if(idle_, [&](std::uint32_t j) { return !is_idle(j); });
  if (!idle_.empty()) work_ += m_.transpose();
  while (idle_.size() > few) {
    follow_from_educators();
    if (!idle_.empty()) lower_prices(idle_);
    if (!spend()) return false;
    std::erase_if(idle_, [&](std::uint32_t j) { return !is_idle(j); });
  }
  for (const std::uint32_t j : std::exchange(idle_, {})) {
    while (is_idle(j)) {
      lower_prices(std::span(&j, 1));
      take_way_down();
      if (!spend()) return false;
    }
  }
  return spend();
}

// ---- seats

void Settlement::put(std::uint32_t i, std::uint32_t place) {
  if (keeps_moved_) moved_.push_back(i);
  m_.place[i] = place;
}

void Settlement::sit(std::uint32_t i, std::uint32_t j, std::int32_t cost, std::uint32_t seat) {
  put(i, j);
  m_.paid[i] = cost;
  m_.holder[seat] = i;
  seat_of_[i] = seat;
}

void Settlement::add(std::uint32_t i, std::uint32_t j, std::int32_t cost) {
  sit(i, j, cost, m_.seat_start[j] + m_.taken[j]++);
}

void Settlement::leave(std::uint32_t i) {
  const std::uint32_t j = m_.place[i], at = seat_of_[i], last = m_.seat_start[j] + --m_.taken[j];
  m_.holder[at] = m_.holder[last];
  seat_of_[m_.holder[at]] = at;
}

// ---- the start of a run

std::int64_t Settlement::least(std::uint32_t i) {
  std::int64_t least = m_.alone;
  std::uint64_t e = m_.row_start[i];
  for (; e < m_.row_end[i]; ++e) {
    const Candidate candidate = m_.row[e];
    if (candidate.cost >= least) break;
    if (m_.capacity[candidate.educator] > 0) least = std::min(least, candidate.cost + m_.price[candidate.educator]);
  }
  work_ += e - m_.row_start[i] + 1;
  return least;
}

void Settlement::release() {
  for (std::uint32_t i = 0; i < m_.learners; ++i)
    if (m_.place[i] != withdrawn) reconsider(i);
  for (std::uint32_t j = 0; j < m_.educators; ++j) idle_.push_back(j);
}

void Settlement::reconsider(std::uint32_t i) {
  value_[i] = least(i);
  const std::uint32_t at = m_.place[i];
  if (at == nobody ? value_[i] == m_.alone : at != undecided && m_.paid[i] + m_.price[at] == value_[i]) return;
  vacate(i);
  waiting_.push_back(i);
}

void Settlement::vacate(std::uint32_t i) {
  if (const std::uint32_t at = m_.place[i]; at < withdrawn) {
    leave(i);
    idle_.push_back(at);
  }
  put(i, undecided);
}

void Settlement::wait(std::uint32_t i) {
  vacate(i);
  reconsider(i);
}

void Settlement::withdraw(std::uint32_t i) {
  vacate(i);
  put(i, withdrawn);
}

void Settlement::set_capacity(std::uint32_t j, std::uint32_t seats) {
  const bool opens = m_.capacity[j] == 0 && seats > 0;
  while (m_.taken[j] > seats) wait(m_.holder[end_of_taken(j) - 1]);
  make_room(j, seats);
  m_.capacity[j] = seats;
  if (opens) {
    // Nobody looked at this educator's price while there was no seat: it must be out of everybody's reach.
    m_.transpose();
    m_.price[j] = 0;
    m_.column.each(j, [&](Candidacy one) {
      if (m_.place[one.learner] != withdrawn) m_.price[j] = std::max(m_.price[j], value_[one.learner] - one.cost);
    });
  }
  idle_.push_back(j);
}

void Settlement::make_room(std::uint32_t j, std::uint32_t seats) {
  const std::uint32_t wanted = std::min(seats, m_.degree[j]), have = m_.seat_start[j + 1] - m_.seat_start[j];
  if (wanted <= have) return;
  const std::uint32_t more = wanted - have, at = m_.seat_start[j + 1];
  m_.holder.insert(m_.holder.begin() + at, more, 0);
  for (std::uint32_t k = j + 1; k <= m_.educators; ++k) m_.seat_start[k] += more;
  for (std::uint32_t i = 0; i < m_.learners; ++i)
    if (m_.place[i] < withdrawn && seat_of_[i] >= at) seat_of_[i] += more;
}

void Settlement::now_costs(std::uint32_t i, std::uint32_t j, std::int32_t cost) {
  put_in(i, j, cost);
  if (m_.place[i] == withdrawn) return;
  if (m_.place[i] == j) m_.paid[i] = cost;
  reconsider(i);
}

void Settlement::put_in(std::uint32_t i, std::uint32_t j, std::int32_t cost) {
  m_.transpose();
  m_.column.widen();
  take_out(i, j);
  // The row has room: a pair that comes back or changes was there before.
  std::uint64_t e = m_.row_end[i]++;
  const auto dearer = [&](const Candidate& c) { return c.cost != cost ? c.cost > cost : c.educator > j; };
  for (; e > m_.row_start[i] && dearer(m_.row[e - 1]); --e) m_.row.set(e, m_.row[e - 1]);
  m_.row.set(e, {cost, j});
  m_.column[m_.column.end[j]++] = {cost, i};
}

void Settlement::remove(std::uint32_t i, std::uint32_t j) {
  take_out(i, j);
  if (m_.place[i] == j) wait(i);
}

void Settlement::take_out(std::uint32_t i, std::uint32_t j) {
  std::uint64_t e = m_.row_start[i];
  while (e < m_.row_end[i] && m_.row[e].educator != j) ++e;
  if (e == m_.row_end[i]) return;
  for (--m_.row_end[i]; e < m_.row_end[i]; ++e) m_.row.set(e, m_.row[e + 1]);
  if (m_.column.empty()) return;
  m_.column.widen();
  std::uint64_t c = m_.column.start[j];
  while (m_.column[c].learner != i) ++c;
  m_.column[c] = m_.column[--m_.column.end[j]];
}

void Settlement::count_in(std::int64_t times) {
  for (std::int64_t& value : value_) value *= times;
}

void Settlement::raise_alone(std::int64_t alone) {
  m_.alone = alone;
  m_.penalty = alone * m_.unit - m_.best;
  for (std::uint32_t i = 0; i < m_.learners; ++i)
    if (m_.place[i] == nobody) wait(i);
}

// ---- from learners to free seats

/// Everybody waiting takes a way that costs nothing more, if there is one: to a free seat or to having nobody, others
/// moving up. No educator is tried twice.
void Settlement::follow_from_learners() {
  ++pass_;
  std::erase_if(waiting_, [&](std::uint32_t i) { return place_by_moving(i); });
}

bool Settlement::place_by_moving(std::uint32_t source) {
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
    const std::uint64_t to = m_.row_end[i];
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
void Settlement::move_up(std::uint32_t end, std::int32_t cost) {
  std::uint32_t seat = 0;
  for (std::size_t n = steps_.size(); n-- > 0;) {
    const std::uint32_t i = steps_[n].learner, own = seat_of_[i];
    if (n + 1 < steps_.size()) {
      const Candidate taken = m_.row[steps_[n].next - 1];
      sit(i, taken.educator, taken.cost, seat);
    } else if (end != nobody) {
      add(i, end, cost);
    } else {
      put(i, nobody);
    }
    seat = own;
  }
}

/// Measures how much more the nearest end of a way costs those who wait, and raises what stands nearer by that.
void Settlement::raise_prices(std::span<const std::uint32_t> waiting) {
  nearest_ = far;
  for (const std::uint32_t i : waiting) look_from_learner(i, 0);
  while (!queue_.empty() && queue_.top().first < nearest_) {
    const auto [distance, j] = queue_.top();
    queue_.pop();
    if (distance > distance_[j]) continue;
    for (std::uint32_t at = first_seat(j); at < end_of_taken(j) && nearest_ > distance; ++at)
      look_from_learner(m_.holder[at], distance);
  }
  for (const std::uint32_t i : waiting) value_[i] += nearest_;
  for (const std::uint32_t j : reached_) {
    if (const std::int64_t rise = nearest_ - distance_[j]; rise > 0) {
      m_.price[j] += rise;
      for (std::uint32_t at = first_seat(j); at < end_of_taken(j); ++at) value_[m_.holder[at]] += rise;
    }
  }
  forget();
}

void Settlement::look_from_learner(std::uint32_t i, std::int64_t distance) {
  const std::int64_t base = distance - value_[i];
  if (base + m_.alone < nearest_) nearest_ = base + m_.alone, end_ = {i, no_pair};
  std::uint64_t e = m_.row_start[i];
  for (; e < m_.row_end[i]; ++e) {
    const Candidate candidate = m_.row[e];
    if (base + candidate.cost >= nearest_) break;
    const std::uint32_t j = candidate.educator;
    const std::int64_t reach = base + candidate.cost + m_.price[j];
    if (reach >= nearest_ || m_.capacity[j] == 0) continue;
    if (!m_.is_full(j)) nearest_ = reach, end_ = {i, e};
    else if (reach < distance_[j]) note(j, reach, {i, e});
  }
  work_ += e - m_.row_start[i] + 1;
}

void Settlement::note(std::uint32_t j, std::int64_t distance, Via via) {
  if (distance_[j] == far) reached_.push_back(j);
  distance_[j] = distance;
  via_[j] = via;
  queue_.push({distance, j});
}
void Settlement::forget() {
  for (const std::uint32_t j : reached_) distance_[j] = far;
  reached_.clear();
  queue_ = {};
}

/// Follows the way that raise_prices found for one learner.
void Settlement::take_way_up() {
  steps_.clear();
  for (Via at = end_;; at = via_[m_.place[at.who]]) {
    steps_.push_back({at.who, at.pair + 1, 0});
    if (m_.place[at.who] == undecided) break;
  }
  std::reverse(steps_.begin(), steps_.end());
  if (end_.pair == no_pair) move_up(nobody, 0);
  else move_up(m_.row[end_.pair].educator, m_.row[end_.pair].cost);
}

// ---- from idle seats to learners

/// Every educator with an idle seat takes a learner who loses nothing by it, if there is one: somebody who has nobody,
/// or whose seat may stay idle because it costs nothing or finds somebody in turn.
void Settlement::follow_from_educators() {
  ++pass_;
  std::erase_if(idle_, [&](std::uint32_t j) {
    while (is_idle(j))
      if (!fill_by_moving(j)) return false;
    return true;
  });
}

bool Settlement::fill_by_moving(std::uint32_t source) {
  calls_.assign(1, {source, m_.column.start[source]});
  visited_[source] = pass_;
  while (!calls_.empty()) {
    Call& call = calls_.back();
    const std::uint32_t j = call.educator;
    const std::uint64_t to = m_.column.end[j], began = call.next;
    std::uint32_t deeper = nobody;
    while (call.next < to && deeper == nobody) {
      const Candidacy candidacy = m_.column.at(j, call.next++);
      const std::uint32_t i = candidacy.learner, at = m_.place[i];
      if (at == j || at == withdrawn || candidacy.cost + m_.price[j] != value_[i]) continue;
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
    else calls_.push_back({deeper, m_.column.start[deeper]});
  }
  return false;
}

/// Each educator called takes the learner found last; the first one fills an idle seat, the others one given up.
void Settlement::move_over() {
  std::uint32_t seat = 0;
  for (std::size_t n = 0; n < calls_.size(); ++n) {
    const Candidacy found = m_.column.at(calls_[n].educator, calls_[n].next - 1);
    const std::uint32_t j = calls_[n].educator, own = seat_of_[found.learner];
    if (n == 0) add(found.learner, j, found.cost);
    else sit(found.learner, j, found.cost, seat);
    seat = own;
  }
}

/// Measures how much less the nearest end of a way costs than those educators' seats, and lowers what stands nearer.
void Settlement::lower_prices(std::span<const std::uint32_t> idle) {
  nearest_ = far;
  for (const std::uint32_t j : idle) {
    note(j, 0, {nobody, no_pair});
    if (m_.price[j] < nearest_) nearest_ = m_.price[j], end_ = {nobody, no_pair};
  }
  while (!queue_.empty() && queue_.top().first < nearest_) {
    const auto [distance, j] = queue_.top();
    queue_.pop();
    if (distance > distance_[j]) continue;
    for (std::uint64_t e = m_.column.start[j]; e < m_.column.end[j]; ++e) {
      const Candidacy candidacy = m_.column.at(j, e);
      const std::uint32_t at = m_.place[candidacy.learner];
      if (at == j || at == withdrawn) continue;
      const std::int64_t reach = distance + candidacy.cost + m_.price[j] - value_[candidacy.learner];
      if (reach >= nearest_) continue;
      if (at == nobody) {
        nearest_ = reach, end_ = {j, e};
        continue;
      }
      if (reach + m_.price[at] < nearest_) nearest_ = reach + m_.price[at], end_ = {j, e};
      if (reach < distance_[at]) note(at, reach, {j, e});
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
}

/// Follows the way that lower_prices found for one educator; there is none when the seat itself now costs nothing.
void Settlement::take_way_down() {
  calls_.clear();
  for (Via at = end_; at.pair != no_pair; at = via_[at.who]) calls_.push_back({at.who, at.pair + 1});
  if (calls_.empty()) return;
  std::reverse(calls_.begin(), calls_.end());
  const std::uint32_t last = m_.column.at(end_.who, end_.pair).learner;
  if (m_.place[last] != nobody) leave(last);
  move_over();
}

}  // namespace chiron::matching
