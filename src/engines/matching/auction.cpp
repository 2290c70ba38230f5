// A forward and reverse auction for seats with epsilon scaling (D. P. Bertsekas, D. A. Castanon, "The auction algorithm
// for transportation problems", 1989, and "A forward/reverse auction algorithm for asymmetric assignment problems",
// 1992). It is not run to the end: among many equals the last bids rise in tiny steps. As soon as assignment and prices
// are worth nearly the same, `settle` does the rest.
//
// While bids are open, prices are fixed point: units shifted left by `shift`.
#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <type_traits>
#include <utility>

#include "engines/matching/market.h"

namespace chiron::matching {
namespace {

/// Fractions of a unit in which prices are bid: fine enough that rounding them costs little.
constexpr int shift = 10;
constexpr std::int64_t one = std::int64_t{1} << shift;
constexpr std::int64_t first_divisor = 4;  ///< the first epsilon is this part of the range of costs …
constexpr std::int64_t far = 16;           ///< … or of what having nobody costs, when that is so many times more
constexpr std::int64_t lowered_by = 3;     ///< prices start a phase this many old epsilons lower
/// What is left to settle: this part of a unit for each learner.
constexpr std::int64_t nearly = 16;
/// With an epsilon so large, it is not worth asking whether the end is near.
constexpr std::int64_t coarse = 16 * one;
/// Up to such costs prices are 32-bit numbers.
constexpr std::int64_t small = std::int64_t{1} << (28 - shift);

/// What a learner likes best at present prices, and what the second best costs.
struct Best {
  std::int64_t first, second;
  std::uint32_t educator;
  std::int32_t cost;
};

/// The cheapest and the second cheapest choice of those at `row` (by cost); having nobody is one of them. Returns how
/// many had to be looked at. No choice changes place with an equal one before it.
template <class Row>
std::uint64_t find_best(const Row* row, std::uint64_t count, const std::int64_t* price, std::int64_t alone,
                        Best& best) {
  best = {alone, std::numeric_limits<std::int64_t>::max(), nobody, 0};
  std::uint64_t e = 0;
  for (; e < count; ++e) {
    const std::int64_t cost = std::int64_t{row[e].cost} << shift;
    if (cost >= best.second) break;
    const std::int64_t value = cost + price[row[e].educator];
    if (value >= best.second) continue;
    if (value < best.first) {
      best.second = std::exchange(best.first, value);
      best.educator = row[e].educator;
      best.cost = row[e].cost;
    } else {
      best.second = value;
    }
  }
  return e;
}

/// The same without guessing: value and position are one number, of which the two smallest are kept.
template <class Row>
std::uint64_t find_best(const Row* row, std::uint64_t count, const std::int32_t* price, std::int64_t alone,
                        Best& best) {
  constexpr std::uint64_t together = 4;
  std::uint64_t first = static_cast<std::uint64_t>(alone) << 32, second = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t e = 0;
  while (e < count && static_cast<std::uint64_t>(row[e].cost) << shift < second >> 32) {
    for (const std::uint64_t end = std::min(count, e + together); e < end;) {
      const std::uint64_t value =
          (static_cast<std::uint64_t>(row[e].cost) << shift) + static_cast<std::uint32_t>(price[row[e].educator]);
      const std::uint64_t key = value << 32 | ++e;
      second = std::min(second, std::max(first, key));
      first = std::min(first, key);
    }
  }
  best = {static_cast<std::int64_t>(first >> 32), static_cast<std::int64_t>(second >> 32), nobody, 0};
  if (const auto at = static_cast<std::uint32_t>(first); at != 0) {
    best.educator = row[at - 1].educator;
    best.cost = row[at - 1].cost;
  }
  return e;
}

template <class Row, class Price>
class Auction {
 public:
  Auction(Market& market, const Row* row, WorkMeter& meter)
      : m_(market), row_(row), meter_(meter), alone_(market.alone << shift), price_(market.educators) {
    bid_.resize(m_.holder.size());
    queue_.resize(std::bit_ceil(std::size_t{m_.learners} + 1));  // everybody waits at most once at a time
    // Nobody bids for a seat that does not exist.
    for (std::uint32_t j = 0; j < m_.educators; ++j) price_[j] = m_.capacity[j] == 0 ? beyond : 0;
  }

  /// Leaves prices in units, also if stopped.
  bool run() {
    const bool came_near = come_near();
    for (std::uint32_t j = 0; j < m_.educators; ++j)
      m_.price[j] = m_.capacity[j] == 0 ? 0 : (price_[j] + rounded_by_) >> shift;
    return came_near;
  }

