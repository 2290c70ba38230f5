// Matching again in mid-year: some learners have an educator already, and each who does not keep theirs costs a price.
// That is the same as a higher score of every current pair, so totals are solved, proven and checked as ever.
#pragma once

#include <cstdint>
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
/// it (without a floor) goes on answering while pins, forbids and seats change; it knows priced scores only.
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

/// A price with which no answer has fewer changes (most_then_total: none that places the most), so that only among
/// those with the fewest the total counts. Two answers differ along chains of learners, each moving to the place of the
/// next, and each chain can be made alone. With K the smaller of the number of free learners and of educators with a
/// free place, a chain gains and loses at most K scores, and placing one learner less loses one more and the penalty.
/// So a price above K × (highest − lowest score) suffices for most_then_total, and above that + the largest score
/// either way + penalty for total. It goes on to suffice while pins and forbids are added and seats change, unless more
/// educators have one. Errors: as above; matching.fewest_changes {price, limit} when it is beyond what can
/// be computed with.
Result<std::int64_t> price_of_fewest_changes(const Problem& problem, std::span<const std::int32_t> current);

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
};

/// What a claim about changes is.
enum class ChangeClaim : std::uint8_t {
  priced,  ///< best at this price
  fewest,  ///< no answer (that places the most) has fewer changes; among those best
};

/// Errors: those of price_changes and of solve.
Result<Rematch> rematch(const Problem& problem, std::span<const std::int32_t> current, std::int64_t price,
                        const Limits& limits = {}, std::stop_token stop = {});

/// Best answers at rising prices, fewer changes each, for less each (less: in total, with unmatched penalties for the
/// objective total). Complete: at every whole price one of them is best. Else `limit` was reached before: then the
/// largest steps in what they are worth were divided first.
struct Tradeoff {
  std::vector<Rematch> answers;
  bool complete = false;
};
/// `limit`: at most so many answers, 2 or more. Errors: those of price_of_fewest_changes and of solve.
Result<Tradeoff> tradeoff_of_changes(const Problem& problem, std::span<const std::int32_t> current, std::size_t limit,
                                     const Limits& limits = {}, std::stop_token stop = {});

/// Checks all that is said of a rematch: the answer and its proof with scores priced anew, and counts; `fewest` also
/// that the price is high enough. Shares no code with what made it. The problem must be valid.
std::vector<Violation> check(const Problem& problem, std::span<const std::int32_t> current, const Rematch& rematch,
                             ChangeClaim claim = ChangeClaim::priced, std::size_t limit = 100);

}  // namespace chiron::matching
