// Matching again with a price for changes: against brute force, the network simplex and the resolver; the checker
// against lies.
#include "engines/matching/changes.h"

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <tuple>

#include "engines/matching/generate.h"
#include "engines/matching/resolve.h"
#include "engines/matching/rival.h"
#include "engines/matching/test_problems.h"

namespace chiron::matching {
namespace {

using Violated = Violation::Kind;

/// Anybody, nobody, or somebody who is not there any more.
std::vector<std::int32_t> drawn_current(SeededRandom& random, const Problem& p) {
  std::vector<std::int32_t> current(p.learner_count(), unmatched);
  for (LearnerIndex i = 0; i < p.learner_count(); ++i) {
    const std::uint64_t from = p.row_start[i], to = p.row_start[i + 1];
    if (random.below(5) == 0) continue;
    if (random.below(10) == 0) current[i] = departed;
    else if (from == to || random.below(6) == 0) current[i] = static_cast<std::int32_t>(random.below(p.educator_count));
    else current[i] = static_cast<std::int32_t>(p.educator[from + random.below(to - from)]);
  }
  return current;
}

std::int64_t changed_of(const std::vector<std::int32_t>& current, const std::vector<std::int32_t>& educator_of) {
  std::int64_t changed = 0;
  for (std::size_t i = 0; i < current.size(); ++i) changed += current[i] != unmatched && current[i] != educator_of[i];
  return changed;
}

bool above_floor(const Problem& p, const std::vector<std::int32_t>& educator_of) {
  for (LearnerIndex i = 0; i < p.learner_count(); ++i)
    if (educator_of[i] != unmatched &&
        p.score[find_pair(p, i, static_cast<EducatorIndex>(educator_of[i]))] < p.score_floor)
      return false;
  return true;
}

/// Placed (most_then_total), fewest changes (when they come first), total less penalties and prices.
using Worth = std::tuple<std::int64_t, std::int64_t, std::int64_t>;
Worth worth_of(const Problem& p, const std::vector<std::int32_t>& current, std::int64_t price, ChangeClaim claim,
               const std::vector<std::int32_t>& educator_of) {
  const auto [placed, points] = worth(p, educator_of);
  const std::int64_t changed = changed_of(current, educator_of);
  if (claim == ChangeClaim::fewest) return {placed, -changed, points};
  return {placed, 0, points - price * changed};
}

Worth best_of(const Problem& p, const std::vector<std::int32_t>& current, std::int64_t price, ChangeClaim claim) {
  Worth best{-1, 0, 0};
  for_every_assignment(p, [&](const std::vector<std::int32_t>& educator_of) {
    if (above_floor(p, educator_of)) best = std::max(best, worth_of(p, current, price, claim, educator_of));
  });
  return best;
}

/// A problem of either objective, perhaps with a floor that its pins keep.
Problem drawn_problem(SeededRandom& random) {
  Problem p = random_problem(random, 6, 4, random.below(2) ? Objective::total : Objective::most_then_total);
  if (random.below(3) == 0) {
    p.score_floor = static_cast<std::int32_t>(random.below(4)) - 2;
    std::erase_if(p.pins,
                  [&](const Pair& pin) { return p.score[find_pair(p, pin.learner, pin.educator)] < p.score_floor; });
  }
  return p;
}

void expect_true(const Problem& p, const std::vector<std::int32_t>& current, const Rematch& r, ChangeClaim claim) {
  ASSERT_EQ(r.solution.outcome, Outcome::optimal);
  ASSERT_EQ(r.changes.worth, r.changes.bound);
  const auto wrong = check(p, current, r, claim);
  ASSERT_TRUE(wrong.empty()) << name_of(wrong[0].kind) << " learner " << wrong[0].learner << " educator "
                             << wrong[0].educator;
}

TEST(Changes, AgreeWithBruteForceAtEveryPrice) {
  for (std::uint64_t seed = 1; seed <= 1200; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    SeededRandom random(seed);
    const Problem p = drawn_problem(random);
    const auto current = drawn_current(random, p);
    for (const std::int64_t price : {std::int64_t{0}, static_cast<std::int64_t>(random.below(15))}) {
      const Rematch r = *rematch(p, current, price);
      expect_true(p, current, r, ChangeClaim::priced);
      ASSERT_EQ(worth_of(p, current, price, ChangeClaim::priced, r.solution.educator_of),
                best_of(p, current, price, ChangeClaim::priced));
      ASSERT_EQ(r.changes.changed, changed_of(current, r.solution.educator_of));
      ASSERT_EQ(r.changes.total, total_of(p, r.solution.educator_of));
    }
    const Rematch fewest = *rematch_with_fewest_changes(p, current);
    expect_true(p, current, fewest, ChangeClaim::fewest);
    ASSERT_EQ(worth_of(p, current, 0, ChangeClaim::fewest, fewest.solution.educator_of),
              best_of(p, current, 0, ChangeClaim::fewest));
  }
}

TEST(Changes, ChainsThatNeedALargePriceGetIt) {
  // The first learner's educator left. Two chains of learners lead to a free place, each moving to that of the next:
  // one is shorter by one change, the other worth ten points more for each. Among the changes of the shorter chain the
  // total counts: its last learner has a choice of two free places.
  for (const std::int32_t length : {5, 40, 300}) {
    Problem p;
    std::vector<std::int32_t> current;
    const auto seat = [&] { return p.capacity.push_back(1), static_cast<EducatorIndex>(p.educator_count++); };
    const auto pair = [&](EducatorIndex educator, std::int32_t score) {
      p.educator.push_back(educator), p.score.push_back(score);
    };
    std::array<std::vector<EducatorIndex>, 2> chain;
    for (std::int32_t n = 0; n <= length; ++n) chain[0].push_back(seat());
    for (std::int32_t n = 0; n <= length + 1; ++n) chain[1].push_back(seat());
    const EducatorIndex better = seat();
    pair(chain[0][0], 0), pair(chain[1][0], 10);
    p.row_start.push_back(p.educator.size()), current.push_back(departed);
    for (const int which : {0, 1})
      for (std::size_t n = 0; n + 1 < chain[which].size(); ++n) {
        pair(chain[which][n], 0), pair(chain[which][n + 1], 10 * which);
        if (which == 0 && n + 2 == chain[0].size()) pair(better, 3);
        p.row_start.push_back(p.educator.size()), current.push_back(static_cast<std::int32_t>(chain[which][n]));
      }
    for (const Objective objective : {Objective::total, Objective::most_then_total}) {
      p.objective = objective;
      p.unmatched_penalty = 100'000;
      SCOPED_TRACE(testing::Message() << length << " " << name_of(objective));
      const Rematch r = *rematch_with_fewest_changes(p, current);
      expect_true(p, current, r, ChangeClaim::fewest);
      const std::int64_t least = objective == Objective::total ? 0 : length;  // who has nobody leaves all others alone
      ASSERT_EQ(r.changes.changed, 1 + least);
      ASSERT_EQ(r.changes.total, objective == Objective::total ? 0 : 3);
      if (objective == Objective::most_then_total) {
        ASSERT_GT(r.price, 10 * length);
      }
    }
  }
}

TEST(Changes, AgreeWithTheNetworkSimplex) {
  for (const Family family : {Family::real, Family::coarse, Family::scarce})
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
      SCOPED_TRACE(testing::Message() << "family " << static_cast<int>(family) << " seed " << seed);
      SeededRandom random(seed);
      Problem p = generate(family, 600, 150, 12, seed);
      p.unmatched_penalty = static_cast<std::int64_t>(random.below(30'000));
      const auto current = drawn_current(random, p);
      const auto price = static_cast<std::int64_t>(random.below(5'000));
      const Rematch r = *rematch(p, current, price);
      expect_true(p, current, r, ChangeClaim::priced);
      // The rival gets scores that are priced here.
      Problem q = p;
      for (LearnerIndex i = 0; i < q.learner_count(); ++i)
        for (std::uint64_t e = q.row_start[i]; e < q.row_start[i + 1]; ++e)
          if (static_cast<std::int64_t>(q.educator[e]) == current[i]) q.score[e] += static_cast<std::int32_t>(price);
      const Canonical canonical = canonical_form(q);
      const FlowAnswer rival = network_simplex(canonical, q.score, q.unmatched_penalty);
      std::vector<std::int32_t> educator_of(q.learner_count(), unmatched);
      for (std::uint32_t i = 0; i < canonical.learner_count(); ++i)
        if (rival.column_of[i] != unmatched)
          educator_of[canonical.learner[i]] = static_cast<std::int32_t>(canonical.educator[rival.column_of[i]]);
      ASSERT_EQ(r.changes.worth, worth(p, educator_of).second - price * changed_of(current, educator_of));
      const Rematch fewest = *rematch_with_fewest_changes(p, current);
      expect_true(p, current, fewest, ChangeClaim::fewest);
      ASSERT_LE(fewest.changes.changed, r.changes.changed);
    }
}

TEST(Changes, SaysWhoCannotKeepTheirs) {
  // Of six learners with a current educator: kept; not listed; forbidden; below the floor; pinned elsewhere; departed.
  Problem p = problem_of({{{0, 5}}, {{0, 5}}, {{0, 5}}, {{0, 1}, {1, 9}}, {{0, 5}, {1, 5}}, {{1, 3}}, {{0, 7}}}, {5, 5},
                         Objective::total);
  p.score_floor = 2;
  p.forbids = {{2, 0}};
  p.pins = {{4, 1}};
  const std::vector<std::int32_t> current = {0, 1, 0, 0, 0, departed, unmatched};
  const Priced priced = *price_changes(p, current, 100);
  EXPECT_EQ(priced.current, 6U);
  EXPECT_EQ(priced.cannot_keep, (std::vector<LearnerIndex>{1, 2, 3, 4, 5}));
  EXPECT_EQ(priced.problem.score, (std::vector<std::int32_t>{105, 5, 5, 1, 9, 5, 5, 3, 7}));
  const Rematch r = *rematch(p, current, 100);
  EXPECT_EQ(r.solution.educator_of, (std::vector<std::int32_t>{0, 0, unmatched, 1, 1, 1, 0}));
  EXPECT_EQ(r.changes.kept, 1U);
  EXPECT_EQ(r.changes.changed, 5U);
  EXPECT_EQ(r.changes.total, 34);
  EXPECT_EQ(r.changes.worth, 34 - 500);
  expect_true(p, current, r, ChangeClaim::priced);
}

TEST(Changes, TheFloorIsAboutScoresWithoutThePrice) {
  Problem p = problem_of({{{0, 1}, {1, 4}}}, {1, 1});
  p.score_floor = 3;
  EXPECT_EQ(rematch(p, std::vector<std::int32_t>{0}, 50)->solution.educator_of[0], 1);
  p.score_floor = 0;
  EXPECT_EQ(rematch(p, std::vector<std::int32_t>{0}, 50)->solution.educator_of[0], 0);
}

TEST(Changes, ResolverAnswersWhileThingsChange) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    SeededRandom random(seed);
    Problem p = generate(static_cast<Family>(random.below(4)), 90, 30, 6, seed);
    p.objective = random.below(2) ? Objective::total : Objective::most_then_total;
    const auto current = drawn_current(random, p);
    const auto price = static_cast<std::int64_t>(random.below(6'000));
    Resolver resolver = *Resolver::of(price_changes(p, current, price)->problem);
    for (int step = 0; step < 15; ++step) {
      const auto i = static_cast<LearnerIndex>(random.below(p.learner_count()));
      const EducatorIndex j = p.educator[p.row_start[i] + random.below(p.row_start[i + 1] - p.row_start[i])];
      const auto kind = static_cast<Change::Kind>(random.below(5));
      if (!resolver.apply({kind, i, j, static_cast<std::int64_t>(random.below(6))})) continue;
      // The same pins, forbids and seats in the problem as it is without prices.
      Problem now = p;
      now.pins = resolver.problem().pins;
      now.forbids = resolver.problem().forbids;
      now.capacity = resolver.problem().capacity;
      const Priced priced = *price_changes(now, current, price);
      // Who cannot keep theirs any more has a priced score that plays no part.
      const Rematch warm{resolver.solution(), price, changes_of(priced, current, resolver.solution()),
                         priced.cannot_keep};
      const Rematch cold = *rematch(now, current, price);
      ASSERT_EQ(warm.changes.total - price * warm.changes.changed, cold.changes.total - price * cold.changes.changed);
      if (p.objective == Objective::most_then_total) {
        ASSERT_EQ(warm.solution.matched, cold.solution.matched);
      }
      expect_true(now, current, warm, ChangeClaim::priced);
      if (HasFatalFailure()) return;
    }
  }
}

TEST(Changes, TradeoffHasEveryBestAnswer) {
  std::size_t most = 0;
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    SeededRandom random(seed);
    const Problem p = drawn_problem(random);
    const auto current = drawn_current(random, p);
    const Tradeoff t = *tradeoff_of_changes(p, current, 100);
    ASSERT_TRUE(t.complete);
    most = std::max(most, t.answers.size());
    for (std::size_t n = 1; n < t.answers.size(); ++n) {
      ASSERT_LT(t.answers[n - 1].price, t.answers[n].price);
      ASSERT_GT(t.answers[n - 1].changes.changed, t.answers[n].changes.changed);
    }
    expect_true(p, current, t.answers.back(), ChangeClaim::fewest);
    for (std::int64_t price = 0; price <= 25; ++price) {
      Worth best{-1, 0, 0};
      for (const Rematch& r : t.answers)
        best = std::max(best, worth_of(p, current, price, ChangeClaim::priced, r.solution.educator_of));
      ASSERT_EQ(best, best_of(p, current, price, ChangeClaim::priced)) << "price " << price;
    }
    const Tradeoff two = *tradeoff_of_changes(p, current, 2);
    ASSERT_LE(two.answers.size(), 2U);
    ASSERT_EQ(two.answers.back().changes.changed, t.answers.back().changes.changed);
  }
  EXPECT_GE(most, 3U);
}

TEST(Changes, TradeoffLooksAtBothPricesBesideWhereTwoAnswersAreEven) {
  // Everybody has a place of their own and another with a few points more: they change while that is worth the price,
  // and either way when it is worth just as much.
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    SeededRandom random(seed);
    Problem p;
    p.lottery_seed = seed;
    std::vector<std::int64_t> gain;
    std::vector<std::int32_t> current;
    for (LearnerIndex i = 0; i < 12; ++i) {
      gain.push_back(random.below(2) ? 0 : static_cast<std::int64_t>(1 + random.below(2)));
      current.push_back(static_cast<std::int32_t>(2 * i));
      for (const std::int64_t points : {std::int64_t{5}, 5 + gain.back()}) {
        p.educator.push_back(p.educator_count++);
        p.score.push_back(static_cast<std::int32_t>(points));
        p.capacity.push_back(1);
      }
      p.row_start.push_back(p.educator.size());
    }
    const Tradeoff t = *tradeoff_of_changes(p, current, 100);
    for (std::int64_t price = 0; price <= 4; ++price) {
      std::int64_t best = 0, found = -max_score;
      for (const std::int64_t points : gain) best += 5 + std::max<std::int64_t>(0, points - price);
      for (const Rematch& r : t.answers) found = std::max(found, r.changes.total - price * r.changes.changed);
      ASSERT_EQ(found, best) << "price " << price;
    }
  }
}

TEST(Changes, RefusesWhatCannotBe) {
  Problem p = problem_of({{{0, 999'999'990}}, {{0, 5}, {1, -5}}}, {1, 1});
  const std::vector<std::int32_t> current = {0, 0};
  EXPECT_EQ(price_changes(p, current, -1).error().key, "matching.change_price");
  EXPECT_EQ(price_changes(p, current, 11).error()["limit"], "10");
  EXPECT_TRUE(price_changes(p, current, 10));
  EXPECT_EQ(price_changes(p, std::vector<std::int32_t>{unmatched, 0}, 999'999'995)->problem.score[1], max_score);
  EXPECT_EQ(price_changes(p, std::vector<std::int32_t>{0}, 1).error()["what"], "current");
  EXPECT_EQ(price_changes(p, std::vector<std::int32_t>{0, 2}, 1).error()["what"], "current");
  EXPECT_EQ(price_changes(p, std::vector<std::int32_t>{-3, 0}, 1).error()["what"], "current");
  const Problem far = problem_of({{{0, -10}, {1, max_score}}}, {1, 1});
  const auto fewest = rematch_with_fewest_changes(far, std::vector<std::int32_t>{0});
  EXPECT_EQ(fewest.error().key, "matching.fewest_changes");
  EXPECT_EQ(fewest.error()["price"], "1000000000");
  EXPECT_EQ(rematch_with_fewest_changes(p, current, {.max_work = 1}).error().key, "matching.stopped");
  p.objective = Objective::leximin;
  EXPECT_EQ(price_changes(p, current, 1).error()["what"], "objective");
  EXPECT_EQ(rematch_with_fewest_changes(p, current).error()["what"], "objective");
  p.capacity[0] = -1;
  EXPECT_EQ(rematch(p, current, 1).error().key, "matching.bad_capacity");
}

TEST(Changes, CheckSeesEveryKindOfLie) {
  const Problem p = problem_of({{{0, 10}, {1, 8}}, {{0, 9}, {1, 3}}, {{0, 1}}}, {1, 2}, Objective::total);
  const std::vector<std::int32_t> current = {1, 1, departed};
  const Rematch good = *rematch_with_fewest_changes(p, current);
  expect_true(p, current, good, ChangeClaim::fewest);
  struct Case {
    Violated kind;
    std::function<void(Rematch&)> lie;
  };
  const Case cases[] = {
      {Violated::wrong_total, [](Rematch& r) { ++r.changes.total; }},
      {Violated::wrong_total, [](Rematch& r) { ++r.changes.kept; }},
      {Violated::wrong_total, [](Rematch& r) { --r.changes.changed; }},
      {Violated::wrong_total, [](Rematch& r) { ++r.changes.worth; }},
      {Violated::wrong_total, [](Rematch& r) { r.cannot_keep.push_back(0); }},
      {Violated::wrong_dual_value, [](Rematch& r) { ++r.changes.bound; }},
      {Violated::wrong_total, [](Rematch& r) { ++r.solution.total; }},
      {Violated::wrong_total, [](Rematch& r) { r.price = max_score; }},
      {Violated::wrong_size, [](Rematch& r) { r.price = -1; }},
      {Violated::wrong_size, [](Rematch& r) { r.solution.educator_of.pop_back(); }},
      {Violated::wrong_size, [](Rematch& r) { r.most_kept.reset(); }},
      {Violated::wrong_dual_value, [](Rematch& r) { ++r.most_kept->dual_value; }},
      {Violated::dual_infeasible, [](Rematch& r) { --r.most_kept->learner_dual[0]; }},
      {Violated::penalty_too_small, [](Rematch& r) { ++r.most_kept->penalty; }},
  };
  for (const Case& c : cases) {
    Rematch r = good;
    c.lie(r);
    const auto found = check(p, current, r, ChangeClaim::fewest);
    EXPECT_TRUE(std::any_of(found.begin(), found.end(), [&](const Violation& v) { return v.kind == c.kind; }))
        << name_of(c.kind);
  }
  // A true answer for a lower price has more changes, whatever proof is put beside it.
  Rematch low = *rematch(p, current, 0);
  expect_true(p, current, low, ChangeClaim::priced);
  low.most_kept = good.most_kept;
  ASSERT_FALSE(check(p, current, low, ChangeClaim::fewest).empty());
  EXPECT_EQ(check(p, current, low, ChangeClaim::fewest)[0].kind, Violated::gap_not_zero);
}

}  // namespace
}  // namespace chiron::matching
