// Pairs among peers: what is refused, the order that makes answers independent of rows, and the answer put together.
#include "engines/matching/peers.h"

#include <algorithm>
#include <numeric>
#include <span>
#include <tuple>
#include <utility>

#include "engines/matching/peer_solvers.h"
#include "engines/matching/people_list.h"

namespace chiron::matching {
namespace {

Error bad_problem(std::string what) {
  return fail(ErrorCode::internal, "matching.bad_problem").with("what", std::move(what));
}

/// Pairs brought together by one of their two people.
class Rows {
 public:
  template <class PersonOf>
  Rows(std::uint32_t people, std::uint64_t pairs, PersonOf person_of) : start_(std::size_t{people} + 1), pair_(pairs) {
    for (std::uint64_t n = 0; n < pairs; ++n) ++start_[person_of(n) + 1];
    std::partial_sum(start_.begin(), start_.end(), start_.begin());
    std::vector<std::uint64_t> next(start_.begin(), start_.end() - 1);
    for (std::uint64_t n = 0; n < pairs; ++n) pair_[next[person_of(n)]++] = n;
  }
  std::span<std::uint64_t> of(std::uint32_t person) {
    return std::span(pair_).subspan(start_[person], start_[person + 1] - start_[person]);
  }
  std::span<const std::uint64_t> of(std::uint32_t person) const {
    return std::span(pair_).subspan(start_[person], start_[person + 1] - start_[person]);
  }
  std::vector<std::uint64_t> take() { return std::move(pair_); }

