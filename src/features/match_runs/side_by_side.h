// The objectives side by side: what each would do with the same people, in figures, and who gains and who loses.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string_view>
#include <vector>

#include "engines/matching/problem.h"
#include "engines/matching/solve.h"

namespace chiron::match_runs {

/// How much a run may do before it makes do with less. Counted in pairs, people and steps, never in seconds, so that
/// every machine finds the same.
struct Effort {
  /// Eligible pairs that are compared whole where a proof over lists would not reach the pairs that no list holds.
  std::uint64_t all_pairs = 5'000'000;
  matching::Limits solve;  ///< of the run itself
  /// Learners up to whom leximin and rank_maximal, which take a step for each score or rank, stand side by side.
  std::uint32_t by_level_learners = 20'000;
  matching::Limits alternative{500'000'000};  ///< of each objective side by side
};

/// One objective's answer in figures. Points are those of the problem compared.
struct Alternative {
  matching::Objective objective = matching::Objective::total;
  bool proven = true;  ///< false: stopped, so that better may exist
  std::uint32_t matched = 0;
  std::int64_t sum = 0;                ///< of the scores of all pairs made, kept ones included
  std::optional<std::int32_t> lowest;  ///< of all pairs made; none when nobody has one
  std::uint32_t first_choices = 0;     ///< learners with the educator who scores best for them
  /// Against the chosen objective. Having nobody counts 0 points, and less than having somebody.
  std::uint32_t gain = 0;
  std::uint32_t lose = 0;
  std::int64_t gained = 0;  ///< points, summed over those who gain
  std::int64_t lost = 0;    ///< points, summed over those who lose; 0 or more
};

/// An objective that does not stand beside the others.
struct LeftOut {
  enum class Why : std::uint8_t {
    many_learners,  ///< more than Effort::by_level_learners
    much_work,      ///< stopped at Effort::alternative
  };
  matching::Objective objective = matching::Objective::total;
  Why why = Why::many_learners;
};
/// "many_learners", "much_work".
std::string_view name_of(LeftOut::Why why);

/// The chosen objective first, then total, most_then_total, stable, leximin and rank_maximal. Bottleneck stands there
/// only where it is chosen, or where leximin, whose lowest score is as high, is left out for its work.
struct SideBySide {
  std::vector<Alternative> rows;
  std::vector<LeftOut> left_out;
  std::uint32_t learners = 0;
  /// Every pair that no rule excludes was compared; otherwise each learner's best.
  bool all_pairs = true;
};

/// Solves the problem for each objective; `problem.objective` is the chosen one, and `chosen` its solution, solved here
/// when null. Where that is as good for another objective as any answer, it stands there, and nobody moves. Every
/// answer is checked independently: match_runs.proof_failed. Other errors: those of solve.
Result<SideBySide> side_by_side(matching::Problem problem, const matching::Solution* chosen, const Effort& effort,
                                std::stop_token stop = {});

}  // namespace chiron::match_runs
