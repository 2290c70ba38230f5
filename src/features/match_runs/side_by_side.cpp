// Solves one problem for several objectives and tells the answers apart.
#include "features/match_runs/side_by_side.h"

#include <algorithm>

#include "engines/matching/explain.h"
#include "engines/matching/fairness.h"

namespace chiron::match_runs {
namespace {

using matching::Objective;

/// Positions of the pairs made, ascending by learner.
std::vector<std::uint64_t> pairs_of(const matching::Problem& problem, const matching::Solution& solution) {
  std::vector<std::uint64_t> pairs;
  for (matching::LearnerIndex learner = 0; learner < problem.learner_count(); ++learner) {
    const std::int32_t made = solution.educator_of[learner];
    if (made == matching::unmatched) continue;
    const auto pair = find_pair(problem, learner, static_cast<matching::EducatorIndex>(made));
    if (pair < problem.row_start[learner + 1]) pairs.push_back(pair);
  }
  return pairs;
}

Result<Alternative> figures(const matching::Problem& problem, const matching::Solution& chosen,
                            const matching::Solution& solution) {
  Alternative row;
  row.objective = problem.objective;
  row.proven = solution.outcome == matching::Outcome::optimal;
  row.matched = solution.matched;
  row.first_choices = TRY(matching::fairness(problem, solution)).ranks.first_choice;
  for (const auto pair : pairs_of(problem, solution)) {
    row.sum += problem.score[pair];
    row.lowest = std::min(row.lowest.value_or(matching::max_score), problem.score[pair]);
  }
  const auto against = TRY(matching::compare(problem, chosen, solution));
  row.gain = against.gain;
  row.lose = against.lose;
  for (const auto& move : against.moves) (move.score_change > 0 ? row.gained : row.lost) += std::abs(move.score_change);
  return row;
}

/// Whether the chosen solution is as good for this problem's objective as the one proven best. Then nobody would move.
bool is_as_good(const matching::Problem& problem, const matching::Solution& chosen, const matching::Solution& best) {
  if (problem.objective == Objective::stable) {
    matching::Solution claim = chosen;
    claim.outcome = matching::Outcome::optimal;
    claim.gap = 0;
    return matching::check(problem, claim).empty();
  }
  const auto worth = [&](const matching::Solution& solution) {
    std::vector<std::int64_t> values;  // compared number by number, equal when as good
    std::vector<std::int64_t> scores;
    std::int64_t total = 0;
    const auto pairs = pairs_of(problem, solution);
    for (const auto pair : pairs) {
      scores.push_back(problem.score[pair]);
      total += problem.score[pair];
    }
    std::sort(scores.begin(), scores.end());
    const auto unmatched = static_cast<std::int64_t>(problem.learner_count() - pairs.size());
    if (problem.objective == Objective::total) return std::vector{total - problem.unmatched_penalty * unmatched};
    if (problem.objective == Objective::leximin) return scores;
    if (problem.objective == Objective::rank_maximal) {
      const auto ranks = matching::ranks_of(problem);
      for (const auto pair : pairs) values.push_back(ranks[pair]);
      std::sort(values.begin(), values.end());
    }
    if (problem.objective == Objective::bottleneck && !scores.empty()) values.push_back(scores.front());
    values.push_back(total);
    values.push_back(unmatched);
    return values;
  };
  return worth(chosen) == worth(best);
}

/// Solved and checked; for a total from an earlier solution of the same pairs, if any: quicker, and nearer to it.
Result<matching::Solution> answer_to(const matching::Problem& problem, const matching::Solution* earlier,
                                     const matching::Limits& limits, std::stop_token stop) {
  auto solution =
      TRY(earlier ? matching::solve_on(problem, *earlier, limits, stop) : matching::solve(problem, limits, stop));
  if (!matching::check(problem, solution).empty()) return err(fail(ErrorCode::internal, "match_runs.proof_failed"));
  return solution;
}

}  // namespace

std::string_view name_of(LeftOut::Why why) {
  return why == LeftOut::Why::many_learners ? "many_learners" : "much_work";
}

Result<SideBySide> side_by_side(matching::Problem problem, const matching::Solution* chosen, const Effort& effort,
                                std::stop_token stop) {
  const Objective own = problem.objective;
  SideBySide result;
  result.learners = problem.learner_count();
  const matching::Solution base = chosen ? *chosen : TRY(answer_to(problem, nullptr, effort.solve, stop));
  result.rows.push_back(TRY(figures(problem, base, base)));
  // True: it stands there. Left out otherwise, with the reason.
  const auto add = [&](Objective objective) -> Result<bool> {
    const bool by_level = objective == Objective::leximin || objective == Objective::rank_maximal;
    if (by_level && problem.learner_count() > effort.by_level_learners) {
      result.left_out.push_back({objective, LeftOut::Why::many_learners});
      return false;
    }
    problem.objective = objective;
    const auto solution = TRY(answer_to(problem, &base, effort.alternative, stop));
    if (solution.outcome == matching::Outcome::stopped) {
      result.left_out.push_back({objective, LeftOut::Why::much_work});
      return false;
    }
    // Of several best answers the nearest is of interest, and none is nearer.
    result.rows.push_back(TRY(figures(problem, base, is_as_good(problem, base, solution) ? base : solution)));
    result.rows.back().proven = true;
    return true;
  };
  for (const Objective objective :
       {Objective::total, Objective::most_then_total, Objective::stable, Objective::leximin, Objective::rank_maximal}) {
    if (objective == own) continue;
    const bool stands = TRY(add(objective));
    if (objective == Objective::leximin && !stands && own != Objective::bottleneck) TRY(add(Objective::bottleneck));
  }
  return result;
}

}  // namespace chiron::match_runs
