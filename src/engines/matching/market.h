// Inside the engine: a canonical problem as a market. Learners pay the cost of a pair and the price of the seat; an
// assignment is best when everybody sits where they pay least and seats left free cost nothing.
#pragma once

#include <cstdint>
#include <vector>

#include "engines/matching/canonical.h"
#include "engines/matching/candidacies.h"
#include "engines/matching/large_pages.h"
#include "engines/matching/rows.h"
#include "engines/matching/solvers.h"

namespace chiron::matching {

inline constexpr std::uint32_t nobody = 0xFFFFFFFF;     ///< place of a learner who has chosen to have no educator
inline constexpr std::uint32_t undecided = 0xFFFFFFFE;  ///< place of a learner who still has to choose
inline constexpr std::uint32_t withdrawn = 0xFFFFFFFD;  ///< place of a learner who takes no part: pinned

struct FlowAnswer;  // solvers.h

/// What changes while a market is solved.
struct Seating {
  Large<std::uint32_t> capacity;    ///< seats, per educator
  Large<std::uint32_t> place;       ///< per learner: an educator, nobody or undecided
  Large<std::int32_t> paid;         ///< per placed learner: cost of the pair
  Large<std::uint32_t> taken;       ///< seats taken, per educator: the first ones
  Large<std::uint32_t> seat_start;  ///< educators + 1, into holder: no more than candidates
  Large<std::uint32_t> holder;      ///< the learner in a taken seat
  Large<std::int64_t> price;        ///< per educator, of each seat
};

/// All indices are canonical positions. Prices and values count in units, in auctions in fractions of one.
struct Market : Seating {
  /// With scores of their own, one per pair of the problem that the canonical form is of.
  Market(const Canonical& canonical, const std::vector<std::int32_t>& score, std::int64_t asked, Penalty kind);
  /// Straight from a problem: `people` may have no rows.
  Market(const Problem& problem, const Canonical& people, std::int64_t asked, Penalty kind);

  std::uint32_t learners = 0, educators = 0;
  std::int64_t unit = 1;     ///< points in one unit of cost: what divides every cost, so that equals are equals
  std::int64_t best = 0;     ///< the score that costs nothing, in points
  std::int64_t penalty = 0;  ///< of having nobody, in points: alone * unit - best
  std::int64_t alone = 0;    ///< what having nobody costs
  std::int64_t range = 1;    ///< the highest cost of a pair, at least 1

  Large<std::uint64_t> row_start, row_end;  ///< per learner
  Rows row;                                 ///< each learner's by cost, then educator: a scan may end early
  Large<std::uint32_t> degree;              ///< learners who have the educator on their list

  Candidacies column;  ///< empty until transpose()

  /// Begins again, everybody undecided and every seat free, with a penalty of at least `asked`: no lower than where a
  /// pair costs nothing.
  void ask(std::int64_t asked);
  /// Takes an assignment and prices over.
  void seat(const FlowAnswer& answer);
  /// Makes a point the unit; returns what the unit was: values of whoever uses the market are to be multiplied by it.
  std::int64_t count_in_points();

  bool is_full(std::uint32_t j) const { return taken[j] == capacity[j]; }
  /// Fills column once; returns the work it took.
  std::uint64_t transpose();
  void let_go_of_columns() { column.reset(); }

 private:
  explicit Market(const Canonical& people);
  template <class One>
  void fill_columns();
  template <class Scores>
  void measure(const Scores& scores, std::uint64_t pairs, std::int64_t asked, Penalty kind);
  /// A candidate with this score, counted in range and degree.
  Candidate counted(std::int64_t score, std::uint32_t educator);
  void lay_out_seats();
};

/// Comes near the best assignment by a forward and reverse auction with ever finer bids (auction.cpp): prices in whole
/// units, and an assignment worth nearly what they promise. False: stopped before that.
bool hold_auction(Market& market, WorkMeter& meter);

}  // namespace chiron::matching
