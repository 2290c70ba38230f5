// Inside the engine: a problem put into canonical order with pins and forbids already applied. Solvers see only this,
// so the order in which rows were supplied cannot reach them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "engines/matching/problem.h"

namespace chiron::matching {

/// Positions of pairs in a problem: there are never more (max_pairs).
using PairIndex = std::uint32_t;
static_assert(max_pairs <= 0xFFFFFFFF);

struct Canonical {
  std::vector<LearnerIndex> learner;     ///< free learners (not pinned), by lottery number; values are problem indices
  std::vector<EducatorIndex> educator;   ///< all educators, by lottery number
  std::vector<std::uint64_t> row_start;  ///< over free learners
  std::vector<std::uint32_t> column;     ///< canonical educator positions, each row by score, best first, then position
  std::vector<PairIndex> pair;           ///< position of the pair in the problem's arrays
  std::vector<std::int32_t> capacity;    ///< per canonical educator, pins taken off

  /// Gives the rows' memory back ("= {}" would keep it).
  void let_go_of_rows() {
    row_start = std::vector<std::uint64_t>();
    column = std::vector<std::uint32_t>();
    pair = std::vector<PairIndex>();
  }

  std::uint32_t learner_count() const { return static_cast<std::uint32_t>(learner.size()); }
  std::uint32_t educator_count() const { return static_cast<std::uint32_t>(educator.size()); }
};

/// The problem must be valid.
Canonical canonical_form(const Problem& problem);
/// The same without rows.
Canonical canonical_people(const Problem& problem);

/// Where everybody of a canonical order stands in it.
std::vector<std::uint32_t> positions(const std::vector<std::uint32_t>& order);

/// One pair of a canonical row.
struct Listed {
  std::uint64_t key;  ///< best score first, then position
  PairIndex pair;

  static Listed of(std::int32_t score, std::uint32_t column, PairIndex pair) {
    return {static_cast<std::uint64_t>(max_score - std::int64_t{score}) << 32 | column, pair};
  }
  std::uint32_t column() const { return static_cast<std::uint32_t>(key); }
  std::int64_t score() const { return max_score - static_cast<std::int64_t>(key >> 32); }
};

/// Puts a row in order, keys ascending. Most rows come in order of score already, so that only equals have to change
/// places: then moving each to its place costs little more than reading the row.
template <class Entry, class KeyOf>
void put_in_order(std::span<Entry> row, KeyOf key_of) {
  std::size_t moves = 16 * row.size();
  for (std::size_t n = 1; n < row.size(); ++n) {
    const Entry one = row[n];
    const auto key = key_of(one);
    std::size_t to = n;
    for (; to > 0 && key_of(row[to - 1]) > key && moves > 0; --to, --moves) row[to] = row[to - 1];
    row[to] = one;
    if (moves == 0) {
      std::sort(row.begin(), row.end(), [&](const Entry& a, const Entry& b) { return key_of(a) < key_of(b); });
      return;
    }
  }
}

/// Makes canonical rows one by one, for those who need no more than one at a time.
class CanonicalRows {
 public:
  CanonicalRows(const Problem& problem, const Canonical& people);
  /// The learner's row, good until the next is asked for.
  std::span<const Listed> of(LearnerIndex learner);
  /// How long the learner's row is.
  std::uint64_t length(LearnerIndex learner) const;
  /// The learner's pairs that may be made, in the problem's order: take(pair, column).
  template <class Take>
  void each(LearnerIndex learner, Take take) const {
    go_over(learner, [&](std::uint64_t e) { take(e, educator_at_[problem_.educator[e]]); });
  }
  /// Says whose row will soon be asked for: the problem's rows are read in no order.
  void prefetch(LearnerIndex learner) const;

 private:
  template <class Take>
  void go_over(LearnerIndex i, Take take) const {
    const auto first_forbid = std::lower_bound(forbids_.begin(), forbids_.end(), Pair{i, 0});
    const bool has_forbid = first_forbid != forbids_.end() && first_forbid->learner == i;
    for (std::uint64_t e = problem_.row_start[i]; e < problem_.row_start[i + 1]; ++e) {
      if (problem_.score[e] < problem_.score_floor) continue;
      if (has_forbid && std::binary_search(first_forbid, forbids_.end(), Pair{i, problem_.educator[e]})) continue;
      take(e);
    }
  }

  const Problem& problem_;
  std::vector<std::uint32_t> educator_at_;
  std::vector<Pair> forbids_;
  std::vector<Listed> row_;
};

}  // namespace chiron::matching
