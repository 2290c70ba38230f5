// The order that does not depend on rows: people by lottery number, each row by score.
#include "engines/matching/canonical.h"

#include <algorithm>

#include "engines/matching/people_list.h"

namespace chiron::matching {
std::vector<std::uint32_t> positions(const std::vector<std::uint32_t>& order) {
  std::vector<std::uint32_t> at(order.size());
  for (std::uint32_t n = 0; n < order.size(); ++n) at[order[n]] = n;
  return at;
}

CanonicalRows::CanonicalRows(const Problem& problem, const Canonical& people)
    : problem_(problem), educator_at_(positions(people.educator)), forbids_(problem.forbids) {
  std::sort(forbids_.begin(), forbids_.end());
}

std::span<const Listed> CanonicalRows::of(LearnerIndex i) {
  if (const std::uint64_t most = problem_.row_start[i + 1] - problem_.row_start[i]; row_.size() < most)
    row_.resize(most);
  Listed* end = row_.data();
  go_over(i, [&](std::uint64_t e) {
    *end++ = Listed::of(problem_.score[e], educator_at_[problem_.educator[e]], static_cast<PairIndex>(e));
  });
  const std::span<Listed> row(row_.data(), end);
  put_in_order(row, [](const Listed& listed) { return listed.key; });
  return row;
}

std::uint64_t CanonicalRows::length(LearnerIndex i) const {
  if (problem_.score_floor <= -max_score && forbids_.empty()) return problem_.row_start[i + 1] - problem_.row_start[i];
  std::uint64_t length = 0;
  go_over(i, [&](std::uint64_t) { ++length; });
  return length;
}

void CanonicalRows::prefetch(LearnerIndex i) const {
  constexpr std::uint64_t line = 16;  // numbers in one
  for (std::uint64_t e = problem_.row_start[i]; e < problem_.row_start[i + 1]; e += line) {
    __builtin_prefetch(&problem_.educator[e]);
    __builtin_prefetch(&problem_.score[e]);
  }
}

Canonical canonical_people(const Problem& problem) {
  Canonical c;
  c.educator = lottery_order(problem.educator_count, problem.lottery_seed, problem.educator_key);
  c.learner = lottery_order(problem.learner_count(), problem.lottery_seed, problem.learner_key);
  std::vector<std::int32_t> seats = problem.capacity;
  std::vector<bool> pinned(problem.learner_count(), false);
  for (const Pair pin : problem.pins) {
    if (pinned[pin.learner]) continue;  // the same pin twice
    pinned[pin.learner] = true;
    --seats[pin.educator];
  }
  std::erase_if(c.learner, [&](LearnerIndex i) { return pinned[i]; });
  for (const EducatorIndex j : c.educator) c.capacity.push_back(seats[j]);
  return c;
}

Canonical canonical_form(const Problem& problem) {
  Canonical c = canonical_people(problem);
  CanonicalRows rows(problem, c);
  c.row_start.reserve(c.learner.size() + 1);
  c.row_start.push_back(0);
  c.column.reserve(problem.pair_count());
  c.pair.reserve(problem.pair_count());
  for (std::uint32_t n = 0; n < c.learner_count(); ++n) {
    if (n + 2 < c.learner_count()) rows.prefetch(c.learner[n + 2]);
    for (const Listed& listed : rows.of(c.learner[n])) {
      c.column.push_back(listed.column());
      c.pair.push_back(listed.pair);
    }
    c.row_start.push_back(c.column.size());
  }
  return c;
}

}  // namespace chiron::matching
