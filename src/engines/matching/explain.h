// Answers to "why?": why this pair, why not that one, why nobody, what would help, and who gains or loses between two
// assignments. Indices and numbers only; sentences are made elsewhere.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <stop_token>
#include <vector>

#include "base/error.h"
#include "engines/matching/problem.h"
#include "engines/matching/solve.h"

namespace chiron::matching {

/// One learner whose educator differs between two assignments.
struct Move {
  LearnerIndex learner = 0;
  std::int32_t from = unmatched;
  std::int32_t to = unmatched;
  std::int64_t score_change = 0;  ///< score of `to` − score of `from`; no educator counts 0
};

/// What making (or dropping) one pair would do to everybody.
struct PairExplanation {
  enum class State : std::uint8_t {
    made,           ///< they are together in the solution
    possible,       ///< could be forced, at the cost given
    not_candidate,  ///< not listed: a rule excludes it, or it scored below the list (broken_rules tells which)
    forbidden,      ///< or below the floor
    no_seat,         ///< all the educator's seats are pinned to others, or there are none
    learner_pinned,  ///< the learner is pinned to somebody else
  };
  State state = State::not_candidate;
  std::int64_t score = 0;          ///< the pair's own score, when listed
  std::int64_t at_least_cost = 0;  ///< what the proof says forcing costs at least: dual + price − score
  std::int64_t cost = 0;           ///< exact: points of the total objective lost by forcing the pair
  std::int32_t fewer_matched = 0;  ///< learners who would lose their place (negative: gain)
  std::vector<Move> moves;         ///< everybody whom forcing the pair moves, the learner included
};

/// Forces the pair and solves again. Errors: matching.bad_index {learner, educator}; those of solve.
Result<PairExplanation> explain(const Problem& problem, const Solution& solution, LearnerIndex learner,
                                EducatorIndex educator, const Limits& limits = {}, std::stop_token stop = {});

/// Why a learner has no educator.
struct UnmatchedExplanation {
  enum class Reason : std::uint8_t {
    matched,        ///< they have one
    no_candidate,   ///< no listed pair that is not forbidden: ask Eligibility which rule
    no_seat,        ///< all candidates have no seat at all (capacity 0 or pinned away)
    shortage,       ///< `learners` compete for `educators`, who have `seats_missing` seats too few (a Hall set)
    outbid,         ///< a seat could be found, but only by losing more points than the penalty (objective total)
    not_preferred,  ///< stable: every educator on the list kept learners with higher priority
  };
  Reason reason = Reason::matched;
  std::vector<LearnerIndex> learners;    ///< the competing learners, ascending, the learner included
  std::vector<EducatorIndex> educators;  ///< all educators any of them could have, ascending
  std::int64_t seats = 0;                ///< seats of those educators that are not pinned away
  std::int64_t seats_missing = 0;        ///< learners − seats
};

/// Errors: matching.bad_index; matching.bad_problem when the solution does not fit.
Result<UnmatchedExplanation> explain_unmatched(const Problem& problem, const Solution& solution, LearnerIndex learner);

/// The same for many learners of one solution: prepared once, then each answer costs no more than what it names. The
/// problem and the solution must outlive it and fit each other.
class UnmatchedExplainer {
 public:
  UnmatchedExplainer(const Problem& problem, const Solution& solution);
  ~UnmatchedExplainer();
  UnmatchedExplainer(const UnmatchedExplainer&) = delete;
  UnmatchedExplainer& operator=(const UnmatchedExplainer&) = delete;

  /// `learner` must exist.
  UnmatchedExplanation explain(LearnerIndex learner);

 private:
  struct Prepared;
  std::unique_ptr<Prepared> prepared_;
};

/// One way to place more learners: `seats` more places anywhere in the educator group place as many learners more.
struct Remedy {
  std::uint32_t group = 0;
  std::uint32_t seats = 0;           ///< places to add at most usefully; each places one learner more
  std::vector<LearnerIndex> places;  ///< unmatched learners who could be placed then (the others move up)
  EducatorIndex example = 0;         ///< an educator of the group where the first seat would help
};

/// The groups (a site, a specialty, a single educator: the caller's choice, `group_of` per educator) in which more
/// places would place the most unmatched learners, best first (most learners, then group number), at most `limit`.
/// Everybody who is placed stays placed. Errors: matching.bad_problem.
Result<std::vector<Remedy>> cheapest_remedies(const Problem& problem, const Solution& solution,
                                              std::span<const std::uint32_t> group_of, std::size_t limit = 10);

/// The smallest set of groups and seats, chosen greedily (most learners first), that places everybody who can be
/// placed by adding seats. `left` are the learners no seat would help.
struct RemedyPlan {
  std::vector<Remedy> steps;
  std::vector<LearnerIndex> left;
};
Result<RemedyPlan> remedy_plan(const Problem& problem, const Solution& solution,
                               std::span<const std::uint32_t> group_of);

/// The best assignment in which a matched learner has somebody else.
struct NextBest {
  std::int32_t educator = unmatched;  ///< the learner's educator then
  std::int64_t own_change = 0;        ///< the learner's score then − now
  std::int64_t others_change = 0;     ///< everybody else's scores then − now
  std::int32_t fewer_matched = 0;
  std::vector<Move> moves;
};

/// Forbids the present pair and solves again. Errors: matching.bad_index; matching.learner_pinned {learner}.
Result<NextBest> next_best(const Problem& problem, const Solution& solution, LearnerIndex learner,
                           const Limits& limits = {}, std::stop_token stop = {});

/// Who gains and who loses between two assignments of the same problem (e.g. total → stable).
struct Comparison {
  std::vector<Move> moves;  ///< everybody who moves, ascending by learner
  std::uint32_t gain = 0;   ///< learners with a higher score after than before (placed after, unplaced before: gain)
  std::uint32_t lose = 0;
  std::uint32_t newly_placed = 0;
  std::uint32_t newly_unplaced = 0;
  std::int64_t total_change = 0;
};
Result<Comparison> compare(const Problem& problem, const Solution& before, const Solution& after);

}  // namespace chiron::matching