 private:
  /// A price that nobody pays.
  static constexpr Price beyond = std::numeric_limits<Price>::max() / 4;

  bool come_near() {
    // Where seats are scarce, prices rise to what having nobody costs: in few steps, however much alike scores are.
    const std::int64_t span = m_.alone / far > m_.range ? m_.alone : m_.range;
    std::int64_t epsilon = std::max<std::int64_t>(1, (span << shift) / first_divisor);
    std::int64_t before = 0;
    for (;;) {
      if (!begin_phase(epsilon, before) || !forward(epsilon) || !reverse(epsilon)) return false;
      if ((epsilon <= coarse && is_near()) || epsilon == 1) return true;
      before = epsilon;
      epsilon = std::max<std::int64_t>(1, epsilon / (epsilon > one ? 20 : 50));
    }
  }

  static std::int64_t scaled(std::int32_t cost) { return static_cast<std::int64_t>(cost) << shift; }

  Best best_of(std::uint32_t i) {
    const std::uint64_t from = m_.row_start[i];
    Best best;
    work_ += find_best(row_ + from, m_.row_end[i] - from, price_.data(), alone_, best) + 1;
    return best;
  }

  /// Lowers prices a little, keeps every learner who is still nearly content and states their bids anew.
  bool begin_phase(std::int64_t epsilon, std::int64_t before) {
    if (before == 0) {
      for (std::uint32_t i = 0; i < m_.learners; ++i) waiting_.push_back(i);
      return true;
    }
    for (std::uint32_t j = 0; j < m_.educators; ++j) {
      if (m_.capacity[j] == 0) continue;
      price_[j] = static_cast<Price>(std::max<std::int64_t>(0, price_[j] - lowered_by * before));
      m_.taken[j] = 0;
    }
    for (std::uint32_t i = 0; i < m_.learners; ++i) {
      const std::uint32_t at = m_.place[i];
      const Best best = best_of(i);
      if (at == nobody) {
        if (best.educator == nobody || alone_ <= best.first + epsilon) continue;
      } else if (best.educator == at) {
        keep(i, at, price_[at] + best.second - best.first + epsilon);
        continue;
      } else {
        const std::int64_t cost = scaled(m_.paid[i]);
        if (cost + price_[at] <= best.first + epsilon) {
          keep(i, at, best.first + epsilon - cost);
          continue;
        }
      }
      m_.place[i] = undecided;
      waiting_.push_back(i);
    }
    return spend();
  }

  void keep(std::uint32_t i, std::uint32_t j, std::int64_t bid) {
    const std::uint32_t at = m_.seat_start[j] + m_.taken[j]++;
    bid_[at] = static_cast<Price>(bid);
    m_.holder[at] = i;
  }

  /// Learners without a decision bid for the seat they like best, as far as their second best lets them.
  ///
  /// What a bid reads lies anywhere in memory. So bids are thought over a few ahead of their turn, and what each will
  /// read is asked for in time. A bid thought over early is good as long as the price of its seat is the same: prices
  /// only rise here, so its best is still the best, and bidding with an older second best bids less than one may.
  bool forward(std::int64_t epsilon) {
    const std::uint32_t mask = static_cast<std::uint32_t>(queue_.size()) - 1;
    std::uint32_t tail = static_cast<std::uint32_t>(waiting_.size()), thought = 0;
    std::copy(waiting_.begin(), waiting_.end(), queue_.begin());
    waiting_.clear();
    std::array<Best, std::bit_ceil(think_ahead)> bids;
    for (std::uint32_t head = 0; head != tail; ++head) {
      for (; thought == head || (thought != tail && thought - head < think_ahead); ++thought) {
        if (tail - thought > bounds_ahead) prefetch_bounds(queue_[(thought + bounds_ahead) & mask]);
        if (tail - thought > row_ahead) prefetch_row(queue_[(thought + row_ahead) & mask]);
        Best& best = bids[thought % bids.size()];
        best = best_of(queue_[thought & mask]);
        if (best.educator != nobody) prefetch_educator(best.educator);
      }
      if (thought - head > seats_ahead) {
        prefetch_learner(queue_[(head + seats_ahead) & mask]);
        const std::uint32_t soon = bids[(head + seats_ahead) % bids.size()].educator;
        if (soon != nobody) prefetch_seats(soon);
      }
      const std::uint32_t i = queue_[head & mask];
      Best best = bids[head % bids.size()];
      if (best.educator != nobody && scaled(best.cost) + price_[best.educator] != best.first) best = best_of(i);
      const std::uint32_t out = bid(i, best, epsilon);
      if (out != nobody) queue_[tail++ & mask] = out;
      if ((head & 1023) == 0 && !spend()) return false;
    }
    return spend();
  }

