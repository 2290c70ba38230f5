// For the tests of this engine: small problems by hand and by seed, and brute force over every assignment.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "base/random.h"
#include "engines/matching/problem.h"

namespace chiron::matching {

/// Rows of (educator, score).
inline Problem problem_of(std::initializer_list<std::initializer_list<std::pair<EducatorIndex, std::int32_t>>> rows,
                          std::vector<std::int32_t> capacity, Objective objective = Objective::most_then_total) {
  Problem p;
  p.educator_count = static_cast<std::uint32_t>(capacity.size());
  p.capacity = std::move(capacity);
  p.objective = objective;
  for (const auto& row : rows) {
    for (const auto& [educator, score] : row) {
      p.educator.push_back(educator);
      p.score.push_back(score);
    }
    p.row_start.push_back(p.educator.size());
  }
  return p;
}

/// A small random problem: some rows empty, many ties, sometimes pins, forbids, ranks and priorities.
inline Problem random_problem(SeededRandom& random, std::uint32_t most_learners, std::uint32_t most_educators,
                              Objective objective) {
  Problem p;
  p.objective = objective;
  const auto learners = static_cast<std::uint32_t>(1 + random.below(most_learners));
  p.educator_count = static_cast<std::uint32_t>(1 + random.below(most_educators));
  p.unmatched_penalty = static_cast<std::int64_t>(random.below(12));
  p.lottery_seed = random.next();
  for (EducatorIndex j = 0; j < p.educator_count; ++j) p.capacity.push_back(static_cast<std::int32_t>(random.below(3)));
  const auto spread = 1 + random.below(12);
  for (LearnerIndex i = 0; i < learners; ++i) {
    for (EducatorIndex j = 0; j < p.educator_count; ++j) {
      if (random.below(10) < 4) continue;
      p.educator.push_back(j);
      p.score.push_back(static_cast<std::int32_t>(random.below(spread)) - 3);
    }
    p.row_start.push_back(p.educator.size());
  }
  if (objective == Objective::stable && random.below(2) == 0) {
    for (std::uint64_t e = 0; e < p.pair_count(); ++e) {
      p.learner_rank.push_back(static_cast<std::int32_t>(random.below(4)));
      p.educator_priority.push_back(static_cast<std::int32_t>(random.below(4)));
    }
  }
  std::vector<std::int32_t> seats = p.capacity;
  for (LearnerIndex i = 0; i < learners; ++i) {
    if (p.row_start[i] == p.row_start[i + 1]) continue;
    const std::uint64_t e = p.row_start[i] + random.below(p.row_start[i + 1] - p.row_start[i]);
    const EducatorIndex j = p.educator[e];
    const std::uint64_t what = random.below(12);
    if (what == 0) p.forbids.push_back({i, j});
    if (what == 1 && seats[j] > 0) {
      p.pins.push_back({i, j});
      --seats[j];
    }
  }
  return p;
}

/// Calls visit(educator_of) for every assignment that keeps seats, pins and forbids.
inline void for_every_assignment(const Problem& p, const std::function<void(const std::vector<std::int32_t>&)>& visit) {
  std::vector<std::int32_t> seats = p.capacity;
  std::vector<std::int32_t> educator_of(p.learner_count(), unmatched);
  const std::function<void(LearnerIndex)> place = [&](LearnerIndex i) {
    if (i == p.learner_count()) return visit(educator_of);
    std::optional<EducatorIndex> pin;
    for (const Pair pair : p.pins) {
      if (pair.learner == i) pin = pair.educator;
    }
    for (std::uint64_t e = p.row_start[i]; e < p.row_start[i + 1]; ++e) {
      const EducatorIndex j = p.educator[e];
      if (seats[j] == 0 || (pin && *pin != j)) continue;
      if (std::find(p.forbids.begin(), p.forbids.end(), Pair{i, j}) != p.forbids.end()) continue;
      --seats[j];
      educator_of[i] = static_cast<std::int32_t>(j);
      place(i + 1);
      ++seats[j];
    }
    educator_of[i] = unmatched;
    if (!pin) place(i + 1);
  };
  place(0);
}

inline std::int64_t total_of(const Problem& p, const std::vector<std::int32_t>& educator_of) {
  std::int64_t total = 0;
  for (LearnerIndex i = 0; i < p.learner_count(); ++i) {
    for (std::uint64_t e = p.row_start[i]; e < p.row_start[i + 1]; ++e) {
      if (static_cast<std::int64_t>(p.educator[e]) == educator_of[i]) total += p.score[e];
    }
  }
  return total;
}

inline std::uint32_t matched_of(const std::vector<std::int32_t>& educator_of) {
  return static_cast<std::uint32_t>(
      std::count_if(educator_of.begin(), educator_of.end(), [](std::int32_t j) { return j != unmatched; }));
}

/// The best (matched, total) for most_then_total, or (0, total − penalty × unmatched) for total.
inline std::pair<std::uint32_t, std::int64_t> worth(const Problem& p, const std::vector<std::int32_t>& educator_of) {
  const std::uint32_t matched = matched_of(educator_of);
  const std::int64_t total = total_of(p, educator_of);
  if (p.objective == Objective::most_then_total) return {matched, total};
  return {0, total - p.unmatched_penalty * (static_cast<std::int64_t>(p.learner_count()) - matched)};
}

inline std::pair<std::uint32_t, std::int64_t> best_by_brute_force(const Problem& p) {
  std::pair<std::uint32_t, std::int64_t> best{0, std::numeric_limits<std::int64_t>::min()};
  for_every_assignment(p, [&](const std::vector<std::int32_t>& a) { best = std::max(best, worth(p, a)); });
  return best;
}

/// The same problem with learners, educators and pairs in another order; `learner_at[i]` = new position of learner i.
struct Shuffled {
  Problem problem;
  std::vector<LearnerIndex> learner_at;
  std::vector<EducatorIndex> educator_at;
};

inline std::vector<std::uint32_t> shuffle(SeededRandom& random, std::uint32_t count) {
  std::vector<std::uint32_t> order(count);
  for (std::uint32_t n = 0; n < count; ++n) order[n] = n;
  for (std::uint32_t n = count; n > 1; --n) std::swap(order[n - 1], order[random.below(n)]);
  return order;
}

inline Shuffled shuffled(SeededRandom& random, const Problem& p) {
  Shuffled s;
  s.learner_at = shuffle(random, p.learner_count());
  s.educator_at = shuffle(random, p.educator_count);
  Problem& q = s.problem;
  q = p;
  q.row_start = {0};
  q.educator.clear();
  q.score.clear();
  q.learner_rank.clear();
  q.educator_priority.clear();
  q.learner_key.assign(p.learner_count(), {});
  q.educator_key.assign(p.educator_count, {});
  std::vector<LearnerIndex> old_learner(p.learner_count());
  for (LearnerIndex i = 0; i < p.learner_count(); ++i) {
    old_learner[s.learner_at[i]] = i;
    q.learner_key[s.learner_at[i]] = key_of_learner(p, i);
  }
  for (EducatorIndex j = 0; j < p.educator_count; ++j) {
    q.capacity[s.educator_at[j]] = p.capacity[j];
    q.educator_key[s.educator_at[j]] = key_of_educator(p, j);
  }
  for (const LearnerIndex i : old_learner) {
    const auto length = static_cast<std::uint32_t>(p.row_start[i + 1] - p.row_start[i]);
    for (const std::uint32_t n : shuffle(random, length)) {
      const std::uint64_t e = p.row_start[i] + n;
      q.educator.push_back(s.educator_at[p.educator[e]]);
      q.score.push_back(p.score[e]);
      if (!p.learner_rank.empty()) q.learner_rank.push_back(p.learner_rank[e]);
      if (!p.educator_priority.empty()) q.educator_priority.push_back(p.educator_priority[e]);
    }
    q.row_start.push_back(q.educator.size());
  }
  for (auto* pairs : {&q.pins, &q.forbids}) {
    for (Pair& pair : *pairs) pair = {s.learner_at[pair.learner], s.educator_at[pair.educator]};
    std::reverse(pairs->begin(), pairs->end());
  }
  return s;
}

}  // namespace chiron::matching
