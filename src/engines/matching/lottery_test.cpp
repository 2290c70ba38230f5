// Many lotteries: against one solve for each of them, against every order that a lottery can give, and the checker
// against lies.
#include "engines/matching/lottery.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "engines/matching/fairness.h"
#include "engines/matching/generate.h"
#include "engines/matching/test_problems.h"

namespace chiron::matching {
namespace {

using Kind = Violation::Kind;
using Table = std::map<std::pair<LearnerIndex, std::int32_t>, std::uint32_t>;  ///< nobody: `unmatched`

Table table_of(const LotteryOutcomes& o) {
  Table table;
  for (LearnerIndex i = 0; i < o.unmatched.size(); ++i) {
    if (o.unmatched[i] > 0) table[{i, unmatched}] = o.unmatched[i];
    for (std::uint64_t n = o.row_start[i]; n < o.row_start[i + 1]; ++n)
      table[{i, static_cast<std::int32_t>(o.educator[n])}] = o.assigned[n];
  }
  return table;
}

/// Ranks and priorities: both, one of them, or none.
Problem drawn_problem(SeededRandom& random, std::uint32_t learners, std::uint32_t educators) {
  Problem p = random_problem(random, learners, educators, Objective::stable);
  const auto what = random.below(4);
  if (what == 1) p.learner_rank.clear();
  if (what == 2) p.educator_priority.clear();
  return p;
}

void expect_true(const Problem& p, const LotteryOutcomes& o) {
  const auto wrong = check(p, o);
  ASSERT_TRUE(wrong.empty()) << name_of(wrong[0].kind) << " learner " << wrong[0].learner << " educator "
                             << wrong[0].educator;
}

TEST(Lottery, SeedsAreTheOutputsOfSplitmix64) {
  EXPECT_EQ(seed_of_run(1234567, 1), 6457827717110365317ULL);
  EXPECT_EQ(seed_of_run(1234567, 2), 3203168211198807973ULL);
  EXPECT_EQ(seed_of_run(1234567, 3), 9817491932198370423ULL);
}

TEST(Lottery, CountsWhatEachLotteryGives) {
  for (std::uint64_t seed = 1; seed <= 600; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    SeededRandom random(seed);
    Problem p = drawn_problem(random, seed % 10 ? 8 : 60, seed % 10 ? 5 : 20);
    if (random.below(4) == 0) p.score_floor = -1;
    std::erase_if(p.pins, [&](const Pair& pin) { return p.score[find_pair(p, pin.learner, pin.educator)] < -1; });
    constexpr std::uint32_t runs = 25;
    const LotteryOutcomes o = *draw_lotteries(p, runs);
    Table expected;
    Problem one = p;
    for (std::uint32_t run = 1; run <= runs; ++run) {
      one.lottery_seed = seed_of_run(p.lottery_seed, run);
      const Solution s = *solve(one);
      ASSERT_TRUE(check(one, s).empty());
      for (LearnerIndex i = 0; i < p.learner_count(); ++i) ++expected[{i, s.educator_of[i]}];
    }
    ASSERT_EQ(table_of(o), expected);
    ASSERT_EQ(o.undecided, std::count_if(expected.begin(), expected.end(), [&](const auto& entry) {
                const auto after = expected.upper_bound(entry.first);
                return entry.second < runs && (after == expected.end() || after->first.first != entry.first.first);
              }));
    expect_true(p, o);
    ASSERT_EQ(table_of(*draw_lotteries(p, runs, Threads::two)), expected);
    const Shuffled other = shuffled(random, p);
    Table moved;
    for (const auto& [who, times] : expected)
      moved[{other.learner_at[who.first],
             who.second == unmatched ? unmatched : static_cast<std::int32_t>(other.educator_at[who.second])}] = times;
    ASSERT_EQ(table_of(*draw_lotteries(other.problem, runs)), moved);
  }
}

/// Deferred acceptance for one order of learners and one list for each of them: one proposal at a time, the wanted
/// sorted anew each time. Shares nothing with the engine.
std::vector<std::int32_t> by_hand(const Problem& p, const std::vector<std::uint32_t>& place,
                                  const std::vector<std::vector<std::uint64_t>>& lists) {
  std::vector<std::vector<std::uint64_t>> kept(p.educator_count);
  std::vector<std::size_t> asked(p.learner_count(), 0);
  std::vector<std::int32_t> educator_of(p.learner_count(), unmatched);
  const auto learner_of = [&](std::uint64_t e) {
    return std::upper_bound(p.row_start.begin(), p.row_start.end(), e) - p.row_start.begin() - 1;
  };
  for (bool more = true; more;) {
    more = false;
    for (LearnerIndex i = 0; i < p.learner_count(); ++i) {
      if (educator_of[i] != unmatched || asked[i] == lists[i].size()) continue;
      more = true;
      const std::uint64_t e = lists[i][asked[i]++];
      auto& mine = kept[p.educator[e]];
      mine.push_back(e);
      educator_of[i] = static_cast<std::int32_t>(p.educator[e]);
      std::sort(mine.begin(), mine.end(), [&](std::uint64_t a, std::uint64_t b) {
        if (!p.educator_priority.empty() && p.educator_priority[a] != p.educator_priority[b])
          return p.educator_priority[a] > p.educator_priority[b];
        if (p.score[a] != p.score[b]) return p.score[a] > p.score[b];
        return place[learner_of(a)] < place[learner_of(b)];
      });
      if (mine.size() <= static_cast<std::size_t>(p.capacity[p.educator[e]])) continue;
      educator_of[learner_of(mine.back())] = unmatched;
      mine.pop_back();
    }
  }
  return educator_of;
}

/// How many of all equally likely orders (of learners, and of each tie on a list) give which pair; and their number.
std::pair<Table, std::uint32_t> by_all_orders(const Problem& p) {
  const auto liked = [&](std::uint64_t e) {
    return std::pair{p.learner_rank.empty() ? 0 : p.learner_rank[e], -p.score[e]};
  };
  std::vector<std::vector<std::uint64_t>> lists(p.learner_count());
  for (LearnerIndex i = 0; i < p.learner_count(); ++i) {
    for (std::uint64_t e = p.row_start[i]; e < p.row_start[i + 1]; ++e)
      if (std::find(p.forbids.begin(), p.forbids.end(), Pair{i, p.educator[e]}) == p.forbids.end())
        lists[i].push_back(e);
    std::sort(lists[i].begin(), lists[i].end());
  }
  Table table;
  std::uint32_t orders = 0;
  std::vector<std::vector<std::uint64_t>> sorted = lists;
  const std::function<void(LearnerIndex)> order_lists = [&](LearnerIndex i) {
    if (i == p.learner_count()) {
      std::vector<std::uint32_t> place(p.learner_count());
      std::iota(place.begin(), place.end(), 0U);
      do {
        const auto educator_of = by_hand(p, place, sorted);
        for (LearnerIndex l = 0; l < p.learner_count(); ++l) ++table[{l, educator_of[l]}];
        ++orders;
      } while (std::next_permutation(place.begin(), place.end()));
      return;
    }
    std::vector<std::uint64_t> row = lists[i];
    do {
      // Of all orders of the row those that keep what is liked more before.
      if (std::is_sorted(row.begin(), row.end(), [&](auto a, auto b) { return liked(a) < liked(b); }))
        sorted[i] = row, order_lists(i + 1);
    } while (std::next_permutation(row.begin(), row.end()));
  };
  order_lists(0);
  return {table, orders};
}

TEST(Lottery, ComesNearToAllOrders) {
  constexpr std::uint32_t runs = 4'000;
  double sum = 0;
  int uncertain = 0, certain = 0;
  for (std::uint64_t seed = 1; seed <= 1500; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    SeededRandom random(seed);
    Problem p = drawn_problem(random, 4, 3);
    p.pins.clear();
    for (auto* numbers : {&p.score, &p.learner_rank, &p.educator_priority})
      for (std::int32_t& number : *numbers) number %= 2;
    for (std::int32_t& seats : p.capacity) seats = std::min(seats, 1);
    const auto [exact, orders] = by_all_orders(p);
    Table found = table_of(*draw_lotteries(p, runs));
    for (const auto& [who, times] : exact) {
      const double share = static_cast<double>(times) / orders;
      const double counted = found[who];
      if (times == orders) {
        ASSERT_EQ(found[who], runs) << "learner " << who.first << " educator " << who.second;
        ++certain;
        continue;
      }
      // Five standard errors: by chance one of a million counts lies beyond them.
      const double error = std::sqrt(runs * share * (1 - share));
      ASSERT_NEAR(counted, runs * share, 5 * error) << "learner " << who.first << " educator " << who.second;
      sum += (counted - runs * share) * (counted - runs * share) / (error * error);
      ++uncertain;
    }
    for (const auto& [who, times] : found)
      ASSERT_TRUE(times == 0 || exact.contains(who)) << "learner " << who.first << " educator " << who.second;
  }
  EXPECT_GT(certain, 100);
  EXPECT_GT(uncertain, 1'000);
  // Were draws not independent of each other, counts would be too near or too far on the average.
  EXPECT_NEAR(sum / uncertain, 1, 0.25);
}

TEST(Lottery, LeavesNothingToChanceWhereNothingIsEqual) {
  Problem p = generate(Family::real, 400, 100, 12);
  p.objective = Objective::stable;
  std::int32_t n = 0;
  for (std::int32_t& score : p.score)
    score = (score << 8) + (n++ % 251);  // not equal on one list, nor for one educator
  p.learner_rank.clear();
  p.educator_priority.clear();
  for (std::uint64_t e = 0; e < p.pair_count(); ++e)
    p.educator_priority.push_back(static_cast<std::int32_t>(e * 7919 % 10'007));
  const Solution s = *solve(p);
  const LotteryOutcomes o = *draw_lotteries(p, 1'000);
  EXPECT_EQ(o.undecided, 0U);
  for (const auto& [who, times] : table_of(o)) {
    EXPECT_EQ(times, 1'000U);
    EXPECT_EQ(who.second, s.educator_of[who.first]);
  }
  EXPECT_EQ(wilson(o.assigned[0], o.runs).value, 1.0);
}

TEST(Lottery, LargeMarketsAgreeWithSolvesAndPassTheCheck) {
  for (const Family family : {Family::coarse, Family::scarce}) {
    Problem p = generate(family, 3'000, 700, 15);
    p.objective = Objective::stable;
    p.lottery_seed = 9;
    for (std::int32_t& priority : p.educator_priority) priority /= 100'000;
    for (std::int32_t& score : p.score) score /= 1'000;
    const LotteryOutcomes o = *draw_lotteries(p, 60, Threads::two);
    expect_true(p, o);
    EXPECT_GT(o.undecided, 500U);
    const Table table = table_of(o);
    EXPECT_EQ(table, table_of(*draw_lotteries(p, 60)));
    Table left = table;
    for (std::uint32_t run = 1; run <= 60; ++run) {
      p.lottery_seed = seed_of_run(9, run);
      const Solution s = *solve(p);
      for (LearnerIndex i = 0; i < p.learner_count(); ++i) --left[{i, s.educator_of[i]}];
    }
    for (const auto& [who, times] : left) ASSERT_EQ(times, 0U);
  }
}

TEST(Lottery, RefusesWhatCannotBe) {
  Problem p = problem_of({{{0, 1}}, {{0, 1}}}, {1}, Objective::stable);
  EXPECT_EQ(draw_lotteries(p, 0).error().key, "matching.lottery_runs");
  EXPECT_EQ(draw_lotteries(p, max_lottery_runs + 1).error()["limit"], "1000000");
  std::stop_source source;
  source.request_stop();
  for (const Threads threads : {Threads::one, Threads::two})
    EXPECT_EQ(draw_lotteries(p, 1'000, threads, source.get_token()).error().key, "matching.stopped");
  EXPECT_EQ(draw_lotteries(Problem{}, 5).error().key, "matching.bad_problem");
  p.capacity[0] = -1;
  EXPECT_EQ(draw_lotteries(p, 5).error().key, "matching.bad_capacity");
  Problem none;
  none.objective = Objective::stable;
  EXPECT_EQ(draw_lotteries(none, 5)->runs, 5U);
}

TEST(Lottery, CheckSeesEveryKindOfLie) {
  // Two alike learners and a third who is wanted less compete for educator 0; the fourth is pinned to educator 1.
  Problem p =
      problem_of({{{0, 5}, {1, 1}}, {{0, 5}, {1, 1}}, {{0, 4}, {1, 1}}, {{0, 9}, {1, 2}}}, {1, 3}, Objective::stable);
  p.pins = {{3, 1}};
  p.forbids = {{2, 1}};
  const LotteryOutcomes good = *draw_lotteries(p, 100);
  expect_true(p, good);
  ASSERT_EQ(good.unmatched, (std::vector<std::uint32_t>{0, 0, 100, 0}));
  struct Case {
    Kind kind;
    std::function<void(LotteryOutcomes&)> lie;
  };
  const Case cases[] = {
      {Kind::wrong_size, [](LotteryOutcomes& o) { o.unmatched.pop_back(); }},
      {Kind::wrong_size, [](LotteryOutcomes& o) { o.assigned.pop_back(); }},
      {Kind::wrong_total, [](LotteryOutcomes& o) { ++o.assigned[0]; }},
      {Kind::wrong_total, [](LotteryOutcomes& o) { ++o.unmatched[0]; }},
      {Kind::wrong_total, [](LotteryOutcomes& o) { ++o.runs; }},
      {Kind::unknown_pair, [](LotteryOutcomes& o) { o.educator[0] = 7; }},
      {Kind::pin_not_kept, [](LotteryOutcomes& o) { o.educator.back() = 0; }},
      {Kind::forbidden_pair,
       [](LotteryOutcomes& o) {
         o.educator.insert(o.educator.begin() + 4, 1), o.assigned.insert(o.assigned.begin() + 4, 1);
         --o.unmatched[2], ++o.row_start[3], ++o.row_start[4];
       }},
      {Kind::over_capacity, [](LotteryOutcomes& o) { o.assigned[0] = 99, o.assigned[1] = 1; }},
      {Kind::blocking_pair,  // a run in which educator 0 has the one who is wanted less
       [](LotteryOutcomes& o) {
         --o.assigned[0], ++o.assigned[1], --o.unmatched[2];
         o.educator.insert(o.educator.begin() + 4, 0), o.assigned.insert(o.assigned.begin() + 4, 1);
         ++o.row_start[3], ++o.row_start[4];
       }},
      {Kind::blocking_pair, [](LotteryOutcomes& o) { --o.assigned[0], ++o.assigned[1]; }},  // a seat left empty
  };
  for (const Case& c : cases) {
    LotteryOutcomes o = good;
    c.lie(o);
    const auto found = check(p, o);
    EXPECT_TRUE(std::any_of(found.begin(), found.end(), [&](const Violation& v) { return v.kind == c.kind; }))
        << name_of(c.kind);
  }
}

}  // namespace
}  // namespace chiron::matching
