// Changes to solved problems: exactly as good as solving the changed problem from nothing, with a proof of their own.
#include "engines/matching/resolve.h"

#include <gtest/gtest.h>

#include "engines/matching/generate.h"
#include "engines/matching/test_problems.h"

namespace chiron::matching {
namespace {

using Kind = Change::Kind;

/// A change of any kind; some are refused.
Change drawn(SeededRandom& random, const Problem& p, std::int32_t most_points) {
  Change change;
  change.kind = static_cast<Kind>(random.below(6));
  change.learner = static_cast<LearnerIndex>(random.below(p.learner_count()));
  const std::uint64_t from = p.row_start[change.learner], to = p.row_start[change.learner + 1];
  change.educator = to > from && random.below(10) ? p.educator[from + random.below(to - from)]
                                                  : static_cast<EducatorIndex>(random.below(p.educator_count));
  if (change.kind == Kind::unpin && !p.pins.empty() && random.below(4)) {
    const Pair pin = p.pins[random.below(p.pins.size())];
    change.learner = pin.learner, change.educator = pin.educator;
  }
  if (change.kind == Kind::allow && !p.forbids.empty() && random.below(4)) {
    const Pair pair = p.forbids[random.below(p.forbids.size())];
    change.learner = pair.learner, change.educator = pair.educator;
  }
  if (change.kind == Kind::capacity)
    change.value = static_cast<std::int64_t>(random.below(5)) - (random.below(20) == 0);
  if (change.kind == Kind::score)
    change.value =
        static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(most_points) * 2)) - most_points / 4;
  return change;
}

/// Exactly as good as a solve from nothing, and proven.
void expect_best(const Resolver& resolver) {
  const Solution warm = resolver.solution();
  const auto cold = solve(resolver.problem());
  ASSERT_TRUE(cold) << cold.error().debug_text();
  ASSERT_EQ(warm.outcome, Outcome::optimal);
  const auto wrong = check(resolver.problem(), warm);
  ASSERT_TRUE(wrong.empty()) << name_of(wrong.front().kind) << " learner " << wrong.front().learner << " educator "
                             << wrong.front().educator;
  const std::int64_t penalty = resolver.problem().unmatched_penalty;
  if (resolver.problem().objective == Objective::total) {
    ASSERT_EQ(warm.total + penalty * warm.matched, cold->total + penalty * cold->matched);
  } else {
    ASSERT_EQ(warm.matched, cold->matched);
    ASSERT_EQ(warm.total, cold->total);
  }
}

TEST(Resolve, SeatlessEducatorsNeverHaveANegativePrice) {
  Problem p = problem_of({{{1, -500}}, {{0, -64}}}, {1, 0}, Objective::total);
  p.unmatched_penalty = 1;
  Resolver resolver = Resolver::of(p).value();
  ASSERT_TRUE(resolver.apply({Kind::pin, 1, 0, 0}));
  expect_best(resolver);
}

TEST(Resolve, AnySolutionOfTheProblemIsAStart) {
  // Whatever it was best for: the prices of other objectives may be negative, or missing.
  std::uint32_t negative = 0;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    SeededRandom random(seed);
    Problem p = random_problem(random, 8, 6, all_objectives[seed % std::size(all_objectives)]);
    const Solution before = solve(p).value();
    for (const std::int64_t price : before.certificate.educator_price) negative += price < 0;
    for (const Objective objective : {Objective::total, Objective::most_then_total}) {
      p.objective = objective;
      const Solution cold = solve(p).value();
      const Solution on = solve_on(p, before).value();
      ASSERT_TRUE(check(p, on).empty());
      ASSERT_EQ(on.outcome, Outcome::optimal);
      ASSERT_EQ(worth(p, on.educator_of), worth(p, cold.educator_of));
      ASSERT_EQ(worth(p, Resolver::of(p, before).value().solution().educator_of), worth(p, cold.educator_of));
    }
  }
  EXPECT_GT(negative, 10U);
}

