// Pairs among peers: one list of people, any two of whom may be a pair if the caller lists them. The largest total by
// maximum-weight matching in a general graph with a proof by odd sets, or stable pairs (roommates) with a proof when
// none exist. Plain arrays; indices are 0-based positions.
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "engines/matching/problem.h"
#include "engines/matching/solve.h"

namespace chiron::matching {

using PersonIndex = std::uint32_t;  ///< position in the caller's list of people

/// In `PeerSolution::peer_of`: the person has no peer.
inline constexpr std::int32_t alone = -1;

/// What "best" means among peers.
enum class PeerObjective : std::uint8_t {
  total,            ///< the largest sum of scores; pairs below 0 points are never made
  most_then_total,  ///< as many pairs as possible; among those, the largest sum of scores
  stable,           ///< no two people would both rather have each other
};

inline constexpr PeerObjective all_peer_objectives[] = {PeerObjective::total, PeerObjective::most_then_total,
                                                        PeerObjective::stable};

/// Stable lower-case name ("total", "most_then_total", "stable").
std::string_view name_of(PeerObjective objective);

/// Who may be paired with whom. A pair that is not listed cannot be made; each is listed once, either way around.
struct PeerProblem {
  std::uint32_t person_count = 0;
  std::vector<PersonIndex> person;  ///< one of the two, one per possible pair
  std::vector<PersonIndex> peer;    ///< the other
  std::vector<std::int32_t> score;  ///< one per pair; quantized points, |score| <= max_score

  /// For `stable`, one per pair or empty: how the person ranks the peer, and the peer the person. Smaller is better.
  /// Where empty or equal, the score decides, then the lottery: one number per pair, the same for both, so that chance
  /// alone never makes stable pairs impossible.
  std::vector<std::int32_t> person_rank;
  std::vector<std::int32_t> peer_rank;

  PeerObjective objective = PeerObjective::most_then_total;
  std::uint64_t lottery_seed = 0;  ///< breaks what is left equal; publish it
  std::vector<CanonicalKey> key;   ///< one per person, without repeats, or empty when positions are in a fixed order

  std::uint64_t pair_count() const { return person.size(); }
};

/// What is known about an answer.
enum class PeerOutcome : std::uint8_t {
  optimal,    ///< proven: value = dual value
  stable,     ///< no blocking pair
  no_stable,  ///< proven: there are no stable pairs; see PeerSolution::left_out for what is given instead
  stopped,    ///< limit or stop token: the pairs are allowed ones, and that is all
};

std::string_view name_of(PeerOutcome outcome);

/// Proof that no pairs are worth more (Edmonds 1965, "Maximum matching and a polyhedron with 0,1-vertices"). For every
/// listed pair: price of both + prices of all sets that hold both >= (score + bonus) × scale; prices are never
/// negative. Of a set of 2k + 1 people at most k pairs can be made inside, so no pairs are worth more than
/// (sum of prices + sum of k × set price) / scale.
struct PeerProof {
  std::int64_t bonus =
      0;  ///< points added to every pair: large enough in most_then_total that one more pair always wins
  std::int64_t scale = 1;                      ///< prices count in 1 / scale points
  std::vector<std::int64_t> price;             ///< one per person
  std::vector<std::uint64_t> set_start = {0};  ///< sets + 1 entries into `member`
  std::vector<PersonIndex> member;             ///< the people of each odd set
  std::vector<std::int64_t> set_price;         ///< one per set
};

/// Pairs and what is known about them.
struct PeerSolution {
  std::vector<std::int32_t> peer_of;  ///< one per person: person index, or `alone`
  std::int64_t total = 0;             ///< sum of the scores of the pairs made
  std::uint32_t pairs = 0;
  PeerOutcome outcome = PeerOutcome::stopped;
  /// For total and most_then_total: how many points (bonuses included) the best pairs can be worth more; 0 when
  /// optimal.
  std::int64_t gap = 0;
  PeerProof proof;  ///< for total and most_then_total

  /// For `stable`: a stable partition (Tan 1991, "A necessary and sufficient condition for the existence of a complete
  /// stable matching"). Everybody has one successor and one predecessor (themselves when alone, each other when a
  /// pair); nobody likes the predecessor better than the successor; no two people who are not neighbors both like each
  /// other better than their predecessors. A circle of three or more of odd length proves that there are no stable
  /// pairs.
  std::vector<PersonIndex> successor;
  /// For `no_stable`: one person of each odd circle, by lottery, who stays alone. Everybody else is paired so that no
  /// two of them would both rather have each other; no answer leaves fewer people out and keeps that.
  std::vector<PersonIndex> left_out;

  std::uint64_t work = 0;  ///< work units used
  std::string solver;      ///< name and version of the method, for the run record
};

/// Says what is wrong with a problem. Error keys (details are indices and numbers as decimal text):
///   matching.too_large         {what, count, limit}
///   matching.bad_problem       {what}             arrays contradict each other: a bug (internal)
///   matching.peer_self         {person}           a pair of somebody with themselves
///   matching.peer_repeated     {person, peer}     listed twice, either way around
///   matching.bad_peer_score    {person, peer, score, limit}
///   matching.overflow          {what}             most_then_total: scores × people leave the safe 62-bit range
Result<> validate(const PeerProblem& problem);

/// Pairs people. Errors: those of validate. The same people, pairs, scores, ranks, keys and seed give the same answer,
/// in whatever order they are listed.
Result<PeerSolution> pair_up(const PeerProblem& problem, const Limits& limits = {}, std::stop_token stop = {});

/// One way in which an answer is not what it claims to be.
struct PeerViolation {
  enum class Kind : std::uint8_t {
    wrong_size,          ///< arrays do not fit the problem
    not_mutual,          ///< somebody's peer has another peer
    unknown_pair,        ///< a pair that is not listed
    wrong_total,         ///< total or pairs is not what the pairs add up to
    negative_price,      ///< of a person or a set
    bad_set,             ///< even, smaller than three, or with somebody twice
    dual_infeasible,     ///< a pair that costs less than it is worth
    values_differ,       ///< claims optimal, but value and dual value differ
    bonus_too_small,     ///< most_then_total: the bonus does not force the most pairs; total: there is one
    blocking_pair,       ///< both would rather be together
    bad_partition,       ///< not a permutation, or a successor who is not listed or liked less than the predecessor
    unstable_partition,  ///< two people who like each other better than their predecessors
    no_odd_circle,       ///< claims that nothing is stable, and proves nothing
    wrong_left_out,      ///< not one of each odd circle
  };
  Kind kind = Kind::wrong_size;
  std::int64_t person = -1;  ///< -1 when it concerns no one person
  std::int64_t peer = -1;    ///< -1 when it concerns no one pair
};

std::string_view name_of(PeerViolation::Kind kind);

/// Checks pairs, arithmetic and proof by looking at every listed pair. Shares no code with pair_up. Empty = everything
/// claimed is true. At most `limit` violations are listed.
std::vector<PeerViolation> check(const PeerProblem& problem, const PeerSolution& solution, std::size_t limit = 100);

}  // namespace chiron::matching