  // How many turns before its own a bid is thought over, and how long before that (or, of the seats, before the turn)
  // memory is asked for what it reads.
  static constexpr std::uint32_t think_ahead = 6, seats_ahead = 3, row_ahead = 4, bounds_ahead = 10;
  static constexpr std::size_t line_bytes = 64;
  void prefetch_bounds(std::uint32_t i) const {
    __builtin_prefetch(&m_.row_start[i]);
    __builtin_prefetch(&m_.row_end[i]);
  }
  void prefetch_row(std::uint32_t i) const {
    const Row* const row = row_ + m_.row_start[i];
    for (std::size_t line = 0; line < 3; ++line) __builtin_prefetch(row + line * (line_bytes / sizeof(Row)));
  }
  void prefetch_educator(std::uint32_t j) const {
    __builtin_prefetch(&m_.seat_start[j]);
    __builtin_prefetch(&m_.taken[j]);
    __builtin_prefetch(&m_.capacity[j]);
  }
  void prefetch_seats(std::uint32_t j) const {
    __builtin_prefetch(bid_.data() + m_.seat_start[j]);
    __builtin_prefetch(m_.holder.data() + m_.seat_start[j]);
  }
  void prefetch_learner(std::uint32_t i) const {
    __builtin_prefetch(&m_.place[i], 1);
    __builtin_prefetch(&m_.paid[i], 1);
  }

  /// Seats the learner where they bid, or nowhere; returns who has to bid again for it, or nobody.
  std::uint32_t bid(std::uint32_t i, const Best& best, std::int64_t epsilon) {
    const std::uint32_t j = best.educator;
    m_.place[i] = j;
    if (j == nobody) return nobody;
    const auto offered = static_cast<Price>(price_[j] + (best.second - best.first) + epsilon);
    m_.paid[i] = best.cost;
    if (!m_.is_full(j)) {
      keep(i, j, offered);
      if (m_.is_full(j)) price_[j] = std::max(price_[j], bid_[lowest(j)]);
      return nobody;
    }
    const std::uint32_t low = lowest(j);
    std::uint32_t out = i;
    if (bid_[low] < offered) {
      out = std::exchange(m_.holder[low], i);
      bid_[low] = offered;
      price_[j] = std::max(price_[j], bid_[lowest(j)]);
    } else {
      price_[j] = std::max(price_[j], offered);
    }
    m_.place[out] = undecided;
    return out;
  }

  /// The seat whose holder would leave first.
  std::uint32_t lowest(std::uint32_t j) const {
    const std::uint32_t first = m_.seat_start[j];
    std::uint32_t low = first;
    for (std::uint32_t k = first + 1; k < first + m_.taken[j]; ++k)
      if (bid_[k] < bid_[low]) low = k;
    return low;
  }

