// Pairs among peers: against brute force, worked examples, shuffled input, refusals, limits; and the checker against
// lies.
#include "engines/matching/peers.h"

#include <gtest/gtest.h>

#include "engines/matching/peer_solvers.h"
#include "engines/matching/test_peers.h"

namespace chiron::matching {
namespace {

using Kind = PeerViolation::Kind;

std::string key_of(const Result<PeerSolution>& result) { return result ? "" : result.error().key; }

std::string first_of(const std::vector<PeerViolation>& violations) {
  return violations.empty() ? "" : std::string(name_of(violations.front().kind));
}

const PeerObjective weighted[] = {PeerObjective::total, PeerObjective::most_then_total};

TEST(Peers, OddCirclesNeedOddSets) {
  // A triangle of 6, 6 and 6: fractions would be worth 9, whole pairs are worth 6, and the odd set pays for the rest.
  const PeerProblem p = peers_of(3, {{0, 1, 6}, {1, 2, 6}, {2, 0, 6}});
  const PeerSolution s = pair_up(p).value();
  EXPECT_EQ(s.total, 6);
  EXPECT_EQ(s.pairs, 1U);
  EXPECT_EQ(s.outcome, PeerOutcome::optimal);
  EXPECT_EQ(s.gap, 0);
  EXPECT_EQ(s.proof.set_price.size(), 1U);
  EXPECT_EQ(first_of(check(p, s)), "");
}

TEST(Peers, PairsMoreBeforePairingBetter) {
  PeerProblem p = peers_of(4, {{0, 1, 1}, {1, 2, 100}, {2, 3, 1}});
  EXPECT_EQ(pair_up(p).value().total, 100);
  p.objective = PeerObjective::most_then_total;
  const PeerSolution s = pair_up(p).value();
  EXPECT_EQ(s.peer_of, (std::vector<std::int32_t>{1, 0, 3, 2}));
  EXPECT_EQ(s.total, 2);
  EXPECT_EQ(first_of(check(p, s)), "");
}

TEST(Peers, PairsBelowZeroAreMadeOnlyForTheSakeOfMore) {
  PeerProblem p = peers_of(2, {{0, 1, -5}});
  EXPECT_EQ(pair_up(p).value().pairs, 0U);
  p.objective = PeerObjective::most_then_total;
  EXPECT_EQ(pair_up(p).value().pairs, 1U);
}

TEST(Peers, NobodyAndOnePersonHaveEmptyAnswers) {
  for (const PeerObjective objective : {PeerObjective::total, PeerObjective::most_then_total, PeerObjective::stable}) {
    for (const std::uint32_t people : {0U, 1U, 5U}) {
      const PeerProblem p = peers_of(people, {}, objective);
      const PeerSolution s = pair_up(p).value();
      EXPECT_EQ(s.peer_of, std::vector<std::int32_t>(people, alone));
      EXPECT_EQ(s.outcome, objective == PeerObjective::stable ? PeerOutcome::stable : PeerOutcome::optimal);
      EXPECT_EQ(first_of(check(p, s)), "");
    }
  }
}

TEST(Peers, WeightedAgreesWithBruteForce) {
  for (const PeerObjective objective : weighted) {
    for (std::uint64_t seed = 1; seed <= 1500; ++seed) {
      SCOPED_TRACE(testing::Message() << name_of(objective) << " seed " << seed);
      SeededRandom random(seed);
      const PeerProblem p = random_peers(random, 8, objective);
      const PeerSolution s = pair_up(p).value();
      ASSERT_EQ(s.outcome, PeerOutcome::optimal);
      ASSERT_EQ(s.gap, 0);
      std::pair<std::uint32_t, std::int64_t> best{0, std::numeric_limits<std::int64_t>::min()};
      for_every_pairing(p, [&](const auto& peer_of) { best = std::max(best, worth(p, peer_of)); });
      ASSERT_EQ(worth(p, s.peer_of), best);
      ASSERT_EQ(first_of(check(p, s)), "");
    }
  }
}

TEST(Peers, LeavingOutUnlikelyPairsChangesNothing) {
  for (const PeerObjective objective : weighted) {
    for (std::uint64_t seed = 1; seed <= 400; ++seed) {
      SCOPED_TRACE(testing::Message() << name_of(objective) << " seed " << seed);
      SeededRandom random(seed);
      const PeerProblem p = random_peers(random, 40, objective);
      const CanonicalPeers peers = canonical_form(p);
      std::vector<std::int64_t> weight;
      for (const std::uint64_t pair : peers.pair)
        weight.push_back(p.score[pair] + (objective == PeerObjective::total ? 0 : 1000));
      std::vector<std::int64_t> values;
      for (const std::uint32_t likely : {1U, 2U, 1000U}) {
        WorkMeter meter(0, {});
        const PairingAnswer answer = heaviest_pairs(peers, weight, meter, likely);
        ASSERT_TRUE(answer.finished);
        std::int64_t value = 0;
        for (std::size_t n = 0; n < weight.size(); ++n)
          if (answer.peer_of[peers.one[n]] == static_cast<std::int64_t>(peers.other[n])) value += weight[n];
        values.push_back(value);
      }
      ASSERT_EQ(values[0], values[2]);
      ASSERT_EQ(values[1], values[2]);
    }
  }
}

TEST(Peers, StableAgreesWithBruteForce) {
  int without = 0, two_circles = 0;
  for (std::uint64_t seed = 1; seed <= 4000; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    SeededRandom random(seed);
    const PeerProblem p = random_peers(random, 8, PeerObjective::stable);
    const PeerSolution s = pair_up(p).value();
    ASSERT_EQ(first_of(check(p, s)), "");
    const auto place = places(p);
    bool exists = false;
    for_every_pairing(p, [&](const auto& peer_of) { exists = exists || blocking_pairs(p, place, peer_of) == 0; });
    ASSERT_EQ(s.outcome, exists ? PeerOutcome::stable : PeerOutcome::no_stable);
    ASSERT_EQ(blocking_pairs(p, place, s.peer_of) == 0, exists);
    without += !exists;
    // Where two people are left out, leaving out any one would not do.
    for (PersonIndex out = 0; out < p.person_count && s.left_out.size() == 2; ++out) {
      two_circles += out == 0;
      PeerProblem q = p;
      for (std::uint64_t e = 0; e < q.pair_count(); ++e) {
        if (q.person[e] != out && q.peer[e] != out) continue;
        q.person.erase(q.person.begin() + static_cast<std::ptrdiff_t>(e));
        q.peer.erase(q.peer.begin() + static_cast<std::ptrdiff_t>(e));
        q.score.erase(q.score.begin() + static_cast<std::ptrdiff_t>(e));
        if (!q.person_rank.empty()) {
          q.person_rank.erase(q.person_rank.begin() + static_cast<std::ptrdiff_t>(e));
          q.peer_rank.erase(q.peer_rank.begin() + static_cast<std::ptrdiff_t>(e));
        }
        --e;
      }
      const auto places_left = places(q);
      for_every_pairing(q, [&](const auto& peer_of) { ASSERT_NE(blocking_pairs(q, places_left, peer_of), 0U); });
    }
  }
  EXPECT_GT(without, 100) << "too few instances without stable pairs to mean anything";
  EXPECT_GT(two_circles, 0) << "too few instances with two odd circles to mean anything";
}

TEST(Peers, WithoutRanksStablePairsAlwaysExist) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    SeededRandom random(seed);
    PeerProblem p = random_peers(random, 30, PeerObjective::stable);
    p.person_rank.clear();
    p.peer_rank.clear();
    ASSERT_EQ(pair_up(p).value().outcome, PeerOutcome::stable) << "seed " << seed;
  }
}

