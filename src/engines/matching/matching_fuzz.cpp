// Fuzz target of the matching engine: whatever problem the bytes make, it is refused or solved, its answer passes the
// independent check, and so does every answer after an edit. Built by `make test-long` with libFuzzer;
// engine_matching_test replays tests/corpus/matching_fuzz in `make test`.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "engines/matching/resolve.h"
#include "engines/matching/solve.h"

using namespace chiron::matching;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

/// Bytes one after the other, then zeros.
class Bytes {
 public:
  explicit Bytes(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}
  bool any() const { return !bytes_.empty(); }
  std::uint32_t next() {
    if (bytes_.empty()) return 0;
    const std::uint8_t byte = bytes_.front();
    bytes_ = bytes_.subspan(1);
    return byte;
  }
  std::uint32_t below(std::uint32_t limit) { return next() % limit; }

 private:
  std::span<const std::uint8_t> bytes_;
};

/// Small numbers mostly, sometimes the largest and beyond.
std::int32_t points(Bytes& bytes, std::uint32_t scale) {
  const auto byte = static_cast<std::int32_t>(bytes.next());
  switch (scale) {
    case 0: return byte % 4;
    case 1: return byte - 100;
    case 2: return byte * 4'000'000 - 500'000'000;
    default: return (byte - 128) * 7'812'501;  // up to the limit, and a little over
  }
}

Problem problem_from_bytes(Bytes& bytes) {
  Problem p;
  p.objective = all_objectives[bytes.below(std::size(all_objectives))];
  const std::uint32_t learners = bytes.below(9);
  p.educator_count = bytes.below(7);
  const std::uint32_t scale = bytes.below(4);
  const std::uint32_t flags = bytes.next();
  p.lottery_seed = bytes.next();
  p.unmatched_penalty = points(bytes, flags & 1 ? 3 : 0);
  if (flags & 2) p.score_floor = points(bytes, scale);
  for (EducatorIndex j = 0; j < p.educator_count; ++j)
    p.capacity.push_back(static_cast<std::int32_t>(bytes.below(5)) - (flags & 4 ? 1 : 0));
  for (LearnerIndex i = 0; i < learners; ++i) {
    std::uint32_t listed = bytes.next();
    for (EducatorIndex j = 0; j < p.educator_count; ++j, listed >>= 1) {
      if ((listed & 1) == 0) continue;
      p.educator.push_back(j);
      p.score.push_back(points(bytes, scale));
      if (flags & 8) p.learner_rank.push_back(static_cast<std::int32_t>(bytes.below(4)));
      if (flags & 16) p.educator_priority.push_back(static_cast<std::int32_t>(bytes.below(4)));
    }
    p.row_start.push_back(p.educator.size());
  }
  const auto pair = [&] { return Pair{bytes.below(learners + 1), bytes.below(p.educator_count + 1)}; };
  for (std::uint32_t n = flags & 32 ? bytes.below(3) : 0; n > 0; --n) p.pins.push_back(pair());
  for (std::uint32_t n = flags & 64 ? bytes.below(5) : 0; n > 0; --n) p.forbids.push_back(pair());
  if (flags & 128) {
    for (LearnerIndex i = 0; i < learners; ++i) p.learner_key.push_back({bytes.next(), i});
    for (EducatorIndex j = 0; j < p.educator_count; ++j) p.educator_key.push_back({bytes.next(), j});
  }
  return p;
}

void expect_proven(const Problem& problem, const Solution& solution) {
  if (solution.outcome != Outcome::optimal || !check(problem, solution).empty()) std::abort();
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes bytes({data, size});
  const Problem problem = problem_from_bytes(bytes);
  const auto solution = solve(problem);
  if (!solution) return 0;  // refused
  expect_proven(problem, *solution);
  if (!counts_totals(problem.objective)) return 0;
  const auto again = solve_on(problem, *solution);
  if (!again || again->total - problem.unmatched_penalty * (problem.learner_count() - again->matched) !=
                    solution->total - problem.unmatched_penalty * (problem.learner_count() - solution->matched)) {
    std::abort();
  }
  expect_proven(problem, *again);
  auto resolver = Resolver::of(problem, *solution);
  if (!resolver) return 0;  // with a floor
  while (bytes.any()) {
    Change change;
    change.kind = static_cast<Change::Kind>(bytes.below(6));
    change.learner = bytes.below(problem.learner_count() + 1);
    change.educator = bytes.below(problem.educator_count + 1);
    change.value = points(bytes, bytes.below(4));
    if (!resolver->apply(change)) continue;  // refused
    expect_proven(resolver->problem(), resolver->solution());
  }
  return 0;
}
