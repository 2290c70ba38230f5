// Prices of changes as scores, and back.
#include "engines/matching/changes.h"

#include <algorithm>
#include <string>
#include <utility>

namespace chiron::matching {
namespace {

Error bad_problem(std::string what) {
  return fail(ErrorCode::internal, "matching.bad_problem").with("what", std::move(what));
}

Result<> validate_current(const Problem& p, std::span<const std::int32_t> current) {
  TRY(validate(p));
  if (!counts_totals(p.objective)) return err(bad_problem("objective"));
  if (current.size() != p.learner_count()) return err(bad_problem("current"));
  for (const std::int32_t j : current)
    if (j < departed || j >= static_cast<std::int64_t>(p.educator_count)) return err(bad_problem("current"));
  return {};
}

/// Which current pairs can be kept, as positions among the pairs; others are no_pair.
constexpr std::uint64_t no_pair = ~std::uint64_t{0};
std::vector<std::uint64_t> keepable(const Problem& p, std::span<const std::int32_t> current) {
  std::vector<Pair> forbids = p.forbids;
  std::sort(forbids.begin(), forbids.end());
  std::vector<std::uint64_t> at(current.size(), no_pair);
  for (LearnerIndex i = 0; i < current.size(); ++i) {
    if (current[i] < 0) continue;
    const auto j = static_cast<EducatorIndex>(current[i]);
    const std::uint64_t e = find_pair(p, i, j);
    if (e < p.row_start[i + 1] && p.score[e] >= p.score_floor &&
        !std::binary_search(forbids.begin(), forbids.end(), Pair{i, j}))
      at[i] = e;
  }
  for (const Pair pin : p.pins)
    if (current[pin.learner] != static_cast<std::int64_t>(pin.educator)) at[pin.learner] = no_pair;
  return at;
}

/// What a price can add to every score of a pair that can be kept.
std::int64_t highest_price(const Problem& p, const std::vector<std::uint64_t>& kept) {
  std::int64_t highest = -max_score;
  for (const std::uint64_t e : kept)
    if (e != no_pair) highest = std::max<std::int64_t>(highest, p.score[e]);
  return std::min<std::int64_t>(max_score, max_score - highest);
}

}  // namespace

Result<Priced> price_changes(const Problem& problem, std::span<const std::int32_t> current, std::int64_t price) {
  TRY(validate_current(problem, current));
  const std::vector<std::uint64_t> kept = keepable(problem, current);
  if (const std::int64_t limit = highest_price(problem, kept); price < 0 || price > limit)
    return err(
        refuse("matching.change_price").with("price", std::to_string(price)).with("limit", std::to_string(limit)));
  Priced priced{problem, price, 0, {}};
  for (LearnerIndex i = 0; i < current.size(); ++i) {
    if (current[i] == unmatched) continue;
    ++priced.current;
    if (kept[i] == no_pair) priced.cannot_keep.push_back(i);
    else priced.problem.score[kept[i]] += static_cast<std::int32_t>(price);
  }
  return priced;
}

Result<std::int64_t> price_of_fewest_changes(const Problem& problem, std::span<const std::int32_t> current) {
  TRY(validate_current(problem, current));
  std::int64_t low = 0, high = 0;
  if (!problem.score.empty()) {
    const auto [least, most] = std::minmax_element(problem.score.begin(), problem.score.end());
    low = std::max(*least, problem.score_floor), high = std::max(*most, problem.score_floor);
  }
  std::vector<std::int32_t> seats = problem.capacity;
  std::vector<bool> pinned(problem.learner_count(), false);
  for (const Pair pin : problem.pins) {
    if (!pinned[pin.learner]) --seats[pin.educator];
    pinned[pin.learner] = true;
  }
  const std::int64_t learners = std::count(pinned.begin(), pinned.end(), false);
  const std::int64_t educators = std::count_if(seats.begin(), seats.end(), [](std::int32_t n) { return n > 0; });
  std::int64_t price = std::min(learners, educators) * (high - low) + 1;
  if (problem.objective == Objective::total)
    price += std::max(std::abs(low), std::abs(high)) + problem.unmatched_penalty;
  if (const std::int64_t limit = highest_price(problem, keepable(problem, current)); price > limit)
    return err(fail(ErrorCode::limit, "matching.fewest_changes")
                   .with("price", std::to_string(price))
                   .with("limit", std::to_string(limit)));
  return price;
}

Changes changes_of(const Priced& priced, std::span<const std::int32_t> current, const Solution& solution) {
  Changes changes;
  for (LearnerIndex i = 0; i < current.size(); ++i)
    if (current[i] >= 0 && solution.educator_of[i] == current[i]) ++changes.kept;
  changes.changed = priced.current - changes.kept;
  changes.total = solution.total - priced.price * changes.kept;
  const std::int64_t missing = std::ssize(current) - solution.matched;
  changes.worth = changes.total - solution.certificate.penalty * missing - priced.price * changes.changed;
  changes.bound = solution.certificate.dual_value - priced.price * priced.current;
  return changes;
}

Result<Rematch> rematch(const Problem& problem, std::span<const std::int32_t> current, std::int64_t price,
                        const Limits& limits, std::stop_token stop) {
  Priced priced = TRY(price_changes(problem, current, price));
  Rematch answer{TRY(solve(priced.problem, limits, stop)), price, {}, {}};
  answer.changes = changes_of(priced, current, answer.solution);
  answer.cannot_keep = std::move(priced.cannot_keep);
  return answer;
}

Result<Tradeoff> tradeoff_of_changes(const Problem& problem, std::span<const std::int32_t> current, std::size_t limit,
                                     const Limits& limits, std::stop_token stop) {
  struct Step {
    Rematch answer;
    bool divided = false;  ///< nothing better lies between it and the next
  };
  const std::int64_t penalty = problem.objective == Objective::total ? problem.unmatched_penalty : 0;
  // What an answer is worth when changes cost nothing.
  const auto free_worth = [&](const Rematch& r) {
    return r.changes.total - penalty * (std::ssize(current) - r.solution.matched);
  };
  const auto worth = [&](const Rematch& r, std::int64_t price) { return free_worth(r) - price * r.changes.changed; };
  const auto solved = [&](std::int64_t price) -> Result<Rematch> {
    Rematch answer = TRY(rematch(problem, current, price, limits, stop));
    if (answer.solution.outcome != Outcome::optimal) return err(fail(ErrorCode::unavailable, "matching.stopped"));
    return answer;
  };
  const std::int64_t highest = TRY(price_of_fewest_changes(problem, current));
  std::vector<Step> steps;
  steps.push_back({TRY(solved(0))});
  steps.push_back({TRY(solved(highest))});
  if (steps[0].answer.changes.changed == steps[1].answer.changes.changed) steps.pop_back();
  const auto gap = [&](std::size_t n) { return free_worth(steps[n].answer) - free_worth(steps[n + 1].answer); };
  Tradeoff tradeoff;
  while (true) {
    std::size_t widest = steps.size();
    for (std::size_t n = 0; n + 1 < steps.size(); ++n)
      if (!steps[n].divided && (widest == steps.size() || gap(n) > gap(widest))) widest = n;
    tradeoff.complete = widest == steps.size();
    if (tradeoff.complete || steps.size() >= limit) break;
    const Rematch &dear = steps[widest].answer, &cheap = steps[widest + 1].answer;
    // Up to this price the first of the two is worth at least as much, from the next on the second is worth more. The
    // best worth is a convex function of the price: nothing lies between if these two are best there.
    const std::int64_t even = gap(widest) / (dear.changes.changed - cheap.changes.changed);
    Rematch found = TRY(solved(even));
    bool better = worth(found, even) > worth(dear, even);
    if (!better) {
      found = TRY(solved(even + 1));
      better = worth(found, even + 1) > worth(cheap, even + 1);
    }
    if (better) steps.insert(steps.begin() + static_cast<std::ptrdiff_t>(widest) + 1, {std::move(found)});
    else steps[widest].divided = true;
  }
  for (std::size_t n = 0; n < steps.size(); ++n)  // more changes for nothing are no answer
    if (n + 1 == steps.size() || gap(n) > 0) tradeoff.answers.push_back(steps[n].answer);
  return tradeoff;
}

}  // namespace chiron::matching
