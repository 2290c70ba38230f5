// The checker of pairs among peers: reads problem and answer only, and shares no code with the solvers.
#include <algorithm>
#include <limits>
#include <tuple>

#include "engines/matching/peers.h"

namespace chiron::matching {
namespace {

using Kind = PeerViolation::Kind;

class PeerChecker {
 public:
  PeerChecker(const PeerProblem& problem, const PeerSolution& solution, std::size_t limit)
      : p_(problem), s_(solution), limit_(limit) {}

  std::vector<PeerViolation> run() {
    if (s_.peer_of.size() != p_.person_count) return {{Kind::wrong_size, -1, -1}};
    check_pairs();
    const bool wants_stable = p_.objective == PeerObjective::stable;
    if (s_.outcome != PeerOutcome::stopped && wants_stable == (s_.outcome == PeerOutcome::optimal))
      note(Kind::wrong_size);
    if (!found_.empty() || (wants_stable && s_.outcome == PeerOutcome::stopped)) return found_;
    if (!wants_stable) {
      check_proof();
    } else {
      check_blocking();
      if (found_.empty()) check_partition();
    }
    return found_;
  }

 private:
  void note(Kind kind, std::int64_t person = -1, std::int64_t peer = -1) {
    if (found_.size() < limit_) found_.push_back({kind, person, peer});
  }

  void check_pairs() {
    pair_of_.assign(p_.person_count, -1);
    for (PersonIndex a = 0; a < p_.person_count; ++a) {
      const std::int64_t b = s_.peer_of[a];
      if (b == alone) continue;
      if (b < 0 || b >= p_.person_count) note(Kind::unknown_pair, a, b);
      else if (s_.peer_of[static_cast<PersonIndex>(b)] != static_cast<std::int64_t>(a)) note(Kind::not_mutual, a, b);
    }
    if (!found_.empty()) return;
    std::int64_t total = 0;
    std::uint32_t pairs = 0;
    for (std::uint64_t e = 0; e < p_.pair_count(); ++e) {
      if (s_.peer_of[p_.person[e]] != static_cast<std::int64_t>(p_.peer[e])) continue;
      pair_of_[p_.person[e]] = pair_of_[p_.peer[e]] = static_cast<std::int64_t>(e);
      total += p_.score[e];
      ++pairs;
    }
    for (PersonIndex a = 0; a < p_.person_count; ++a) {
      if (s_.peer_of[a] != alone && pair_of_[a] < 0) note(Kind::unknown_pair, a, s_.peer_of[a]);
    }
    if (total != s_.total || pairs != s_.pairs) note(Kind::wrong_total);
  }