TEST(Peers, WorkedExampleOfSixRoommates) {
  // The lists of the usual textbook example; its one stable answer is 1–6, 2–4, 3–5.
  const PeerProblem p = roommates_of(
      {{3, 4, 2, 6, 5}, {6, 5, 4, 1, 3}, {2, 4, 5, 1, 6}, {5, 2, 3, 6, 1}, {3, 1, 2, 4, 6}, {5, 1, 3, 4, 2}});
  const PeerSolution s = pair_up(p).value();
  EXPECT_EQ(s.outcome, PeerOutcome::stable);
  EXPECT_EQ(s.peer_of, (std::vector<std::int32_t>{5, 3, 4, 1, 2, 0}));
  EXPECT_EQ(first_of(check(p, s)), "");
}

TEST(Peers, GaleAndShapleysFourRoommatesHaveNoStablePairs) {
  const PeerProblem p = roommates_of({{2, 3, 4}, {3, 1, 4}, {1, 2, 4}, {1, 2, 3}});
  const PeerSolution s = pair_up(p).value();
  EXPECT_EQ(s.outcome, PeerOutcome::no_stable);
  EXPECT_EQ(s.successor, (std::vector<PersonIndex>{1, 2, 0, 3}));
  EXPECT_EQ(s.pairs, 1U);
  EXPECT_EQ(s.left_out.size(), 1U);
  EXPECT_EQ(first_of(check(p, s)), "");
}

