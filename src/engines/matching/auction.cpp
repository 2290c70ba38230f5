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
constexpr std::int64_t first_divisor = 8;  ///< the first epsilon is this part of the range of costs …
constexpr std::int64_t far = 16;           ///< … or of what having nobody costs, when that is so many times more
constexpr std::int64_t lowered_by = 3;     ///< prices start a phase this many old epsilons lower
/// What is left to settle: this part of a unit for each learner.
constexpr std::int64_t nearly = 16;
/// With an epsilon so large, it is not worth asking whether the end is near.
constexpr std::int64_t coarse = one / 4;
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

/// What was cheapest for a learner when their row was last read. While prices only rise, whatever is not on this list
/// costs at least `others`: as long as the second cheapest on it does not cost more, nothing else has to be looked at
/// (more of what D. P. Bertsekas, "Linear Network Optimization", 1991, does with the third best value). A row waits for
/// memory, a list of small numbers is one line of it.
template <class Row, class Price>
struct alignas(64) ShortList {
  static constexpr std::uint32_t most = 14;
  Price others = 0;
  std::uint16_t phase = 0;  ///< in which it was made: prices fell since then if that is over
  std::uint16_t count = 0;
  Row row[most];  ///< in the order of the learner's row
};

template <class Row, class Price>
class Auction {
 public:
  Auction(Market& market, const Row* row, WorkMeter& meter)
      : m_(market),
        row_(row),
        meter_(meter),
        alone_(market.alone << shift),
        price_(market.educators),
        list_(market.learners),
        learner_(market.learners, {undecided, 0}),
        educator_(market.educators),
        seat_(market.holder.size()) {
    for (std::uint32_t j = 0; j < m_.educators; ++j)
      educator_[j] = {m_.seat_start[j], 0, m_.capacity[j], m_.seat_start[j]};
    std::uint64_t longest = 0;
    for (std::uint32_t i = 0; i < m_.learners; ++i) longest = std::max(longest, m_.row_end[i] - m_.row_start[i]);
    value_.resize(longest);
    kept_.resize(longest + ShortList<Row, Price>::most);
    queue_.resize(std::bit_ceil(std::size_t{m_.learners} + 1));  // everybody waits at most once at a time
    // Nobody bids for a seat that does not exist.
    for (std::uint32_t j = 0; j < m_.educators; ++j) price_[j] = m_.capacity[j] == 0 ? beyond : 0;
  }

  /// Leaves prices in units, also if stopped.
  bool run() {
    const bool came_near = come_near();
    for (std::uint32_t j = 0; j < m_.educators; ++j) {
      m_.price[j] = m_.capacity[j] == 0 ? 0 : (price_[j] + rounded_by_) >> shift;
      m_.taken[j] = educator_[j].taken;
    }
    for (std::uint32_t i = 0; i < m_.learners; ++i) m_.place[i] = learner_[i].place, m_.paid[i] = learner_[i].paid;
    for (std::size_t k = 0; k < seat_.size(); ++k) m_.holder[k] = seat_[k].holder;
    return came_near;
  }

 private:
  // The market's Seating once more, so that what a bid reads and writes of a person lies together.
  struct Learner {
    std::uint32_t place;
    std::int32_t paid;
  };
  struct Educator {
    std::uint32_t first, taken, seats;  ///< where the seats begin, how many are taken, and are there
    std::uint32_t lowest;               ///< the taken one that would be left first; the first while none is
    bool is_full() const { return taken == seats; }
  };
  struct Seat {
    Price bid;  ///< up to which price the holder stays
    std::uint32_t holder;
  };

  /// A price that nobody pays.
  static constexpr Price beyond = std::numeric_limits<Price>::max() / 4;

  bool come_near() {
    // Where seats are scarce, prices rise to what having nobody costs: in few steps, however much alike scores are.
    const std::int64_t span = m_.alone / far > m_.range ? m_.alone : m_.range;
    std::int64_t epsilon = std::max<std::int64_t>(1, (span << shift) / first_divisor);
    slack_ = epsilon / 4;
    std::int64_t before = 0;
    for (;;) {
      if (!begin_phase(epsilon, before) || !forward(epsilon) || !reverse(epsilon)) return false;
      if ((epsilon <= coarse && is_near()) || epsilon == 1) return true;
      before = epsilon;
      epsilon = std::max<std::int64_t>(1, epsilon / 20);
    }
  }

  static std::int64_t scaled(std::int32_t cost) { return static_cast<std::int64_t>(cost) << shift; }

