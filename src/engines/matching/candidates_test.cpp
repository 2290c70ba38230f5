// Candidate lists against all pairs, score parts, widening, pricing until optimal over everybody, and refusals.
#include "engines/matching/candidates.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "engines/matching/placement.h"
#include "engines/matching/solve.h"
#include "engines/matching/test_pools.h"
#include "engines/matching/test_problems.h"

namespace chiron::matching {
namespace {

struct Drawn {
  Pool pool;
  HardRules rules;
  Weights weights;
};

std::int32_t points(SeededRandom& random, std::uint32_t most) {
  return random.below(3) == 0 ? 0 : static_cast<std::int32_t>(random.below(most));
}

/// Small pools by default; many educators fill several blocks of a scan. Fine weights do not fit 16 bits.
struct Draw {
  std::uint32_t learners = 60;
  std::uint32_t educators = 50;
  bool fine = false;
  std::uint32_t languages = 0;  ///< so many, each spoken by as many people; 0: nearly all speak the first
  bool alike = false;           ///< nothing counts but specialty and profession: most have equals
};

Drawn draw(std::uint64_t seed, Draw how = {}) {
  SeededRandom random(seed);
  PoolShape shape;
  shape.learners = static_cast<std::uint32_t>(random.below(how.learners));
  shape.educators = static_cast<std::uint32_t>(1 + random.below(how.educators));
  shape.sites = static_cast<std::uint32_t>(1 + random.below(4));
  shape.capacity = static_cast<std::uint32_t>(1 + random.below(4));
  shape.interests = static_cast<std::uint32_t>(1 + random.below(128));
  shape.facts_each = static_cast<std::uint32_t>(random.below(4));
  shape.interests_each = static_cast<std::uint32_t>(1 + random.below(8));
  if (how.languages > 0) shape.first_language = 0, shape.languages = how.languages;
  Drawn d;
  d.pool = random_pool(random, shape);
  d.rules.training_required = random.below(3) == 0;
  d.rules.declaration_required = random.below(3) == 0;
  d.rules.same_site_required = random.below(3) == 0;
  d.rules.common_language_required = random.below(3) == 0 || how.languages > 0;
  Weights& w = d.weights;
  w.same_specialty = points(random, 30);
  w.same_profession = points(random, 20);
  w.same_site = points(random, 20);
  w.other_unit = points(random, 5);
  w.shared_interest = points(random, 8);
  w.shared_interests_max = static_cast<std::int32_t>(random.below(5));
  w.shared_language = points(random, 6);
  w.shared_languages_max = static_cast<std::int32_t>(random.below(3));
  w.near_stage = points(random, 12);
  w.stage_step = points(random, 6);
  w.best_stage_distance = static_cast<std::int32_t>(random.below(5)) - 2;
  w.wished_by_learner = points(random, 40);
  w.wished_by_educator = points(random, 20);
  w.wished_by_both = points(random, 20);
  w.wish_step = points(random, 15);
  w.kept = points(random, 25);
  if (how.fine) {
    for (auto* weight : {&w.same_specialty, &w.same_profession, &w.same_site, &w.other_unit, &w.shared_interest,
                         &w.near_stage, &w.stage_step}) {
      *weight = *weight * 30'011 + static_cast<std::int32_t>(random.below(3));
    }
  }
  if (how.alike) w = {.same_specialty = w.same_specialty, .same_profession = w.same_profession};
  return d;
}

struct Entry {
  std::int32_t score;
  EducatorIndex educator;
  bool operator<(const Entry& o) const { return score != o.score ? score > o.score : educator < o.educator; }
  bool operator==(const Entry&) const = default;
};

std::vector<Entry> all_eligible(const Drawn& d, LearnerIndex i) {
  std::vector<Entry> all;
  for (EducatorIndex j = 0; j < d.pool.educator_count(); ++j) {
    if (broken_rules(d.pool, d.rules, i, j) == 0) all.push_back({score(d.pool, d.weights, i, j), j});
  }
  std::sort(all.begin(), all.end());
  return all;
}

TEST(Candidates, TheListsAreTheBestOfAllPairs) {
  for (std::uint64_t seed = 1; seed <= 700; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const bool many = seed > 400;
    const auto languages = static_cast<std::uint32_t>(seed > 500 ? 3 + seed % 20 : 0);
    const Drawn d =
        draw(seed, many ? Draw{20, 1'500, seed % 2 == 0, languages, seed > 600} : Draw{.fine = seed % 8 == 0});
    CandidateOptions options;
    options.list_length = static_cast<std::uint32_t>(many ? 1 + seed % 90 : seed % 9);  // 0 = everybody
    options.instructions = static_cast<Instructions>(seed / 9 % 4);
    const Candidates c = find_candidates(d.pool, d.rules, d.weights, options).value();
    ASSERT_EQ(c.row_start.size(), d.pool.learner_count() + std::size_t{1});
    for (LearnerIndex i = 0; i < d.pool.learner_count(); ++i) {
      const std::vector<Entry> all = all_eligible(d, i);
      std::vector<Entry> row;
      for (std::uint64_t e = c.row_start[i]; e < c.row_start[i + 1]; ++e) row.push_back({c.score[e], c.educator[e]});
      ASSERT_TRUE(std::is_sorted(row.begin(), row.end()));
      ASSERT_TRUE(std::includes(all.begin(), all.end(), row.begin(), row.end()));
      const std::size_t best =
          options.list_length == 0 ? all.size() : std::min<std::size_t>(options.list_length, all.size());
      ASSERT_GE(row.size(), best);
      for (std::size_t n = 0; n < best; ++n) ASSERT_EQ(row[n], all[n]) << "learner " << i << " place " << n;
      for (std::uint64_t f = d.pool.fact_start[i]; f < d.pool.fact_start[i + 1]; ++f) {
        const EducatorIndex j = d.pool.facts[f].educator;
        if (!d.pool.facts[f].always_list || broken_rules(d.pool, d.rules, i, j) != 0) continue;
        ASSERT_TRUE(std::any_of(row.begin(), row.end(), [&](const Entry& entry) { return entry.educator == j; }));
      }
    }
  }
}

TEST(Candidates, ShortListsAreWidenedUntilAllWhoCanBePlacedAre) {
  std::uint32_t widened = 0;
  std::uint32_t impossible = 0;
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const Drawn d = draw(seed);
    CandidateOptions options;
    options.list_length = 2;
    const Candidates c = find_candidates(d.pool, d.rules, d.weights, options).value();
    widened += !c.widened.empty();
    std::vector<std::uint64_t> row_start = {0};
    std::vector<EducatorIndex> educator;
    for (LearnerIndex i = 0; i < d.pool.learner_count(); ++i) {
      for (const Entry& entry : all_eligible(d, i)) educator.push_back(entry.educator);
      row_start.push_back(educator.size());
    }
    Placement placement({row_start, educator, d.pool.capacity});
    placement.fill();
    ASSERT_EQ(c.placeable, placement.placed());
    ASSERT_TRUE(c.placeable_is_final);
    impossible += placement.placed() < d.pool.learner_count();
    const Problem p = problem_from(d.pool, c);
    ASSERT_EQ(solve(p).value().matched, c.placeable);
  }
  EXPECT_GT(widened, 50U);
  EXPECT_GT(impossible, 50U);
}

TEST(Candidates, ManyAlikePeopleAreSpreadOut) {
  // Nothing tells anybody apart: short lists all name the same few educators.
  SeededRandom random(3);
  PoolShape shape;
  shape.learners = 3'000;
  shape.educators = 1'000;
  shape.unknown_in_ten = 10;
  shape.facts_each = 0;
  Pool pool = random_pool(random, shape);
  pool.capacity.assign(1'000, 3);
  CandidateOptions options;
  options.list_length = 10;
  const Candidates c = find_candidates(pool, {}, {}, options).value();
  EXPECT_EQ(c.placeable, 3'000U);
  EXPECT_TRUE(c.placeable_is_final);
  EXPECT_LT(c.educator.size(), 100'000U);
  EXPECT_EQ(solve(problem_from(pool, c)).value().matched, 3'000U);
}

TEST(Candidates, PricingReachesTheOptimumOverAllPairs) {
  std::uint64_t added_in_all = 0;
  for (std::uint64_t seed = 1; seed <= 330; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const Drawn d = seed > 300 ? draw(seed, {100, 500, seed % 2 == 0}) : draw(seed, {.fine = seed % 5 == 0});
    CandidateOptions options;
    options.list_length = 2;
    Candidates c = find_candidates(d.pool, d.rules, d.weights, options).value();
    Pricing pricing{.per_learner = 2};
    const std::vector<std::int32_t> unlisted_at_most = c.unlisted_at_most;
    if (seed % 3 != 0) pricing.unlisted_at_most = unlisted_at_most;
    Problem p = problem_from(d.pool, std::move(c));
    options.list_length = 0;
    Problem everybody = problem_from(d.pool, find_candidates(d.pool, d.rules, d.weights, options).value());
    for (Problem* one : {&p, &everybody}) {
      one->objective = seed % 2 == 0 ? Objective::total : Objective::most_then_total;
      one->unmatched_penalty = 7;
      if (seed % 4 < 2) one->score_floor = static_cast<std::int32_t>(seed % 30);
    }
    if (p.learner_count() > 2 && p.row_start[1] > 0) {
      const Pair first{0, p.educator[0]};
      (seed % 3 == 0 ? p.pins : p.forbids).push_back(first);
      (seed % 3 == 0 ? everybody.pins : everybody.forbids).push_back(first);
    }
    // A pin below the floor is refused, not priced.
    if (!solve(p)) continue;
    Solution s = solve(p).value();
    const auto below = std::ranges::count_if(p.score, [&](std::int32_t score) { return score < p.score_floor; });
    for (;;) {
      const std::uint64_t added = add_missed_pairs(p, s, d.pool, d.rules, d.weights, pricing).value();
      if (added == 0) break;
      added_in_all += added;
      ASSERT_EQ(std::ranges::count_if(p.score, [&](std::int32_t score) { return score < p.score_floor; }), below);
      s = (seed % 2 == 0 ? solve(p) : solve_on(p, s)).value();
      ASSERT_TRUE(check(p, s).empty());
    }
    ASSERT_EQ(worth(p, s.educator_of), worth(everybody, solve(everybody).value().educator_of));
  }
  EXPECT_GT(added_in_all, 100U);
}

void expect_same(const Candidates& one, const Candidates& two) {
  ASSERT_EQ(one.row_start, two.row_start);
  ASSERT_EQ(one.educator, two.educator);
  ASSERT_EQ(one.score, two.score);
  ASSERT_EQ(one.widened, two.widened);
  ASSERT_EQ(one.pairs_scored, two.pairs_scored);
}

TEST(Candidates, TwoThreadsGiveTheSame) {
  SeededRandom random(7);
  PoolShape shape;
  shape.learners = 3'000;
  shape.educators = 700;
  const Pool pool = random_pool(random, shape);
  Weights weights;
  weights.same_specialty = 20;
  weights.shared_interest = 5;
  weights.near_stage = 10;
  weights.stage_step = 3;
  CandidateOptions options;
  options.list_length = 20;
  const Candidates one = find_candidates(pool, {}, weights, options).value();
  options.threads = Threads::two;
  const Candidates two = find_candidates(pool, {}, weights, options).value();
  expect_same(one, two);
}

TEST(Candidates, AllInstructionSetsGiveTheSame) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const Drawn d = draw(seed, {120, 900, seed % 2 == 0});
    CandidateOptions options;
    options.list_length = 12;
    options.instructions = Instructions::portable;
    const Candidates plain = find_candidates(d.pool, d.rules, d.weights, options).value();
    for (const Instructions instructions : {Instructions::avx2, Instructions::avx512, Instructions::best}) {
      options.instructions = instructions;
      ASSERT_NO_FATAL_FAILURE(expect_same(plain, find_candidates(d.pool, d.rules, d.weights, options).value()));
    }
  }
}

TEST(Candidates, LongListsOfEducatorsAreReadTileByTile) {
  // More educators than one tile; all alike but for the last, whom the last learner shares a specialty with.
  SeededRandom random(5);
  PoolShape shape;
  shape.learners = 40;
  shape.educators = 40'000;
  shape.unknown_in_ten = 10;
  shape.interests_each = 0;
  shape.facts_each = 0;
  Pool pool = random_pool(random, shape);
  pool.capacity.assign(40'000, 40);
  pool.educators.specialty[39'999] = pool.learners.specialty[39] = 7;
  Weights weights;
  weights.same_specialty = 3;
  const Candidates c = find_candidates(pool, {}, weights, {.list_length = 2}).value();
  EXPECT_EQ(c.pairs_scored, 40U * 40'000U);
  EXPECT_EQ(c.educator[c.row_start[39]], 39'999U);
  EXPECT_EQ(c.score[c.row_start[39]], 3);
  EXPECT_EQ(c.educator[c.row_start[39] + 1], 0U);
}

TEST(Candidates, LearnersReadTheBlocksOfTheirOwnLanguagesAlone) {
  // Twenty people each of ten languages, the last of whom know two; nobody else shares any.
  Pool pool;
  for (std::uint16_t n = 0; n < 200; ++n) {
    for (Columns* c : {&pool.learners, &pool.educators}) {
      c->languages.push_back(std::uint64_t{1} << (n % 10) | (n >= 190 ? std::uint64_t{1} << ((n + 1) % 10) : 0));
      for (auto* column : {&c->site, &c->specialty, &c->profession, &c->stage, &c->unit}) column->push_back(1);
      c->interests.push_back({});
    }
    pool.capacity.push_back(1), pool.trained.push_back(1), pool.declared.push_back(1);
  }
  ASSERT_TRUE(set_facts(pool, {}));
  const HardRules rules{.common_language_required = true};
  const Candidates c = find_candidates(pool, rules, {}, {.list_length = 200}).value();
  // One language: 19 who speak it alone and two who speak it beside another. Two: 38 who speak one of them, 3 beside.
  EXPECT_EQ(c.pairs_scored, 190U * 21 + 10U * 41);
  EXPECT_EQ(c.educator.size(), 190U * 21 + 10U * 41);
  const Candidates anybody = find_candidates(pool, {}, {}, {.list_length = 200}).value();
  EXPECT_EQ(anybody.pairs_scored, 200U * 200);
}

TEST(Candidates, ProgressReachesEverybody) {
  SeededRandom random(11);
  PoolShape shape;
  shape.learners = 3'000;
  const Pool pool = random_pool(random, shape);
  std::uint32_t last = 0;
  bool ascending = true;
  CandidateOptions options;
  options.threads = Threads::two;
  options.progress = [&](std::uint32_t done, std::uint32_t all) {
    ascending = ascending && all == 3'000 && (done > last || last == all);
    last = done;
  };
  ASSERT_TRUE(find_candidates(pool, {}, {}, options));
  EXPECT_TRUE(ascending);
  EXPECT_EQ(last, 3'000U);
}

Pool two_people() {
  Pool pool;
  for (Columns* c : {&pool.learners, &pool.educators}) {
    c->site = {1};
    c->specialty = {2};
    c->profession = {3};
    c->stage = {1};
    c->unit = {4};
    c->languages = {0b111};
    c->interests = {{0b1111, 1}};
  }
  pool.educators.stage = {4};
  pool.educators.unit = {5};
  pool.capacity = {1};
  return pool;
}

TEST(Score, EachPartIsNamed) {
  Pool pool = two_people();
  ASSERT_TRUE(set_facts(
      pool, {{0, {.educator = 0, .learner_wish = 2}}, {0, {.educator = 0, .educator_wish = 1, .kept = true}}}));
  Weights w;
  w.same_specialty = 100;
  w.same_profession = 50;
  w.same_site = 30;
  w.other_unit = 7;
  w.shared_interest = 10;
  w.shared_interests_max = 3;
  w.shared_language = 4;
  w.shared_languages_max = 2;
  w.near_stage = 20;
  w.stage_step = 6;
  w.best_stage_distance = 2;
  w.wished_by_learner = 60;
  w.wished_by_educator = 25;
  w.wished_by_both = 15;
  w.wish_step = 5;
  w.kept = 9;
  const std::vector<ScorePart> expected = {{Part::same_specialty, 100},
                                           {Part::same_profession, 50},
                                           {Part::same_site, 30},
                                           {Part::other_unit, 7},
                                           {Part::shared_interests, 30},
                                           {Part::shared_languages, 8},
                                           {Part::near_stage, 14},
                                           {Part::wished_by_learner, 55},
                                           {Part::wished_by_educator, 25},
                                           {Part::wished_by_both, 15},
                                           {Part::kept, 9}};
  EXPECT_EQ(explain_score(pool, w, 0, 0), expected);
  EXPECT_EQ(score(pool, w, 0, 0), 343);
}

TEST(Score, UnknownEqualsNothing) {
  Pool pool = two_people();
  for (Columns* c : {&pool.learners, &pool.educators}) {
    c->site = c->specialty = c->profession = c->stage = c->unit = {0};
    c->languages = {0};
  }
  Weights w;
  w.same_specialty = w.same_profession = w.same_site = w.other_unit = w.shared_language = w.near_stage = 10;
  EXPECT_EQ(score(pool, w, 0, 0), 0);
  EXPECT_EQ(broken_rules(pool, {.same_site_required = true, .common_language_required = true}, 0, 0),
            bit(HardRule::same_site) | bit(HardRule::common_language));
}

TEST(Candidates, EveryHardRuleIsNamed) {
  Pool pool = two_people();
  pool.educators.site = {2};
  pool.educators.languages = {0b1000};
  pool.capacity = {0};
  pool.trained = {0};
  pool.declared = {0};
  ASSERT_TRUE(set_facts(pool, {{0, {.educator = 0, .blocked = 0xFFFF}}}));
  const HardRules all{true, true, true, true};
  EXPECT_EQ(rules_in(broken_rules(pool, all, 0, 0)).size(), hard_rule_count);
  EXPECT_EQ(rules_in(broken_rules(pool, {}, 0, 0)),
            (std::vector<HardRule>{HardRule::capacity, HardRule::conflict, HardRule::veto, HardRule::forbidden,
                                   HardRule::same_person}));
}

TEST(Candidates, FactsAboutOnePairAreMerged) {
  Pool pool = two_people();
  ASSERT_TRUE(set_facts(pool, {{0, {.educator = 0, .blocked = bit(HardRule::veto), .learner_wish = 3}},
                               {0, {.educator = 0, .blocked = bit(HardRule::conflict), .learner_wish = 2}}}));
  ASSERT_EQ(pool.facts.size(), 1U);
  EXPECT_EQ(pool.facts[0].blocked, bit(HardRule::veto) | bit(HardRule::conflict));
  EXPECT_EQ(pool.facts[0].learner_wish, 2);
  EXPECT_EQ(set_facts(pool, {{0, {.educator = 1}}}).error().key, "matching.fact_unknown");
  EXPECT_EQ(set_facts(pool, {{1, {.educator = 0}}}).error().key, "matching.fact_unknown");
}

TEST(Candidates, Refusals) {
  const auto key = [](const Pool& pool, const Weights& weights = {}, const CandidateOptions& options = {}) {
    const auto result = find_candidates(pool, {}, weights, options);
    return result ? std::string() : result.error().key;
  };
  EXPECT_EQ(key(two_people()), "");
  EXPECT_EQ(key(Pool{}), "");
  Pool pool = two_people();
  pool.capacity = {-1};
  EXPECT_EQ(key(pool), "matching.bad_capacity");
  pool = two_people();
  pool.educators.stage.clear();
  EXPECT_EQ(key(pool), "matching.bad_pool");
  pool = two_people();
  pool.trained = {1, 1};
  EXPECT_EQ(key(pool), "matching.bad_pool");
  pool = two_people();
  pool.facts = {{.educator = 0}};
  EXPECT_EQ(key(pool), "matching.bad_pool");
  Weights heavy;
  heavy.kept = 1'000'001;
  EXPECT_EQ(key(two_people(), heavy), "matching.bad_weight");
  heavy.kept = -1;
  EXPECT_EQ(key(two_people(), heavy), "matching.bad_weight");
  CandidateOptions few;
  few.max_pairs = 0;
  EXPECT_EQ(key(two_people(), {}, few), "matching.too_large");
  few.list_length = 0;
  EXPECT_EQ(key(two_people(), {}, few), "matching.too_large");
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(find_candidates(two_people(), {}, {}, {}, stop.get_token()).error().key, "matching.stopped");
}

}  // namespace
}  // namespace chiron::matching
