// A forward and reverse auction for seats with epsilon scaling (D. P. Bertsekas, D. A. Castanon, "The auction algorithm
// for transportation problems", 1989, and "A forward/reverse auction algorithm for asymmetric assignment problems",
// 1992). It is not run to the end: among many equals the last bids rise in tiny steps. As soon as assignment and prices
// are worth nearly the same, `settle` does the rest.
//
// While bids are open, prices are fixed point: units shifted left by `shift`.
#include <algorithm>
#include <bit>
#include <limits>
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
/// A price that nobody pays.
constexpr std::int64_t beyond = std::numeric_limits<std::int64_t>::max() / 4;

class Auction {
 public:
  Auction(Market& market, WorkMeter& meter) : m_(market), meter_(meter), alone_(market.alone << shift) {
    bid_.resize(m_.holder.size());
    // Nobody bids for a seat that does not exist.
    for (std::uint32_t j = 0; j < m_.educators; ++j)
      if (m_.capacity[j] == 0) m_.price[j] = beyond;
  }

  bool run() {
    // Where seats are scarce, prices rise to what having nobody costs: in few steps, however much alike scores are.
    const std::int64_t span = m_.alone / far > m_.range ? m_.alone : m_.range;
    std::int64_t epsilon = std::max<std::int64_t>(1, (span << shift) / first_divisor);
    std::int64_t before = 0;
    for (;;) {
      if (!begin_phase(epsilon, before) || !forward(epsilon) || !reverse(epsilon)) return false;
      if (is_near() || epsilon == 1) break;
      before = epsilon;
      epsilon = std::max<std::int64_t>(1, epsilon / (epsilon > one ? 20 : 50));
    }
    std::copy(rounded_.begin(), rounded_.end(), m_.price.begin());
    return true;
  }

 private:
  struct Best {
    std::int64_t first, second;
    std::uint32_t educator;
    std::int32_t cost;
  };
  static std::int64_t scaled(std::int32_t cost) { return static_cast<std::int64_t>(cost) << shift; }

  /// The cheapest and the second cheapest choice of a learner at present prices; having nobody is one of them.
  Best best_of(std::uint32_t i) {
    Best best{alone_, std::numeric_limits<std::int64_t>::max(), nobody, 0};
    const std::uint64_t from = m_.row_start[i], to = m_.row_end[i];
    std::uint64_t e = from;
    for (; e < to; ++e) {
      const Candidate candidate = m_.row[e];
      const std::int64_t cost = scaled(candidate.cost);
      if (cost >= best.second) break;
      const std::int64_t value = cost + m_.price[candidate.educator];
      if (value >= best.second) continue;
      if (value < best.first) {
        best.second = std::exchange(best.first, value);
        best.educator = candidate.educator;
        best.cost = candidate.cost;
      } else {
        best.second = value;
      }
    }
    work_ += e - from + 1;
    return best;
  }

  /// Rows are read in no order: those of the learners who bid next are asked for in time.
  static constexpr std::size_t ahead = 3;
  void prefetch(std::uint32_t i) const {
    const Candidate* row = m_.row.get() + m_.row_start[i];
    for (std::size_t line = 0; line < 3; ++line) __builtin_prefetch(row + 8 * line);
  }

