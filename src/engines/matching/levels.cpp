// Leximin and rank-maximal assignments: one narrowing step for each score or rank.
#include <algorithm>
#include <functional>
#include <numeric>
#include <span>
#include <utility>

#include "engines/matching/fair.h"
#include "engines/matching/narrowing.h"
#include "engines/matching/placement.h"

namespace chiron::matching {
namespace {

/// Pairs of the canonical problem by a value, lowest first.
struct Levels {
  std::vector<std::uint32_t> pair;
  std::vector<std::uint64_t> start;  ///< one more than levels

  Levels(const Canonical& canonical, const std::vector<std::int32_t>& value) : pair(canonical.pair.size()) {
    // By value and position as one number: nothing is looked up while they are sorted.
    std::vector<std::uint64_t> order(pair.size());
    for (std::size_t e = 0; e < order.size(); ++e)
      order[e] = std::uint64_t{static_cast<std::uint32_t>(value[canonical.pair[e]]) ^ 0x80000000U} << 32 | e;
    std::sort(order.begin(), order.end());
    for (std::size_t n = 0; n < pair.size(); ++n) {
      pair[n] = static_cast<std::uint32_t>(order[n]);
      if (n == 0 || order[n - 1] >> 32 != order[n] >> 32) start.push_back(n);
    }
    start.push_back(pair.size());
  }
  std::size_t count() const { return start.size() - 1; }
  std::span<const std::uint32_t> of(std::size_t level) const {
    return std::span(pair).subspan(start[level], start[level + 1] - start[level]);
  }
};

/// An assignment near the leximin one, so that little is left to do: the lower a score, the more steeply it costs.
std::vector<std::int32_t> near_leximin(const Problem& problem, const Canonical& canonical, WorkMeter& meter) {
  std::int64_t low = max_score, high = -max_score;
  for (const PairIndex pair : canonical.pair) {
    low = std::min<std::int64_t>(low, problem.score[pair]);
    high = std::max<std::int64_t>(high, problem.score[pair]);
  }
  constexpr int bits = 15, power = 6, cost_bits = 29;
  const std::int64_t range = std::max<std::int64_t>(1, high - low);
  std::vector<std::int32_t> score(problem.pair_count(), 0);
  std::int64_t dearest = 0;
  for (const PairIndex pair : canonical.pair) {
    const std::int64_t depth = ((high - problem.score[pair]) << bits) / range;
    std::int64_t cost = std::int64_t{1} << cost_bits;
    for (int n = 0; n < power; ++n) cost = cost * depth >> bits;
    score[pair] = static_cast<std::int32_t>(-cost);
    dearest = std::max(dearest, cost);
  }
  // No more than near: whom this penalty leaves out, the first step places.
  const FlowAnswer answer = place_most(canonical, score, {-dearest, 0}, 32 * dearest + 1, meter);
  return answer.finished ? answer.column_of : std::vector<std::int32_t>(canonical.learner_count(), unmatched);
}

/// Whom there is still a seat for when the work had to stop.
std::vector<std::int32_t> filled_up(const Canonical& canonical, const std::vector<std::int32_t>& column_of) {
  Placement placement(Lists{canonical.row_start, canonical.column, canonical.capacity}, column_of);
  placement.fill();
  return placement.educator_of();
}

class ByLevels {
 public:
  ByLevels(const Problem& problem, const Canonical& canonical, std::vector<std::int32_t> start, WorkMeter& meter)
      : p_(problem), c_(canonical), meter_(meter), narrowing_(canonical, start, meter) {}

  /// False: stopped, with `left` levels to do.
  bool leximin(std::size_t& left) {
    const Levels levels(c_, p_.score);
    left = levels.count() + 1;
    if (!narrowing_.keep_fewest_alone()) return false;
    std::uint32_t alone = 0;
    for (std::uint32_t i = 0; i < c_.learner_count(); ++i) alone += narrowing_.pair_of(i) == Narrowing::alone ? 1 : 0;
    note(no_educator, alone);
    return keep(levels, Want::fewest, p_.score, left);
  }
  bool rank_maximal(const std::vector<std::int32_t>& rank, std::size_t& left) {
    const Levels levels(c_, rank);
    left = levels.count() + 1;
    return keep(levels, Want::most, rank, left);
  }

  const Narrowing& narrowing() const { return narrowing_; }
  LevelsProof take_proof() { return std::move(proof_); }

 private:
  bool keep(const Levels& levels, Want want, const std::vector<std::int32_t>& value, std::size_t& left) {
    for (std::size_t level = 0; level < levels.count(); ++level) {
      --left;
      const auto pairs = levels.of(level);
      if (!narrowing_.keep(pairs, want)) return false;
      std::uint32_t held = 0;
      for (const std::uint32_t pair : pairs) held += narrowing_.is_held(pair) ? 1 : 0;
      note(value[c_.pair[pairs[0]]], held);
    }
    left = 0;
    return true;
  }

  void note(std::int64_t value, std::uint32_t count) {
    if (count == 0 && narrowing_.ground() == 0 && narrowing_.heights().empty()) return;
    const std::size_t first = proof_.height.size();
    for (const Height& height : narrowing_.heights())
      proof_.height.push_back({c_.educator[height.educator], height.height});
    std::sort(proof_.height.begin() + static_cast<std::ptrdiff_t>(first), proof_.height.end(),
              [](const Height& a, const Height& b) { return a.educator < b.educator; });
    proof_.level.push_back({value, count, narrowing_.ground(), proof_.height.size()});
  }

