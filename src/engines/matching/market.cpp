// Laying a canonical problem out as a market.
#include "engines/matching/market.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace chiron::matching {

Market::Market(const Canonical& canonical, const std::vector<std::int32_t>& score, std::int64_t asked, Penalty kind)
    : learners(canonical.learner_count()),
      educators(canonical.educator_count()),
      best(-asked),
      row_start(canonical.row_start.begin(), canonical.row_start.end() - 1),
      row_end(canonical.row_start.begin() + 1, canonical.row_start.end()),
      row(std::make_unique_for_overwrite<Candidate[]>(canonical.pair.size())),
      degree(educators, 0) {
  capacity.assign(canonical.capacity.begin(), canonical.capacity.end());
  seat_start.assign(educators + 1, 0);
  for (const PairIndex pair : canonical.pair) best = std::max<std::int64_t>(best, score[pair]);
  unit = kind == Penalty::exact ? best + asked : 0;
  for (std::size_t e = 0; e < canonical.pair.size() && unit != 1; ++e)
    if (const std::int64_t cost = best - score[canonical.pair[e]]; unit == 0 || cost % unit != 0)
      unit = std::gcd(unit, cost);
  unit = std::max<std::int64_t>(unit, 1);
  ask(asked);
  // Canonical rows begin with the best score, so with the lowest cost.
  for (std::uint64_t e = 0; e < canonical.pair.size(); ++e) {
    // Scores are within +-10^9 (max_score), so no cost exceeds 2 * 10^9.
    std::int64_t cost = best - score[canonical.pair[e]];
    if (unit != 1) cost /= unit;
    row[e] = {static_cast<std::int32_t>(cost), canonical.column[e]};
    range = std::max(range, cost);
    ++degree[canonical.column[e]];
  }
  for (std::uint32_t j = 0; j < educators; ++j) seat_start[j + 1] = seat_start[j] + std::min(capacity[j], degree[j]);
  holder.resize(seat_start[educators]);
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
  if (column != nullptr) return 0;
  column_start.resize(educators);
  std::uint64_t pairs = 0;
  for (std::uint32_t j = 0; j < educators; ++j) column_start[j] = std::exchange(pairs, pairs + degree[j]);
  column = std::make_unique_for_overwrite<Candidacy[]>(pairs);
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
  if (column != nullptr)
    for (std::uint32_t j = 0; j < educators; ++j)
      for (std::uint64_t c = column_start[j]; c < column_end[j]; ++c) column[c].cost *= times;
  for (std::int32_t& cost : paid) cost *= times;
  for (std::int64_t& p : price) p *= unit;
  alone *= unit;
  range *= unit;
  return std::exchange(unit, 1);
}

}  // namespace chiron::matching