  /// Educators with a free seat and a price lower it until the seat is taken or costs nothing.
  bool reverse(std::int64_t epsilon) {
    open_.clear();
    for (std::uint32_t j = 0; j < m_.educators; ++j)
      if (price_[j] > 0 && !m_.is_full(j)) open_.push_back(j);
    if (open_.empty()) return true;
    work_ += m_.transpose();
    pays_.resize(m_.learners);
    for (std::uint32_t i = 0; i < m_.learners; ++i) {
      const std::uint32_t at = m_.place[i];
      pays_[i] = static_cast<Price>(at == nobody ? alone_ : scaled(m_.paid[i]) + price_[at]);
    }
    struct Offer {
      std::int64_t worth;  // the price at which the learner finds this seat as good as what they have
      std::uint32_t learner;
      std::int32_t cost;
    };
    std::vector<Offer> offers;
    for (std::size_t head = 0; head < open_.size(); ++head) {
      const std::uint32_t j = open_[head];
      const std::uint32_t free = m_.capacity[j] - m_.taken[j];
      if (free == 0 || price_[j] == 0) continue;
      offers.clear();
      for (std::uint64_t e = m_.column_start[j]; e < m_.column_end[j]; ++e) {
        const Candidacy candidacy = m_.column[e];
        const std::int64_t worth = pays_[candidacy.learner] - scaled(candidacy.cost);
        if (worth >= epsilon && m_.place[candidacy.learner] != j)
          offers.push_back({worth, candidacy.learner, candidacy.cost});
      }
      work_ += m_.degree[j] + 1;
      std::int64_t next = 0;
      if (offers.size() > free) {
        std::nth_element(offers.begin(), offers.begin() + free, offers.end(), [](const Offer& a, const Offer& b) {
          return a.worth != b.worth ? a.worth > b.worth : a.learner < b.learner;
        });
        next = std::max<std::int64_t>(0, offers[free].worth - epsilon);
        offers.resize(free);
      }
      if (next < price_[j]) {
        const auto less = static_cast<Price>(price_[j] - next);
        const std::uint32_t first = m_.seat_start[j];
        for (std::uint32_t k = first; k < first + m_.taken[j]; ++k) pays_[m_.holder[k]] -= less;
        price_[j] -= less;
      }
      for (const Offer& offer : offers) {
        const std::uint32_t from = m_.place[offer.learner];
        if (from != nobody) {
          leave(offer.learner, from);
          if (price_[from] > 0) open_.push_back(from);
        }
        m_.place[offer.learner] = j;
        m_.paid[offer.learner] = offer.cost;
        pays_[offer.learner] = static_cast<Price>(scaled(offer.cost) + price_[j]);
        keep(offer.learner, j, offer.worth);
      }
      if ((head & 255) == 0 && !spend()) return false;
    }
    return spend();
  }

  void leave(std::uint32_t i, std::uint32_t j) {
    std::uint32_t at = m_.seat_start[j];
    while (m_.holder[at] != i) ++at;
    const std::uint32_t last = m_.seat_start[j] + --m_.taken[j];
    m_.holder[at] = m_.holder[last];
    bid_[at] = bid_[last];
  }

  /// Rounds the prices to whole units and says whether they and the assignment are worth nearly the same.
  ///
  /// For any threshold t in [0, 1) the prices floor(p + t) and the learners' values floor(u + t) are feasible, because
  /// costs are whole: u <= cost + p gives floor(u + t) <= cost + floor(p + t). Over t their mean is worth what the
  /// prices are, so some are worth at least as much; the best of a fixed sequence is taken.
  bool is_near() {
    pays_.resize(m_.learners);
    std::int64_t primal = 0;
    for (std::uint32_t i = 0; i < m_.learners; ++i) {
      primal += m_.place[i] == nobody ? m_.alone : m_.paid[i];
      pays_[i] = static_cast<Price>(best_of(i).first);
    }
    std::int64_t best = std::numeric_limits<std::int64_t>::min();
    // The van der Corput sequence: 1/2, 1/4, 3/4, 1/8 ...
    for (const std::int64_t t : {8, 4, 12, 2, 10, 6, 14, 1}) {
      const std::int64_t add = t * (one / 16);
      std::int64_t dual = 0;
      for (const Price value : pays_) dual += (value + add) >> shift;
      for (std::uint32_t j = 0; j < m_.educators; ++j)
        dual -= ((price_[j] + add) >> shift) * static_cast<std::int64_t>(m_.capacity[j]);
      if (dual > best) best = dual, rounded_by_ = add;
    }
    return primal - best <= static_cast<std::int64_t>(m_.learners) / nearly;
  }

  bool spend() { return meter_.spend(std::exchange(work_, 0)); }

  Market& m_;
  const Row* row_;
  WorkMeter& meter_;
  std::int64_t alone_;
  std::uint64_t work_ = 0;
  Large<Price> price_;
  Large<Price> bid_;   ///< per seat: up to which price its holder stays
  Large<Price> pays_;  ///< per learner: what their place costs them, or their best would
  std::int64_t rounded_by_ = 0;
  Large<std::uint32_t> waiting_, queue_;  ///< who bids next: when a phase begins, and while it goes on (a ring)
  std::vector<std::uint32_t> open_;
};

}  // namespace

bool hold_auction(Market& market, WorkMeter& meter) {
  const auto with_prices = [&](const auto* row) {
    using Row = std::remove_cvref_t<decltype(*row)>;
    if (std::max(market.alone, market.range) <= small) return Auction<Row, std::int32_t>(market, row, meter).run();
    return Auction<Row, std::int64_t>(market, row, meter).run();
  };
  return market.row.is_thin() ? with_prices(market.row.thin()) : with_prices(market.row.wide());
}

}  // namespace chiron::matching
