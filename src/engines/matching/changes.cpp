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

Error change_price(std::int64_t price, std::int64_t limit) {
  return refuse("matching.change_price").with("price", std::to_string(price)).with("limit", std::to_string(limit));
}

/// A problem whose price changes.
class Repriced {
 public:
  /// The problem must be valid, and fit.
  Repriced(const Problem& problem, std::span<const std::int32_t> current)
      : current_(current), kept_(keepable(problem, current)), limit_(highest_price(problem, kept_)) {
    priced_.problem = problem;
    for (LearnerIndex i = 0; i < current.size(); ++i) {
      if (current[i] == unmatched) continue;
      ++priced_.current;
      if (kept_[i] == no_pair) priced_.cannot_keep.push_back(i);
    }
  }

  std::int64_t limit() const { return limit_; }
  const std::vector<std::uint64_t>& kept() const { return kept_; }
  const Priced& at(std::int64_t price) {
    const auto more = static_cast<std::int32_t>(price - priced_.price);
    for (const std::uint64_t e : kept_)
      if (e != no_pair) priced_.problem.score[e] += more;
    priced_.price = price;
    return priced_;
  }
  Priced take() { return std::move(priced_); }

  /// From nothing: another price displaces so many that going on from its answer takes longer.
  Result<Rematch> solved(std::int64_t price, const Limits& limits, std::stop_token stop) {
    const Priced& priced = at(price);
    Rematch answer{TRY(solve(priced.problem, limits, stop)), price, {}, priced.cannot_keep, {}};
    answer.changes = changes_of(priced, current_, answer.solution);
    return answer;
  }

 private:
  std::span<const std::int32_t> current_;
  std::vector<std::uint64_t> kept_;
  std::int64_t limit_;
  Priced priced_;
};

/// The problem in which only keeping counts.
Problem counting_kept(const Problem& p, const std::vector<std::uint64_t>& kept) {
  Problem q = p;
  for (std::int32_t& score : q.score) score = score < p.score_floor ? -1 : 0;
  for (const std::uint64_t e : kept)
    if (e != no_pair) q.score[e] = 1;
  q.score_floor = 0;
  q.unmatched_penalty = 0;
  return q;
}

/// How many can keep theirs, and the proof: from an answer on that is best at a price, whose prices are nearly as many
/// times too large.
Result<Solution> most_kept(const Problem& p, const std::vector<std::uint64_t>& kept, const Rematch& near,
                           const Limits& limits, std::stop_token stop) {
  Solution start = near.solution;
  for (std::int64_t& price : start.certificate.educator_price)
    price = (price + near.price / 2) / std::max<std::int64_t>(1, near.price);
  return solve_on(counting_kept(p, kept), start, limits, stop);
}

Result<> whole(const Solution& solution) {
  if (solution.outcome == Outcome::optimal) return {};
  return err(fail(ErrorCode::unavailable, "matching.stopped"));
}

/// The first price to try: with it hardly anybody changes who need not.
std::int64_t first_price(const Problem& p) {
  std::int64_t low = max_score, high = -max_score;
  for (const std::int64_t score : p.score)
    if (score >= p.score_floor) low = std::min(low, score), high = std::max(high, score);
  return low > high ? 1 : 2 * (high - low) + 1;
}

Result<Rematch> fewest_changes(Repriced& repriced, const Problem& problem, const Limits& limits, std::stop_token stop) {
  std::int64_t price = std::min(first_price(problem), repriced.limit());
  Rematch answer = TRY(repriced.solved(price, limits, stop));
  TRY(whole(answer.solution));
  Solution most = TRY(most_kept(problem, repriced.kept(), answer, limits, stop));
  TRY(whole(most));
  while (answer.changes.kept != most.total) {
    const auto too_much = fail(ErrorCode::limit, "matching.fewest_changes").with("price", std::to_string(price));
    if (price == repriced.limit()) return err(too_much);
    price = std::min(price * 8, repriced.limit());
    auto found = repriced.solved(price, limits, stop);
    if (!found && found.error().key == "matching.overflow") return err(too_much);
    answer = TRY(std::move(found));
    TRY(whole(answer.solution));
  }
  answer.most_kept = std::move(most.certificate);
  return answer;
}

}  // namespace

Result<Priced> price_changes(const Problem& problem, std::span<const std::int32_t> current, std::int64_t price) {
  TRY(validate_current(problem, current));
  Repriced repriced(problem, current);
  if (price < 0 || price > repriced.limit()) return err(change_price(price, repriced.limit()));
  repriced.at(price);
  return repriced.take();
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
  TRY(validate_current(problem, current));
  Repriced repriced(problem, current);
  if (price < 0 || price > repriced.limit()) return err(change_price(price, repriced.limit()));
  return repriced.solved(price, limits, stop);
}

Result<Rematch> rematch_with_fewest_changes(const Problem& problem, std::span<const std::int32_t> current,
                                            const Limits& limits, std::stop_token stop) {
  TRY(validate_current(problem, current));
  Repriced repriced(problem, current);
  return fewest_changes(repriced, problem, limits, stop);
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
  TRY(validate_current(problem, current));
  Repriced repriced(problem, current);
  const auto solved = [&](std::int64_t price) -> Result<Rematch> {
    Rematch answer = TRY(repriced.solved(price, limits, stop));
    TRY(whole(answer.solution));
    return answer;
  };
  std::vector<Step> steps;
  steps.push_back({TRY(solved(0))});
  steps.push_back({TRY(fewest_changes(repriced, problem, limits, stop))});
  if (steps[0].answer.changes.changed == steps[1].answer.changes.changed) {
    steps[0].answer.most_kept = std::move(steps[1].answer.most_kept);
    steps.pop_back();
  }
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
