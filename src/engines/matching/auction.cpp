// Chiron's own exact solver for totals: a forward and reverse auction for seats with epsilon scaling (D. P. Bertsekas,
// D. A. Castanon, "The auction algorithm for transportation problems", 1989, and "A forward/reverse auction algorithm
// for asymmetric assignment problems", 1992), stopped as soon as primal and dual value prove each other.
//
// Costs are fixed point: whole points shifted left by `shift_`, so that one scaled unit times the number of learners
// stays below one point. An assignment whose value is within less than one point of a dual value is optimal, since
// all values are whole points; prices that prove it in whole points are found by threshold rounding (see `round`).
#include <algorithm>
#include <bit>
#include <limits>
#include <memory>

#include "engines/matching/solvers.h"

namespace chiron::matching {
namespace {

constexpr std::uint32_t nobody = 0xFFFFFFFF;  // a learner who has decided for no educator
constexpr std::uint32_t undecided = 0xFFFFFFFE;

/// One candidate of a learner: what the pair costs (best score − score, so never negative) and whose seat it is.
struct Candidate {
  std::int32_t cost;
  std::uint32_t educator;
};

/// One candidacy seen from the educator.
struct Candidacy {
  std::int32_t cost;
  std::uint32_t learner;
};

class Auction {
 public:
  Auction(const Canonical& canonical, const std::vector<std::int32_t>& score, std::int64_t penalty, WorkMeter& meter)
      : canonical_(canonical),
        learners_(canonical.learner_count()),
        educators_(canonical.educator_count()),
        meter_(meter) {
    std::int64_t best = -penalty;
    for (const std::uint64_t pair : canonical.pair) best = std::max<std::int64_t>(best, score[pair]);
    best_ = best;
    lay_out(score);
    shift_ = std::bit_width(learners_);  // learners × one scaled unit < one point
    alone_ = (best + penalty) << shift_;
  }

  FlowAnswer run() {
    FlowAnswer answer;
    std::int64_t epsilon = std::max<std::int64_t>(1, (range_ << shift_) / first_divisor);
    std::int64_t before = 0;
    for (;;) {
      if (!begin_phase(epsilon, before) || !forward(epsilon) || !reverse(epsilon)) break;
      if (measure()) {
        answer.finished = true;
        break;
      }
      before = epsilon;
      // epsilon 1 always ends: the gap is below learners × 1 < one point.
      epsilon = std::max<std::int64_t>(1, epsilon / (epsilon > (std::int64_t{1} << shift_) ? 20 : 50));
    }
    answer.column_of.resize(learners_);
    for (std::uint32_t i = 0; i < learners_; ++i)
      answer.column_of[i] = place_[i] < undecided ? static_cast<std::int32_t>(place_[i]) : unmatched;
    answer.price.assign(educators_, 0);
    if (answer.finished) round(answer.price);
    return answer;
  }

 private:
  static constexpr std::int64_t first_divisor = 10;
  static constexpr std::int64_t lowered_by = 3;  // prices start a phase this many old epsilons lower

  /// Rows by cost, so that a scan may stop at the first cost beyond the second best; seats by educator.
  void lay_out(const std::vector<std::int32_t>& score) {
    candidates_ = std::make_unique_for_overwrite<Candidate[]>(canonical_.pair.size());
    std::vector<std::uint32_t> degree(educators_, 0);
    std::int64_t high = 0;
    for (std::uint32_t i = 0; i < learners_; ++i) {
      const std::uint64_t from = canonical_.row_start[i], to = canonical_.row_start[i + 1];
      for (std::uint64_t e = from; e < to; ++e) {
        const auto cost = static_cast<std::int32_t>(std::min<std::int64_t>(
            best_ - score[canonical_.pair[e]], std::numeric_limits<std::int32_t>::max()));
        candidates_[e] = {cost, canonical_.column[e]};
        high = std::max<std::int64_t>(high, cost);
        ++degree[canonical_.column[e]];
      }
      std::sort(candidates_.get() + from, candidates_.get() + to, [](const Candidate& a, const Candidate& b) {
        return a.cost != b.cost ? a.cost < b.cost : a.educator < b.educator;
      });
    }
    range_ = std::max<std::int64_t>(1, high);
    seat_start_.resize(educators_ + 1);
    seat_start_[0] = 0;
    for (std::uint32_t j = 0; j < educators_; ++j)
      seat_start_[j + 1] = seat_start_[j] + std::min(seats(j), degree[j]);
    bid_.resize(seat_start_[educators_]);
    holder_.resize(seat_start_[educators_]);
    taken_.assign(educators_, 0);
    price_.assign(educators_, 0);
    place_.assign(learners_, undecided);
    cost_.resize(learners_);
    degree_ = std::move(degree);
  }