TEST(Peers, SeveralOddCirclesBesideStablePairs) {
  // Three of three, five of five, and two who only have each other.
  PeerProblem p = roommates_of({{2, 3}, {3, 1}, {1, 2}, {5, 8}, {6, 4}, {7, 5}, {8, 6}, {4, 7}, {10}, {9}});
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    p.lottery_seed = seed;
    const PeerSolution s = pair_up(p).value();
    EXPECT_EQ(s.outcome, PeerOutcome::no_stable);
    EXPECT_EQ(s.left_out.size(), 2U);
    EXPECT_EQ(s.pairs, 4U);
    EXPECT_EQ(first_of(check(p, s)), "");
  }
}

TEST(Peers, SameAnswerWhateverTheOrderOfRows) {
  for (const PeerObjective objective : {PeerObjective::total, PeerObjective::most_then_total, PeerObjective::stable}) {
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
      SCOPED_TRACE(testing::Message() << name_of(objective) << " seed " << seed);
      SeededRandom random(seed);
      const PeerProblem p = random_peers(random, 40, objective);
      const PeerSolution s = pair_up(p).value();
      ASSERT_EQ(first_of(check(p, s)), "");
      const ShuffledPeers other = shuffled(random, p);
      const PeerSolution t = pair_up(other.problem).value();
      ASSERT_EQ(first_of(check(other.problem, t)), "");
      ASSERT_EQ(t.outcome, s.outcome);
      ASSERT_EQ(t.left_out.size(), s.left_out.size());
      for (PersonIndex i = 0; i < p.person_count; ++i) {
        const std::int32_t expected =
            s.peer_of[i] == alone ? alone : static_cast<std::int32_t>(other.person_at[s.peer_of[i]]);
        ASSERT_EQ(t.peer_of[other.person_at[i]], expected);
      }
    }
  }
}

TEST(Peers, LargerInstancesProveThemselves) {
  for (const PeerObjective objective : {PeerObjective::total, PeerObjective::most_then_total, PeerObjective::stable}) {
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
      SCOPED_TRACE(testing::Message() << name_of(objective) << " seed " << seed);
      SeededRandom random(seed);
      const PeerProblem p = random_peers(random, 300, objective);
      const PeerSolution s = pair_up(p).value();
      ASSERT_EQ(first_of(check(p, s)), "");
      ASSERT_NE(s.outcome, PeerOutcome::stopped);
    }
  }
}

TEST(Peers, TheEndsOfTheRangeAreComputedExactly) {
  PeerProblem p = peers_of(5, {{0, 1, max_score}, {1, 2, -max_score}, {2, 3, max_score}, {3, 4, 1}, {4, 0, max_score}});
  for (const PeerObjective objective : weighted) {
    p.objective = objective;
    const PeerSolution s = pair_up(p).value();
    EXPECT_EQ(s.total, 2LL * max_score);
    EXPECT_EQ(first_of(check(p, s)), "");
  }
}

