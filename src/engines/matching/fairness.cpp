// Fairness figures: load, positions, parity, envy.
#include "engines/matching/fairness.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

namespace chiron::matching {
namespace {

constexpr double z95 = 1.959963984540054;  // the normal quantile of 0.975
constexpr std::uint64_t no_pair = ~std::uint64_t{0};

/// Position of the learner's pair in their row; no_pair when unmatched or not listed.
std::vector<std::uint64_t> pairs_made(const Problem& p, const Solution& s) {
  std::vector<std::uint64_t> made(p.learner_count(), no_pair);
  for (LearnerIndex i = 0; i < p.learner_count(); ++i) {
    for (std::uint64_t e = p.row_start[i]; e < p.row_start[i + 1]; ++e) {
      if (static_cast<std::int64_t>(p.educator[e]) == s.educator_of[i]) made[i] = e;
    }
  }
  return made;
}

bool likes_better(const Problem& p, std::uint64_t a, std::uint64_t b) {
  if (!p.learner_rank.empty() && p.learner_rank[a] != p.learner_rank[b]) return p.learner_rank[a] < p.learner_rank[b];
  return p.score[a] > p.score[b];
}

/// True when the educator of both pairs ranks pair a's learner above pair b's.
bool ranks_higher(const Problem& p, std::uint64_t a, std::uint64_t b) {
  if (!p.educator_priority.empty() && p.educator_priority[a] != p.educator_priority[b]) {
    return p.educator_priority[a] > p.educator_priority[b];
  }
  return p.score[a] > p.score[b];
}

Load load_of(const Problem& p, const Solution& s) {
  Load load;
  load.learners_of.assign(p.educator_count, 0);
  for (const std::int32_t j : s.educator_of) {
    if (j != unmatched) ++load.learners_of[static_cast<std::size_t>(j)];
  }
  std::vector<double> counts;
  std::vector<double> shares;
  for (EducatorIndex j = 0; j < p.educator_count; ++j) {
    const std::int64_t learners = load.learners_of[j];
    if (learners > p.capacity[j]) ++load.over_cap;
    if (p.capacity[j] <= 0) continue;
    ++load.with_seat;
    if (learners == 0) ++load.idle;
    if (learners >= p.capacity[j]) ++load.full;
    counts.push_back(static_cast<double>(learners));
    shares.push_back(static_cast<double>(learners) / p.capacity[j]);
  }
  load.gini = gini(counts);
  load.gini_of_share = gini(shares);
  return load;
}

Envy envy_of(const Problem& p, const Solution& s, const std::vector<std::uint64_t>& made) {
  std::vector<std::int64_t> free_seats(p.capacity.begin(), p.capacity.end());
  std::vector<std::uint64_t> lowest(p.educator_count, no_pair);  // the pair of the least preferred learner, not pinned
  std::vector<std::uint8_t> pinned(p.learner_count(), 0);
  for (const Pair pin : p.pins) pinned[pin.learner] = 1;
  std::vector<Pair> forbids = p.forbids;
  std::sort(forbids.begin(), forbids.end());
  for (LearnerIndex i = 0; i < p.learner_count(); ++i) {
    if (made[i] == no_pair) continue;
    const auto j = static_cast<std::size_t>(s.educator_of[i]);
    --free_seats[j];
    if (pinned[i] == 0 && (lowest[j] == no_pair || ranks_higher(p, lowest[j], made[i]))) lowest[j] = made[i];
  }
  Envy envy;
  for (LearnerIndex i = 0; i < p.learner_count(); ++i) {
    if (pinned[i] != 0) continue;
    std::uint64_t pairs = 0;
    for (std::uint64_t e = p.row_start[i]; e < p.row_start[i + 1]; ++e) {
      const EducatorIndex j = p.educator[e];
      if (e == made[i] || (made[i] != no_pair && !likes_better(p, e, made[i]))) continue;
      if (free_seats[j] <= 0 && (lowest[j] == no_pair || !ranks_higher(p, e, lowest[j]))) continue;
      if (p.score[e] < p.score_floor || std::binary_search(forbids.begin(), forbids.end(), Pair{i, j})) continue;
      ++pairs;
    }
    envy.pairs += pairs;
    if (pairs > 0) ++envy.learners;
  }
  return envy;
}

}  // namespace

double gini(std::span<const double> values) {
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  double sum = 0.0;
  double weighted = 0.0;
  for (std::size_t n = 0; n < sorted.size(); ++n) {
    sum += sorted[n];
    weighted += (2.0 * static_cast<double>(n + 1) - static_cast<double>(sorted.size()) - 1.0) * sorted[n];
  }
  return sum > 0.0 ? weighted / (static_cast<double>(sorted.size()) * sum) : 0.0;
}

// Wilson 1927: (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) ÷ (1 + z²/n).
Share wilson(std::uint32_t count, std::uint32_t base) {
  Share share{count, base};
  if (base == 0) return share;
  const double n = base;
  const double p = count / n;
  const double z2 = z95 * z95;
  const double middle = p + z2 / (2 * n);
  const double half = z95 * std::sqrt(p * (1 - p) / n + z2 / (4 * n * n));
  share.value = p;
  share.low = count == 0 ? 0.0 : (middle - half) / (1 + z2 / n);
  share.high = count == base ? 1.0 : (middle + half) / (1 + z2 / n);
  return share;
}

Mean mean_of(std::span<const double> values) {
  Mean mean;
  mean.base = static_cast<std::uint32_t>(values.size());
  if (values.empty()) return mean;
  const double n = static_cast<double>(values.size());
  mean.value = std::accumulate(values.begin(), values.end(), 0.0) / n;
  double squares = 0.0;
  for (const double v : values) squares += (v - mean.value) * (v - mean.value);
  mean.deviation = values.size() > 1 ? std::sqrt(squares / (n - 1)) : 0.0;
  const double half = z95 * mean.deviation / std::sqrt(n);
  mean.low = mean.value - half;
  mean.high = mean.value + half;
  return mean;
}

Result<Fairness> fairness(const Problem& p, const Solution& s, std::span<const std::uint32_t> group_of) {
  const auto bad = [](std::string what) {
    return err(fail(ErrorCode::internal, "matching.bad_problem").with("what", std::move(what)));
  };
  if (s.educator_of.size() != p.learner_count()) return bad("educator_of");
  if (!group_of.empty() && group_of.size() != p.learner_count()) return bad("group_of");
  for (const std::int32_t j : s.educator_of) {
    if (j < unmatched || j >= static_cast<std::int64_t>(p.educator_count)) return bad("educator_of");
  }

  Fairness result;
  result.load = load_of(p, s);
  const std::vector<std::uint64_t> made = pairs_made(p, s);
  Ranks& ranks = result.ranks;
  ranks.learners = p.learner_count();
  ranks.at_position.assign(10, 0);
  std::vector<std::uint32_t> position(p.learner_count(), 0);
  std::vector<double> positions;
  for (LearnerIndex i = 0; i < p.learner_count(); ++i) {
    if (made[i] == no_pair) continue;
    position[i] = 1;
    for (std::uint64_t e = p.row_start[i]; e < p.row_start[i + 1]; ++e) position[i] += likes_better(p, e, made[i]);
    ++ranks.matched;
    ranks.first_choice += position[i] == 1;
    ranks.top_three += position[i] <= 3;
    ++ranks.at_position[std::min<std::uint32_t>(position[i], 10) - 1];
    positions.push_back(position[i]);
  }
  ranks.mean = mean_of(positions).value;
  if (!positions.empty()) {
    std::sort(positions.begin(), positions.end());
    const std::size_t half = positions.size() / 2;
    ranks.median = positions.size() % 2 == 1 ? positions[half] : (positions[half - 1] + positions[half]) / 2;
  }

  struct Members {
    std::uint32_t learners = 0;
    std::uint32_t first = 0;
    std::vector<double> scores;
    std::vector<double> positions;
  };
  std::map<std::uint32_t, Members> groups;
  for (LearnerIndex i = 0; i < group_of.size(); ++i) {
    Members& group = groups[group_of[i]];
    ++group.learners;
    if (made[i] == no_pair) continue;
    group.first += position[i] == 1;
    group.scores.push_back(p.score[made[i]]);
    group.positions.push_back(position[i]);
  }
  double lowest = std::numeric_limits<double>::infinity();
  double highest = 0.0;
  std::uint32_t large_groups = 0;
  for (const auto& [number, group] : groups) {
    const auto placed = static_cast<std::uint32_t>(group.scores.size());
    result.groups.push_back({number, wilson(placed, group.learners), wilson(group.first, group.learners),
                             mean_of(group.scores), mean_of(group.positions)});
    if (group.learners < 10) continue;
    ++large_groups;
    lowest = std::min(lowest, result.groups.back().matched.value);
    highest = std::max(highest, result.groups.back().matched.value);
  }
  if (large_groups >= 2 && highest > 0.0) result.parity_ratio = lowest / highest;
  result.envy = envy_of(p, s, made);
  return result;
}

}  // namespace chiron::matching
