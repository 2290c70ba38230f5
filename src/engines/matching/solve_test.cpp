// Totals: against brute force, the published instances, shuffled input, refusals, limits; and the checker against lies.
#include "engines/matching/solve.h"

#include <gtest/gtest.h>

#include "engines/matching/generate.h"
#include "engines/matching/rival.h"
#include "engines/matching/test_problems.h"

namespace chiron::matching {
namespace {

using Kind = Violation::Kind;

std::int64_t published_cost(const Problem& p, const Solution& s) {
  const std::int64_t unplaced = static_cast<std::int64_t>(p.learner_count()) - s.matched;
  return 10'000LL * p.learner_count() - (s.total - p.unmatched_penalty * unplaced);
}

std::string key_of(const Result<Solution>& result) { return result ? "" : result.error().key; }

TEST(Solve, PlacesMoreBeforePlacingBetter) {
  const Problem p = problem_of({{{0, 100}, {1, 1}}, {{0, 90}}}, {1, 1});
  const Solution s = solve(p).value();
  EXPECT_EQ(s.educator_of, (std::vector<std::int32_t>{1, 0}));
  EXPECT_EQ(s.total, 91);
  EXPECT_EQ(s.outcome, Outcome::optimal);
  EXPECT_TRUE(check(p, s).empty());
}

TEST(Solve, TotalLeavesALearnerOutWhenThePenaltyIsCheaper) {
  Problem p = problem_of({{{0, 100}, {1, 1}}, {{0, 90}}}, {1, 1}, Objective::total);
  EXPECT_EQ(solve(p).value().matched, 1U);  // 100 − 0 beats 91
  p.unmatched_penalty = 10;
  EXPECT_EQ(solve(p).value().matched, 2U);  // 91 beats 100 − 10
}

TEST(Solve, EmptyProblemsHaveEmptyAnswers) {
  EXPECT_EQ(solve(Problem{}).value().outcome, Outcome::optimal);
  EXPECT_EQ(solve(problem_of({{}, {}}, {})).value().matched, 0U);
  EXPECT_EQ(solve(problem_of({{{0, 5}}}, {0})).value().matched, 0U);
  EXPECT_EQ(solve(problem_of({{}, {}}, {3})).value().outcome, Outcome::optimal);
}

TEST(Solve, AgreesWithBruteForce) {
  for (const Objective objective : {Objective::total, Objective::most_then_total}) {
    for (std::uint64_t seed = 1; seed <= 1500; ++seed) {
      SCOPED_TRACE(testing::Message() << name_of(objective) << " seed " << seed);
      SeededRandom random(seed);
      const Problem p = random_problem(random, 6, 5, objective);
      const Solution s = solve(p).value();
      ASSERT_EQ(s.outcome, Outcome::optimal);
      ASSERT_EQ(worth(p, s.educator_of), best_by_brute_force(p));
      const std::vector<Violation> violations = check(p, s);
      ASSERT_TRUE(violations.empty()) << name_of(violations.front().kind);
    }
  }
}

TEST(Solve, PublishedInstancesHaveTheirChecksumsAndOptimalCosts) {
  struct Published {
    Family family;
    std::uint32_t learners, educators, length;
    std::uint64_t checksum;
    std::int64_t cost;
    std::uint32_t matched;
  };
  const Published all[] = {
      {Family::real, 1'000, 250, 30, 0xc5661099706a696eULL, 3'461'984, 1'000},
      {Family::real, 10'000, 2'500, 40, 0x91cd1335063a33d6ULL, 32'895'229, 10'000},
  };
  for (const Published& published : all) {
    const Problem p = generate(published.family, published.learners, published.educators, published.length);
    EXPECT_EQ(checksum(p), published.checksum);
    const Solution s = solve(p).value();
    EXPECT_EQ(published_cost(p, s), published.cost);
    EXPECT_EQ(s.matched, published.matched);
    EXPECT_EQ(s.outcome, Outcome::optimal);
    EXPECT_TRUE(check(p, s).empty());
  }
}

/// The largest total by the rival, which shares nothing with the auction but the canonical form.
std::int64_t best_by_rival(const Problem& p) {
  const Canonical canonical = canonical_form(p);
  const FlowAnswer answer = network_simplex(canonical, p.score, p.unmatched_penalty);
  EXPECT_TRUE(answer.finished);
  std::vector<std::int32_t> educator_of(p.learner_count(), unmatched);
  for (std::uint32_t i = 0; i < canonical.learner_count(); ++i)
    if (answer.column_of[i] != unmatched)
      educator_of[canonical.learner[i]] = static_cast<std::int32_t>(canonical.educator[answer.column_of[i]]);
  for (const Pair pin : p.pins) educator_of[pin.learner] = static_cast<std::int32_t>(pin.educator);
  return worth(p, educator_of).second;
}

TEST(Solve, AgreesWithTheNetworkSimplex) {
  for (const Family family : {Family::real, Family::uniform, Family::coarse, Family::scarce})
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
      SCOPED_TRACE(testing::Message() << "family " << static_cast<int>(family) << " seed " << seed);
      SeededRandom random(seed);
      const auto educators = static_cast<std::uint32_t>(40 + random.below(400));
      Problem p = generate(family, educators * 4, educators, 1 + static_cast<std::uint32_t>(random.below(30)), seed);
      p.unmatched_penalty = static_cast<std::int64_t>(random.below(30'000));
      for (std::uint32_t n = 0; n < 20; ++n)
        p.capacity[random.below(educators)] = static_cast<std::int32_t>(random.below(40));
      const Solution s = solve(p).value();
      ASSERT_EQ(s.outcome, Outcome::optimal);
      ASSERT_EQ(worth(p, s.educator_of).second, best_by_rival(p));
      ASSERT_TRUE(check(p, s).empty());
    }
}

TEST(Solve, AgreesWithTheNetworkSimplexWhateverTheSizeOfNumbers) {
  // Costs and educators that fit 16 bits or not, prices that fit 32 bits or not.
  for (const std::int32_t times : {1, 40, 5'000})
    for (const std::uint32_t shift : {0U, 70'000U}) {
      SCOPED_TRACE(testing::Message() << "times " << times << " shift " << shift);
      Problem p = generate(Family::real, 400, 100, 20);
      for (std::int32_t& score : p.score) score = score * times + score % 7;
      p.unmatched_penalty = 10'000LL * times;
      for (EducatorIndex& j : p.educator) j += shift;
      p.educator_count += shift;
      p.capacity.insert(p.capacity.begin(), shift, 1);
      const Solution s = solve(p).value();
      ASSERT_EQ(s.outcome, Outcome::optimal);
      EXPECT_EQ(worth(p, s.educator_of).second, best_by_rival(p));
      EXPECT_TRUE(check(p, s).empty());
    }
}

TEST(Solve, APenaltyOfAnySizeCostsNoTime) {
  // Scores that are all alike, or hardly differ, and one seat too few: the penalty decides who stays out, not how long
  // it takes to find that out.
  for (const std::int64_t penalty : {std::int64_t{0}, std::int64_t{7}, std::int64_t{1'000'003}, max_penalty})
    for (const std::int32_t step : {0, 1, 1'000}) {
      SCOPED_TRACE(testing::Message() << "penalty " << penalty << " step " << step);
      Problem p;
      p.objective = Objective::total;
      p.unmatched_penalty = penalty;
      p.educator_count = 20;
      p.capacity.assign(20, 2);
      SeededRandom random(1);
      for (LearnerIndex i = 0; i < 50; ++i) {
        for (EducatorIndex j = i % 3; j < 20; j += 3) {
          p.educator.push_back(j);
          p.score.push_back(5 - step * static_cast<std::int32_t>(random.below(3)));
        }
        p.row_start.push_back(p.educator.size());
      }
      const Solution s = solve(p, Limits{1'000'000}).value();
      ASSERT_EQ(s.outcome, Outcome::optimal);
      ASSERT_EQ(s.certificate.penalty, penalty);
      ASSERT_EQ(worth(p, s.educator_of).second, best_by_rival(p));
      ASSERT_TRUE(check(p, s).empty());
    }
}

TEST(Solve, OtherFamiliesAreProvenOptimal) {
  for (const Family family : {Family::uniform, Family::coarse, Family::scarce}) {
    Problem p = generate(family, 2'000, 500, 30);
    for (const Objective objective : {Objective::total, Objective::most_then_total}) {
      p.objective = objective;
      const Solution s = solve(p).value();
      EXPECT_EQ(s.outcome, Outcome::optimal);
      EXPECT_TRUE(check(p, s).empty());
    }
  }
}

TEST(Solve, OrderOfRowsColumnsAndPairsDoesNotMatter) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    SeededRandom random(seed);
    const auto objective = static_cast<Objective>(random.below(3));
    const Problem p = random_problem(random, 40, 12, objective);
    const Solution s = solve(p).value();
    const Shuffled other = shuffled(random, p);
    const Solution t = solve(other.problem).value();
    for (LearnerIndex i = 0; i < p.learner_count(); ++i) {
      const std::int32_t j = s.educator_of[i];
      const std::int32_t moved = j == unmatched ? unmatched : static_cast<std::int32_t>(other.educator_at[j]);
      ASSERT_EQ(t.educator_of[other.learner_at[i]], moved) << "learner " << i;
    }
    ASSERT_EQ(s.total, t.total);
    ASSERT_EQ(s.work, t.work);
  }
}

TEST(Solve, TheLotteryAndNotTheNumberDecidesBetweenEquals) {
  // Ten alike learners, five seats: over many seeds everybody is placed about as often.
  Problem p = problem_of(
      {{{0, 5}}, {{0, 5}}, {{0, 5}}, {{0, 5}}, {{0, 5}}, {{0, 5}}, {{0, 5}}, {{0, 5}}, {{0, 5}}, {{0, 5}}}, {5});
  for (const Objective objective : {Objective::most_then_total, Objective::stable}) {
    p.objective = objective;
    std::vector<int> placed(10, 0);
    for (p.lottery_seed = 1; p.lottery_seed <= 400; ++p.lottery_seed) {
      const Solution s = solve(p).value();
      for (LearnerIndex i = 0; i < 10; ++i) placed[i] += s.educator_of[i] != unmatched;
    }
    for (const int times : placed) EXPECT_NEAR(times, 200, 60) << name_of(objective);
  }
}

TEST(Solve, RefusesWhatCannotBe) {
  const Problem good = problem_of({{{0, 1}, {1, 2}}, {{0, 1}}, {{0, 1}}}, {1, 1});
  struct Case {
    const char* key;
    std::function<void(Problem&)> spoil;
  };
  const Case cases[] = {
      {"matching.bad_capacity", [](Problem& p) { p.capacity[1] = -1; }},
      {"matching.bad_score", [](Problem& p) { p.score[0] = max_score + 1; }},
      {"matching.bad_score", [](Problem& p) { p.score[0] = std::numeric_limits<std::int32_t>::min(); }},
      {"matching.bad_penalty", [](Problem& p) { p.unmatched_penalty = -1; }},
      {"matching.bad_penalty", [](Problem& p) { p.unmatched_penalty = max_penalty + 1; }},
      {"matching.bad_problem", [](Problem& p) { p.score.pop_back(); }},
      {"matching.bad_problem", [](Problem& p) { p.row_start[1] = 4, p.row_start[2] = 3; }},
      {"matching.bad_problem", [](Problem& p) { p.row_start.clear(); }},
      {"matching.bad_problem", [](Problem& p) { p.educator[1] = 0; }},
      {"matching.bad_problem", [](Problem& p) { p.educator[1] = 2; }},
      {"matching.bad_problem", [](Problem& p) { p.learner_key.assign(3, {1, 1}); }},
      {"matching.bad_problem", [](Problem& p) { p.educator_key.resize(1); }},
      {"matching.bad_problem", [](Problem& p) { p.learner_rank.resize(1); }},
      {"matching.pin_unknown", [](Problem& p) { p.pins = {{3, 0}}; }},
      {"matching.pin_unknown", [](Problem& p) { p.pins = {{0, 2}}; }},
      {"matching.pin_not_candidate", [](Problem& p) { p.pins = {{1, 1}}; }},
      {"matching.pin_forbidden", [](Problem& p) { p.pins = {{0, 1}}, p.forbids = {{0, 1}}; }},
      {"matching.pin_contradiction", [](Problem& p) { p.pins = {{0, 1}, {0, 0}}; }},
      {"matching.pin_over_capacity", [](Problem& p) { p.pins = {{1, 0}, {2, 0}}; }},
  };
  for (const Case& c : cases) {
    Problem p = good;
    c.spoil(p);
    EXPECT_EQ(key_of(solve(p)), c.key);
  }
  Problem p = good;
  p.pins = {{1, 0}, {2, 0}};
  const Error refused = solve(p).error();
  EXPECT_EQ(refused["educator"], "0");
  EXPECT_EQ(refused["pins"], "2");
  EXPECT_EQ(refused["capacity"], "1");
  p.pins = {{1, 0}, {1, 0}};  // the same wish twice is one wish
  EXPECT_EQ(solve(p).value().educator_of[1], 0);
}

TEST(Solve, RefusesScoresThatWouldOverflow) {
  Problem p;
  p.educator_count = 40'000;
  p.capacity.assign(p.educator_count, 1);
  for (LearnerIndex i = 0; i < 40'000; ++i) {
    p.educator.push_back(i);
    p.score.push_back(i % 2 == 0 ? max_score : -max_score);
    p.row_start.push_back(p.educator.size());
  }
  EXPECT_EQ(key_of(solve(p)), "matching.overflow");
  p.objective = Objective::total;
  EXPECT_TRUE(solve(p).has_value());
}

TEST(Solve, StopsAtTheSamePlaceWithAnHonestGap) {
  Problem p = generate(Family::real, 1'000, 250, 30);
  const Solution whole = solve(p).value();
  const Limits half{whole.work / 2};
  const Solution a = solve(p, half).value();
  const Solution b = solve(p, half).value();
  EXPECT_EQ(a.outcome, Outcome::stopped);
  EXPECT_EQ(a.educator_of, b.educator_of);
  EXPECT_EQ(a.work, b.work);
  EXPECT_GT(a.gap, 0);
  EXPECT_GE(a.total - p.unmatched_penalty * (1'000 - a.matched) + a.gap, whole.total);
  EXPECT_TRUE(check(p, a).empty());

  std::stop_source source;
  source.request_stop();
  for (const Objective objective : {Objective::total, Objective::most_then_total, Objective::stable}) {
    p.objective = objective;
    const Solution stopped = solve(p, {}, source.get_token()).value();
    EXPECT_EQ(stopped.outcome, Outcome::stopped);
    EXPECT_TRUE(check(p, stopped).empty());
  }
}

TEST(Check, SeesEveryKindOfLie) {
  Problem p = problem_of({{{0, 10}, {1, 8}}, {{0, 9}, {1, 3}}, {{0, 7}}, {{1, 4}}}, {1, 2});
  p.pins = {{3, 1}};
  p.forbids = {{2, 0}};
  const Solution good = solve(p).value();
  ASSERT_TRUE(check(p, good).empty());
  struct Case {
    Kind kind;
    std::function<void(Solution&)> lie;
  };
  const Case cases[] = {
      {Kind::wrong_size, [](Solution& s) { s.educator_of.pop_back(); }},
      {Kind::wrong_size, [](Solution& s) { s.certificate.learner_dual.pop_back(); }},
      {Kind::unknown_pair, [](Solution& s) { s.educator_of[2] = 1; }},
      {Kind::unknown_pair, [](Solution& s) { s.educator_of[2] = 7; }},
      {Kind::forbidden_pair, [](Solution& s) { s.educator_of[2] = 0; }},
      {Kind::pin_not_kept, [](Solution& s) { s.educator_of[3] = unmatched; }},
      {Kind::over_capacity, [](Solution& s) { s.educator_of[0] = s.educator_of[1] = 0; }},
      {Kind::wrong_total, [](Solution& s) { ++s.total; }},
      {Kind::wrong_total, [](Solution& s) { ++s.matched; }},
      {Kind::negative_price, [](Solution& s) { s.certificate.educator_price[0] = -1; }},
      {Kind::dual_infeasible, [](Solution& s) { --s.certificate.learner_dual[0]; }},
      {Kind::wrong_dual_value, [](Solution& s) { --s.certificate.dual_value; }},
      {Kind::gap_not_zero, [](Solution& s) { ++s.certificate.learner_dual[0], ++s.certificate.dual_value; }},
      {Kind::penalty_too_small, [](Solution& s) { s.certificate.penalty = 0; }},
  };
  for (const Case& c : cases) {
    Solution s = good;
    c.lie(s);
    const std::vector<Violation> found = check(p, s);
    EXPECT_TRUE(std::any_of(found.begin(), found.end(), [&](const Violation& v) { return v.kind == c.kind; }))
        << name_of(c.kind);
  }
  // A penalty has to be above nothing even where there is nobody to pair.
  Problem empty;
  empty.educator_count = 1;
  empty.capacity = {1};
  empty.row_start = {0, 0};
  Solution free = solve(empty).value();
  ASSERT_TRUE(check(empty, free).empty());
  free.certificate.penalty = 0;
  const std::vector<Violation> found = check(empty, free);
  EXPECT_TRUE(std::any_of(found.begin(), found.end(), [](auto& v) { return v.kind == Kind::penalty_too_small; }));
  // A worse assignment with true figures does not pass for optimal.
  Solution worse = good;
  std::swap(worse.educator_of[0], worse.educator_of[1]);
  worse.total = total_of(p, worse.educator_of);
  if (worse.total != good.total) {
    EXPECT_FALSE(check(p, worse).empty());
  }
}

TEST(Solve, ScarceSeatsAndAlikeScoresFarFromZeroTakeFewSteps) {
  // Prices have to rise to what having nobody costs: by steps of the scores' range that would take for ever.
  for (const std::int32_t score : {3, 1'000, 500'000'000, max_score}) {
    for (const std::int32_t spread : {0, 1}) {
      Problem p;
      p.educator_count = 20;
      p.capacity.assign(20, 1);
      for (LearnerIndex i = 0; i < 60; ++i) {
        for (EducatorIndex j = 0; j < 20; ++j) {
          p.educator.push_back(j);
          p.score.push_back(score - static_cast<std::int32_t>((i + j) % 2) * spread);
        }
        p.row_start.push_back(p.educator.size());
      }
      for (const Objective objective : {Objective::most_then_total, Objective::total}) {
        p.objective = objective;
        const Solution s = solve(p, {.max_work = 1'000'000}).value();
        EXPECT_EQ(s.outcome, Outcome::optimal) << score << " " << spread << " " << name_of(objective);
        EXPECT_TRUE(check(p, s).empty());
        EXPECT_EQ(s.total, std::int64_t{score} * 20);
      }
    }
  }
}

}  // namespace
}  // namespace chiron::matching
