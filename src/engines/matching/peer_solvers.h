// Inside the engine: the solvers behind `pair_up`, on people and pairs in canonical order.
#pragma once

#include <cstdint>
#include <vector>

#include "engines/matching/peers.h"
#include "engines/matching/solvers.h"

namespace chiron::matching {

/// A valid problem with people in the order of their lottery numbers and pairs in the order of their people.
struct CanonicalPeers {
  std::vector<PersonIndex> person;        ///< the problem's index of each canonical position
  std::vector<std::uint32_t> one, other;  ///< canonical positions of each pair, one < other, sorted by both
  std::vector<std::uint64_t> pair;        ///< position of each in the problem's arrays

  std::uint32_t count() const { return static_cast<std::uint32_t>(person.size()); }
};

CanonicalPeers canonical_form(const PeerProblem& problem);

/// Pairs and prices on canonical positions; see PeerProof.
struct PairingAnswer {
  bool finished = false;
  std::vector<std::int32_t> peer_of;
  std::int64_t scale = 1;
  std::vector<std::int64_t> price;
  std::vector<std::uint64_t> set_start = {0};
  std::vector<std::uint32_t> member;
  std::vector<std::int64_t> set_price;
};

/// Maximum-weight matching; weight[n] belongs to canonical pair n. When stopped: the heaviest pairs first, with prices
/// that bound what is missing. `likely_each` times as many pairs as people are looked at first: it changes the time,
/// and which of several best answers is found.
PairingAnswer heaviest_pairs(const CanonicalPeers& peers, const std::vector<std::int64_t>& weight, WorkMeter& meter,
                             std::uint32_t likely_each = 4);

struct RoommatesAnswer {
  bool finished = false;
  std::vector<std::uint32_t> successor;  ///< a stable partition
};

/// Stable roommates with incomplete lists (Irving 1985, "An efficient algorithm for the stable roommates problem"),
/// odd circles kept apart instead of giving up (Tan 1991).
RoommatesAnswer stable_roommates(const CanonicalPeers& peers, const PeerProblem& problem, WorkMeter& meter);

}  // namespace chiron::matching
