// Solves one problem for several objectives and tells the answers apart.
#include "features/match_runs/side_by_side.h"

#include <algorithm>

#include "engines/matching/explain.h"
#include "engines/matching/fairness.h"

namespace chiron::match_runs {
namespace {

using matching::Objective;

Result<Alternative> figures(const matching::Problem& problem, const matching::Solution& chosen,
                            const matching::Solution& solution) {
  Alternative row;
  row.objective = problem.objective;
  row.proven = solution.outcome == matching::Outcome::optimal;
  row.matched = solution.matched;
  row.first_choices = TRY(matching::fairness(problem, solution)).ranks.first_choice;
  for (matching::LearnerIndex learner = 0; learner < problem.learner_count(); ++learner) {
    const std::int32_t made = solution.educator_of[learner];
    if (made == matching::unmatched) continue;
    const auto pair = find_pair(problem, learner, static_cast<matching::EducatorIndex>(made));
    if (pair == problem.row_start[learner + 1]) continue;
    row.sum += problem.score[pair];
    row.lowest = std::min(row.lowest.value_or(matching::max_score), problem.score[pair]);
  }
  const auto against = TRY(matching::compare(problem, chosen, solution));
  row.gain = against.gain;
  row.lose = against.lose;
  for (const auto& move : against.moves) (move.score_change > 0 ? row.gained : row.lost) += std::abs(move.score_change);
  return row;
}

/// Solved and checked.
Result<matching::Solution> answer_to(const matching::Problem& problem, const matching::Limits& limits,
                                     std::stop_token stop) {
  auto solution = TRY(matching::solve(problem, limits, stop));
  if (!matching::check(problem, solution).empty()) return err(fail(ErrorCode::internal, "match_runs.proof_failed"));
  return solution;
}

}  // namespace

std::string_view name_of(LeftOut::Why why) {
  return why == LeftOut::Why::many_learners ? "many_learners" : "much_work";
}

Result<SideBySide> side_by_side(const matching::Problem& given, const matching::Solution* chosen, const Effort& effort,
                                std::stop_token stop) {
  matching::Problem problem = given;
  SideBySide result;
  result.learners = problem.learner_count();
  const matching::Solution base = chosen ? *chosen : TRY(answer_to(problem, effort.solve, stop));
  result.rows.push_back(TRY(figures(problem, base, base)));
  // True: it stands there. Left out otherwise, with the reason.
  const auto add = [&](Objective objective) -> Result<bool> {
    const bool by_level = objective == Objective::leximin || objective == Objective::rank_maximal;
    if (by_level && problem.learner_count() > effort.by_level_learners) {
      result.left_out.push_back({objective, LeftOut::Why::many_learners});
      return false;
    }
    problem.objective = objective;
    const auto solution = TRY(answer_to(problem, effort.alternative, stop));
    if (solution.outcome == matching::Outcome::stopped) {
      result.left_out.push_back({objective, LeftOut::Why::much_work});
      return false;
    }
    result.rows.push_back(TRY(figures(problem, base, solution)));
    return true;
  };
  for (const Objective objective :
       {Objective::total, Objective::most_then_total, Objective::stable, Objective::leximin, Objective::rank_maximal}) {
    if (objective == given.objective) continue;
    const bool stands = TRY(add(objective));
    if (objective == Objective::leximin && !stands && given.objective != Objective::bottleneck)
      TRY(add(Objective::bottleneck));
  }
  return result;
}

}  // namespace chiron::match_runs
