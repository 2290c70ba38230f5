// Inside the engine: what deferred acceptance is made of, whether it is run once (deferred_acceptance.cpp) or under
// many lotteries (lottery.cpp): learners' lists with ties not yet broken, and seats that keep who is wanted most.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "engines/matching/canonical.h"
#include "engines/matching/large_pages.h"

namespace chiron::matching {

/// One proposal: to whom, and how much the learner is wanted there (larger is more).
struct Proposal {
  std::uint32_t educator : 31;
  std::uint32_t tied : 1;  ///< the next one on the list is liked as much
  std::uint32_t claim;
};

/// Who sits on a seat, or asks for one.
struct Claimant {
  std::uint32_t claim;
  std::uint32_t learner;
};

/// Proposals liked as much as each other, while their order is drawn.
struct Drawn {
  std::uint64_t number;
  CanonicalKey key;
  Proposal proposal;
};

/// What everybody wants, but for what the lottery decides. Canonical form and problem must outlive it.
class Wants {
 public:
  Wants(const Canonical& canonical, const Problem& problem) : c_(canonical), p_(problem) {}

  /// All lists, per learner as the canonical rows but in order of preference: rank, then score. Claims are priorities
  /// alone where there are any, else scores: `compare` looks further.
  Large<Proposal> lists() const;
  /// The same with claims that are equal only where priority and score are: worth the time before many runs.
  Large<Proposal> lists_with_whole_claims() const;
  /// Whether liked as much as the next one, but not as the one before.
  bool starts_tie(std::span<const Proposal> list, std::uint32_t i, std::uint64_t at) const {
    return list[at].tied && (at == c_.row_start[i] || !list[at - 1].tied);
  }
  /// Puts those who are liked as much as the first at `at` into the order of the pairs' lottery numbers, whatever their
  /// order was before.
  void break_tie(std::span<Proposal> list, std::uint32_t i, std::uint64_t at, std::uint64_t seed,
                 std::vector<Drawn>& drawn) const;

  /// What an educator goes by before the lottery: above 0 when `a` is wanted more, 0 when as much.
  int compare(const Claimant& a, const Claimant& b, std::uint32_t j) const {
    if (a.claim != b.claim) return a.claim > b.claim ? 1 : -1;
    if (p_.educator_priority.empty()) return 0;
    const std::int32_t own = score_of(a.learner, j), other = score_of(b.learner, j);
    return own > other ? 1 : own < other ? -1 : 0;
  }

 private:
  template <class ClaimOf>
  Large<Proposal> lists_with(ClaimOf claim_of) const;
  std::int32_t score_of(std::uint32_t i, std::uint32_t j) const;

  const Canonical& c_;
  const Problem& p_;
};

/// The seats of all educators. Each keeps a heap, who is wanted least on top.
class Seats {
 public:
  static constexpr std::uint32_t nobody = 0xFFFFFFFF;

  explicit Seats(const Canonical& canonical);

  std::uint32_t educator_count() const { return static_cast<std::uint32_t>(taken_.size()); }
  std::uint32_t seats_of(std::uint32_t j) const { return first_[j + 1] - first_[j]; }
  std::span<const Claimant> taken(std::uint32_t j) const { return {seat_.data() + first_[j], taken_[j]}; }
  void prefetch(std::uint32_t j) const {
    __builtin_prefetch(&taken_[j]);
    __builtin_prefetch(seat_.data() + first_[j]);
  }
  /// Puts these people on the seats, nobody else.
  template <class WantedMore>
  void seat(std::uint32_t j, std::span<const Claimant> people, WantedMore wanted_more) {
    Claimant* const begin = seat_.data() + first_[j];
    std::copy(people.begin(), people.end(), begin);
    taken_[j] = static_cast<std::uint32_t>(people.size());
    std::make_heap(begin, begin + taken_[j], wanted_more);
  }
  /// Whom the educator turns away for it, or nobody.
  template <class WantedMore>
  std::uint32_t propose(std::uint32_t j, Claimant mine, WantedMore wanted_more) {
    const std::uint32_t seats = seats_of(j);
    if (seats == 0) return mine.learner;
    Claimant* const begin = seat_.data() + first_[j];
    std::uint32_t refused = nobody;
    if (taken_[j] == seats) {
      if (!wanted_more(mine, *begin)) return mine.learner;
      std::pop_heap(begin, begin + seats, wanted_more);
      refused = std::exchange(begin[seats - 1], mine).learner;
    } else {
      begin[taken_[j]++] = mine;
    }
    std::push_heap(begin, begin + taken_[j], wanted_more);
    return refused;
  }

 private:
  Large<std::uint32_t> first_;  ///< per educator: the first of the seats
  Large<std::uint32_t> taken_;
  Large<Claimant> seat_;
};

}  // namespace chiron::matching
