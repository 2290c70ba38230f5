// Inside the engine: a canonical problem as a market. Learners pay the cost of a pair and the price of the seat; an
// assignment is best when everybody sits where they pay least and seats left free cost nothing.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "engines/matching/canonical.h"
#include "engines/matching/solvers.h"

namespace chiron::matching {

inline constexpr std::uint32_t nobody = 0xFFFFFFFF;     ///< place of a learner who has chosen to have no educator
inline constexpr std::uint32_t undecided = 0xFFFFFFFE;  ///< place of a learner who still has to choose

/// One candidate of a learner. Costs are best score − score in units of Market::unit: never negative.
struct Candidate {
  std::int32_t cost;
  std::uint32_t educator;
};

/// The same pair seen from the educator.
struct Candidacy {
  std::int32_t cost;
  std::uint32_t learner;
};

/// All indices are canonical positions. Prices and values count in units, in auctions in fractions of one.
struct Market {
  Market(const Canonical& canonical, const std::vector<std::int32_t>& score, std::int64_t penalty);

  std::uint32_t learners = 0, educators = 0;
  std::int64_t unit = 1;   ///< points in one unit of cost: what divides every cost, so that equals are equals
  std::int64_t best = 0;   ///< the score that costs nothing, in points
  std::int64_t alone = 0;  ///< what having nobody costs
  std::int64_t range = 1;  ///< the highest cost of a pair, at least 1

  std::vector<std::uint64_t> row_start;  ///< learners + 1
  std::unique_ptr<Candidate[]> row;      ///< each learner's by cost, then educator: a scan may end early
  std::vector<std::uint32_t> capacity;   ///< seats
  std::vector<std::uint32_t> degree;     ///< learners who have the educator on their list

  std::vector<std::uint32_t> place;  ///< per learner: an educator, nobody or undecided
  std::vector<std::int32_t> paid;    ///< per placed learner: cost of the pair
  std::vector<std::uint32_t> taken;  ///< seats taken, per educator: the first ones
  std::vector<std::uint32_t> seat_start;  ///< educators + 1, into holder: no more than candidates
  std::vector<std::uint32_t> holder;      ///< the learner in a taken seat
  std::vector<std::int64_t> price;        ///< per educator, of each seat

  std::vector<std::uint64_t> column_start;   ///< educators + 1; empty until transpose()
  std::unique_ptr<Candidacy[]> column;       ///< per educator, by learner

  bool is_full(std::uint32_t j) const { return taken[j] == capacity[j]; }
  /// Fills column once; returns the work it took.
  std::uint64_t transpose();
};

/// Comes near the best assignment by a forward and reverse auction with ever finer bids (auction.cpp): prices in whole
/// units, and an assignment worth nearly what they promise. False: stopped before that.
bool hold_auction(Market& market, WorkMeter& meter);

/// From any prices in whole units and any assignment that keeps the seats to the best assignment and to prices that
/// prove it (settle.cpp): nobody pays more than the least they can, and educators with free seats cost nothing. False:
/// stopped before that.
bool settle(Market& market, WorkMeter& meter);

}  // namespace chiron::matching