  std::uint32_t seats(std::uint32_t j) const { return static_cast<std::uint32_t>(canonical_.capacity[j]); }
  std::int64_t scaled(std::int32_t cost) const { return static_cast<std::int64_t>(cost) << shift_; }

  struct Best {
    std::int64_t first, second;
    std::uint32_t educator;
    std::int32_t cost;
  };
  /// The cheapest and the second cheapest choice of a learner at present prices; staying alone is one of them.
  Best best_of(std::uint32_t i) {
    Best best{alone_, std::numeric_limits<std::int64_t>::max(), nobody, 0};
    const std::uint64_t to = canonical_.row_start[i + 1];
    std::uint64_t e = canonical_.row_start[i];
    for (; e < to; ++e) {
      const Candidate candidate = candidates_[e];
      const std::int64_t cost = scaled(candidate.cost);
      if (cost >= best.second) break;
      if (seat_start_[candidate.educator] == seat_start_[candidate.educator + 1]) continue;
      const std::int64_t value = cost + price_[candidate.educator];
      if (value >= best.second) continue;
      if (value < best.first) {
        best.second = best.first;
        best.first = value;
        best.educator = candidate.educator;
        best.cost = candidate.cost;
      } else {
        best.second = value;
      }
    }
    work_ += e - canonical_.row_start[i] + 1;
    return best;
  }

  /// Lowers prices a little, keeps every learner who is still nearly content and states their bids anew.
  bool begin_phase(std::int64_t epsilon, std::int64_t before) {
    waiting_.clear();
    waiting_.reserve(2 * std::size_t{learners_});
    if (before == 0) {
      for (std::uint32_t i = 0; i < learners_; ++i) waiting_.push_back(i);
      return true;
    }
    for (std::uint32_t j = 0; j < educators_; ++j) {
      price_[j] = std::max<std::int64_t>(0, price_[j] - lowered_by * before);
      taken_[j] = 0;
    }
    for (std::uint32_t i = 0; i < learners_; ++i) {
      const std::uint32_t at = place_[i];
      const Best best = best_of(i);
      if (at == nobody) {
        if (best.educator == nobody || alone_ <= best.first + epsilon) continue;
      } else if (best.educator == at) {
        keep(i, at, price_[at] + best.second - best.first + epsilon);
        continue;
      } else {
        const std::int64_t cost = scaled(cost_[i]);
        if (cost + price_[at] <= best.first + epsilon) {
          keep(i, at, best.first + epsilon - cost);
          continue;
        }
      }
      place_[i] = undecided;
      waiting_.push_back(i);
    }
    return spend();
  }

  void keep(std::uint32_t i, std::uint32_t j, std::int64_t bid) {
    const std::uint32_t at = seat_start_[j] + taken_[j]++;
    bid_[at] = bid;
    holder_[at] = i;
  }

  /// Learners without a decision bid for the seat they like best, as far as their second best lets them.
  bool forward(std::int64_t epsilon) {
    for (std::size_t head = 0; head < waiting_.size(); ++head) {
      if (head >= learners_ && head * 2 >= waiting_.size()) {  // give the front back
        waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(head));
        head = 0;
      }
      const std::uint32_t i = waiting_[head];
      const Best best = best_of(i);
      if (best.educator == nobody) {
        place_[i] = nobody;
        continue;
      }
      const std::uint32_t j = best.educator;
      const std::int64_t bid = price_[j] + (best.second - best.first) + epsilon;
      place_[i] = j;
      cost_[i] = best.cost;
      const std::uint32_t first = seat_start_[j];
      if (taken_[j] < seats(j)) {
        keep(i, j, bid);
        if (taken_[j] == seats(j)) price_[j] = std::max(price_[j], lowest(j));
      } else {
        std::uint32_t out = first + lowest_at(j);
        std::uint32_t evicted = i;
        if (bid_[out] < bid) {
          evicted = holder_[out];
          bid_[out] = bid;
          holder_[out] = i;
          price_[j] = std::max(price_[j], lowest(j));
        } else {
          price_[j] = std::max(price_[j], bid);
        }
        place_[evicted] = undecided;
        waiting_.push_back(evicted);
      }
      if ((head & 1023) == 0 && !spend()) return false;
    }
    waiting_.clear();
    return spend();
  }