  Best best_of(std::uint32_t i) {
    const std::uint64_t from = m_.row_start[i];
    Best best;
    const std::uint64_t read = find_best(row_ + from, m_.row_end[i] - from, price_.data(), alone_, best);
    note_read(read);
    return best;
  }

  /// The same from the learner's short list; false if that does not tell.
  bool look_up(std::uint32_t i, Best& best) {
    const auto& list = list_[i];
    if (list.phase != phase_ || phase_ == 1) return false;
    work_ += find_best(list.row, list.count, price_.data(), alone_, best) + 1;
    return std::min(best.second, alone_) <= list.others;
  }

  /// The same from the row, and makes the short list: of all that costs little more than the second cheapest.
  Best read_row(std::uint32_t i) {
    if (phase_ == 1) return best_of(i);  // bids rise too far to come back to a list
    const Row* const row = row_ + m_.row_start[i];
    const std::uint64_t length = m_.row_end[i] - m_.row_start[i];
    constexpr Price most = std::numeric_limits<Price>::max();
    Best best = {alone_, std::numeric_limits<std::int64_t>::max(), nobody, 0};
    Price* const value = value_.data();
    std::uint64_t read = 0;
    // Some at a time: short loops without guesses.
    while (read < length && scaled(row[read].cost) <= limit_of(best)) {
      const std::uint64_t from = std::exchange(read, std::min(length, read + together));
      for (std::uint64_t e = from; e < read; ++e)
        value[e] = static_cast<Price>(static_cast<Price>(row[e].cost) << shift) + price_[row[e].educator];
      Price least = most;
      for (std::uint64_t e = from; e < read; ++e) least = std::min(least, value[e]);
      if (least >= best.second) continue;
      std::uint64_t at = from;
      while (value[at] != least) ++at;
      value[at] = most;
      Price next = most;
      for (std::uint64_t e = from; e < read; ++e) next = std::min(next, value[e]);
      value[at] = least;
      if (least < best.first) best = {least, std::min<std::int64_t>(best.first, next), row[at].educator, row[at].cost};
      else best.second = least;
    }
    note_read(read);

    const std::int64_t limit = limit_of(best);
    Row* const kept = kept_.data();
    std::uint32_t count = 0;
    for (std::uint64_t e = 0; e < read; ++e) {
      kept[count] = row[e];
      count += value[e] <= limit;
    }
    auto& list = list_[i];
    list.others = static_cast<Price>(limit);
    // Lists that are too short soon tell no more, those too long do not hold all.
    if (count > list.most) {
      for (std::uint32_t k = list.most; k < count; ++k)
        list.others = std::min(list.others, static_cast<Price>(scaled(kept[k].cost) + price_[kept[k].educator]));
      slack_ -= slack_ / 16;
    } else if (count < list.most / 2 && list.phase == phase_) {
      slack_ = std::min(slack_ + slack_ / 16 + 1, alone_);
    }
    std::copy_n(kept, list.most, list.row);
    list.phase = phase_;
    list.count = static_cast<std::uint16_t>(std::min(count, list.most));
    return best;
  }

  /// Up to which cost a short list reaches.
  std::int64_t limit_of(const Best& best) const { return std::min(std::min(best.second, alone_) + slack_, alone_); }
  static constexpr std::uint64_t together = 16;

  void note_read(std::uint64_t read) {
    work_ += read + 1;
    usual_ += (static_cast<std::int64_t>(read) * usual_of - usual_) / usual_of;
  }
  static constexpr std::int64_t usual_of = 16;

  /// Lowers prices a little, keeps every learner who is still nearly content and states their bids anew.
  bool begin_phase(std::int64_t epsilon, std::int64_t before) {
    if (before == 0) {
      for (std::uint32_t i = 0; i < m_.learners; ++i) waiting_.push_back(i);
      return true;
    }
    for (std::uint32_t j = 0; j < m_.educators; ++j) {
      Educator& educator = educator_[j];
      if (educator.seats == 0) continue;
      price_[j] = static_cast<Price>(std::max<std::int64_t>(0, price_[j] - lowered_by * before));
      educator.taken = 0;
      educator.lowest = educator.first;
    }
    for (std::uint32_t i = 0; i < m_.learners; ++i) {
      if (const std::uint32_t soon = i + 2 * places_ahead; soon < m_.learners && learner_[soon].place < undecided)
        prefetch_educator(learner_[soon].place);
      if (const std::uint32_t soon = i + places_ahead; soon < m_.learners && learner_[soon].place < undecided)
        prefetch_seats(learner_[soon].place);
      Learner& at = learner_[i];
      const Best best = best_of(i);
      if (at.place == nobody) {
        if (best.educator == nobody || alone_ <= best.first + epsilon) continue;
      } else if (best.educator == at.place) {
        keep(i, educator_[at.place], price_[at.place] + best.second - best.first + epsilon);
        continue;
      } else {
        const std::int64_t cost = scaled(at.paid);
        if (cost + price_[at.place] <= best.first + epsilon) {
          keep(i, educator_[at.place], best.first + epsilon - cost);
          continue;
        }
      }
      at.place = undecided;
      waiting_.push_back(i);
    }
    return spend();
  }

