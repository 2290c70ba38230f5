// Keeps a problem solved while it changes: pins, forbids, seats and scores are answered exactly, at the cost of the few
// people whom a change moves. A matching room re-runs on every click with this.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <stop_token>
#include <vector>

#include "base/error.h"
#include "engines/matching/explain.h"
#include "engines/matching/problem.h"
#include "engines/matching/solve.h"

namespace chiron::matching {

/// One change to a problem.
struct Change {
  enum class Kind : std::uint8_t {
    pin,       ///< the pair must be made
    unpin,     ///< the pair need not be made any more
    forbid,    ///< the pair must not be made
    allow,     ///< no longer forbidden
    capacity,  ///< the educator has `value` seats
    score,     ///< the pair's score is `value`
  };
  Kind kind = Kind::pin;
  LearnerIndex learner = 0;  ///< not read for capacity
  EducatorIndex educator = 0;
  std::int64_t value = 0;
};

/// A solved problem that can be changed. Objectives total and most_then_total. With a floor, a changed score opens and
/// closes its pair.
///
/// Among equally good assignments the one after a change depends on the one before it, so it can differ from what
/// `solve` finds for the changed problem; its value cannot, and its proof is as complete.
class Resolver {
 public:
  /// Solves the problem. Errors: those of solve; matching.bad_problem {what: objective} for other objectives;
  /// matching.stopped (unavailable) when the limit or the token ends it.
  static Result<Resolver> of(Problem problem, const Limits& limits = {}, std::stop_token stop = {});
  /// Goes on from a solution of the same problem: quick when its proof is there, right whatever it is. Errors: as
  /// above; matching.bad_problem {what: educator_of} when it is no assignment of this problem.
  static Result<Resolver> of(Problem problem, const Solution& solved, const Limits& limits = {},
                             std::stop_token stop = {});
  ~Resolver();
  Resolver(Resolver&&) noexcept;
  Resolver& operator=(Resolver&&) noexcept;

  /// Makes the changes in order and solves again; returns who sits elsewhere than before, ascending by learner. Nothing
  /// is changed when one of them is refused: the keys of `validate` for pins (matching.pin_unknown, .pin_not_candidate,
  /// .pin_forbidden, .pin_below_floor (also of a pinned pair's score), .pin_contradiction, .pin_over_capacity), for
  /// seats (.bad_capacity) and scores (.bad_score), and matching.not_pinned, .not_forbidden {learner, educator},
  /// .score_not_candidate {learner, educator, score}.
  Result<std::vector<Move>> apply(std::span<const Change> changes);
  Result<std::vector<Move>> apply(const Change& change) { return apply(std::span(&change, 1)); }

  /// What the changes would do, without making them. Errors: those of apply.
  Result<std::vector<Move>> preview(std::span<const Change> changes);

  /// The problem as it is now.
  const Problem& problem() const;
  /// The assignment, value and proof as they are now: takes time in proportion to the people, not to the change.
  Solution solution() const;
  /// The learner's educator, or `unmatched`.
  std::int32_t educator_of(LearnerIndex learner) const;
  /// Learners with an educator, and the sum of their scores.
  std::uint32_t matched() const;
  std::int64_t total() const;

 private:
  struct State;
  static Result<Resolver> begun(Problem problem, const Solution* solved, const Limits& limits, std::stop_token stop);
  explicit Resolver(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace chiron::matching