  /// Weak duality: any pairs are worth at most (prices + sets × what fits in them) / scale.
  void check_proof() {
    const PeerProof& proof = s_.proof;
    const std::size_t sets = proof.set_price.size();
    if (proof.price.size() != p_.person_count || proof.set_start.size() != sets + 1 || proof.set_start.front() != 0 ||
        proof.set_start.back() != proof.member.size() || proof.scale < 1 ||
        !std::is_sorted(proof.set_start.begin(), proof.set_start.end()))
      return note(Kind::wrong_size);
    __int128 dual = 0;
    for (PersonIndex a = 0; a < p_.person_count; ++a) {
      if (proof.price[a] < 0) note(Kind::negative_price, a);
      dual += proof.price[a];
    }
    // The sets that hold each person, ascending.
    std::vector<std::uint64_t> begin(std::size_t{p_.person_count} + 1, 0);
    for (const PersonIndex a : proof.member) {
      if (a >= p_.person_count) return note(Kind::bad_set, a);
      ++begin[a + 1];
    }
    for (PersonIndex a = 0; a < p_.person_count; ++a) begin[a + 1] += begin[a];
    std::vector<std::size_t> set_of(proof.member.size());
    std::vector<std::uint64_t> next(begin.begin(), begin.end() - 1);
    for (std::size_t set = 0; set < sets; ++set) {
      const std::uint64_t size = proof.set_start[set + 1] - proof.set_start[set];
      if (size < 3 || size % 2 == 0) note(Kind::bad_set);
      if (proof.set_price[set] < 0) note(Kind::negative_price);
      dual += static_cast<__int128>(size / 2) * proof.set_price[set];
      for (std::uint64_t m = proof.set_start[set]; m < proof.set_start[set + 1]; ++m) {
        const PersonIndex a = proof.member[m];
        if (next[a] > begin[a] && set_of[next[a] - 1] == set) note(Kind::bad_set, a);
        set_of[next[a]++] = set;
      }
    }
    std::int64_t low = std::numeric_limits<std::int64_t>::max(), high = std::numeric_limits<std::int64_t>::min();
    for (std::uint64_t e = 0; e < p_.pair_count(); ++e) {
      const PersonIndex a = p_.person[e], b = p_.peer[e];
      low = std::min<std::int64_t>(low, p_.score[e]);
      high = std::max<std::int64_t>(high, p_.score[e]);
      __int128 paid = static_cast<__int128>(proof.price[a]) + proof.price[b];
      for (std::uint64_t m = begin[a], n = begin[b]; m < begin[a + 1] && n < begin[b + 1];) {
        if (set_of[m] == set_of[n]) paid += proof.set_price[set_of[m++]], ++n;
        else if (set_of[m] < set_of[n]) ++m;
        else ++n;
      }
      if (paid < static_cast<__int128>(p_.score[e] + static_cast<__int128>(proof.bonus)) * proof.scale)
        note(Kind::dual_infeasible, a, b);
    }
    check_bonus(low, high);
    const __int128 value = s_.total + static_cast<__int128>(proof.bonus) * s_.pairs;
    if (s_.outcome == PeerOutcome::optimal ? dual != value * proof.scale || s_.gap != 0
                                           : dual > (value + s_.gap + 1) * proof.scale)
      note(Kind::values_differ);
  }

  /// k + 1 pairs beat k pairs whatever the scores: bonus > k × high − (k + 1) × low for every k that can be.
  void check_bonus(std::int64_t low, std::int64_t high) {
    if (p_.objective == PeerObjective::total) {
      if (s_.proof.bonus != 0) note(Kind::bonus_too_small);
      return;
    }
    if (p_.pair_count() == 0) return;
    for (const __int128 k : {__int128{0}, static_cast<__int128>(p_.person_count / 2) - 1}) {
      if (s_.proof.bonus <= k * high - (k + 1) * low) return note(Kind::bonus_too_small);
    }
  }

  /// Smaller is liked better: rank, then score, then the pair's lottery number and the other's key.
  auto liking(PersonIndex me, std::uint64_t pair) const {
    const bool first = p_.person[pair] == me;
    const PersonIndex other = first ? p_.peer[pair] : p_.person[pair];
    const auto& ranks = first ? p_.person_rank : p_.peer_rank;
    const auto key = [&](PersonIndex a) { return p_.key.empty() ? CanonicalKey{0, a} : p_.key[a]; };
    return std::tuple(ranks.empty() ? 0 : ranks[pair], -std::int64_t{p_.score[pair]},
                      lottery_number(p_.lottery_seed, std::min(key(me), key(other)), std::max(key(me), key(other))),
                      key(other));
  }
  /// Whether `me` likes the pair better than another of theirs; a pair of -1 is being alone.
  bool likes_better(PersonIndex me, std::uint64_t pair, std::int64_t than) const {
    return than < 0 || liking(me, pair) < liking(me, static_cast<std::uint64_t>(than));
  }

  /// Nobody has a blocking pair, those who were left out of an unstable instance excepted.
  void check_blocking() {
    std::vector<std::uint8_t> out(p_.person_count, 0);
    for (const PersonIndex a : s_.left_out) {
      if (a >= p_.person_count) return note(Kind::wrong_left_out, a);
      out[a] = 1;
    }
    for (std::uint64_t e = 0; e < p_.pair_count(); ++e) {
      const PersonIndex a = p_.person[e], b = p_.peer[e];
      if (out[a] || out[b] || pair_of_[a] == static_cast<std::int64_t>(e)) continue;
      if (likes_better(a, e, pair_of_[a]) && likes_better(b, e, pair_of_[b])) note(Kind::blocking_pair, a, b);
    }
  }