  /// Lowers prices a little, keeps every learner who is still nearly content and states their bids anew.
  bool begin_phase(std::int64_t epsilon, std::int64_t before) {
    waiting_.clear();
    waiting_.reserve(2 * std::size_t{m_.learners});
    if (before == 0) {
      for (std::uint32_t i = 0; i < m_.learners; ++i) waiting_.push_back(i);
      return true;
    }
    for (std::uint32_t j = 0; j < m_.educators; ++j) {
      if (m_.capacity[j] == 0) continue;
      m_.price[j] = std::max<std::int64_t>(0, m_.price[j] - lowered_by * before);
      m_.taken[j] = 0;
    }
    for (std::uint32_t i = 0; i < m_.learners; ++i) {
      const std::uint32_t at = m_.place[i];
      const Best best = best_of(i);
      if (at == nobody) {
        if (best.educator == nobody || alone_ <= best.first + epsilon) continue;
      } else if (best.educator == at) {
        keep(i, at, m_.price[at] + best.second - best.first + epsilon);
        continue;
      } else {
        const std::int64_t cost = scaled(m_.paid[i]);
        if (cost + m_.price[at] <= best.first + epsilon) {
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
    bid_[at] = bid;
    m_.holder[at] = i;
  }

  /// Learners without a decision bid for the seat they like best, as far as their second best lets them.
  bool forward(std::int64_t epsilon) {
    for (std::size_t head = 0; head < waiting_.size(); ++head) {
      if (head >= m_.learners && head * 2 >= waiting_.size()) {  // give the front back
        waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(head));
        head = 0;
      }
      const std::uint32_t i = waiting_[head];
      if (head + ahead < waiting_.size()) prefetch(waiting_[head + ahead]);
      const Best best = best_of(i);
      if (best.educator == nobody) {
        m_.place[i] = nobody;
        continue;
      }
      const std::uint32_t j = best.educator;
      const std::int64_t bid = m_.price[j] + (best.second - best.first) + epsilon;
      m_.place[i] = j;
      m_.paid[i] = best.cost;
      if (!m_.is_full(j)) {
        keep(i, j, bid);
        if (m_.is_full(j)) m_.price[j] = std::max(m_.price[j], bid_[lowest(j)]);
      } else {
        const std::uint32_t out = lowest(j);
        std::uint32_t evicted = i;
        if (bid_[out] < bid) {
          evicted = m_.holder[out];
          bid_[out] = bid;
          m_.holder[out] = i;
          m_.price[j] = std::max(m_.price[j], bid_[lowest(j)]);
        } else {
          m_.price[j] = std::max(m_.price[j], bid);
        }
        m_.place[evicted] = undecided;
        waiting_.push_back(evicted);
      }
      if ((head & 1023) == 0 && !spend()) return false;
    }
    waiting_.clear();
    return spend();
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
      if (m_.price[j] > 0 && !m_.is_full(j)) open_.push_back(j);
    if (open_.empty()) return true;
    work_ += m_.transpose();
    struct Offer {
      std::int64_t worth;  // the price at which the learner finds this seat as good as what they have
      std::uint32_t learner;
      std::int32_t cost;
    };
    std::vector<Offer> offers;
    for (std::size_t head = 0; head < open_.size(); ++head) {
      const std::uint32_t j = open_[head];
      const std::uint32_t free = m_.capacity[j] - m_.taken[j];
      if (free == 0 || m_.price[j] == 0) continue;
      offers.clear();
      for (std::uint64_t e = m_.column_start[j]; e < m_.column_end[j]; ++e) {
        const Candidacy candidacy = m_.column[e];
        const std::uint32_t at = m_.place[candidacy.learner];
        if (at == j) continue;
        const std::int64_t now = at == nobody ? alone_ : scaled(m_.paid[candidacy.learner]) + m_.price[at];
        const std::int64_t worth = now - scaled(candidacy.cost);
        if (worth >= epsilon) offers.push_back({worth, candidacy.learner, candidacy.cost});
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
      m_.price[j] = std::min(m_.price[j], next);
      for (const Offer& offer : offers) {
        const std::uint32_t from = m_.place[offer.learner];
        if (from != nobody) {
          leave(offer.learner, from);
          if (m_.price[from] > 0) open_.push_back(from);
        }
        m_.place[offer.learner] = j;
        m_.paid[offer.learner] = offer.cost;
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
    content_.resize(m_.learners);
    std::int64_t primal = 0;
    for (std::uint32_t i = 0; i < m_.learners; ++i) {
      primal += m_.place[i] == nobody ? m_.alone : m_.paid[i];
      content_[i] = best_of(i).first;
    }
    std::int64_t best = std::numeric_limits<std::int64_t>::min(), chosen = 0;
    // The van der Corput sequence: 1/2, 1/4, 3/4, 1/8 ...
    for (const std::int64_t t : {8, 4, 12, 2, 10, 6, 14, 1}) {
      const std::int64_t add = t * (one / 16);
      std::int64_t dual = 0;
      for (const std::int64_t value : content_) dual += (value + add) >> shift;
      for (std::uint32_t j = 0; j < m_.educators; ++j)
        dual -= ((m_.price[j] + add) >> shift) * static_cast<std::int64_t>(m_.capacity[j]);
      if (dual > best) best = dual, chosen = add;
    }
    rounded_.resize(m_.educators);
    for (std::uint32_t j = 0; j < m_.educators; ++j)
      rounded_[j] = m_.capacity[j] == 0 ? 0 : (m_.price[j] + chosen) >> shift;
    return primal - best <= static_cast<std::int64_t>(m_.learners) / nearly;
  }

  bool spend() { return meter_.spend(std::exchange(work_, 0)); }

  Market& m_;
  WorkMeter& meter_;
  std::int64_t alone_;
  std::uint64_t work_ = 0;
  std::vector<std::int64_t> bid_;  ///< per seat: up to which price its holder stays
  std::vector<std::int64_t> content_, rounded_;
  std::vector<std::uint32_t> waiting_, open_;
};

}  // namespace

bool hold_auction(Market& market, WorkMeter& meter) { return Auction(market, meter).run(); }

}  // namespace chiron::matching
