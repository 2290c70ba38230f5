// Inside the engine: the solvers behind `solve`, on canonical problems.
#pragma once

#include <cstdint>
#include <stop_token>
#include <vector>

#include "engines/matching/canonical.h"

namespace chiron::matching {

struct Solution;  // solve.h

/// Counts work units and says when to stop: at the limit, or when the token asks (looked at every few thousand units).
class WorkMeter {
 public:
  WorkMeter(std::uint64_t limit, std::stop_token stop) : limit_(limit == 0 ? ~std::uint64_t{0} : limit), stop_(stop) {}
  /// True when the solver may go on.
  bool spend(std::uint64_t units = 1) {
    used_ += units;
    if (used_ >= look_at_) [[unlikely]] {
      if (used_ > limit_ || stop_.stop_requested()) return false;
      look_at_ = used_ + 4096 < limit_ ? used_ + 4096 : limit_ + 1;
    }
    return true;
  }
  std::uint64_t used() const { return used_; }

 private:
  std::uint64_t limit_;
  std::stop_token stop_;
  std::uint64_t used_ = 0;
  std::uint64_t look_at_ = 0;
};

struct FlowAnswer {
  bool finished = false;
  std::vector<std::int32_t> column_of;  ///< per canonical learner, or unmatched
  std::vector<std::int64_t> price;      ///< per canonical educator, >= 0
  std::int64_t penalty = 0;             ///< that the prices are about: as asked, or a little more when allowed
};

/// Whether a penalty has to be kept to the point, or may be raised a little (to a whole number of units, market.h).
enum class Penalty : std::uint8_t { exact, at_least };

/// Exact maximum of (scores − penalty × unmatched) by an auction (auction.cpp); prices in whole points prove it.
FlowAnswer maximize_total(const Canonical& canonical, const std::vector<std::int32_t>& score, std::int64_t penalty,
                          Penalty kind, WorkMeter& meter);

/// The lowest and the highest score of a problem; 0 and 0 without pairs.
struct Range {
  std::int64_t low = 0;
  std::int64_t high = 0;
};

/// Of all pairs that reach the floor.
Range range_of(const Problem& problem);

/// What a solve for totals is about.
struct Aim {
  Range range;
  std::int64_t penalty = 0;  ///< of having nobody: the problem's, or one with which losing a place is never worth it
};

/// `with_seat`: educators who have a seat, or may get one. Error: matching.overflow.
Result<Aim> aim_of(const Problem& problem, std::int64_t with_seat);
/// The same for scores within a range.
Result<Aim> aim_in(Range range, const Problem& problem, std::int64_t with_seat);

/// The largest total, quickly however much the penalty exceeds the scores (solve.cpp): with a penalty of
/// placing_penalty, most placements first. The prices prove it for the penalty, or for a little more when allowed.
FlowAnswer place_most(const Canonical& canonical, const std::vector<std::int32_t>& score, Range range,
                      std::int64_t penalty, WorkMeter& meter, Penalty kind = Penalty::at_least);

/// Refuses an assignment that is none of the problem's: "matching.bad_problem" {what: educator_of}.
Result<> keeps_seats(const Problem& problem, const Solution& solved);

/// What a solve said, in canonical order, to go on from: the assignment must keep the seats, prices only save time.
FlowAnswer as_answer(const Canonical& canonical, const Solution& solved);

/// The name and version of the method for totals, for the run record.
inline constexpr const char* totals_solver = "auction 2";

struct AcceptanceAnswer {
  std::vector<std::int32_t> column_of;
  std::uint32_t waiting = 0;  ///< learners not dealt with when stopped
};

/// Learner-proposing deferred acceptance.
AcceptanceAnswer deferred_acceptance(const Canonical& canonical, const Problem& problem, WorkMeter& meter);

}  // namespace chiron::matching
