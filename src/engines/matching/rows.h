// Inside the engine: the candidates of all learners of a market. A solve mostly waits for them to be read, so they take
// half the memory where costs and educators are small numbers, as they nearly always are.
#pragma once

#include <cstdint>
#include <limits>

#include "engines/matching/large_pages.h"

namespace chiron::matching {

/// One candidate of a learner. Costs are best score − score in units of Market::unit: negative only once a change has
/// brought a score above what was the best.
struct Candidate {
  std::int32_t cost;
  std::uint32_t educator;
};

/// The same in small numbers.
struct ThinCandidate {
  std::uint16_t educator;
  std::uint16_t cost;
  /// The order of a row.
  std::uint32_t key() const { return std::uint32_t{cost} << 16 | educator; }
};

class Rows {
 public:
  Rows() = default;
  /// Room for so many pairs of so many educators, of which none costs more than `range`.
  Rows(std::uint64_t pairs, std::uint32_t educators, std::int64_t range)
      : pairs_(pairs), is_thin_(range <= most && std::int64_t{educators} - 1 <= most) {
    if (is_thin_) thin_ = LargeArray<ThinCandidate>(pairs);
    else wide_ = LargeArray<Candidate>(pairs);
  }

  bool is_thin() const { return is_thin_; }
  /// Only if thin; only if not.
  const ThinCandidate* thin() const { return thin_.get(); }
  const Candidate* wide() const { return wide_.get(); }

  Candidate operator[](std::uint64_t e) const {
    if (!is_thin_) return wide_[e];
    return {thin_[e].cost, thin_[e].educator};
  }
  ThinCandidate* thin_to_write() { return thin_.get(); }
  /// Of any cost.
  void set(std::uint64_t e, Candidate candidate) {
    if (is_thin_ && (candidate.cost < 0 || candidate.cost > most)) widen();
    if (is_thin_)
      thin_[e] = {static_cast<std::uint16_t>(candidate.educator), static_cast<std::uint16_t>(candidate.cost)};
    else wide_[e] = candidate;
  }

 private:
  static constexpr std::int64_t most = std::numeric_limits<std::uint16_t>::max();

  void widen() {
    wide_ = LargeArray<Candidate>(pairs_);
    for (std::uint64_t e = 0; e < pairs_; ++e) wide_[e] = {thin_[e].cost, thin_[e].educator};
    thin_.reset();
    is_thin_ = false;
  }

  std::uint64_t pairs_ = 0;
  bool is_thin_ = false;
  LargeArray<ThinCandidate> thin_;
  LargeArray<Candidate> wide_;
};

}  // namespace chiron::matching