 private:
  std::vector<std::uint64_t> start_;  ///< people + 1
  std::vector<std::uint64_t> pair_;
};

/// What one more pair has to be worth so that no loss of points can outweigh it. Fewer pairs k' < k of scores between
/// low and high lose at most k' × high − k × low, which is largest for k' = most − 1 and k = most.
Result<std::int64_t> bonus_of(const PeerProblem& problem) {
  if (problem.objective != PeerObjective::most_then_total || problem.score.empty()) return 0;
  const auto [low, high] = std::minmax_element(problem.score.begin(), problem.score.end());
  const std::int64_t most = problem.person_count / 2;
  const std::int64_t bonus =
      (most - 1) * (std::int64_t{*high} - *low) + std::max<std::int64_t>(0, -std::int64_t{*low}) + 1;
  // Solvers count in quarters of a point and add a few prices; the checker adds everything up in 128 bits, but the
  // value is said in 64.
  if (static_cast<__int128>(bonus + max_score) * 4 * std::max<std::int64_t>(most, 4) > (__int128{1} << 62))
    return err(fail(ErrorCode::limit, "matching.overflow").with("what", "bonus"));
  return bonus;
}

void make_pair(PeerSolution& solution, PersonIndex a, PersonIndex b) {
  solution.peer_of[a] = static_cast<std::int32_t>(b);
  solution.peer_of[b] = static_cast<std::int32_t>(a);
}

/// Pairs neighbors of the partition; of an odd circle the person with the highest lottery number is left out.
void pair_neighbors(const PeerProblem& problem, PeerSolution& solution) {
  const auto draw = [&](PersonIndex p) {
    return std::pair(lottery_number(problem.lottery_seed, key_in(problem.key, p)), key_in(problem.key, p));
  };
  std::vector<std::uint8_t> seen(problem.person_count, 0);
  for (PersonIndex start = 0; start < problem.person_count; ++start) {
    if (seen[start]) continue;
    std::vector<PersonIndex> circle;
    for (PersonIndex p = start; !seen[p]; p = solution.successor[p]) {
      seen[p] = 1;
      circle.push_back(p);
    }
    std::size_t first = 0;
    if (circle.size() % 2 == 1) {
      const auto last = std::max_element(circle.begin(), circle.end(),
                                         [&](PersonIndex a, PersonIndex b) { return draw(a) < draw(b); });
      if (circle.size() > 1) solution.left_out.push_back(*last);
      first = static_cast<std::size_t>(last - circle.begin()) + 1;
    }
    for (std::size_t n = 0; n + 1 < circle.size(); n += 2)
      make_pair(solution, circle[(first + n) % circle.size()], circle[(first + n + 1) % circle.size()]);
  }
  std::sort(solution.left_out.begin(), solution.left_out.end());
}

void add_up(const PeerProblem& problem, PeerSolution& solution) {
  for (std::uint64_t n = 0; n < problem.pair_count(); ++n) {
    if (solution.peer_of[problem.person[n]] != static_cast<std::int64_t>(problem.peer[n])) continue;
    solution.total += problem.score[n];
    ++solution.pairs;
  }
}

void solve_weighted(const PeerProblem& problem, const CanonicalPeers& peers, std::int64_t bonus, WorkMeter& meter,
                    PeerSolution& solution) {
  std::vector<std::int64_t> weight(peers.pair.size());
  for (std::size_t n = 0; n < weight.size(); ++n) weight[n] = problem.score[peers.pair[n]] + bonus;
  PairingAnswer answer = heaviest_pairs(peers, weight, meter);
  solution.solver = "blossom-1";
  solution.peer_of.assign(problem.person_count, alone);
  for (std::uint32_t n = 0; n < peers.count(); ++n) {
    if (answer.peer_of[n] != alone)
      solution.peer_of[peers.person[n]] =
          static_cast<std::int32_t>(peers.person[static_cast<std::uint32_t>(answer.peer_of[n])]);
  }
  add_up(problem, solution);
  PeerProof& proof = solution.proof;
  proof.bonus = bonus;
  proof.scale = answer.scale;
  proof.price.resize(peers.count());
  for (std::uint32_t n = 0; n < peers.count(); ++n) proof.price[peers.person[n]] = answer.price[n];
  proof.set_start = std::move(answer.set_start);
  proof.set_price = std::move(answer.set_price);
  for (const std::uint32_t n : answer.member) proof.member.push_back(peers.person[n]);

  __int128 dual = 0;
  for (const std::int64_t price : proof.price) dual += price;
  for (std::size_t set = 0; set < proof.set_price.size(); ++set)
    dual += static_cast<__int128>((proof.set_start[set + 1] - proof.set_start[set]) / 2) * proof.set_price[set];
  const __int128 value = solution.total + static_cast<__int128>(bonus) * solution.pairs;
  solution.gap = static_cast<std::int64_t>(dual / proof.scale - value);
  solution.outcome = answer.finished ? PeerOutcome::optimal : PeerOutcome::stopped;
}

void solve_stable(const PeerProblem& problem, const CanonicalPeers& peers, WorkMeter& meter, PeerSolution& solution) {
  const RoommatesAnswer answer = stable_roommates(peers, problem, meter);
  solution.solver = "roommates-1";
  solution.peer_of.assign(problem.person_count, alone);
  if (!answer.finished) return;
  solution.successor.resize(problem.person_count);
  for (std::uint32_t n = 0; n < peers.count(); ++n)
    solution.successor[peers.person[n]] = peers.person[answer.successor[n]];
  pair_neighbors(problem, solution);
  add_up(problem, solution);
  solution.outcome = solution.left_out.empty() ? PeerOutcome::stable : PeerOutcome::no_stable;
}

}  // namespace

std::string_view name_of(PeerObjective objective) {
  switch (objective) {
    case PeerObjective::total: return "total";
    case PeerObjective::most_then_total: return "most_then_total";
    case PeerObjective::stable: return "stable";
  }
  return "";
}

std::string_view name_of(PeerOutcome outcome) {
  switch (outcome) {
    case PeerOutcome::optimal: return "optimal";
    case PeerOutcome::stable: return "stable";
    case PeerOutcome::no_stable: return "no_stable";
    case PeerOutcome::stopped: return "stopped";
  }
  return "";
}

Result<> validate(const PeerProblem& p) {
  TRY(fits("people", p.person_count, max_people));
  TRY(fits("pairs", p.pair_count(), max_pairs));
  if (p.peer.size() != p.pair_count()) return err(bad_problem("peer"));
  if (p.score.size() != p.pair_count()) return err(bad_problem("score"));
  if (!p.person_rank.empty() && p.person_rank.size() != p.pair_count()) return err(bad_problem("person_rank"));
  if (!p.peer_rank.empty() && p.peer_rank.size() != p.pair_count()) return err(bad_problem("peer_rank"));
  TRY(are_keys(p.person_count, p.key));
  for (std::uint64_t n = 0; n < p.pair_count(); ++n) {
    const PersonIndex a = p.person[n], b = p.peer[n];
    if (a >= p.person_count || b >= p.person_count) return err(bad_problem("person"));
    if (a == b) return err(refuse("matching.peer_self").with("person", std::to_string(a)));
    if (p.score[n] > max_score || p.score[n] < -max_score) {
      return err(refuse("matching.bad_peer_score")
                     .with("person", std::to_string(a))
                     .with("peer", std::to_string(b))
                     .with("score", std::to_string(p.score[n]))
                     .with("limit", std::to_string(max_score)));
    }
  }
  const Rows rows(p.person_count, p.pair_count(), [&](std::uint64_t n) { return std::min(p.person[n], p.peer[n]); });
  std::vector<PersonIndex> seen_by(p.person_count, ~PersonIndex{0});
  for (PersonIndex a = 0; a < p.person_count; ++a) {
    for (const std::uint64_t n : rows.of(a)) {
      const PersonIndex b = std::max(p.person[n], p.peer[n]);
      if (std::exchange(seen_by[b], a) == a) {
        return err(refuse("matching.peer_repeated").with("person", std::to_string(a)).with("peer", std::to_string(b)));
      }
    }
  }
  TRY(bonus_of(p));
  return {};
}

CanonicalPeers canonical_form(const PeerProblem& problem) {
  CanonicalPeers c;
  c.person = lottery_order(problem.person_count, problem.lottery_seed, problem.key);
  std::vector<std::uint32_t> at(problem.person_count);
  for (std::uint32_t n = 0; n < c.person.size(); ++n) at[c.person[n]] = n;
  const auto one = [&](std::uint64_t n) { return std::min(at[problem.person[n]], at[problem.peer[n]]); };
  const auto other = [&](std::uint64_t n) { return std::max(at[problem.person[n]], at[problem.peer[n]]); };
  Rows rows(problem.person_count, problem.pair_count(), one);
  c.one.reserve(problem.pair_count());
  c.other.reserve(problem.pair_count());
  for (std::uint32_t n = 0; n < c.count(); ++n) {
    const auto row = rows.of(n);
    std::sort(row.begin(), row.end(), [&](std::uint64_t a, std::uint64_t b) { return other(a) < other(b); });
    for (const std::uint64_t pair : row) {
      c.one.push_back(n);
      c.other.push_back(other(pair));
    }
  }
  c.pair = rows.take();
  return c;
}

Result<PeerSolution> pair_up(const PeerProblem& problem, const Limits& limits, std::stop_token stop) {
  TRY(validate(problem));
  WorkMeter meter(limits.max_work, stop);
  const CanonicalPeers peers = canonical_form(problem);
  PeerSolution solution;
  if (problem.objective == PeerObjective::stable) solve_stable(problem, peers, meter, solution);
  else solve_weighted(problem, peers, TRY(bonus_of(problem)), meter, solution);
  solution.work = meter.used();
  return solution;
}

}  // namespace chiron::matching