  const Problem& p_;
  const Canonical& c_;
  WorkMeter& meter_;
  Narrowing narrowing_;
  LevelsProof proof_;
};

/// The largest total among the assignments still in question. What must be placed or filled gets a bonus that grows
/// until all of it is: then the bonus is the same for every assignment in question, and the total alone decides.
Result<std::vector<std::int32_t>> largest_total(const Problem& p, const Canonical& c, const Narrowing& narrowing,
                                                WorkMeter& meter, Certificate& proof) {
  const auto is_open = [&](std::uint64_t e) { return narrowing.is_open(static_cast<std::uint32_t>(e)); };
  const Canonical open = narrowed(c, is_open);
  std::int64_t low = 0, high = 0;
  for (const PairIndex pair : open.pair) {
    low = std::min<std::int64_t>(low, p.score[pair]);
    high = std::max<std::int64_t>(high, p.score[pair]);
  }
  const std::int64_t most = (std::int64_t{2} * max_score - (high - low)) / 2;
  std::vector<std::int32_t> score(p.pair_count(), 0);
  for (std::int64_t bonus = std::min(most, 2 * (high - low) + 1); bonus > 0;) {
    const auto bonus_of = [&](std::uint32_t i, std::uint32_t j) {
      return (narrowing.may_be_alone(i) ? 0 : bonus) + (narrowing.must_be_full(j) ? bonus : 0);
    };
    for (std::uint32_t i = 0; i < open.learner_count(); ++i)
      for (std::uint64_t e = open.row_start[i]; e < open.row_start[i + 1]; ++e)
        score[open.pair[e]] = static_cast<std::int32_t>(p.score[open.pair[e]] + bonus_of(i, open.column[e]) - bonus);
    // Everybody's scores are lowered by one bonus to stay in range; so having nobody is, too, see below.
    const FlowAnswer answer = maximize_total(open, score, bonus, Penalty::exact, meter);
    if (!answer.finished) return std::vector<std::int32_t>{};
    std::vector<std::int32_t> seats = open.capacity;
    bool complete = true;
    for (std::uint32_t i = 0; i < open.learner_count(); ++i) {
      if (answer.column_of[i] != unmatched) --seats[static_cast<std::uint32_t>(answer.column_of[i])];
      else complete = complete && narrowing.may_be_alone(i);
    }
    for (std::uint32_t j = 0; j < open.educator_count(); ++j)
      complete = complete && (!narrowing.must_be_full(j) || seats[j] <= 0);
    if (!complete) {
      if (bonus == most) break;
      bonus = std::min(most, bonus * 8);
      continue;
    }
    proof.learner_dual.assign(p.learner_count(), 0);
    proof.educator_price.assign(p.educator_count, 0);
    for (std::uint32_t j = 0; j < open.educator_count(); ++j) {
      const std::int64_t price = answer.price[j] - (narrowing.must_be_full(j) ? bonus : 0);
      proof.educator_price[c.educator[j]] = open.capacity[j] > 0 ? price : 0;
      proof.dual_value += open.capacity[j] > 0 ? price * open.capacity[j] : 0;
    }
    for (std::uint32_t i = 0; i < open.learner_count(); ++i) {
      std::int64_t dual = narrowing.may_be_alone(i) ? 0 : -max_penalty * 4;
      for (std::uint64_t e = open.row_start[i]; e < open.row_start[i + 1]; ++e)
        dual = std::max(dual, p.score[open.pair[e]] - proof.educator_price[c.educator[open.column[e]]]);
      proof.learner_dual[c.learner[i]] = dual;
      proof.dual_value += dual;
    }
    return answer.column_of;
  }
  return err(fail(ErrorCode::limit, "matching.overflow").with("what", "score_range"));
}

}  // namespace

Result<std::vector<std::int32_t>> solve_by_levels(const Problem& problem, const Canonical& canonical, WorkMeter& meter,
                                                  Solution& solution) {
  Certificate& proof = solution.certificate;
  const bool fair = problem.objective == Objective::leximin;
  std::vector<std::int32_t> start(canonical.learner_count(), unmatched);
  if (fair) start = near_leximin(problem, canonical, meter);
  ByLevels by_levels(problem, canonical, std::move(start), meter);
  std::size_t left = 0;
  const bool finished = fair ? by_levels.leximin(left) : by_levels.rank_maximal(ranks_of(problem), left);
  solution.outcome = finished ? Outcome::optimal : Outcome::stopped;
  solution.gap = finished ? 0 : static_cast<std::int64_t>(left) + 1;
  solution.solver = "narrowing 1";
  std::vector<std::int32_t> column_of = by_levels.narrowing().column_of();
  if (!finished) return filled_up(canonical, column_of);
  proof.levels = by_levels.take_proof();
  proof.dual_value = solution.total;
  if (fair) return column_of;
  auto best = TRY(largest_total(problem, canonical, by_levels.narrowing(), meter, proof));
  if (best.empty() && canonical.learner_count() > 0) {
    solution.outcome = Outcome::stopped;
    solution.gap = 1;
    return column_of;
  }
  return best;
}

}  // namespace chiron::matching