  void check_partition() {
    if (s_.successor.size() != p_.person_count) return note(Kind::wrong_size);
    constexpr std::uint32_t missing = ~std::uint32_t{0};
    std::vector<std::uint32_t> predecessor(p_.person_count, missing);
    for (PersonIndex a = 0; a < p_.person_count; ++a) {
      if (s_.successor[a] >= p_.person_count || predecessor[s_.successor[a]] != missing)
        return note(Kind::bad_partition, a);
      predecessor[s_.successor[a]] = a;
    }
    // The listed pair with each neighbor; -1 when alone.
    std::vector<std::int64_t> onward(p_.person_count, -1), backward(p_.person_count, -1);
    for (std::uint64_t e = 0; e < p_.pair_count(); ++e) {
      for (const auto& [a, b] : {std::pair(p_.person[e], p_.peer[e]), std::pair(p_.peer[e], p_.person[e])}) {
        if (s_.successor[a] == b) onward[a] = static_cast<std::int64_t>(e);
        if (predecessor[a] == b) backward[a] = static_cast<std::int64_t>(e);
      }
    }
    for (PersonIndex a = 0; a < p_.person_count; ++a) {
      if (s_.successor[a] == a) continue;
      if (onward[a] < 0 || backward[a] < 0 || likes_better(a, static_cast<std::uint64_t>(backward[a]), onward[a]))
        return note(Kind::bad_partition, a, s_.successor[a]);
    }
    for (std::uint64_t e = 0; e < p_.pair_count(); ++e) {
      const PersonIndex a = p_.person[e], b = p_.peer[e];
      if (s_.successor[a] == b || s_.successor[b] == a) continue;
      if (likes_better(a, e, backward[a]) && likes_better(b, e, backward[b])) note(Kind::unstable_partition, a, b);
    }
    check_circles();
  }

  void check_circles() {
    std::vector<std::uint8_t> out(p_.person_count, 0), seen(p_.person_count, 0);
    for (const PersonIndex a : s_.left_out) {
      if (out[a]++) note(Kind::wrong_left_out, a);
    }
    bool odd = false;
    for (PersonIndex start = 0; start < p_.person_count; ++start) {
      std::size_t size = 0, left = 0;
      for (PersonIndex a = start; !seen[a]; a = s_.successor[a]) {
        seen[a] = 1;
        ++size;
        left += out[a];
        if (out[a] && s_.peer_of[a] != alone) note(Kind::wrong_left_out, a);
      }
      const bool is_odd = size >= 3 && size % 2 == 1;
      odd = odd || is_odd;
      if (left != (is_odd ? 1U : 0U)) note(Kind::wrong_left_out, start);
    }
    if (odd != (s_.outcome == PeerOutcome::no_stable)) note(Kind::no_odd_circle);
  }

  const PeerProblem& p_;
  const PeerSolution& s_;
  std::size_t limit_;
  std::vector<std::int64_t> pair_of_;  ///< per person: the pair made, or -1
  std::vector<PeerViolation> found_;
};

}  // namespace

std::string_view name_of(PeerViolation::Kind kind) {
  switch (kind) {
    case Kind::wrong_size: return "wrong_size";
    case Kind::not_mutual: return "not_mutual";
    case Kind::unknown_pair: return "unknown_pair";
    case Kind::wrong_total: return "wrong_total";
    case Kind::negative_price: return "negative_price";
    case Kind::bad_set: return "bad_set";
    case Kind::dual_infeasible: return "dual_infeasible";
    case Kind::values_differ: return "values_differ";
    case Kind::bonus_too_small: return "bonus_too_small";
    case Kind::blocking_pair: return "blocking_pair";
    case Kind::bad_partition: return "bad_partition";
    case Kind::unstable_partition: return "unstable_partition";
    case Kind::no_odd_circle: return "no_odd_circle";
    case Kind::wrong_left_out: return "wrong_left_out";
  }
  return "";
}

std::vector<PeerViolation> check(const PeerProblem& problem, const PeerSolution& solution, std::size_t limit) {
  return PeerChecker(problem, solution, limit).run();
}

}  // namespace chiron::matching
