// Times of the matching engine, stage by stage, on the published instances and on invented pools of people.
// matching_bench [roster|10k|100k|250k|national|rival|rival250k|edits|edits250k|fair|fair100k|fair250k|changes
//   |changes250k|lottery|pairs|pairs100k|groups|scoring|whole|whole250k|reads|memory] [all] [one|two]
//   (default: roster 10k 100k rival fair; threads: one)
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <numeric>
#include <string>
#include <vector>

#include "engines/matching/acceptance.h"
#include "engines/matching/best_educators.h"
#include "engines/matching/candidates.h"
#include "engines/matching/changes.h"
#include "engines/matching/explain.h"
#include "engines/matching/fairness.h"
#include "engines/matching/generate.h"
#include "engines/matching/groups.h"
#include "engines/matching/lottery.h"
#include "engines/matching/peer_solvers.h"
#include "engines/matching/resolve.h"
#include "engines/matching/rival.h"
#include "engines/matching/rival_pairs.h"
#include "engines/matching/solve.h"
#include "engines/matching/test_pools.h"

namespace {

using namespace chiron;
using namespace chiron::matching;

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

double wall_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double median(std::vector<double>& seconds) {
  std::sort(seconds.begin(), seconds.end());
  return seconds[seconds.size() / 2];
}

long peak_megabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}

/// Runs one stage and prints its wall and processor time and the highest memory so far.
template <class Work>
auto stage(const char* name, Work work) {
  const double wall = wall_seconds();
  const double cpu = cpu_seconds();
  auto result = work();
  std::printf("  %-28s %8.3f s wall %8.3f s cpu   peak %5ld MB\n", name, wall_seconds() - wall, cpu_seconds() - cpu,
              peak_megabytes());
  std::fflush(stdout);
  return result;
}

void print(const Problem& problem, const Solution& s) {
  const std::vector<Violation> violations = stage("check", [&] { return check(problem, s); });
  std::printf("    %s: matched %u of %u, total %lld, gap %lld, work %llu, violations %zu\n",
              std::string(name_of(s.outcome)).c_str(), s.matched, problem.learner_count(),
              static_cast<long long>(s.total), static_cast<long long>(s.gap), static_cast<unsigned long long>(s.work),
              violations.size());
}

