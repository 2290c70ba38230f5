// Inside the engine: who has each educator of a market on their list, for looking from the educators' side. Made once
// and mostly only read, so it takes half the memory where costs are small numbers, as rows do (rows.h).
#pragma once

#include <cstdint>
#include <limits>
#include <utility>

#include "engines/matching/large_pages.h"

namespace chiron::matching {

/// A pair of a row seen from the educator.
struct Candidacy {
  std::int32_t cost;
  std::uint32_t learner;
  bool operator==(const Candidacy&) const = default;
};

/// The same in small numbers: learners count within blocks of 65,536.
struct ThinCandidacy {
  std::uint16_t cost;
  std::uint16_t learner;
};

class Candidacies {
 public:
  Large<std::uint64_t> start, end;  ///< per educator, of their candidacies; empty until these are laid out

  bool empty() const { return start.empty(); }
  bool is_thin() const { return is_thin_; }
  void reset() { *this = {}; }

  /// Room for so many candidacies of each educator; thin ones cost `range` at most.
  void lay_out(const Large<std::uint32_t>& degree, std::uint32_t learners, std::int64_t range) {
    start.resize(degree.size());
    std::uint64_t pairs = 0;
    for (std::size_t j = 0; j < start.size(); ++j) start[j] = std::exchange(pairs, pairs + degree[j]);
    end = start;
    pairs_ = pairs;
    is_thin_ = range <= std::numeric_limits<std::uint16_t>::max();
    later_blocks_ = learners == 0 ? 0 : (learners - 1) / block_size;
    if (is_thin_) {
      thin_ = LargeArray<ThinCandidacy>(pairs);
      block_start_.resize(start.size() * later_blocks_);
    } else {
      wide_ = LargeArray<Candidacy>(pairs);
    }
  }

  // Filling, learners ascending.
  static constexpr std::uint32_t block_size = 1U << 16;
  /// Says that learners of this block come next.
  void begin_block(std::uint32_t block) {
    if (!is_thin_ || block == 0) return;
    for (std::size_t j = 0; j < start.size(); ++j) block_start_[j * later_blocks_ + block - 1] = end[j];
  }
  void add(std::uint32_t j, ThinCandidacy one) { thin_[end[j]++] = one; }
  void add(std::uint32_t j, Candidacy one) { wide_[end[j]++] = one; }

  Candidacy at(std::uint32_t j, std::uint64_t e) const {
    if (!is_thin_) return wide_[e];
    std::uint32_t block = 0;
    for (std::uint32_t b = 0; b < later_blocks_; ++b) block += e >= block_start_[j * later_blocks_ + b];
    return {thin_[e].cost, block * block_size + thin_[e].learner};
  }
  /// All of an educator's.
  template <class Take>
  void each(std::uint32_t j, Take take) const {
    if (!is_thin_) {
      for (std::uint64_t e = start[j]; e < end[j]; ++e) take(wide_[e]);
      return;
    }
    std::uint64_t e = start[j];
    for (std::uint32_t block = 0; block <= later_blocks_; ++block) {
      const std::uint64_t to = block == later_blocks_ ? end[j] : block_start_[j * later_blocks_ + block];
      for (; e < to; ++e) take(Candidacy{thin_[e].cost, block * block_size + thin_[e].learner});
    }
  }

  /// Before anything is changed: from then on in any order, and of any cost.
  void widen() {
    if (!is_thin_) return;
    LargeArray<Candidacy> wide(pairs_);
    for (std::uint32_t j = 0; j < start.size(); ++j) {
      std::uint64_t to = start[j];
      each(j, [&](Candidacy one) { wide[to++] = one; });
    }
    wide_ = std::move(wide);
    thin_.reset();
    block_start_ = {};
    is_thin_ = false;
  }
  /// Only once wide.
  Candidacy& operator[](std::uint64_t e) { return wide_[e]; }

 private:
  std::uint64_t pairs_ = 0;
  bool is_thin_ = false;
  std::uint32_t later_blocks_ = 0;    ///< all but the first
  Large<std::uint64_t> block_start_;  ///< per educator and later block, thin
  LargeArray<ThinCandidacy> thin_;
  LargeArray<Candidacy> wide_;
};

}  // namespace chiron::matching
