// Laying a canonical problem out as a market.
#include "engines/matching/market.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <numeric>
#include <utility>

namespace chiron::matching {

namespace {

/// So many columns are written at once without waiting for memory.
constexpr std::uint32_t near_columns = 128;

/// Division of numbers of which nearly all are multiples, by multiplying: an odd number has an inverse modulo 2^64
/// (H. S. Warren, "Hacker's Delight", 2013, 10-16 and 10-17).
class Divisor {
 public:
  explicit Divisor(std::uint64_t number)
      : zeros_(std::countr_zero(number)), inverse_(number >> zeros_), most_(~std::uint64_t{0} / (number >> zeros_)) {
    const std::uint64_t odd = inverse_;
    for (int right_bits = 3; right_bits < 64; right_bits *= 2) inverse_ *= 2 - odd * inverse_;
  }
  bool divides(std::uint64_t multiple) const {
    return (multiple & ((std::uint64_t{1} << zeros_) - 1)) == 0 && (multiple >> zeros_) * inverse_ <= most_;
  }
  /// Of a multiple.
  std::uint64_t quotient(std::uint64_t multiple) const { return (multiple >> zeros_) * inverse_; }

 private:
  int zeros_;
  std::uint64_t inverse_, most_;
};

/// What divides the costs of all scores, and what having nobody costs where that has to be kept to the point.
template <class Scores>
std::int64_t unit_of(const Scores& scores, std::int64_t best, std::int64_t alone, Penalty kind) {
  std::int64_t unit = kind == Penalty::exact ? alone : 0;
  Divisor divisor(static_cast<std::uint64_t>(std::max<std::int64_t>(unit, 1)));
  scores([&](std::int64_t score) {
    const std::int64_t cost = best - score;
    if (unit != 0 && divisor.divides(static_cast<std::uint64_t>(cost))) return unit != 1;
    unit = std::gcd(unit, cost);
    divisor = Divisor(static_cast<std::uint64_t>(std::max<std::int64_t>(unit, 1)));
    return unit != 1;
  });
  return std::max<std::int64_t>(unit, 1);
}

}  // namespace

Market::Market(const Canonical& people)
    : learners(people.learner_count()), educators(people.educator_count()), degree(educators, 0) {
  capacity.assign(people.capacity.begin(), people.capacity.end());
  row_start.reserve(learners);
  row_end.reserve(learners);
}

template <class Scores>
void Market::measure(const Scores& scores, std::uint64_t pairs, std::int64_t asked, Penalty kind) {
  best = -asked;
  std::int64_t lowest = max_score;
  scores([&](std::int64_t score) {
    best = std::max(best, score);
    lowest = std::min(lowest, score);
    return true;
  });
  unit = unit_of(scores, best, best + asked, kind);
  row = Rows(pairs, educators, (best - lowest) / unit);
  ask(asked);
}

Candidate Market::counted(std::int64_t score, std::uint32_t educator) {
  // Scores are within +-10^9 (max_score), so no cost exceeds 2 * 10^9.
  std::int64_t cost = best - score;
  if (unit != 1) cost /= unit;
  range = std::max(range, cost);
  ++degree[educator];
  return {static_cast<std::int32_t>(cost), educator};
}

void Market::lay_out_seats() {
  seat_start.assign(educators + std::size_t{1}, 0);
  for (std::uint32_t j = 0; j < educators; ++j) seat_start[j + 1] = seat_start[j] + std::min(capacity[j], degree[j]);
  holder.resize(seat_start[educators]);
}

Market::Market(const Canonical& canonical, const std::vector<std::int32_t>& score, std::int64_t asked, Penalty kind)
    : Market(canonical) {
  measure(
      [&](auto look) {
        for (const PairIndex pair : canonical.pair)
          if (!look(score[pair])) return;
      },
      canonical.pair.size(), asked, kind);
  row_start.assign(canonical.row_start.begin(), canonical.row_start.end() - 1);
  row_end.assign(canonical.row_start.begin() + 1, canonical.row_start.end());
  // Canonical rows begin with the problem's best score; with other scores the lowest cost may be anywhere.
  const auto before = [](const Candidate& a, const Candidate& b) {
    return a.cost != b.cost ? a.cost < b.cost : a.educator < b.educator;
  };
  std::vector<Candidate> listed;
  for (std::uint32_t i = 0; i < learners; ++i) {
    listed.clear();
    for (std::uint64_t e = row_start[i]; e < row_end[i]; ++e)
      listed.push_back(counted(score[canonical.pair[e]], canonical.column[e]));
    if (!std::is_sorted(listed.begin(), listed.end(), before)) std::sort(listed.begin(), listed.end(), before);
    for (std::size_t n = 0; n < listed.size(); ++n) row.set(row_start[i] + n, listed[n]);
  }
  lay_out_seats();
}

Market::Market(const Problem& problem, const Canonical& people, std::int64_t asked, Penalty kind) : Market(people) {
  // Of all pairs that reach the floor: those that are forbidden make nothing wrong.
  measure(
      [&](auto look) {
        for (const std::int32_t score : problem.score)
          if (score >= problem.score_floor && !look(score)) return;
      },
      problem.pair_count(), asked, kind);
  const Divisor divisor(static_cast<std::uint64_t>(unit));
  CanonicalRows rows(problem, people);
  std::vector<std::uint32_t> place_of(problem.learner_count(), nobody);
  std::uint64_t pairs = 0;
  for (std::uint32_t n = 0; n < learners; ++n) {
    place_of[people.learner[n]] = n;
    row_start.push_back(pairs);
    pairs += rows.length(people.learner[n]);
    row_end.push_back(pairs);
  }
  // The problem's rows are read as they come: it is they that may lie in small pages. Where each belongs is asked for
  // in time.
  constexpr std::uint32_t ahead = 8;
  const auto ask_for = [&](LearnerIndex i) {
    const std::uint64_t first = row_start[place_of[i]], last = first + problem.row_start[i + 1] - problem.row_start[i];
    for (std::uint64_t e = first; e < last + 15; e += 16) __builtin_prefetch(row.thin() + e, 1);
  };
  for (LearnerIndex i = 0; i < problem.learner_count(); ++i) {
    if (const LearnerIndex soon = i + ahead; row.is_thin() && soon < problem.learner_count()) {
      if (place_of[soon] != nobody) ask_for(soon);
      if (const LearnerIndex later = soon + ahead; later < problem.learner_count() && place_of[later] != nobody)
        __builtin_prefetch(&row_start[place_of[later]]);
    }
    if (place_of[i] == nobody) continue;
    std::uint64_t at = row_start[place_of[i]];
    if (!row.is_thin()) {
      for (const Listed& listed : rows.of(i)) row.set(at++, counted(listed.score(), listed.column()));
      continue;
    }
    ThinCandidate* const first = row.thin_to_write() + at;
    ThinCandidate* last = first;
    rows.each(i, [&](std::uint64_t pair, std::uint32_t at_column) {
      const std::uint64_t cost = divisor.quotient(static_cast<std::uint64_t>(best - problem.score[pair]));
      range = std::max(range, static_cast<std::int64_t>(cost));
      ++degree[at_column];
      *last++ = {static_cast<std::uint16_t>(at_column), static_cast<std::uint16_t>(cost)};
    });
    put_in_order(std::span(first, last), [](const ThinCandidate& one) { return one.key(); });
  }
  lay_out_seats();
}

void Market::ask(std::int64_t asked) {
  alone = (best + asked + unit - 1) / unit;
  penalty = alone * unit - best;
  place.assign(learners, undecided);
  paid.assign(learners, 0);
  taken.assign(educators, 0);
  price.assign(educators, 0);
}

std::uint64_t Market::transpose() {
  if (!column.empty()) return 0;
  column.lay_out(degree, learners, row.is_thin() ? range : std::numeric_limits<std::int64_t>::max());
  if (column.is_thin()) fill_columns<ThinCandidacy>();
  else fill_columns<Candidacy>();
  return row_end.empty() ? 0 : row_end.back();
}

/// Of many columns some are written at a time, the others' entries collected meanwhile: written one by one, each would
/// wait for memory.
template <class One>
void Market::fill_columns() {
  struct Entry {
    std::uint32_t educator;
    One one;
  };
  constexpr std::size_t together = 8 * near_columns;
  const std::size_t groups = (std::size_t{educators} + near_columns - 1) / near_columns;
  const LargeArray<Entry> waiting(groups * together);
  std::vector<std::size_t> count(groups, 0);
  const auto write_group = [&](std::size_t group) {
    const Entry* const from = waiting.get() + group * together;
    for (std::size_t n = 0; n < count[group]; ++n) column.add(from[n].educator, from[n].one);
    count[group] = 0;
  };
  const auto write_all = [&] {
    for (std::size_t group = 0; group < groups; ++group) write_group(group);
  };
  const auto read = [&](const auto* rows) {
    for (std::uint32_t i = 0; i < learners; ++i) {
      if (i % Candidacies::block_size == 0) {
        write_all();
        column.begin_block(i / Candidacies::block_size);
      }
      for (auto one = rows + row_start[i]; one < rows + row_end[i]; ++one) {
        const std::uint32_t educator = one->educator;
        const std::size_t group = educator / near_columns;
        waiting[group * together + count[group]++] = {
            educator, {static_cast<decltype(One::cost)>(one->cost), static_cast<decltype(One::learner)>(i)}};
        if (count[group] == together) write_group(group);
      }
    }
    write_all();
  };
  if (row.is_thin()) read(row.thin());
  else read(row.wide());
}

void Market::seat(const FlowAnswer& answer) {
  for (std::uint32_t j = 0; j < educators; ++j) price[j] = answer.price[j] / unit;
  for (std::uint32_t i = 0; i < learners; ++i) {
    place[i] = nobody;
    if (answer.column_of[i] == unmatched) continue;
    const auto j = static_cast<std::uint32_t>(answer.column_of[i]);
    std::uint64_t e = row_start[i];
    while (row[e].educator != j) ++e;
    place[i] = j;
    paid[i] = row[e].cost;
    holder[seat_start[j] + taken[j]++] = i;
  }
}

std::int64_t Market::count_in_points() {
  const auto times = static_cast<std::int32_t>(unit);
  for (std::uint32_t i = 0; i < learners; ++i)
    for (std::uint64_t e = row_start[i]; e < row_end[i]; ++e) row.set(e, {row[e].cost * times, row[e].educator});
  if (!column.empty()) {
    column.widen();
    for (std::uint32_t j = 0; j < educators; ++j)
      for (std::uint64_t c = column.start[j]; c < column.end[j]; ++c) column[c].cost *= times;
  }
  for (std::int32_t& cost : paid) cost *= times;
  for (std::int64_t& p : price) p *= unit;
  alone *= unit;
  range *= unit;
  return std::exchange(unit, 1);
}

}  // namespace chiron::matching