  std::uint32_t lowest_at(std::uint32_t j) const {
    const std::int64_t* bids = bid_.data() + seat_start_[j];
    std::uint32_t low = 0;
    for (std::uint32_t k = 1; k < taken_[j]; ++k)
      if (bids[k] < bids[low]) low = k;
    return low;
  }
  std::int64_t lowest(std::uint32_t j) const { return bid_[seat_start_[j] + lowest_at(j)]; }

  /// Educators with a free seat and a price lower it until the seat is taken or costs nothing.
  bool reverse(std::int64_t epsilon) {
    std::vector<std::uint32_t>& open = open_;
    open.clear();
    for (std::uint32_t j = 0; j < educators_; ++j)
      if (price_[j] > 0 && taken_[j] < seats(j)) open.push_back(j);
    if (open.empty()) return true;
    transpose();
    struct Offer {
      std::int64_t worth;  // the price at which the learner finds this seat as good as what they have
      std::uint32_t learner;
      std::int32_t cost;
    };
    std::vector<Offer> offers;
    for (std::size_t head = 0; head < open.size(); ++head) {
      const std::uint32_t j = open[head];
      const std::uint32_t free = seats(j) - taken_[j];
      if (free == 0 || price_[j] == 0) continue;
      offers.clear();
      for (std::uint64_t e = column_start_[j]; e < column_start_[j + 1]; ++e) {
        const Candidacy candidacy = candidacies_[e];
        const std::uint32_t at = place_[candidacy.learner];
        if (at == j) continue;
        const std::int64_t now = at == nobody ? alone_ : scaled(cost_[candidacy.learner]) + price_[at];
        const std::int64_t worth = now - scaled(candidacy.cost);
        if (worth >= epsilon) offers.push_back({worth, candidacy.learner, candidacy.cost});
      }
      work_ += column_start_[j + 1] - column_start_[j] + 1;
      const auto better = [](const Offer& a, const Offer& b) {
        return a.worth != b.worth ? a.worth > b.worth : a.learner < b.learner;
      };
      std::int64_t next = 0;
      if (offers.size() > free) {
        std::nth_element(offers.begin(), offers.begin() + free, offers.end(), better);
        next = std::max<std::int64_t>(0, offers[free].worth - epsilon);
        offers.resize(free);
      }
      price_[j] = std::min(price_[j], next);
      for (const Offer& offer : offers) {
        const std::uint32_t from = place_[offer.learner];
        if (from != nobody) {
          leave(offer.learner, from);
          if (price_[from] > 0) open.push_back(from);
        }
        place_[offer.learner] = j;
        cost_[offer.learner] = offer.cost;
        keep(offer.learner, j, offer.worth);
      }
      if ((head & 255) == 0 && !spend()) return false;
    }
    return spend();
  }

  void leave(std::uint32_t i, std::uint32_t j) {
    const std::uint32_t first = seat_start_[j];
    std::uint32_t k = 0;
    while (holder_[first + k] != i) ++k;
    --taken_[j];
    holder_[first + k] = holder_[first + taken_[j]];
    bid_[first + k] = bid_[first + taken_[j]];
  }

  void transpose() {
    if (!column_start_.empty()) return;
    column_start_.resize(educators_ + 1);
    column_start_[0] = 0;
    for (std::uint32_t j = 0; j < educators_; ++j) column_start_[j + 1] = column_start_[j] + degree_[j];
    candidacies_ = std::make_unique_for_overwrite<Candidacy[]>(canonical_.pair.size());
    std::vector<std::uint64_t> next(column_start_.begin(), column_start_.end() - 1);
    for (std::uint32_t i = 0; i < learners_; ++i)
      for (std::uint64_t e = canonical_.row_start[i]; e < canonical_.row_start[i + 1]; ++e)
        candidacies_[next[candidates_[e].educator]++] = {candidates_[e].cost, i};
    work_ += canonical_.pair.size();
  }

  /// Whether what is assigned is within less than one point of the dual value of the present prices.
  bool measure() {
    __int128 primal = 0, dual = 0;
    content_.resize(learners_);
    for (std::uint32_t i = 0; i < learners_; ++i) {
      primal += place_[i] == nobody ? alone_ : scaled(cost_[i]);
      content_[i] = best_of(i).first;
      dual += content_[i];
    }
    for (std::uint32_t j = 0; j < educators_; ++j) dual -= static_cast<__int128>(price_[j]) * seats(j);
    return primal - dual < (__int128{1} << shift_);
  }

