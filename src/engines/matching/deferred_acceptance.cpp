// Learner-proposing deferred acceptance (Gale and Shapley 1962) with seats: learners propose down their lists,
// educators keep the best proposals their seats allow. The outcome does not depend on the order of proposals.
#include <algorithm>
#include <numeric>

#include "engines/matching/solvers.h"

namespace chiron::matching {
namespace {

/// What an educator compares; smaller is preferred.
struct Claim {
  std::int64_t priority = 0;  ///< negated, so that larger priorities come first
  std::int64_t score = 0;     ///< negated
  std::uint32_t learner = 0;  ///< canonical position: the order of the learners' lottery numbers
  auto operator<=>(const Claim&) const = default;
};

}  // namespace

AcceptanceAnswer deferred_acceptance(const Canonical& canonical, const Problem& problem, WorkMeter& meter) {
  const std::uint32_t learners = canonical.learner_count();
  // Each learner's list in order of preference: positions into the canonical pairs.
  std::vector<std::uint32_t> wish(canonical.pair.size());
  for (std::uint32_t i = 0; i < learners; ++i) {
    const auto first = canonical.row_start[i];
    const auto row = wish.begin() + static_cast<std::ptrdiff_t>(first);
    const auto row_end = wish.begin() + static_cast<std::ptrdiff_t>(canonical.row_start[i + 1]);
    std::iota(row, row_end, static_cast<std::uint32_t>(first));
    const CanonicalKey key = key_of_learner(problem, canonical.learner[i]);
    std::sort(row, row_end, [&](std::uint32_t a, std::uint32_t b) {
      const std::uint64_t pa = canonical.pair[a];
      const std::uint64_t pb = canonical.pair[b];
      if (!problem.learner_rank.empty() && problem.learner_rank[pa] != problem.learner_rank[pb]) {
        return problem.learner_rank[pa] < problem.learner_rank[pb];
      }
      if (problem.score[pa] != problem.score[pb]) return problem.score[pa] > problem.score[pb];
      const CanonicalKey ka = key_of_educator(problem, problem.educator[pa]);
      const CanonicalKey kb = key_of_educator(problem, problem.educator[pb]);
      const std::uint64_t la = lottery_number(problem.lottery_seed, key, ka);
      const std::uint64_t lb = lottery_number(problem.lottery_seed, key, kb);
      return la != lb ? la < lb : ka < kb;
    });
  }

  AcceptanceAnswer answer;
  answer.column_of.assign(learners, unmatched);
  std::vector<std::uint64_t> next(canonical.row_start.begin(), canonical.row_start.end() - 1);
  std::vector<std::vector<Claim>> kept(canonical.educator_count());  // each a heap, the least preferred on top
  std::vector<std::uint32_t> waiting(learners);
  std::iota(waiting.rbegin(), waiting.rend(), 0U);
  while (!waiting.empty()) {
    const std::uint32_t i = waiting.back();
    if (next[i] == canonical.row_start[i + 1]) {  // has asked everybody
      waiting.pop_back();
      continue;
    }
    if (!meter.spend()) break;
    const std::uint32_t at = wish[next[i]++];
    const std::uint64_t pair = canonical.pair[at];
    const std::uint32_t j = canonical.column[at];
    const auto seats = static_cast<std::size_t>(canonical.capacity[j]);
    if (seats == 0) continue;
    const std::int64_t priority = problem.educator_priority.empty() ? 0 : problem.educator_priority[pair];
    const Claim claim{-priority, -static_cast<std::int64_t>(problem.score[pair]), i};
    std::vector<Claim>& heap = kept[j];
    if (heap.size() == seats) {
      if (claim > heap.front()) continue;
      std::pop_heap(heap.begin(), heap.end());
      answer.column_of[heap.back().learner] = unmatched;
      waiting.back() = heap.back().learner;  // i is placed; the one put off goes on proposing
      heap.back() = claim;
    } else {
      waiting.pop_back();
      heap.push_back(claim);
    }
    std::push_heap(heap.begin(), heap.end());
    answer.column_of[i] = static_cast<std::int32_t>(j);
  }
  answer.waiting = static_cast<std::uint32_t>(waiting.size());
  return answer;
}

}  // namespace chiron::matching
