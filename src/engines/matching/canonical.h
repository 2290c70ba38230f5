// Inside the engine: a problem put into canonical order with pins and forbids already applied. Solvers see only this,
// so the order in which rows were supplied cannot reach them.
#pragma once

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

/// Makes canonical rows one by one, for those who need no more than one at a time.
class CanonicalRows {
 public:
  CanonicalRows(const Problem& problem, const Canonical& people);
  /// The learner's row, good until the next is asked for.
  std::span<const Listed> of(LearnerIndex learner);
  /// How long the learner's row is.
  std::uint64_t length(LearnerIndex learner) const;
  /// Says whose row will soon be asked for: the problem's rows are read in no order.
  void prefetch(LearnerIndex learner) const;

 private:
  template <class Take>
  void go_over(LearnerIndex i, Take take) const;

  const Problem& problem_;
  std::vector<std::uint32_t> educator_at_;
  std::vector<Pair> forbids_;
  std::vector<Listed> row_;
};

}  // namespace chiron::matching