void published(const char* name, Family family, std::uint32_t learners, std::uint32_t educators, std::uint32_t length) {
  std::printf("%s: %u learners, %u educators, lists of %u\n", name, learners, educators, length);
  Problem p = stage("generate", [&] { return generate(family, learners, educators, length); });
  std::printf("    checksum %016llx\n", static_cast<unsigned long long>(checksum(p)));
  const Solution s = stage("solve total", [&] { return solve(p).value(); });
  print(p, s);
  const std::int64_t unplaced = static_cast<std::int64_t>(learners) - s.matched;
  std::printf("    cost %lld\n",
              static_cast<long long>(10'000LL * learners - (s.total - p.unmatched_penalty * unplaced)));
  p.objective = Objective::stable;
  print(p, stage("solve stable", [&] { return solve(p).value(); }));
}

/// A thousand lotteries on two threads, against one solve: few ties, and ranks so coarse that nearly all is a tie.
void lotteries(const char* name, Family family, std::uint32_t learners, std::uint32_t educators, std::uint32_t length,
               bool all_tied, std::uint32_t runs) {
  Problem p = generate(family, learners, educators, length);
  p.objective = Objective::stable;
  if (all_tied)
    for (auto* numbers : {&p.score, &p.learner_rank, &p.educator_priority})
      for (std::int32_t& number : *numbers) number /= 2'000;
  std::printf("%s: %u learners, %u educators, lists of %u\n", name, learners, educators, length);
  stage("one solve", [&] { return solve(p).value(); });
  const LotteryOutcomes o = stage("lotteries", [&] { return draw_lotteries(p, runs, Threads::two).value(); });
  const std::size_t wrong = stage("check", [&] { return check(p, o).size(); });
  std::printf("    %u lotteries, %u learners undecided, violations %zu\n", runs, o.undecided, wrong);
}

/// Every objective on one instance: time to solve and to check, against most_then_total in the same run.
void fair(const char* name, Family family, std::uint32_t learners, std::uint32_t educators, std::uint32_t length) {
  Problem p = generate(family, learners, educators, length);
  double rival = 0;
  for (const Objective objective :
       {Objective::most_then_total, Objective::bottleneck, Objective::rank_maximal, Objective::leximin}) {
    p.objective = objective;
    const double start = cpu_seconds();
    const Solution s = solve(p).value();
    const double solved = cpu_seconds();
    const bool proven = check(p, s).empty();
    if (objective == Objective::most_then_total) rival = solved - start;
    std::int32_t smallest = max_score;
    for (LearnerIndex i = 0; i < p.learner_count(); ++i)
      for (std::uint64_t e = p.row_start[i]; e < p.row_start[i + 1]; ++e)
        if (static_cast<std::int64_t>(p.educator[e]) == s.educator_of[i]) smallest = std::min(smallest, p.score[e]);
    std::printf(
        "  %-13s %-16s solve %7.3f s (%6.1f times), check %7.3f s, %s: matched %u, total %lld, smallest %d, "
        "levels %zu, heights %zu, peak %ld MB\n",
        name, std::string(name_of(objective)).c_str(), solved - start, (solved - start) / rival, cpu_seconds() - solved,
        proven ? "proven" : "NOT PROVEN", s.matched, static_cast<long long>(s.total), smallest,
        s.certificate.levels.level.size(), s.certificate.levels.height.size(), peak_megabytes());
    std::fflush(stdout);
  }
}

/// Matching again when a tenth of the educators left, a tenth lost a place and scores changed, against matching anew.
void changes(const char* name, Family family, std::uint32_t learners, std::uint32_t educators, std::uint32_t length) {
  Problem p = generate(family, learners, educators, length);
  p.objective = Objective::most_then_total;
  p.learner_rank = {};
  p.educator_priority = {};
  std::vector<std::int32_t> current = solve(p).value().educator_of;
  SeededRandom random(2);
  for (std::int32_t& seats : p.capacity) {
    const std::uint64_t what = random.below(10);
    if (what == 0) seats = 0;
    if (what == 1) seats = std::max(1, seats - 1);
  }
  for (std::int32_t& j : current)
    if (j != unmatched && p.capacity[static_cast<std::size_t>(j)] == 0) j = departed;
  for (std::int32_t& score : p.score) score += static_cast<std::int32_t>(random.below(1'001)) - 500;
  std::printf("%s: %u learners, %u educators, lists of %u\n", name, learners, educators, length);
  const auto said = [](const Rematch& r, std::size_t wrong) {
    std::printf("    price %lld: %u keep, %u change, matched %u, total %lld, violations %zu\n",
                static_cast<long long>(r.price), r.changes.kept, r.changes.changed, r.solution.matched,
                static_cast<long long>(r.changes.total), wrong);
  };
  stage("anew", [&] { return solve(p).value(); });
  const Rematch priced = stage("at a price of 500", [&] { return rematch(p, current, 500).value(); });
  said(priced, stage("check", [&] { return check(p, current, priced).size(); }));
  const Rematch fewest = stage("fewest changes", [&] { return rematch_with_fewest_changes(p, current).value(); });
  said(fewest, stage("check", [&] { return check(p, current, fewest, ChangeClaim::fewest).size(); }));
  const Tradeoff t = stage("trade-off, ten answers", [&] { return tradeoff_of_changes(p, current, 10).value(); });
  for (const Rematch& r : t.answers) said(r, 0);
}

/// What an answer is worth: scores less the penalty for each learner without an educator.
std::int64_t value_of(const Canonical& canonical, const Problem& p, const FlowAnswer& answer) {
  std::int64_t value = 0;
  for (std::uint32_t i = 0; i < canonical.learner_count(); ++i) {
    std::int64_t made = -p.unmatched_penalty;
    for (std::uint64_t e = canonical.row_start[i]; e < canonical.row_start[i + 1]; ++e)
      if (static_cast<std::int32_t>(canonical.column[e]) == answer.column_of[i])
        made = p.score[canonical.pair.empty() ? e : canonical.pair[e]];
    value += made;
  }
  return value;
}

/// Both exact solvers on one canonical problem in turn, and the ratio of their processor times (medians of the rounds).
void against_rival(const char* name, Family family, std::uint32_t learners, std::uint32_t educators,
                   std::uint32_t length, int rounds) {
  const Problem p = generate(family, learners, educators, length);
  const Canonical canonical = canonical_form(p);
  std::vector<double> own, theirs;
  std::int64_t values[2] = {0, 0};
  for (int round = 0; round < rounds; ++round) {
    double start = cpu_seconds();
    values[0] = value_of(canonical, p, network_simplex(canonical, p.score, p.unmatched_penalty, Costs::narrow));
    theirs.push_back(cpu_seconds() - start);
    WorkMeter meter(0, {});
    start = cpu_seconds();
    values[1] = value_of(canonical, p, maximize_total(canonical, p.score, p.unmatched_penalty, Penalty::exact, meter));
    own.push_back(cpu_seconds() - start);
  }
  const double mine = median(own);
  const double other = median(theirs);
  std::printf("  %-14s network simplex %7.3f s, auction %7.3f s of processor time: %5.1f times; %s\n", name, other,
              mine, other / mine, values[0] == values[1] ? "same value" : "DIFFERENT VALUES");
  std::fflush(stdout);
}

/// A solve, its checks and acceptance in reads of all edges: how often one could have gone over the input in that time.
void in_reads(const char* name, Family family, std::uint32_t learners, std::uint32_t educators, std::uint32_t length,
              int rounds) {
  Problem p = generate(family, learners, educators, length);
  std::vector<std::uint64_t> edges(p.pair_count());
  for (std::uint64_t e = 0; e < edges.size(); ++e)
    edges[e] = std::uint64_t{p.educator[e]} << 32 | static_cast<std::uint32_t>(p.score[e]);
  std::vector<double> read, solving, checking, listing, accepting, judging;
  std::uint64_t sum = 0;
  const Canonical canonical = canonical_form(p);
  const auto time = [](std::vector<double>& to, auto work) {
    const double start = cpu_seconds();
    work();
    to.push_back(cpu_seconds() - start);
  };
  for (int round = 0; round < rounds; ++round) {
    time(read, [&] {
      for (int again = 0; again < 10; ++again) sum += std::accumulate(edges.begin(), edges.end(), std::uint64_t{0});
    });
    p.objective = Objective::total;
    Solution s;
    std::size_t wrong = 0;
    time(solving, [&] { s = solve(p).value(); });
    time(checking, [&] { wrong += check(p, s).size(); });
    p.objective = Objective::stable;
    std::size_t listed = 0;
    time(listing, [&] { listed = Wants(canonical, p).lists().size(); });
    WorkMeter meter(0, {});
    time(accepting,
         [&] { wrong += deferred_acceptance(canonical, p, meter).waiting + canonical.pair.size() - listed; });
    s = solve(p).value();
    time(judging, [&] { wrong += check(p, s).size(); });
    if (wrong != 0) std::printf("  VIOLATIONS\n");
  }
  const double one = median(read) / 10;
  const double lists = median(listing);
  std::printf(
      "  %-14s one read %.4f s (%.1f GB/s, sum %llx); in reads: solve %.0f, its check %.1f; lists put in order "
      "%.0f, acceptance %.0f, its check %.1f\n",
      name, one, static_cast<double>(edges.size()) * 8e-9 / one, static_cast<unsigned long long>(sum),
      median(solving) / one, median(checking) / one, lists / one, (median(accepting) - lists) / one,
      median(judging) / one);
  std::fflush(stdout);
}

/// An instance as LEMON can take it: in the order it was made in, without sorting.
Canonical as_it_is(const Problem& p) {
  Canonical c;
  c.learner.resize(p.learner_count());
  c.educator.resize(p.educator_count);
  std::iota(c.learner.begin(), c.learner.end(), 0);
  std::iota(c.educator.begin(), c.educator.end(), 0);
  c.row_start = p.row_start;
  c.column = p.educator;
  c.capacity = p.capacity;
  return c;
}

/// From candidate arrays to a solution that was checked independently; LEMON from the same arrays to its answer.
void end_to_end(const char* name, Family family, std::uint32_t learners, std::uint32_t educators, std::uint32_t length,
                int rounds) {
  const Problem p = generate(family, learners, educators, length);
  const Canonical canonical = as_it_is(p);
  std::vector<double> own, theirs;
  bool proven = true;
  for (int round = 0; round < rounds; ++round) {
    double start = cpu_seconds();
    const FlowAnswer answer = network_simplex(canonical, p.score, p.unmatched_penalty, Costs::narrow);
    theirs.push_back(cpu_seconds() - start);
    start = cpu_seconds();
    const Solution s = solve(p).value();
    proven = proven && check(p, s).empty();
    own.push_back(cpu_seconds() - start);
    proven = proven && value_of(canonical, p, answer) ==
                           s.total - p.unmatched_penalty * (std::int64_t{p.learner_count()} - s.matched);
  }
  const double mine = median(own), other = median(theirs);
  std::printf("  %-14s network simplex %7.3f s, solved and checked %7.3f s of processor time: %5.1f times; %s\n", name,
              other, mine, other / mine, proven ? "same value, proven" : "DIFFERENT VALUES");
  std::fflush(stdout);
}

/// Most matched first: our own against LEMON with a penalty of ten million, equal values required.
void most_matched(const char* name, Family family, std::uint32_t learners, std::uint32_t educators,
                  std::uint32_t length, int rounds) {
  constexpr std::int64_t penalty = 10'000'000;
  Problem p = generate(family, learners, educators, length);
  p.unmatched_penalty = penalty;
  const Canonical canonical = canonical_form(p);
  std::vector<double> own, theirs;
  bool same = true;
  for (int round = 0; round < rounds; ++round) {
    double start = cpu_seconds();
    const FlowAnswer answer = network_simplex(canonical, p.score, penalty);
    theirs.push_back(cpu_seconds() - start);
    WorkMeter meter(0, {});
    start = cpu_seconds();
    const Aim aim = aim_of(p, p.educator_count).value();
    const FlowAnswer mine = place_most(canonical, p.score, aim.range, penalty, meter, Penalty::exact);
    own.push_back(cpu_seconds() - start);
    same = same && value_of(canonical, p, answer) == value_of(canonical, p, mine);
  }
  const double mine = median(own), other = median(theirs);
  std::printf("  %-14s network simplex %7.3f s, ours %7.3f s of processor time: %5.1f times; %s\n", name, other, mine,
              other / mine, same ? "same value" : "DIFFERENT VALUES");
  std::fflush(stdout);
}

/// One solver alone in a process of its own, so that the highest memory is its: called by `memory`.
int run_alone(const std::string& who) {
  Problem p = generate(Family::real, 250'000, 60'000, 50);
  p.learner_rank = std::vector<std::int32_t>();
  p.educator_priority = std::vector<std::int32_t>();
  if (who == "lemon") {
    const Canonical canonical = as_it_is(p);
    p.educator = std::vector<EducatorIndex>();
    return network_simplex(canonical, p.score, p.unmatched_penalty, Costs::narrow).finished ? 0 : 1;
  }
  if (who == "own") return solve(p).value().outcome == Outcome::optimal ? 0 : 1;
  return 0;  // the instance alone
}

/// The highest memory of a process that does nothing but generate, generate and solve, generate and let LEMON solve.
void memory(const char* program) {
  double peak[3] = {};
  const char* who[3] = {"none", "own", "lemon"};
  for (int n = 0; n < 3; ++n) {
    const pid_t child = fork();
    if (child == 0) {
      execl(program, program, "alone", who[n], static_cast<char*>(nullptr));
      _exit(127);
    }
    int status = 0;
    rusage usage{};
    wait4(child, &status, 0, &usage);
    if (status != 0) std::printf("  %s FAILED\n", who[n]);
    peak[n] = static_cast<double>(usage.ru_maxrss) / 1024;
  }
  std::printf(
      "highest memory, real 250k: instance %.0f MB, ours %.0f MB, LEMON's %.0f MB: %.2f of it; beyond the instance "
      "%.0f and %.0f MB: %.2f\n",
      peak[0], peak[1], peak[2], peak[1] / peak[2], peak[1] - peak[0], peak[2] - peak[0],
      (peak[1] - peak[0]) / (peak[2] - peak[0]));
}

/// A hundred edits one after another, half of them pins, half forbids of pairs that were made, each answered exactly;
/// against solving from nothing once.
void edits(const char* name, Family family, std::uint32_t learners, std::uint32_t educators, std::uint32_t length) {
  Problem p = generate(family, learners, educators, length);
  double start = cpu_seconds();
  const Solution cold = solve(p).value();
  const double solving = cpu_seconds() - start;
  Resolver resolver = Resolver::of(std::move(p)).value();
  SeededRandom random(1);
  std::vector<double> took;
  double all = 0;
  std::size_t moved = 0, most = 0;
  resolver.apply(Change{Change::Kind::capacity, 0, 0, resolver.problem().capacity[0]}).value();  // lays out the columns
  while (took.size() < 100) {
    Change change;
    change.learner = static_cast<LearnerIndex>(random.below(learners));
    const Problem& now = resolver.problem();
    if (took.size() % 2 == 0) {
      const std::uint64_t from = now.row_start[change.learner], to = now.row_start[change.learner + 1];
      change.educator = now.educator[from + random.below(to - from)];
      change.kind = Change::Kind::pin;
    } else {
      const std::int32_t at = resolver.educator_of(change.learner);
      if (at == unmatched) continue;
      change.educator = static_cast<EducatorIndex>(at);
      change.kind = Change::Kind::forbid;
    }
    start = wall_seconds();
    const auto moves = resolver.apply(change);
    const double one = wall_seconds() - start;
    if (!moves) continue;  // pinned already, or no seat left to pin
    took.push_back(one);
    all += one;
    moved += moves->size();
    most = std::max(most, moves->size());
  }
  std::sort(took.begin(), took.end());
  const Solution warm = resolver.solution();
  const bool same = solve(resolver.problem()).value().total == warm.total && warm.gap == 0;
  std::printf("  %-14s cold %7.3f s; 100 edits %7.4f s (%.1f times), median %.3f ms, worst %.3f ms; %zu moved; %s\n",
              name, solving, all, solving / all, 1e3 * took[50], 1e3 * took.back(), moved,
              same ? "same value" : "WRONG");
  std::fflush(stdout);
}

constexpr std::array families{std::pair{"real", Family::real}, std::pair{"uniform", Family::uniform},
                              std::pair{"coarse", Family::coarse}, std::pair{"scarce", Family::scarce}};
enum class Peers : std::uint8_t {
  uniform,  ///< anybody with anybody, scores from 1 to 10,000
  local     ///< neighbors on a ring, scored by what they have in common
};

/// `people` of whom each lists half of `degree` others.
PeerProblem invent_peers(Peers kind, std::uint32_t people, std::uint32_t degree) {
  SeededRandom random(1);
  PeerProblem p;
  p.person_count = people;
  p.objective = PeerObjective::total;
  std::vector<std::uint64_t> tags(people);
  for (auto& tag : tags) tag = random.next() & random.next();
  for (PersonIndex a = 0; a < people; ++a) {
    std::vector<PersonIndex> listed;
    while (listed.size() < degree / 2) {
      const auto b = static_cast<PersonIndex>(kind == Peers::uniform ? random.below(people)
                                                                     : (a + 1 + random.below(2ULL * degree)) % people);
      if (b == a || std::find(listed.begin(), listed.end(), b) != listed.end()) continue;
      listed.push_back(b);
    }
    for (const PersonIndex b : listed) {
      p.person.push_back(std::min(a, b));
      p.peer.push_back(std::max(a, b));
      p.score.push_back(static_cast<std::int32_t>(kind == Peers::uniform ? 1 + random.below(10'000)
                                                                         : 500 * std::popcount(tags[a] & tags[b]) +
                                                                               static_cast<int>(random.below(500))));
    }
  }
  // Two who list each other are one pair: the first of them.
  std::vector<std::uint64_t> order(p.pair_count());
  std::iota(order.begin(), order.end(), std::uint64_t{0});
  const auto ends = [&](std::uint64_t n) { return std::pair(p.person[n], p.peer[n]); };
  std::stable_sort(order.begin(), order.end(), [&](auto n, auto m) { return ends(n) < ends(m); });
  order.erase(std::unique(order.begin(), order.end(), [&](auto n, auto m) { return ends(n) == ends(m); }), order.end());
  PeerProblem once = p;
  once.person.clear(), once.peer.clear(), once.score.clear();
  for (const std::uint64_t n : order) {
    once.person.push_back(p.person[n]);
    once.peer.push_back(p.peer[n]);
    once.score.push_back(p.score[n]);
  }
  return once;
}

/// Weighted pairs against LEMON called directly, in turn, on the same people and pairs in the same order.
void pairs_against_rival(const char* name, Peers kind, std::uint32_t people, int rounds) {
  const PeerProblem p = invent_peers(kind, people, 30);
  const CanonicalPeers canonical = canonical_form(p);
  std::vector<std::int32_t> weight;
  for (const std::uint64_t n : canonical.pair) weight.push_back(p.score[n]);
  const std::vector<std::int64_t> weights(weight.begin(), weight.end());
  std::vector<double> own, theirs, whole, checked;
  PeerSolution solution;
  std::int64_t value = 0;
  for (int round = 0; round < rounds; ++round) {
    double start = cpu_seconds();
    value = blossoms_of_lemon(canonical.count(), canonical.one, canonical.other, weight);
    theirs.push_back(cpu_seconds() - start);
    WorkMeter meter(0, {});
    start = cpu_seconds();
    const PairingAnswer answer = heaviest_pairs(canonical, weights, meter);
    own.push_back(cpu_seconds() - start);
    start = cpu_seconds();
    solution = pair_up(p).value();
    whole.push_back(cpu_seconds() - start);
    start = cpu_seconds();
    if (!check(p, solution).empty()) std::printf("  VIOLATIONS\n");
    checked.push_back(cpu_seconds() - start);
  }
  const double mine = median(own), other = median(theirs);
  std::printf("  %-14s %zu pairs: LEMON %7.3f s, heaviest_pairs %7.3f s of processor time: %4.2f times; %s\n", name,
              weight.size(), other, mine, other / mine, value == solution.total ? "same value" : "DIFFERENT VALUES");
  std::printf("  %-14s pair_up with validation and order %7.3f s, check %7.3f s; %zu odd sets, gap %lld\n", "",
              median(whole), median(checked), solution.proof.set_price.size(), static_cast<long long>(solution.gap));
  std::fflush(stdout);
}

/// Stable pairs where everybody ranks at random, for which stable pairs seldom exist, and where scores decide.
void stable_pairs(const char* name, Peers kind, std::uint32_t people) {
  PeerProblem p = invent_peers(kind, people, 30);
  p.objective = PeerObjective::stable;
  for (const bool ranked : {false, true}) {
    if (ranked) {
      SeededRandom random(2);
      for (std::uint64_t n = 0; n < p.pair_count(); ++n) {
        p.person_rank.push_back(static_cast<std::int32_t>(random.below(1'000'000)));
        p.peer_rank.push_back(static_cast<std::int32_t>(random.below(1'000'000)));
      }
    }
    std::printf("  %s, stable, %s\n", name, ranked ? "random ranks" : "by score");
    const PeerSolution s = stage("pair_up", [&] { return pair_up(p).value(); });
    const auto violations = stage("check", [&] { return check(p, s); });
    std::printf("    %s, %u pairs, %zu left out, %llu units of work, %zu violations\n",
                std::string(name_of(s.outcome)).c_str(), s.pairs, s.left_out.size(),
                static_cast<unsigned long long>(s.work), violations.size());
  }
}

/// Groups of 5 to 8 of people with four stages, ten sites and three wishes each, half of them within the site.
void peer_groups(std::uint32_t people) {
  SeededRandom random(1);
  GroupProblem p;
  p.person_count = people;
  for (PersonIndex a = 0; a < people; ++a) {
    p.stage.push_back(static_cast<std::int32_t>(random.below(4)));
    p.site.push_back(static_cast<std::int32_t>(a % 10));
  }
  for (PersonIndex a = 0; a < people; ++a) {
    std::vector<PersonIndex> wished;
    while (wished.size() < 3) {
      const auto step = 1 + random.below(8);
      const auto b = static_cast<PersonIndex>(random.below(2) == 0 ? random.below(people) : (a + 10 * step) % people);
      if (b == a || std::find(wished.begin(), wished.end(), b) != wished.end()) continue;
      wished.push_back(b);
      p.wishes.push_back({a, b});
    }
  }
  std::printf("%u people in groups\n", people);
  const GroupSolution s = stage("group_up", [&] { return group_up(p).value(); });
  const auto violations = stage("check", [&] { return check(p, s); });
  std::printf(
      "    %u groups: %s, value %lld, bound %lld; with a wish met %u, wishes met %llu, excess of stage %llu, site "
      "%llu; work %llu, violations %zu\n",
      s.groups, std::string(name_of(s.outcome)).c_str(), static_cast<long long>(s.value),
      static_cast<long long>(s.bound), s.with_wish, static_cast<unsigned long long>(s.wishes_met),
      static_cast<unsigned long long>(s.stage_excess), static_cast<unsigned long long>(s.site_excess),
      static_cast<unsigned long long>(s.work), violations.size());
}

Weights plausible_weights() {
  Weights w;
  w.same_specialty = 30;
  w.same_profession = 10;
  w.same_site = 20;
  w.other_unit = 3;
  w.shared_interest = 5;
  w.shared_interests_max = 4;
  w.shared_language = 2;
  w.shared_languages_max = 2;
  w.near_stage = 10;
  w.stage_step = 3;
  w.best_stage_distance = 2;
  w.wished_by_learner = 40;
  w.wished_by_educator = 20;
  w.wished_by_both = 20;
  w.wish_step = 8;
  w.kept = 25;
  return w;
}

enum class Solve : bool { no, yes };

void people(const char* name, const PoolShape& shape, const HardRules& rules, std::uint32_t length, Threads threads,
            Solve and_solve) {
  std::printf("%s: %u learners, %u educators%s\n", name, shape.learners, shape.educators,
              rules.same_site_required ? ", same site required" : "");
  SeededRandom random(1);
  const Pool pool = stage("invent people", [&] { return random_pool(random, shape); });
  const Weights weights = plausible_weights();
  const Eligibility e = stage("eligibility", [&] { return eligibility(pool, rules).value(); });
  std::printf("    learners with 0, 1, 2, 3+ eligible: %u %u %u %u\n", e.histogram[0], e.histogram[1], e.histogram[2],
              e.histogram[3]);
  CandidateOptions options;
  options.list_length = length;
  options.threads = threads;
  Candidates c = stage("candidates", [&] { return find_candidates(pool, rules, weights, options).value(); });
  std::printf("    %zu pairs listed, %.0f looked at per learner, %zu lists widened, %u placeable%s\n",
              c.educator.size(), static_cast<double>(c.pairs_scored) / shape.learners, c.widened.size(), c.placeable,
              c.placeable_is_final ? " (final)" : "");
  if (and_solve == Solve::no) return;
  const std::vector<std::int32_t> unlisted_at_most = std::move(c.unlisted_at_most);
  const Pricing pricing{.unlisted_at_most = unlisted_at_most, .threads = threads};
  Problem p = problem_from(pool, std::move(c));
  Solution s = stage("solve most_then_total", [&] { return solve(p).value(); });
  print(p, s);
  for (int round = 1; round <= 10; ++round) {
    const std::uint64_t added =
        stage("missed pairs", [&] { return add_missed_pairs(p, s, pool, rules, weights, pricing).value(); });
    std::printf("    round %d: %llu pairs added\n", round, static_cast<unsigned long long>(added));
    if (added == 0) break;
    s = stage("solve on", [&] { return solve_on(p, s).value(); });
  }
  print(p, s);
  const std::vector<std::uint32_t> group(pool.learners.site.begin(), pool.learners.site.end());
  const Fairness f = stage("fairness", [&] { return fairness(p, s, group).value(); });
  std::printf("    gini %.3f, first choice %u, envy %u\n", f.load.gini, f.ranks.first_choice, f.envy.learners);
  const std::vector<std::uint32_t> site(pool.educators.site.begin(), pool.educators.site.end());
  const auto remedies = stage("remedies by site", [&] { return cheapest_remedies(p, s, site).value(); });
  if (!remedies.empty()) std::printf("    best: site %u, %u more places\n", remedies[0].group, remedies[0].seats);
}

PoolShape shape_of(std::uint32_t learners, std::uint32_t educators, std::uint32_t sites) {
  PoolShape shape;
  shape.learners = learners;
  shape.educators = educators;
  shape.sites = sites;
  shape.specialties = 60;
  shape.professions = 8;
  shape.stages = 8;
  shape.units = 10 * sites;
  shape.languages = 40;
  shape.interests = 100;
  shape.interests_each = 6;
  shape.facts_each = 4;
  shape.unknown_in_ten = 0;
  shape.capacity = 12;
  return shape;
}

/// The best `length` of all educators for some learners, found one pair at a time by the definition of the score.
std::uint64_t one_pair_at_a_time(const Pool& pool, const HardRules& rules, const Weights& weights, std::size_t length) {
  std::uint64_t sum = 0;
  std::vector<std::uint64_t> best;
  for (LearnerIndex i = 0; i < pool.learner_count(); ++i) {
    best.clear();
    for (EducatorIndex j = 0; j < pool.educator_count(); ++j) {
      if (pool.capacity[j] <= 0 ||
          (rules.common_language_required && (pool.learners.languages[i] & pool.educators.languages[j]) == 0)) {
        continue;
      }
      const std::uint64_t key =
          static_cast<std::uint64_t>(attribute_points(pool, weights, i, j)) << 32 | (~j & 0xFFFFFFFFU);
      if (best.size() == length && key < best.front()) continue;
      if (best.size() == length) {
        std::ranges::pop_heap(best, std::greater<>());
        best.pop_back();
      }
      best.push_back(key);
      std::ranges::push_heap(best, std::greater<>());
    }
    for (const std::uint64_t key : best) sum += key >> 32;
  }
  return sum;
}

/// All pairs scored and the best 50 kept, by every instruction set, against plain code that takes pair after pair.
/// `languages`: 0 where nearly all share one, else so many, each spoken by as many people.
void scoring(int rounds, std::uint32_t languages) {
  PoolShape shape = shape_of(2'000, 60'000, 300);
  if (languages > 0) shape.first_language = 0, shape.languages = languages;
  shape.facts_each = 0;
  shape.capacity = 12;
  SeededRandom random(1);
  Pool pool = random_pool(random, shape);
  for (std::int32_t& seats : pool.capacity) seats = std::max(seats, 1);
  const HardRules rules{.common_language_required = true};
  const Weights weights = plausible_weights();
  const double pairs = static_cast<double>(pool.learner_count()) * pool.educator_count() / 1e9;
  constexpr std::pair<const char*, Instructions> sets[] = {
      {"portable", Instructions::portable}, {"AVX2", Instructions::avx2}, {"AVX-512", Instructions::avx512}};
  std::vector<double> plain, scans[std::size(sets)];
  for (int round = 0; round < rounds; ++round) {
    double start = cpu_seconds();
    const std::uint64_t wanted = one_pair_at_a_time(pool, rules, weights, 50);
    plain.push_back(cpu_seconds() - start);
    for (std::size_t n = 0; n < std::size(sets); ++n) {
      start = cpu_seconds();
      const Candidates c =
          find_candidates(pool, rules, weights, {.list_length = 50, .instructions = sets[n].second}).value();
      scans[n].push_back(cpu_seconds() - start);
      std::uint64_t sum = 0;
      for (const std::int32_t score : c.score) sum += static_cast<std::uint64_t>(score);
      if (sum != wanted) std::printf("  DIFFERENT SCORES with %s\n", sets[n].first);
    }
  }
  std::printf("scoring %.2f billion pairs, lists of 50, %s, one thread, medians of %d\n", pairs,
              languages > 0 ? "many languages" : "nearly all share a language", rounds);
  const double rival = median(plain);
  std::printf("  %-20s %6.3f billion pairs/s\n", "pair after pair", pairs / rival);
  for (std::size_t n = 0; n < std::size(sets); ++n) {
    const double own = median(scans[n]);
    std::printf("  %-20s %6.3f billion pairs/s   %5.1f times\n", sets[n].first, pairs / own, rival / own);
  }
}

}  // namespace

int main(int count, char** arguments) {
  std::vector<std::string> wanted(arguments + 1, arguments + count);
  if (wanted.size() == 2 && wanted[0] == "alone") return run_alone(wanted[1]);
  Threads threads = Threads::one;
  std::erase_if(wanted, [&](const std::string& word) {
    if (word == "two") threads = Threads::two;
    return word == "one" || word == "two";
  });
  if (wanted.empty()) wanted = {"roster", "10k", "100k", "rival", "fair"};
  if (wanted[0] == "all")
    wanted = {"roster", "10k",       "100k", "250k",  "national", "rival",  "rival250k",
              "edits",  "edits250k", "fair", "pairs", "groups",   "scoring"};
  const HardRules rules{true, true, false, true};
  const HardRules here{true, true, true, true};
  for (const std::string& what : wanted) {
    if (what == "roster") {
      people("roster, all pairs", shape_of(500, 500, 4), rules, 0, threads, Solve::yes);
      people("roster, lists of 20", shape_of(500, 500, 4), rules, 20, threads, Solve::yes);
    }
    if (what == "10k") {
      published("real 10k", Family::real, 10'000, 2'500, 40);
      people("people 10k", shape_of(10'000, 2'500, 20), rules, 50, threads, Solve::yes);
      people("people 10k", shape_of(10'000, 2'500, 20), here, 50, threads, Solve::yes);
    }
    if (what == "100k") published("real 100k", Family::real, 100'000, 25'000, 50);
    if (what == "250k") published("real 250k", Family::real, 250'000, 60'000, 50);
    if (what == "rival" || what == "rival250k") {
      std::printf("build and solve, auction against network simplex, one thread\n");
      for (const auto& [name, family] : families) {
        const std::string title = name;
        if (what == "rival250k") {
          against_rival((title + " 250k").c_str(), family, 250'000, 60'000, 50, 3);
        } else {
          against_rival((title + " 1k").c_str(), family, 1'000, 250, 30, 11);
          against_rival((title + " 10k").c_str(), family, 10'000, 2'500, 40, 7);
          against_rival((title + " 100k").c_str(), family, 100'000, 25'000, 50, 3);
        }
      }
    }
    if (what == "whole" || what == "whole250k") {
      std::printf("from candidate arrays to a checked solution, against network simplex from the same arrays\n");
      if (what == "whole") end_to_end("real 100k", Family::real, 100'000, 25'000, 50, 3);
      else end_to_end("real 250k", Family::real, 250'000, 60'000, 50, 3);
      std::printf("most matched first, against network simplex with a penalty of ten million\n");
      if (what == "whole") most_matched("scarce 100k", Family::scarce, 100'000, 25'000, 50, 3);
      else most_matched("scarce 250k", Family::scarce, 250'000, 60'000, 50, 3);
    }
    if (what == "reads") {
      std::printf("in reads of all edges, one thread, medians\n");
      for (const auto& [name, family] : families)
        in_reads((std::string(name) + " 250k").c_str(), family, 250'000, 60'000, 50, 5);
    }
    if (what == "memory") memory(arguments[0]);
    if (what == "edits" || what == "edits250k") {
      std::printf("a hundred edits, each answered exactly, against solving once from nothing\n");
      for (const auto& [name, family] : families) {
        const std::string title = name;
        if (what == "edits250k") {
          edits((title + " 250k").c_str(), family, 250'000, 60'000, 50);
        } else {
          edits((title + " 10k").c_str(), family, 10'000, 2'500, 40);
          edits((title + " 100k").c_str(), family, 100'000, 25'000, 50);
        }
      }
    }
    if (what == "fair" || what == "fair100k") {
      std::printf("fair objectives, one thread, processor time against most_then_total\n");
      for (const auto& [name, family] : families) {
        const std::string title = name;
        if (what == "fair") fair((title + " 10k").c_str(), family, 10'000, 2'500, 40);
        else fair((title + " 100k").c_str(), family, 100'000, 25'000, 50);
      }
    }
    if (what == "fair250k") {
      std::printf("fair objectives, one thread, processor time against most_then_total\n");
      fair("real 250k", Family::real, 250'000, 60'000, 50);
      fair("coarse 250k", Family::coarse, 250'000, 60'000, 50);
    }
    if (what == "changes" || what == "changes250k") {
      for (const auto& [name, family] : families) {
        if (what == "changes") changes(name, family, 10'000, 2'500, 40);
        else changes(name, family, 250'000, 60'000, 50);
      }
    }
    if (what == "lottery") {
      for (const auto& [name, family] : families)
        for (const bool tied : {false, true})
          lotteries(tied ? "nearly all tied" : name, family, 10'000, 2'500, 40, tied, 1'000);
    }
    if (what == "pairs") {
      std::printf("maximum-weight pairs, degree 30, against LEMON's MaxWeightedMatching, one thread\n");
      for (const auto& [name, kind] : {std::pair{"uniform", Peers::uniform}, std::pair{"local", Peers::local}}) {
        const std::string title = name;
        pairs_against_rival((title + " 1k").c_str(), kind, 1'000, 11);
        pairs_against_rival((title + " 20k").c_str(), kind, 20'000, 7);
        stable_pairs((title + " 20k").c_str(), kind, 20'000);
      }
    }
    if (what == "pairs100k") {
      for (const auto& [name, kind] : {std::pair{"uniform", Peers::uniform}, std::pair{"local", Peers::local}})
        pairs_against_rival((std::string(name) + " 100k").c_str(), kind, 100'000, 1);
    }
    if (what == "groups") {
      for (const std::uint32_t people : {40U, 200U, 2'000U, 20'000U}) peer_groups(people);
    }
    if (what == "scoring")
      for (const std::uint32_t languages : {0U, 12U}) scoring(5, languages);
    if (what == "national") {
      people("national", shape_of(250'000, 60'000, 300), rules, 50, threads, Solve::yes);
      people("national", shape_of(250'000, 60'000, 300), here, 50, threads, Solve::yes);
    }
  }
  return 0;
}
