// For the tests of pairs among peers: small problems by hand and by seed, and brute force over every way to pair.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <limits>
#include <tuple>
#include <utility>
#include <vector>

#include "base/random.h"
#include "engines/matching/peers.h"
#include "engines/matching/test_problems.h"

namespace chiron::matching {

struct ScoredPair {
  PersonIndex person, peer;
  std::int32_t score;
};

inline PeerProblem peers_of(std::uint32_t people, std::initializer_list<ScoredPair> pairs,
                            PeerObjective objective = PeerObjective::total) {
  PeerProblem p;
  p.person_count = people;
  p.objective = objective;
  for (const ScoredPair& pair : pairs) {
    p.person.push_back(pair.person);
    p.peer.push_back(pair.peer);
    p.score.push_back(pair.score);
  }
  return p;
}

/// Everybody's list, best first, people counted from 1 as in books; a pair needs to stand on both lists.
inline PeerProblem roommates_of(const std::vector<std::vector<PersonIndex>>& lists) {
  PeerProblem p;
  p.person_count = static_cast<std::uint32_t>(lists.size());
  p.objective = PeerObjective::stable;
  const auto rank = [&](PersonIndex a, PersonIndex b) {
    return static_cast<std::int32_t>(std::find(lists[a].begin(), lists[a].end(), b + 1) - lists[a].begin());
  };
  for (PersonIndex a = 0; a < p.person_count; ++a) {
    for (PersonIndex b = a + 1; b < p.person_count; ++b) {
      if (rank(a, b) == static_cast<std::int32_t>(lists[a].size())) continue;
      if (rank(b, a) == static_cast<std::int32_t>(lists[b].size())) continue;
      p.person.push_back(a);
      p.peer.push_back(b);
      p.score.push_back(0);
      p.person_rank.push_back(rank(a, b));
      p.peer_rank.push_back(rank(b, a));
    }
  }
  return p;
}

/// A small random problem: sparse or dense, many ties, ranks with ties, pairs listed either way around.
inline PeerProblem random_peers(SeededRandom& random, std::uint32_t most_people, PeerObjective objective) {
  PeerProblem p;
  p.objective = objective;
  p.person_count = static_cast<std::uint32_t>(random.below(most_people + 1));
  p.lottery_seed = random.next();
  const auto density = 2 + random.below(9), spread = 1 + random.below(12), ranks = 1 + random.below(9);
  const auto lowest = random.below(4);
  const bool ranked = objective == PeerObjective::stable && random.below(5) != 0;
  for (PersonIndex a = 0; a < p.person_count; ++a) {
    for (PersonIndex b = a + 1; b < p.person_count; ++b) {
      if (random.below(10) >= density) continue;
      const bool around = random.below(2) == 0;
      p.person.push_back(around ? b : a);
      p.peer.push_back(around ? a : b);
      p.score.push_back(static_cast<std::int32_t>(random.below(spread)) - static_cast<std::int32_t>(lowest));
      if (!ranked) continue;
      p.person_rank.push_back(static_cast<std::int32_t>(random.below(ranks)));
      p.peer_rank.push_back(static_cast<std::int32_t>(random.below(ranks)));
    }
  }
  return p;
}

/// Calls visit(peer_of) for every way to pair people.
inline void for_every_pairing(const PeerProblem& p,
                              const std::function<void(const std::vector<std::int32_t>&)>& visit) {
  std::vector<std::int32_t> peer_of(p.person_count, alone);
  const std::function<void(std::uint64_t)> choose = [&](std::uint64_t pair) {
    if (pair == p.pair_count()) return visit(peer_of);
    choose(pair + 1);
    const PersonIndex a = p.person[pair], b = p.peer[pair];
    if (peer_of[a] != alone || peer_of[b] != alone) return;
    peer_of[a] = static_cast<std::int32_t>(b);
    peer_of[b] = static_cast<std::int32_t>(a);
    choose(pair + 1);
    peer_of[a] = peer_of[b] = alone;
  };
  choose(0);
}

/// (pairs, total) for most_then_total, (0, total) for total.
inline std::pair<std::uint32_t, std::int64_t> worth(const PeerProblem& p, const std::vector<std::int32_t>& peer_of) {
  std::pair<std::uint32_t, std::int64_t> worth{0, 0};
  for (std::uint64_t e = 0; e < p.pair_count(); ++e) {
    if (peer_of[p.person[e]] != static_cast<std::int64_t>(p.peer[e])) continue;
    worth.first += p.objective == PeerObjective::most_then_total;
    worth.second += p.score[e];
  }
  return worth;
}

/// The position of every pair on both people's lists, the first being 0: what the published rule makes of ranks,
/// scores and lottery. Written out for people without keys.
inline std::vector<std::pair<std::size_t, std::size_t>> places(const PeerProblem& p) {
  const auto liking = [&](PersonIndex me, std::uint64_t e) {
    const bool first = p.person[e] == me;
    const auto& rank = first ? p.person_rank : p.peer_rank;
    const std::uint64_t low = std::min(p.person[e], p.peer[e]), high = std::max(p.person[e], p.peer[e]);
    return std::tuple(rank.empty() ? 0 : rank[e], -p.score[e],
                      lottery_number(p.lottery_seed, CanonicalKey{0, low}, CanonicalKey{0, high}));
  };
  const auto place = [&](PersonIndex me, std::uint64_t e) {
    std::size_t better = 0;
    for (std::uint64_t f = 0; f < p.pair_count(); ++f)
      better += (p.person[f] == me || p.peer[f] == me) && liking(me, f) < liking(me, e);
    return better;
  };
  std::vector<std::pair<std::size_t, std::size_t>> all;
  for (std::uint64_t e = 0; e < p.pair_count(); ++e) all.emplace_back(place(p.person[e], e), place(p.peer[e], e));
  return all;
}

/// How many listed pairs would both rather have each other.
inline std::size_t blocking_pairs(const PeerProblem& p, const std::vector<std::pair<std::size_t, std::size_t>>& places,
                                  const std::vector<std::int32_t>& peer_of) {
  std::vector<std::size_t> has(p.person_count, std::numeric_limits<std::size_t>::max());
  for (std::uint64_t e = 0; e < p.pair_count(); ++e) {
    if (peer_of[p.person[e]] != static_cast<std::int64_t>(p.peer[e])) continue;
    has[p.person[e]] = places[e].first;
    has[p.peer[e]] = places[e].second;
  }
  std::size_t blocking = 0;
  for (std::uint64_t e = 0; e < p.pair_count(); ++e)
    blocking += places[e].first < has[p.person[e]] && places[e].second < has[p.peer[e]];
  return blocking;
}

/// The same problem with people and pairs in another order; person_at[i] = new position of person i.
struct ShuffledPeers {
  PeerProblem problem;
  std::vector<PersonIndex> person_at;
};

inline ShuffledPeers shuffled(SeededRandom& random, const PeerProblem& p) {
  ShuffledPeers s;
  s.person_at = shuffle(random, p.person_count);
  PeerProblem& q = s.problem;
  q.person_count = p.person_count;
  q.objective = p.objective;
  q.lottery_seed = p.lottery_seed;
  q.key.resize(p.person_count);
  for (PersonIndex i = 0; i < p.person_count; ++i)
    q.key[s.person_at[i]] = p.key.empty() ? CanonicalKey{0, i} : p.key[i];
  for (const std::uint32_t e : shuffle(random, static_cast<std::uint32_t>(p.pair_count()))) {
    const bool around = random.below(2) == 0;
    q.person.push_back(s.person_at[around ? p.peer[e] : p.person[e]]);
    q.peer.push_back(s.person_at[around ? p.person[e] : p.peer[e]]);
    q.score.push_back(p.score[e]);
    if (p.person_rank.empty()) continue;
    q.person_rank.push_back(around ? p.peer_rank[e] : p.person_rank[e]);
    q.peer_rank.push_back(around ? p.person_rank[e] : p.peer_rank[e]);
  }
  return s;
}

}  // namespace chiron::matching