TEST(Resolve, EveryChangeIsAsGoodAsSolvingAnew) {
  for (std::uint64_t seed = 1; seed <= 120; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    SeededRandom random(seed);
    const auto family = static_cast<Family>(random.below(4));
    const auto educators = static_cast<std::uint32_t>(3 + random.below(12));
    Problem p = generate(family, educators * 3, educators, 1 + static_cast<std::uint32_t>(random.below(6)), seed);
    const std::int32_t most_points = random.below(2) ? 5 : 10'000;  // few distinct scores, or many
    for (std::int32_t& score : p.score) score = score % most_points * (random.below(2) ? 1 : 3);
    p.objective = random.below(2) ? Objective::total : Objective::most_then_total;
    p.unmatched_penalty = static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(most_points) * 2));
    if (random.below(2))
      p.score_floor = static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(most_points)));
    auto resolver = Resolver::of(p);
    ASSERT_TRUE(resolver) << resolver.error().debug_text();
    expect_best(*resolver);
    int refused = 0;
    for (int step = 0; step < 40; ++step) {
      SCOPED_TRACE(testing::Message() << "step " << step);
      std::vector<Change> changes;
      for (std::uint64_t n = 1 + random.below(3); n > 0; --n)
        changes.push_back(drawn(random, resolver->problem(), most_points));
      const Solution before = resolver->solution();
      if (random.below(3) == 0) {
        (void)resolver->preview(changes);
        const Solution after = resolver->solution();
        ASSERT_EQ(before.educator_of, after.educator_of);
        ASSERT_EQ(before.total, after.total);
        ASSERT_TRUE(check(resolver->problem(), after).empty());
        continue;
      }
      const auto moves = resolver->apply(changes);
      const Solution after = resolver->solution();
      if (!moves) {
        ++refused;
        ASSERT_EQ(before.educator_of, after.educator_of);
        continue;
      }
      // Moves say who sits elsewhere, and nobody else does.
      auto moved = before.educator_of;
      for (const Move& move : *moves) {
        ASSERT_EQ(moved[move.learner], move.from);
        moved[move.learner] = move.to;
      }
      ASSERT_EQ(moved, after.educator_of);
      expect_best(*resolver);
      if (HasFatalFailure()) return;
    }
    ASSERT_LT(refused, 30);
  }
}

TEST(Resolve, GoesOnFromASolution) {
  for (const auto objective : {Objective::total, Objective::most_then_total}) {
    Problem p = generate(Family::scarce, 400, 100, 12);
    p.objective = objective;
    p.pins = {{3, p.educator[p.row_start[3]]}};
    p.forbids = {{5, p.educator[p.row_start[5]]}};
    Solution solved = *solve(p);
    Resolver resolver = *Resolver::of(p, solved);
    EXPECT_EQ(resolver.solution().educator_of, solved.educator_of);
    expect_best(resolver);
    // A bad start costs time, nothing else.
    solved.certificate.educator_price.assign(p.educator_count, 777);
    for (std::uint32_t i = 0; i < p.learner_count(); i += 3) solved.educator_of[i] = unmatched;
    Resolver other = *Resolver::of(p, solved);
    expect_best(other);
    solved.educator_of.assign(p.learner_count(), 0);
    EXPECT_EQ(Resolver::of(p, solved).error().key, "matching.bad_problem");
  }
}

TEST(Resolve, PairsThatMayNotBeMadeAreNoStartForASolve) {
  Problem p = problem_of({{{0, 5}, {1, 1}}, {{0, 4}, {1, 2}}}, {1, 1});
  const Solution before = solve(p).value();
  ASSERT_EQ(before.educator_of, (std::vector<std::int32_t>{0, 1}));
  p.forbids = {{0, 0}};
  EXPECT_EQ(solve_on(p, before).error()["what"], "educator_of");
  EXPECT_EQ(Resolver::of(p, before).value().total(), 5);
  p.forbids.clear();
  p.score_floor = 3;
  EXPECT_EQ(solve_on(p, before).error()["what"], "educator_of");
  EXPECT_EQ(Resolver::of(p, before).value().total(), 5);
}

TEST(Resolve, ScoresCrossTheFloor) {
  Problem p = problem_of({{{0, 5}, {1, 1}}, {{0, 4}, {1, 2}}}, {1, 1});
  p.score_floor = 3;
  Resolver resolver = Resolver::of(p).value();
  EXPECT_EQ(resolver.matched(), 1U);
  EXPECT_EQ(resolver.total(), 5);
  ASSERT_TRUE(resolver.apply({Kind::score, 1, 1, 3}));
  EXPECT_EQ(resolver.total(), 8);
  ASSERT_TRUE(resolver.apply({Kind::score, 0, 0, 2}));
  EXPECT_EQ(resolver.educator_of(0), unmatched);
  EXPECT_EQ(resolver.total(), 4);  // the other takes the better place that became free
  expect_best(resolver);
  const auto key_of = [&](std::vector<Change> changes) { return resolver.apply(changes).error().key; };
  EXPECT_EQ(key_of({{Kind::pin, 0, 0, 0}}), "matching.pin_below_floor");
  EXPECT_EQ(key_of({{Kind::score, 1, 1, 2}, {Kind::pin, 1, 1, 0}}), "matching.pin_below_floor");
  EXPECT_EQ(key_of({{Kind::pin, 1, 1, 0}, {Kind::score, 1, 1, 2}}), "matching.pin_below_floor");
  EXPECT_TRUE(resolver.problem().pins.empty());
  EXPECT_EQ(resolver.total(), 4);
  ASSERT_TRUE(resolver.apply(std::vector<Change>{{Kind::score, 0, 1, 3}, {Kind::pin, 0, 1, 0}}));
  EXPECT_EQ(resolver.total(), 7);
  expect_best(resolver);
  // A solution made without the floor is a start as well.
  Problem low = p;
  low.score_floor = -max_score;
  Resolver on = Resolver::of(p, solve(low).value()).value();
  expect_best(on);
}

