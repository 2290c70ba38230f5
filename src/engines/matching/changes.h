// Matching again in mid-year: some learners have an educator already, and each who does not keep theirs costs a price.
// That is the same as a higher score of every current pair, so totals are solved, proven and checked as ever.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "base/error.h"
#include "engines/matching/problem.h"
#include "engines/matching/solve.h"

namespace chiron::matching {

/// In a list of current educators: the learner's educator takes no part in the problem any more.
inline constexpr std::int32_t departed = -2;

/// A problem in which keeping a current pair is worth `price` more: its best answer is the best one of
///   sum of scores − unmatched penalties − price × learners who do not keep their current educator
/// plus the constant price × learners with a current educator; `most_then_total` places the most first. A Resolver of
/// it goes on answering while pins, forbids and seats change; it knows priced scores only.
struct Priced {
  Problem problem;  ///< current pairs that can be kept score `price` more; those below the floor are forbidden
  std::int64_t price = 0;
  std::uint32_t current = 0;  ///< learners with a current educator
  /// Of these who cannot keep theirs, ascending: the educator departed, the pair is not listed, forbidden or below the
  /// floor (by its own score), or the learner is pinned to somebody else. They count as changed whatever is chosen.
  std::vector<LearnerIndex> cannot_keep;
};

/// `current`: per learner an educator, `unmatched` or `departed`. The floor is about scores without the price.
/// Errors: those of validate; matching.bad_problem {what: objective} for objectives other than total and
/// most_then_total, {what: current} for a list that does not fit; matching.change_price {price, limit} for one that is
/// negative, or with which a score would leave its range.
Result<Priced> price_changes(const Problem& problem, std::span<const std::int32_t> current, std::int64_t price);

/// What an answer to a priced problem means.
struct Changes {
  std::int64_t total = 0;     ///< sum of scores, without prices
  std::uint32_t kept = 0;     ///< learners who keep their educator
  std::uint32_t changed = 0;  ///< learners who do not, those included who cannot
  std::int64_t worth = 0;     ///< total − penalty of the certificate × unmatched − price × changed
  std::int64_t bound = 0;     ///< what no answer's worth exceeds: equal when the answer is optimal
};
Changes changes_of(const Priced& priced, std::span<const std::int32_t> current, const Solution& solution);

/// An answer to a problem with current pairs, and what it means.
struct Rematch {
  Solution solution;  ///< of the priced problem: total, gap and certificate are about its scores
  std::int64_t price = 0;
  Changes changes;
  std::vector<LearnerIndex> cannot_keep = {};  ///< as in Priced
  /// With the claim `fewest`: the same assignment proven best where pairs that can be kept score 1, the others 0 and
  /// having nobody 0. So its penalty and prices count learners, however large scores are.
  std::optional<Certificate> most_kept = {};
};

/// What a claim about changes is.
enum class ChangeClaim : std::uint8_t {
  priced,  ///< best at this price
  fewest,  ///< no answer (that places the most) has fewer changes; among those best
};

/// Errors: those of price_changes and of solve.
Result<Rematch> rematch(const Problem& problem, std::span<const std::int32_t> current, std::int64_t price,
                        const Limits& limits = {}, std::stop_token stop = {});

/// No answer has fewer changes (most_then_total: none that places the most), and among those the total counts. A price
/// grows until as many keep theirs as can: what is best at that price has the largest total among those. Chains of
/// learners, each moving to the place of the next, can need a price as large as the scores of all of them together;
/// most need a few scores. Errors: those of price_changes and of solve; matching.fewest_changes {price} when that
/// price did not suffice and a larger one is beyond what can be computed with; matching.stopped (unavailable) when the
/// limit or the token ends it.
Result<Rematch> rematch_with_fewest_changes(const Problem& problem, std::span<const std::int32_t> current,
                                            const Limits& limits = {}, std::stop_token stop = {});

/// Best answers at rising prices, fewer changes each, for less each (less: in total, with unmatched penalties for the
/// objective total). Complete: at every whole price one of them is best. Else `limit` was reached before: then the
/// largest steps in what they are worth were divided first.
struct Tradeoff {
  std::vector<Rematch> answers;
  bool complete = false;
};
/// The last has the fewest changes and says so (`most_kept`). `limit`: at most so many answers, 2 or more. Errors:
/// those of rematch_with_fewest_changes.
Result<Tradeoff> tradeoff_of_changes(const Problem& problem, std::span<const std::int32_t> current, std::size_t limit,
                                     const Limits& limits = {}, std::stop_token stop = {});

/// Checks all that is said of a rematch: the answer and its proof with scores priced anew, and counts; `fewest` also
/// that nobody can keep more. Shares no code with what made it. The problem must be valid.
std::vector<Violation> check(const Problem& problem, std::span<const std::int32_t> current, const Rematch& rematch,
                             ChangeClaim claim = ChangeClaim::priced, std::size_t limit = 100);

}  // namespace chiron::matching
