// The order that does not depend on rows: people by lottery number, each row by score.
#include "engines/matching/canonical.h"

#include <algorithm>

#include "engines/matching/people_list.h"

namespace chiron::matching {
namespace {

/// By key. Most rows come in order of score already, so that only equals have to change places: then moving each to its
/// place costs little more than reading the row.
void put_in_order(std::span<Listed> row) {
  std::size_t moves = 4 * row.size();
  for (std::size_t n = 1; n < row.size(); ++n) {
    const Listed one = row[n];
    std::size_t to = n;
    for (; to > 0 && row[to - 1].key > one.key && moves > 0; --to, --moves) row[to] = row[to - 1];
    row[to] = one;
    if (moves == 0) {
      std::sort(row.begin(), row.end(), [](const Listed& a, const Listed& b) { return a.key < b.key; });
      return;
    }
  }
}

}  // namespace

std::vector<std::uint32_t> positions(const std::vector<std::uint32_t>& order) {
  std::vector<std::uint32_t> at(order.size());
  for (std::uint32_t n = 0; n < order.size(); ++n) at[order[n]] = n;
  return at;
}

CanonicalRows::CanonicalRows(const Problem& problem, const Canonical& people)
    : problem_(problem), educator_at_(positions(people.educator)), forbids_(problem.forbids) {
  std::sort(forbids_.begin(), forbids_.end());
}

template <class Take>
void CanonicalRows::go_over(LearnerIndex i, Take take) const {
  const auto first_forbid = std::lower_bound(forbids_.begin(), forbids_.end(), Pair{i, 0});
  const bool has_forbid = first_forbid != forbids_.end() && first_forbid->learner == i;
  for (std::uint64_t e = problem_.row_start[i]; e < problem_.row_start[i + 1]; ++e) {
    if (problem_.score[e] < problem_.score_floor) continue;
    if (has_forbid && std::binary_search(first_forbid, forbids_.end(), Pair{i, problem_.educator[e]})) continue;
    take(e);
  }
}

std::span<const Listed> CanonicalRows::of(LearnerIndex i) {
  if (const std::uint64_t most = problem_.row_start[i + 1] - problem_.row_start[i]; row_.size() < most)
    row_.resize(most);
  Listed* end = row_.data();
  go_over(i, [&](std::uint64_t e) {
    *end++ = Listed::of(problem_.score[e], educator_at_[problem_.educator[e]], static_cast<PairIndex>(e));
  });
  const std::span<Listed> row(row_.data(), end);
  put_in_order(row);
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
