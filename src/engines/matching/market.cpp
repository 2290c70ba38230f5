// Laying a canonical problem out as a market.
#include "engines/matching/market.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace chiron::matching {

namespace {

/// What divides the costs of all scores, and what having nobody costs where that has to be kept to the point.
template <class Scores>
std::int64_t unit_of(const Scores& scores, std::int64_t best, std::int64_t alone, Penalty kind) {
  std::int64_t unit = kind == Penalty::exact ? alone : 0;
  scores([&](std::int64_t score) {
    const std::int64_t cost = best - score;
    if (unit == 0 || cost % unit != 0) unit = std::gcd(unit, cost);
    return unit != 1;
  });
  return std::max<std::int64_t>(unit, 1);
}

}  // namespace

Market::Market(const Canonical& people, std::uint64_t pairs)
    : learners(people.learner_count()),
      educators(people.educator_count()),
      row(pairs),
      degree(educators, 0) {
  capacity.assign(people.capacity.begin(), people.capacity.end());
  row_start.reserve(learners);
  row_end.reserve(learners);
}

template <class Scores>
void Market::measure(const Scores& scores, std::int64_t asked, Penalty kind) {
  best = -asked;
  scores([&](std::int64_t score) {
    best = std::max(best, score);
    return true;
  });
  unit = unit_of(scores, best, best + asked, kind);
  ask(asked);
}

void Market::list(std::uint64_t at, std::int64_t score, std::uint32_t educator) {
  // Scores are within +-10^9 (max_score), so no cost exceeds 2 * 10^9.
  std::int64_t cost = best - score;
  if (unit != 1) cost /= unit;
  row[at] = {static_cast<std::int32_t>(cost), educator};
  range = std::max(range, cost);
  ++degree[educator];
}

void Market::lay_out_seats() {
  seat_start.assign(educators + std::size_t{1}, 0);
  for (std::uint32_t j = 0; j < educators; ++j) seat_start[j + 1] = seat_start[j] + std::min(capacity[j], degree[j]);
  holder.resize(seat_start[educators]);
}

Market::Market(const Canonical& canonical, const std::vector<std::int32_t>& score, std::int64_t asked, Penalty kind)
    : Market(canonical, canonical.pair.size()) {
  measure(
      [&](auto look) {
        for (const PairIndex pair : canonical.pair)
          if (!look(score[pair])) return;
      },
      asked, kind);
  row_start.assign(canonical.row_start.begin(), canonical.row_start.end() - 1);
  row_end.assign(canonical.row_start.begin() + 1, canonical.row_start.end());
  for (std::uint64_t e = 0; e < canonical.pair.size(); ++e) list(e, score[canonical.pair[e]], canonical.column[e]);
  // Canonical rows begin with the problem's best score; with other scores the lowest cost may be anywhere.
  const auto before = [](const Candidate& a, const Candidate& b) {
    return a.cost != b.cost ? a.cost < b.cost : a.educator < b.educator;
  };
  for (std::uint32_t i = 0; i < learners; ++i) {
    Candidate* const from = row.get() + row_start[i];
    Candidate* const to = row.get() + row_end[i];
    if (!std::is_sorted(from, to, before)) std::sort(from, to, before);
  }
  lay_out_seats();
}

Market::Market(const Problem& problem, const Canonical& people, std::int64_t asked, Penalty kind)
    : Market(people, problem.pair_count()) {
  // Of all pairs that reach the floor: those that are forbidden make nothing wrong.
  measure(
      [&](auto look) {
        for (const std::int32_t score : problem.score)
          if (score >= problem.score_floor && !look(score)) return;
      },
      asked, kind);
  CanonicalRows rows(problem, people);
  std::uint64_t at = 0;
  for (std::uint32_t n = 0; n < learners; ++n) {
    if (n + 2 < learners) rows.prefetch(people.learner[n + 2]);
    row_start.push_back(at);
    for (const Listed& listed : rows.of(people.learner[n])) list(at++, listed.score(), listed.column());
    row_end.push_back(at);
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
  column_start.resize(educators);
  std::uint64_t pairs = 0;
  for (std::uint32_t j = 0; j < educators; ++j) column_start[j] = std::exchange(pairs, pairs + degree[j]);
  column = LargeArray<Candidacy>(pairs);
  column_end = column_start;
  for (std::uint32_t i = 0; i < learners; ++i)
    for (std::uint64_t e = row_start[i]; e < row_end[i]; ++e) column[column_end[row[e].educator]++] = {row[e].cost, i};
  return pairs;
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
    for (std::uint64_t e = row_start[i]; e < row_end[i]; ++e) row[e].cost *= times;
  if (!column.empty())
    for (std::uint32_t j = 0; j < educators; ++j)
      for (std::uint64_t c = column_start[j]; c < column_end[j]; ++c) column[c].cost *= times;
  for (std::int32_t& cost : paid) cost *= times;
  for (std::int64_t& p : price) p *= unit;
  alone *= unit;
  range *= unit;
  return std::exchange(unit, 1);
}

}  // namespace chiron::matching
