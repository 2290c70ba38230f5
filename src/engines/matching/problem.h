// The matching problem as plain arrays: learners, educators, scored candidate pairs, seats, pins, forbids and
// what counts as best. Nothing here knows names, files or the database; indices are 0-based positions.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace chiron::matching {

using LearnerIndex = std::uint32_t;   ///< position in the caller's list of learners
using EducatorIndex = std::uint32_t;  ///< position in the caller's list of educators

/// In `Solution::educator_of`: the learner has no educator.
inline constexpr std::int32_t unmatched = -1;

/// Scores lie between -max_score and max_score.
inline constexpr std::int32_t max_score = 1'000'000'000;

/// One learner beside one educator, e.g. a pin or a forbid.
struct Pair {
  LearnerIndex learner = 0;
  EducatorIndex educator = 0;
  bool operator==(const Pair&) const = default;
  auto operator<=>(const Pair&) const = default;
};

/// What "best" means.
enum class Objective : std::uint8_t {
  total,            ///< largest (sum of scores − unmatched_penalty × learners without an educator)
  most_then_total,  ///< as many learners placed as possible; among those, the largest sum of scores
  stable,           ///< learner-proposing deferred acceptance: no learner and educator would both rather swap
  bottleneck,       ///< as many placed as possible; then the highest smallest score of a pair; then the largest sum
  leximin,          ///< as many placed as possible; then the highest smallest score, the second smallest, the third …:
                    ///< the ascending list of placed learners' scores comes last in the dictionary
  rank_maximal,     ///< most learners with their first rank; then most with their second …; then the largest sum
};

inline constexpr Objective all_objectives[] = {Objective::total,   Objective::most_then_total,
                                               Objective::stable,  Objective::bottleneck,
                                               Objective::leximin, Objective::rank_maximal};

/// Stable lower-case name ("total", "most_then_total", …).
std::string_view name_of(Objective objective);

/// Whether the sum of scores decides, alone or after the number of learners placed: total and most_then_total.
constexpr bool counts_totals(Objective objective) {
  return objective == Objective::total || objective == Objective::most_then_total;
}

/// An identity that does not depend on the order of rows, e.g. the 16 bytes of a person's id or a hash of the
/// school's own id. Used only to put people into one order; see solve.h "What is promised about ties".
struct CanonicalKey {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  bool operator==(const CanonicalKey&) const = default;
  auto operator<=>(const CanonicalKey&) const = default;
};

/// A matching problem. Candidate pairs are stored per learner ("rows"): the candidates of learner i are the
/// positions row_start[i] … row_start[i+1]-1 of `educator` and `score`, in any order, each educator at most once.
/// A pair that is not listed cannot be made.
struct Problem {
  std::uint32_t educator_count = 0;
  std::vector<std::uint64_t> row_start = {0};  ///< learner count + 1 entries, ascending, from 0 to the number of pairs
  std::vector<EducatorIndex> educator;         ///< one per pair
  std::vector<std::int32_t> score;             ///< one per pair; quantized points, |score| <= 1,000,000,000
  std::vector<std::int32_t> capacity;          ///< one per educator; seats, 0 or more

  std::vector<Pair> pins;     ///< pairs that must be made; each must be a listed, not forbidden pair with a seat
  std::vector<Pair> forbids;  ///< pairs that must not be made; may name pairs that are not listed
  std::int32_t score_floor = -max_score;  ///< pairs that score less are not made

  Objective objective = Objective::most_then_total;
  std::int64_t unmatched_penalty = 0;  ///< points lost per learner without an educator (objective total); 0 … 10^12

  /// For `stable` and `rank_maximal` (ranks only), one per pair or empty. Smaller rank = the learner likes the educator
  /// more; larger priority = the educator (or the published rule) prefers the learner. Where empty or equal, the score
  /// decides, then the lottery; `rank_maximal` without ranks takes a learner's highest score for the first rank, their
  /// next lower score for the second …
  std::vector<std::int32_t> learner_rank;
  std::vector<std::int32_t> educator_priority;

  /// Breaks what ranks, priorities and scores leave equal. Publish it: the same seed gives the same outcome.
  std::uint64_t lottery_seed = 0;

  /// One per learner / educator, each set without repeats, or empty when positions already are in a fixed order.
  std::vector<CanonicalKey> learner_key;
  std::vector<CanonicalKey> educator_key;

  std::uint32_t learner_count() const { return static_cast<std::uint32_t>(row_start.size() - 1); }
  std::uint64_t pair_count() const { return educator.size(); }
};

/// The position of a pair in the problem's arrays; of a pair that is not listed, the end of the learner's row.
std::uint64_t find_pair(const Problem& problem, LearnerIndex learner, EducatorIndex educator);

/// Largest inputs accepted; anything above is refused, never truncated.
inline constexpr std::uint32_t max_people = 4'000'000;
inline constexpr std::uint64_t max_pairs = 400'000'000;
inline constexpr std::int64_t max_penalty = 1'000'000'000'000;

/// Lottery numbers; smaller wins, equal numbers go by key. A published mix: the splitmix64 finalizer over seed and key
/// words. Educators draw one number per learner, the same for all educators (single tie-breaking keeps learners'
/// outcomes best); learners draw one number per pair.
std::uint64_t lottery_number(std::uint64_t seed, CanonicalKey person);
std::uint64_t lottery_number(std::uint64_t seed, CanonicalKey learner, CanonicalKey educator);

/// The key of a person: learner_key[i] (educator_key[j]), or {0, position} when no keys are given.
CanonicalKey key_of_learner(const Problem& problem, LearnerIndex learner);
CanonicalKey key_of_educator(const Problem& problem, EducatorIndex educator);

/// What a learner likes, 1 is best: learner_rank, or where there is none 1 for their listed pairs with the highest
/// score, 2 for the next lower score … One per pair of the problem.
std::vector<std::int32_t> ranks_of(const Problem& problem);

/// Says what is wrong with a problem before any work is done. Error keys (details name indices as decimal text):
///   matching.too_large            {what, count, limit}
///   matching.bad_problem          {what}                     arrays contradict each other: a bug (internal)
///   matching.bad_capacity         {educator, capacity}
///   matching.bad_score            {learner, educator, score, limit}
///   matching.bad_penalty          {penalty, limit}
///   matching.pin_unknown          {learner, educator}        an index that does not exist
///   matching.pin_not_candidate    {learner, educator}        not listed: a rule forbids it, or never a candidate
///   matching.pin_forbidden        {learner, educator}        pinned and forbidden at once
///   matching.pin_below_floor      {learner, educator}        pinned, but below score_floor
///   matching.pin_contradiction    {learner, educator, other} a learner pinned to two educators
///   matching.pin_over_capacity    {educator, pins, capacity}
Result<> validate(const Problem& problem);

}  // namespace chiron::matching