  /// Prices in whole points whose dual value equals the primal value.
  ///
  /// For any threshold t in [0, 1) the prices floor(p + t) and the learners' values floor(u + t) are dual feasible,
  /// because costs are whole points: u <= cost + p gives floor(u + t) <= cost + floor(p + t). Averaged over t their
  /// dual value is the unrounded one, which is less than one point below the primal value. So some t attains it
  /// exactly; the first of a fixed sequence that does is taken.
  void round(std::vector<std::int64_t>& price) {
    const std::int64_t one = std::int64_t{1} << shift_;
    __int128 primal = 0;
    for (std::uint32_t i = 0; i < learners_; ++i)
      primal += place_[i] == nobody ? alone_ >> shift_ : static_cast<std::int64_t>(cost_[i]);
    const auto dual_at = [&](std::int64_t t) {
      __int128 dual = 0;
      for (std::uint32_t i = 0; i < learners_; ++i) dual += (content_[i] + t) >> shift_;
      for (std::uint32_t j = 0; j < educators_; ++j)
        dual -= static_cast<__int128>((price_[j] + t) >> shift_) * seats(j);
      return dual;
    };
    std::int64_t chosen = -1;
    for (std::int64_t n = 0; n < 64 && chosen < 0; ++n) {
      // The van der Corput sequence: 1/2, 1/4, 3/4, 1/8 …
      const std::int64_t t = static_cast<std::int64_t>(reversed(static_cast<std::uint64_t>(n) + 1) >> (64 - shift_));
      if (dual_at(t) == primal) chosen = t;
    }
    if (chosen < 0) {
      // The dual value changes only where a price or a content passes a whole point.
      std::vector<std::int64_t> steps{0};
      for (const std::int64_t p : price_) steps.push_back((one - (p & (one - 1))) & (one - 1));
      for (const std::int64_t u : content_) steps.push_back((one - (u & (one - 1))) & (one - 1));
      std::sort(steps.begin(), steps.end());
      steps.erase(std::unique(steps.begin(), steps.end()), steps.end());
      for (const std::int64_t t : steps)
        if (dual_at(t) == primal) {
          chosen = t;
          break;
        }
    }
    for (std::uint32_t j = 0; j < educators_; ++j) {
      // Nobody may take a seat that does not exist: a price beyond every use keeps the proof simple.
      price[j] = seats(j) ? (price_[j] + std::max<std::int64_t>(0, chosen)) >> shift_ : alone_ >> shift_;
    }
  }

  static std::uint64_t reversed(std::uint64_t bits) {
    std::uint64_t out = 0;
    for (int n = 0; n < 64; ++n, bits >>= 1) out = out << 1 | (bits & 1);
    return out;
  }

  bool spend() { return meter_.spend(std::exchange(work_, 0)); }

  const Canonical& canonical_;
  std::uint32_t learners_, educators_;
  WorkMeter& meter_;
  std::int64_t best_ = 0;
  std::int64_t range_ = 1;
  int shift_ = 0;
  std::int64_t alone_ = 0;  ///< scaled cost of having nobody
  std::uint64_t work_ = 0;

  std::unique_ptr<Candidate[]> candidates_;  ///< rows as in canonical_.row_start, by cost
  std::vector<std::uint32_t> degree_;
  std::vector<std::uint32_t> seat_start_;
  std::vector<std::int64_t> bid_;      ///< per seat: up to which price its holder stays
  std::vector<std::uint32_t> holder_;  ///< per seat; the first taken_[j] of an educator are held
  std::vector<std::uint32_t> taken_;
  std::vector<std::int64_t> price_;
  std::vector<std::uint32_t> place_;  ///< per learner: an educator, nobody or undecided
  std::vector<std::int32_t> cost_;    ///< per placed learner: cost of the pair
  std::vector<std::int64_t> content_;
  std::vector<std::uint32_t> waiting_, open_;
  std::vector<std::uint64_t> column_start_;
  std::unique_ptr<Candidacy[]> candidacies_;
};

}  // namespace

FlowAnswer maximize_total(const Canonical& canonical, const std::vector<std::int32_t>& score, std::int64_t penalty,
                          WorkMeter& meter) {
  if (canonical.learner_count() == 0) {
    FlowAnswer answer;
    answer.finished = true;
    answer.price.assign(canonical.educator_count(), 0);
    return answer;
  }
  return Auction(canonical, score, penalty, meter).run();
}

}  // namespace chiron::matching
