// Solves a matching problem exactly, with a proof, and checks a solution with code that the solver does not share.
//
// What is promised about ties. Optimal assignments are seldom unique. `solve` first puts learners and educators into
// the order of their lottery numbers (lottery_seed and canonical key, or position when no keys are given) and sorts
// each row by educator; everything after that is a deterministic function of this form, in one thread. So the same
// people, pairs, scores, seats, pins, forbids and seed give the same assignment person by person, in whatever order
// rows, columns or pairs were supplied, and nobody is favored by name or number. `stable` has one outcome per seed by
// definition. For the other objectives it is not promised that two releases of Chiron choose the same among equally
// good assignments: the run record therefore keeps `solver`.
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "engines/matching/fair_proof.h"
#include "engines/matching/problem.h"

namespace chiron::matching {

/// Limits in deterministic work units, so that the same input stops at the same place on every machine.
struct Limits {
  /// Elementary solver steps (a simplex step along one arc, or a proposal); 0 = no limit. 250,000 learners with 50
  /// candidates each need about 10^9.
  std::uint64_t max_work = 0;
};

enum class Outcome : std::uint8_t {
  optimal,  ///< proven: primal value = dual value; for `stable`: no blocking pair
  stopped,  ///< limit or stop token: the assignment keeps all rules; `gap` bounds what a full run could still gain
};

std::string_view name_of(Outcome outcome);

/// Proof of optimality by linear-programming duality, in points. For every learner i not pinned, every listed pair
/// (i, j) not forbidden: learner_dual[i] + educator_price[j] >= score, learner_dual[i] >= -penalty, price >= 0. Then
/// no assignment is worth more than dual_value = sum of learner_dual + sum of (free seats × price) + pinned scores.
/// An educator's price is what one more seat there would be worth. Empty for `stable`.
///   bottleneck: the Hall sets, and the proof above for the pairs that score at least bottleneck.smallest.
///   leximin: the levels alone; the total follows from them. rank_maximal: the levels, and the proof above among the
///   assignments they leave: only open options count, whoever has to be placed has no lower bound of 0, and the price
///   of whoever has to be full may be negative.
struct Certificate {
  std::int64_t penalty = 0;  ///< the penalty per unmatched learner the proof is about (large for most_then_total)
  std::vector<std::int64_t> learner_dual;    ///< one per learner; 0 for pinned learners
  std::vector<std::int64_t> educator_price;  ///< one per educator
  std::int64_t dual_value = 0;
  BottleneckProof bottleneck;
  LevelsProof levels;
};

/// An assignment and what is known about it.
struct Solution {
  std::vector<std::int32_t> educator_of;  ///< one per learner: educator index, or `unmatched`
  std::int64_t total = 0;                 ///< sum of the scores of the pairs made
  std::uint32_t matched = 0;              ///< learners with an educator
  Outcome outcome = Outcome::stopped;
  /// dual_value − (total − penalty × unmatched), 0 when optimal. `stable`: learners not yet dealt with, 0 when done;
  /// leximin, rank_maximal: levels not yet dealt with; bottleneck: at least 1 when stopped.
  std::int64_t gap = 0;
  Certificate certificate;
  std::uint64_t work = 0;  ///< work units used
  std::string solver;      ///< name and version of the method, for the run record
};

/// Solves. A broken problem is an error (see validate); "not everybody can be placed" and "stopped" are outcomes.
/// Errors: those of validate; matching.overflow {what} when scores × people leave the safe 62-bit range.
Result<Solution> solve(const Problem& problem, const Limits& limits = {}, std::stop_token stop = {});

/// Solves a problem that differs from one solved before, e.g. by pairs that were added: as exact, and quick when little
/// differs. Objectives total and most_then_total; the others, and an earlier solution without prices, are solved anew.
/// Among equally good assignments it may choose others than `solve`, always the same ones from the same earlier
/// solution. Errors: those of solve; matching.bad_problem {what: educator_of} when the earlier assignment is none of
/// this problem's.
Result<Solution> solve_on(const Problem& problem, const Solution& earlier, const Limits& limits = {},
                          std::stop_token stop = {});

/// What a floor costs, whatever the objective: how many learners could have an educator at once.
struct Placeable {
  std::uint32_t at_all = 0;       ///< if score_floor were not there
  std::uint32_t above_floor = 0;  ///< with it
};

/// The problem must be valid.
Placeable placeable_learners(const Problem& problem);

/// One way in which a solution is not what it claims to be.
struct Violation {
  enum class Kind : std::uint8_t {
    wrong_size,      ///< arrays do not fit the problem
    unknown_pair,    ///< a pair that is not a candidate
    forbidden_pair,  ///< or below the floor
    pin_not_kept,
    over_capacity,
    wrong_total,  ///< total or matched is not what the pairs add up to
    negative_price,
    dual_infeasible,  ///< learner_dual + price < score, or learner_dual < -penalty
    wrong_dual_value,
    gap_not_zero,       ///< claims optimal, but primal and dual differ
    penalty_too_small,  ///< most_then_total: the proof's penalty does not force the most placements
    blocking_pair,      ///< stable: both would rather be together
    hall_set_wrong,     ///< bottleneck: a Hall set does not prove that no more can be placed (above the smallest score)
    level_wrong,        ///< leximin, rank_maximal: a level's count or heights are not what the proof needs
  };
  Kind kind = Kind::wrong_size;
  std::int64_t learner = -1;   ///< -1 when it concerns no one learner
  std::int64_t educator = -1;  ///< -1 when it concerns no one educator
};

std::string_view name_of(Violation::Kind kind);

/// Checks feasibility, arithmetic and, for outcome `optimal`, the proof (or stability, by looking at every pair).
/// Shares no code with solve. Empty = everything claimed is true. At most `limit` violations are listed.
std::vector<Violation> check(const Problem& problem, const Solution& solution, std::size_t limit = 100);

}  // namespace chiron::matching