TEST(Peers, RefusesWhatContradictsItself) {
  EXPECT_EQ(key_of(pair_up(peers_of(2, {{0, 0, 1}}))), "matching.peer_self");
  EXPECT_EQ(key_of(pair_up(peers_of(3, {{0, 1, 1}, {1, 2, 1}, {1, 0, 2}}))), "matching.peer_repeated");
  EXPECT_EQ(key_of(pair_up(peers_of(2, {{0, 1, max_score + 1}}))), "matching.bad_peer_score");
  EXPECT_EQ(key_of(pair_up(peers_of(2, {{0, 2, 1}}))), "matching.bad_problem");
  PeerProblem huge = peers_of(3'000'000, {{0, 1, max_score}, {1, 2, -max_score}}, PeerObjective::most_then_total);
  EXPECT_EQ(key_of(pair_up(huge)), "matching.overflow");
  PeerProblem keys = peers_of(2, {{0, 1, 1}});
  keys.key = {{1, 1}, {1, 1}};
  EXPECT_EQ(key_of(pair_up(keys)), "matching.bad_problem");
}

TEST(Peers, StoppedAnswersAreAllowedOnesWithTheirGap) {
  SeededRandom random(7);
  PeerProblem p = random_peers(random, 60, PeerObjective::total);
  const std::int64_t best = pair_up(p).value().total;
  const std::uint64_t enough = pair_up(p).value().work;
  for (std::uint64_t limit = 1; limit < enough; limit += 1 + enough / 50) {
    const PeerSolution s = pair_up(p, {limit}).value();
    ASSERT_EQ(s.outcome, PeerOutcome::stopped);
    ASSERT_GE(s.total + s.gap, best);
    ASSERT_EQ(first_of(check(p, s)), "");
  }
  EXPECT_EQ(pair_up(p, {enough}).value().outcome, PeerOutcome::optimal);
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(pair_up(p, {}, stop.get_token()).value().outcome, PeerOutcome::stopped);
  p.objective = PeerObjective::stable;
  EXPECT_EQ(pair_up(p, {}, stop.get_token()).value().outcome, PeerOutcome::stopped);
}

TEST(PeersCheck, FindsEveryLieAboutWeightedPairs) {
  const PeerProblem p = peers_of(7, {{0, 1, 6}, {1, 2, 6}, {2, 0, 6}, {3, 4, 2}, {4, 5, 3}, {5, 6, 2}, {6, 0, 1}});
  const PeerSolution honest = pair_up(p).value();
  ASSERT_EQ(first_of(check(p, honest)), "");
  ASSERT_EQ(honest.proof.set_price.size(), 1U);
  const auto lie = [&](auto change) {
    PeerSolution s = honest;
    change(s);
    return first_of(check(p, s));
  };
  EXPECT_EQ(lie([](PeerSolution& s) { s.peer_of.pop_back(); }), "wrong_size");
  EXPECT_EQ(lie([](PeerSolution& s) { s.proof.price.pop_back(); }), "wrong_size");
  EXPECT_EQ(lie([](PeerSolution& s) { s.proof.scale = 0; }), "wrong_size");
  EXPECT_EQ(lie([](PeerSolution& s) { s.outcome = PeerOutcome::stable; }), "wrong_size");
  EXPECT_EQ(lie([](PeerSolution& s) { std::swap(s.peer_of[0], s.peer_of[3]); }), "not_mutual");
  EXPECT_EQ(lie([](PeerSolution& s) { s.peer_of[0] = 99; }), "unknown_pair");
  EXPECT_EQ(lie([](PeerSolution& s) {
              s.peer_of = {3, alone, alone, 0, alone, alone, alone};
              s.total = 0;
              s.pairs = 0;
            }),
            "unknown_pair");
  EXPECT_EQ(lie([](PeerSolution& s) { ++s.total; }), "wrong_total");
  EXPECT_EQ(lie([](PeerSolution& s) { ++s.pairs; }), "wrong_total");
  EXPECT_EQ(lie([](PeerSolution& s) { s.proof.price[0] = -1; }), "negative_price");
  EXPECT_EQ(lie([](PeerSolution& s) { s.proof.set_price[0] = -s.proof.set_price[0]; }), "negative_price");
  EXPECT_EQ(lie([](PeerSolution& s) { s.proof.member[0] = s.proof.member[1]; }), "bad_set");
  EXPECT_EQ(lie([](PeerSolution& s) {
              s.proof.member.pop_back();
              s.proof.set_start.back() = s.proof.member.size();
            }),
            "bad_set");
  EXPECT_EQ(lie([](PeerSolution& s) { --s.proof.set_price[0]; }), "dual_infeasible");
  EXPECT_EQ(lie([](PeerSolution& s) { ++s.proof.price[0]; }), "values_differ");
  EXPECT_EQ(lie([](PeerSolution& s) { s.gap = 1; }), "values_differ");
  EXPECT_EQ(lie([](PeerSolution& s) { s.proof.bonus = 1; }), "dual_infeasible");
  EXPECT_EQ(
      lie([](PeerSolution& s) {  // fewer pairs, honestly added up
        const auto a = static_cast<std::size_t>(
            std::find_if(s.peer_of.begin(), s.peer_of.end(), [](auto b) { return b != alone; }) - s.peer_of.begin());
        s.peer_of[static_cast<std::size_t>(s.peer_of[a])] = alone;
        s.peer_of[a] = alone;
        s.total -= 6;
        --s.pairs;
      }),
      "values_differ");
  // A proof that is valid for its bonus, but the bonus is too small to say anything about the most pairs.
  PeerProblem most = p;
  most.objective = PeerObjective::most_then_total;
  EXPECT_EQ(first_of(check(most, honest)), "bonus_too_small");
}