  /// Seats the learner; of the seats taken the one that would be left first is known.
  void keep(std::uint32_t i, Educator& educator, std::int64_t bid) {
    const std::uint32_t k = educator.first + educator.taken++;
    seat_[k] = {static_cast<Price>(bid), i};
    if (seat_[k].bid < seat_[educator.lowest].bid) educator.lowest = k;
  }

  /// Learners without a decision bid for the seat they like best, as far as their second best lets them.
  ///
  /// What a bid reads lies anywhere in memory. So bids are looked up and thought over a few ahead of their turn, and
  /// what each will read is asked for in time. A bid thought over early is good as long as the price of its seat is the
  /// same: prices only rise here, so its best is still the best, and bidding with an older second best bids less than
  /// one may.
  bool forward(std::int64_t epsilon) {
    const std::uint32_t mask = static_cast<std::uint32_t>(queue_.size()) - 1;
    std::uint32_t tail = static_cast<std::uint32_t>(waiting_.size()), looked = 0, thought = 0;
    std::copy(waiting_.begin(), waiting_.end(), queue_.begin());
    waiting_.clear();
    struct Bid {
      Best best;
      bool is_known;
    };
    std::array<Bid, std::bit_ceil(look_ahead)> bids;
    ++phase_;
    for (std::uint32_t head = 0; head != tail; ++head) {
      for (; looked == head || (looked != tail && looked - head < look_ahead); ++looked) {
        if (tail - looked > lists_ahead) prefetch_list(queue_[(looked + lists_ahead) & mask]);
        Bid& bid = bids[looked % bids.size()];
        bid.is_known = look_up(queue_[looked & mask], bid.best);
        if (!bid.is_known) prefetch_row(queue_[looked & mask]);
        else if (bid.best.educator != nobody) prefetch_educator(bid.best.educator);
      }
      for (; thought == head || (thought != looked && thought - head < think_ahead); ++thought) {
        Bid& bid = bids[thought % bids.size()];
        if (bid.is_known) continue;
        bid.best = read_row(queue_[thought & mask]);
        if (bid.best.educator != nobody) prefetch_educator(bid.best.educator);
      }
      if (thought - head > seats_ahead) {
        prefetch_learner(queue_[(head + seats_ahead) & mask]);
        const std::uint32_t soon = bids[(head + seats_ahead) % bids.size()].best.educator;
        if (soon != nobody) prefetch_seats(soon);
      }
      const std::uint32_t i = queue_[head & mask];
      Best best = bids[head % bids.size()].best;
      if (best.educator != nobody && scaled(best.cost) + price_[best.educator] != best.first && !look_up(i, best))
        best = read_row(i);
      const std::uint32_t out = bid(i, best, epsilon);
      if (out != nobody) queue_[tail++ & mask] = out;
      if ((head & 1023) == 0 && !spend()) return false;
    }
    return spend();
  }

  // How many turns before its own a bid is looked up on its short list and, if that does not tell, thought over; how
  // long before the one its list is asked for, and before the turn its seats. Learners ahead when a phase begins.
  static constexpr std::uint32_t look_ahead = 10, think_ahead = 6, lists_ahead = 4, seats_ahead = 3, places_ahead = 16;
  void prefetch_list(std::uint32_t i) const {
    __builtin_prefetch(&list_[i]);
    __builtin_prefetch(&m_.row_start[i]);
    __builtin_prefetch(&m_.row_end[i]);
  }
  void prefetch_row(std::uint32_t i) const {
    const Row* const row = row_ + m_.row_start[i];
    constexpr std::size_t in_a_line = 64 / sizeof(Row);
    const std::size_t lines = static_cast<std::size_t>(usual_ / usual_of) / in_a_line + 2;
    for (std::size_t line = 0; line < lines; ++line) __builtin_prefetch(row + line * in_a_line);
  }
  void prefetch_educator(std::uint32_t j) const { __builtin_prefetch(&educator_[j]); }
  void prefetch_seats(std::uint32_t j) const { __builtin_prefetch(seat_.data() + educator_[j].first, 1); }
  void prefetch_learner(std::uint32_t i) const { __builtin_prefetch(&learner_[i], 1); }

