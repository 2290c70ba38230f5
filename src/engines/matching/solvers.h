// Inside the engine: the solvers behind `solve`, on canonical problems.
#pragma once

#include <cstdint>
#include <stop_token>
#include <vector>

#include "engines/matching/canonical.h"

namespace chiron::matching {

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
};

/// Exact maximum of (scores − penalty × unmatched) by an auction (auction.cpp); prices in whole points prove it.
FlowAnswer maximize_total(const Canonical& canonical, const std::vector<std::int32_t>& score, std::int64_t penalty,
                          WorkMeter& meter);

struct AcceptanceAnswer {
  std::vector<std::int32_t> column_of;
  std::uint32_t waiting = 0;  ///< learners not dealt with when stopped
};

/// Learner-proposing deferred acceptance.
AcceptanceAnswer deferred_acceptance(const Canonical& canonical, const Problem& problem, WorkMeter& meter);

}  // namespace chiron::matching