TEST(PeersCheck, FindsEveryLieAboutStablePairs) {
  // 1, 2, 3 in a circle; 4 and 5, who both like 1 better, have each other.
  const PeerProblem p = roommates_of({{2, 3, 4, 5}, {3, 1}, {1, 2}, {1, 5}, {1, 4}, {}});
  const PeerSolution honest = pair_up(p).value();
  ASSERT_EQ(honest.outcome, PeerOutcome::no_stable);
  ASSERT_EQ(first_of(check(p, honest)), "");
  const auto lie = [&](auto change) {
    PeerSolution s = honest;
    change(s);
    return first_of(check(p, s));
  };
  EXPECT_EQ(lie([](PeerSolution& s) { s.outcome = PeerOutcome::optimal; }), "wrong_size");
  EXPECT_EQ(lie([](PeerSolution& s) { s.outcome = PeerOutcome::stable; }), "no_odd_circle");
  EXPECT_EQ(lie([](PeerSolution& s) { s.left_out.clear(); }), "blocking_pair");
  EXPECT_EQ(lie([](PeerSolution& s) { s.left_out.push_back(5); }), "wrong_left_out");
  EXPECT_EQ(lie([](PeerSolution& s) { s.left_out.push_back(77); }), "wrong_left_out");
  EXPECT_EQ(lie([](PeerSolution& s) { s.successor.pop_back(); }), "wrong_size");
  EXPECT_EQ(lie([](PeerSolution& s) { s.successor[0] = 2; }), "bad_partition");
  EXPECT_EQ(lie([](PeerSolution& s) { s.successor = {2, 0, 1, 4, 3, 5}; }), "bad_partition");
  EXPECT_EQ(lie([](PeerSolution& s) { s.successor = {0, 1, 2, 4, 3, 5}; }), "unstable_partition");
  // Unstable pairs passed off as stable, in an instance that has stable ones.
  const PeerProblem q = roommates_of({{2, 3}, {1, 4}, {4, 1}, {3, 2}});
  PeerSolution s = pair_up(q).value();
  ASSERT_EQ(first_of(check(q, s)), "");
  s.peer_of = {2, 3, 0, 1};
  EXPECT_EQ(first_of(check(q, s)), "blocking_pair");
}

}  // namespace
}  // namespace chiron::matching
