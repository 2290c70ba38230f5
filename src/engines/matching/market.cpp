// Laying a canonical problem out as a market.
#include "engines/matching/market.h"

#include <algorithm>
#include <numeric>

namespace chiron::matching {

Market::Market(const Canonical& canonical, const std::vector<std::int32_t>& score, std::int64_t penalty)
    : learners(canonical.learner_count()),
      educators(canonical.educator_count()),
      best(-penalty),
      row_start(canonical.row_start),
      row(std::make_unique_for_overwrite<Candidate[]>(canonical.pair.size())),
      capacity(canonical.capacity.begin(), canonical.capacity.end()),
      degree(educators, 0),
      place(learners, undecided),
      paid(learners, 0),
      taken(educators, 0),
      seat_start(educators + 1, 0),
      price(educators, 0) {
  for (const std::uint64_t pair : canonical.pair) best = std::max<std::int64_t>(best, score[pair]);
  unit = best + penalty;
  for (std::size_t e = 0; e < canonical.pair.size() && unit != 1; ++e)
    unit = std::gcd(unit, best - score[canonical.pair[e]]);
  unit = std::max<std::int64_t>(unit, 1);
  alone = (best + penalty) / unit;
  for (std::uint32_t i = 0; i < learners; ++i) {
    const std::uint64_t from = row_start[i], to = row_start[i + 1];
    for (std::uint64_t e = from; e < to; ++e) {
      const std::uint32_t j = canonical.column[e];
      // Scores are within +-10^9 (max_score), so no cost exceeds 2 * 10^9.
      row[e] = {static_cast<std::int32_t>((best - score[canonical.pair[e]]) / unit), j};
      range = std::max<std::int64_t>(range, row[e].cost);
      ++degree[j];
    }
    std::sort(row.get() + from, row.get() + to, [](const Candidate& a, const Candidate& b) {
      return a.cost != b.cost ? a.cost < b.cost : a.educator < b.educator;
    });
  }
  for (std::uint32_t j = 0; j < educators; ++j) seat_start[j + 1] = seat_start[j] + std::min(capacity[j], degree[j]);
  holder.resize(seat_start[educators]);
}

std::uint64_t Market::transpose() {
  if (!column_start.empty()) return 0;
  column_start.resize(educators + 1);
  column_start[0] = 0;
  for (std::uint32_t j = 0; j < educators; ++j) column_start[j + 1] = column_start[j] + degree[j];
  const std::uint64_t pairs = row_start[learners];
  column = std::make_unique_for_overwrite<Candidacy[]>(pairs);
  std::vector<std::uint64_t> next(column_start.begin(), column_start.end() - 1);
  for (std::uint32_t i = 0; i < learners; ++i)
    for (std::uint64_t e = row_start[i]; e < row_start[i + 1]; ++e) column[next[row[e].educator]++] = {row[e].cost, i};
  return pairs;
}

}  // namespace chiron::matching