  /// Seats the learner where they bid, or nowhere; returns who has to bid again for it, or nobody.
  std::uint32_t bid(std::uint32_t i, const Best& best, std::int64_t epsilon) {
    const std::uint32_t j = best.educator;
    if (j == nobody) {
      learner_[i].place = nobody;
      return nobody;
    }
    const auto offered = static_cast<Price>(price_[j] + (best.second - best.first) + epsilon);
    Educator& educator = educator_[j];
    if (!educator.is_full()) {
      learner_[i] = {j, best.cost};
      keep(i, educator, offered);
      if (educator.is_full()) price_[j] = std::max(price_[j], seat_[educator.lowest].bid);
      return nobody;
    }
    Seat& lowest = seat_[educator.lowest];
    if (lowest.bid >= offered) {
      price_[j] = std::max(price_[j], offered);
      return i;
    }
    learner_[i] = {j, best.cost};
    const std::uint32_t out = std::exchange(lowest, {offered, i}).holder;
    learner_[out].place = undecided;
    find_lowest(educator);
    price_[j] = std::max(price_[j], seat_[educator.lowest].bid);
    return out;
  }

  /// The seat whose holder would leave first.
  void find_lowest(Educator& educator) const {
    std::uint32_t low = educator.first;
    Price least = seat_[low].bid;
    for (std::uint32_t k = educator.first + 1; k < educator.first + educator.taken; ++k) {
      const Price bid = seat_[k].bid;
      low = bid < least ? k : low;
      least = std::min(least, bid);
    }
    educator.lowest = low;
  }

  /// Educators with a free seat and a price lower it until the seat is taken or costs nothing.
  bool reverse(std::int64_t epsilon) {
    open_.clear();
    for (std::uint32_t j = 0; j < m_.educators; ++j)
      if (price_[j] > 0 && !educator_[j].is_full()) open_.push_back(j);
    if (open_.empty()) return true;
    work_ += m_.transpose();
    pays_.resize(m_.learners);
    for (std::uint32_t i = 0; i < m_.learners; ++i) {
      const auto& [place, paid] = learner_[i];
      pays_[i] = static_cast<Price>(place == nobody ? alone_ : scaled(paid) + price_[place]);
    }
    struct Offer {
      std::int64_t worth;  // the price at which the learner finds this seat as good as what they have
      std::uint32_t learner;
      std::int32_t cost;
    };
    std::vector<Offer> offers;
    for (std::size_t head = 0; head < open_.size(); ++head) {
      const std::uint32_t j = open_[head];
      Educator& educator = educator_[j];
      const std::uint32_t free = educator.seats - educator.taken;
      if (free == 0 || price_[j] == 0) continue;
      offers.clear();
      m_.column.each(j, [&](Candidacy candidacy) {
        const std::int64_t worth = pays_[candidacy.learner] - scaled(candidacy.cost);
        if (worth >= epsilon && learner_[candidacy.learner].place != j)
          offers.push_back({worth, candidacy.learner, candidacy.cost});
      });
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
        for (std::uint32_t k = educator.first; k < educator.first + educator.taken; ++k) pays_[seat_[k].holder] -= less;
        price_[j] -= less;
      }
      for (const Offer& offer : offers) {
        Learner& at = learner_[offer.learner];
        const std::uint32_t from = at.place;
        if (from != nobody) {
          leave(offer.learner, educator_[from]);
          if (price_[from] > 0) open_.push_back(from);
        }
        at = {j, offer.cost};
        pays_[offer.learner] = static_cast<Price>(scaled(offer.cost) + price_[j]);
        keep(offer.learner, educator, offer.worth);
      }
      if ((head & 255) == 0 && !spend()) return false;
    }
    return spend();
  }

  void leave(std::uint32_t i, Educator& educator) {
    std::uint32_t at = educator.first;
    while (seat_[at].holder != i) ++at;
    seat_[at] = seat_[educator.first + --educator.taken];
    find_lowest(educator);
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
      primal += learner_[i].place == nobody ? m_.alone : learner_[i].paid;
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
  Large<ShortList<Row, Price>> list_;   ///< per learner
  std::int64_t usual_ = 32 * usual_of;  ///< so many entries of a row are read lately, on average, times usual_of
  std::vector<Price> value_;            ///< of the row that is read
  std::vector<Row> kept_;               ///< of it
  std::uint16_t phase_ = 0;             ///< how often bids were opened
  std::int64_t slack_ = 0;              ///< so much more than the second cheapest is on a short list
  Large<Learner> learner_;
  Large<Educator> educator_;
  Large<Seat> seat_;
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