TEST(Resolve, PreviewSaysWhatApplyDoes) {
  Problem p = generate(Family::real, 400, 100, 20);
  p.objective = Objective::most_then_total;
  Resolver resolver = *Resolver::of(p);
  const std::int32_t now = resolver.solution().educator_of[7];
  const Change change{Kind::forbid, 7, static_cast<EducatorIndex>(now), 0};
  const auto foreseen = resolver.preview(std::span(&change, 1));
  ASSERT_TRUE(foreseen);
  ASSERT_FALSE(foreseen->empty());
  EXPECT_EQ(resolver.solution().educator_of[7], now);
  const auto done = resolver.apply(change);
  ASSERT_TRUE(done);
  ASSERT_EQ(foreseen->size(), done->size());
  for (std::size_t n = 0; n < done->size(); ++n) EXPECT_EQ((*foreseen)[n].to, (*done)[n].to);
}

TEST(Resolve, RefusalsChangeNothing) {
  Problem p = generate(Family::real, 40, 10, 5);
  Resolver resolver = *Resolver::of(p);
  const EducatorIndex listed = p.educator[p.row_start[3]];
  EducatorIndex unlisted = 0;
  while (std::find(p.educator.begin() + static_cast<std::ptrdiff_t>(p.row_start[3]),
                   p.educator.begin() + static_cast<std::ptrdiff_t>(p.row_start[4]),
                   unlisted) != p.educator.begin() + static_cast<std::ptrdiff_t>(p.row_start[4]))
    ++unlisted;
  const auto key_of = [&](std::vector<Change> changes) {
    const auto before = resolver.solution().educator_of;
    const auto refused = resolver.apply(changes);
    EXPECT_FALSE(refused);
    EXPECT_EQ(resolver.solution().educator_of, before);
    EXPECT_TRUE(resolver.problem().pins.empty());
    return refused ? std::string() : refused.error().key;
  };
  EXPECT_EQ(key_of({{Kind::pin, 99, 0, 0}}), "matching.pin_unknown");
  EXPECT_EQ(key_of({{Kind::pin, 3, unlisted, 0}}), "matching.pin_not_candidate");
  EXPECT_EQ(key_of({{Kind::forbid, 3, listed, 0}, {Kind::pin, 3, listed, 0}}), "matching.pin_forbidden");
  EXPECT_EQ(key_of({{Kind::pin, 3, listed, 0}, {Kind::forbid, 3, listed, 0}}), "matching.pin_forbidden");
  EXPECT_EQ(key_of({{Kind::pin, 3, listed, 0}, {Kind::pin, 3, p.educator[p.row_start[3] + 1], 0}}),
            "matching.pin_contradiction");
  EXPECT_EQ(key_of({{Kind::pin, 3, listed, 0}, {Kind::capacity, 0, listed, 0}}), "matching.pin_over_capacity");
  EXPECT_EQ(key_of({{Kind::unpin, 3, listed, 0}}), "matching.not_pinned");
  EXPECT_EQ(key_of({{Kind::allow, 3, listed, 0}}), "matching.not_forbidden");
  EXPECT_EQ(key_of({{Kind::capacity, 0, 0, -1}}), "matching.bad_capacity");
  EXPECT_EQ(key_of({{Kind::score, 3, unlisted, 5}}), "matching.score_not_candidate");
  EXPECT_EQ(key_of({{Kind::score, 3, listed, 5'000'000'000}}), "matching.bad_score");
  p.objective = Objective::stable;
  EXPECT_EQ(Resolver::of(p).error().key, "matching.bad_problem");
}

}  // namespace
}  // namespace chiron::matching
