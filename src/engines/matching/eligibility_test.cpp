// Eligibility by classes against counting every pair.
#include <gtest/gtest.h>

#include <bit>

#include "engines/matching/candidates.h"
#include "engines/matching/test_pools.h"

namespace chiron::matching {
namespace {

TEST(Eligibility, AgreesWithCountingEveryPair) {
  std::uint32_t freed = 0;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    SeededRandom random(seed);
    PoolShape shape;
    shape.learners = static_cast<std::uint32_t>(random.below(40));
    shape.educators = static_cast<std::uint32_t>(random.below(3) == 0 ? 1 + random.below(4) : 1 + random.below(40));
    shape.facts_each = static_cast<std::uint32_t>(random.below(6));
    shape.capacity = static_cast<std::uint32_t>(random.below(3));
    const Pool pool = random_pool(random, shape);
    const HardRules rules{random.below(2) == 0, random.below(2) == 0, random.below(2) == 0, random.below(2) == 0};
    const Eligibility e = eligibility(pool, rules).value();
    std::array<std::uint32_t, 4> histogram = {};
    std::array<std::uint32_t, hard_rule_count> expected_freed = {};
    for (LearnerIndex i = 0; i < pool.learner_count(); ++i) {
      std::uint32_t eligible = 0;
      std::array<std::uint32_t, hard_rule_count> only = {};
      for (EducatorIndex j = 0; j < pool.educator_count(); ++j) {
        const RuleSet broken = broken_rules(pool, rules, i, j);
        eligible += broken == 0;
        if (std::popcount(broken) == 1) ++only[static_cast<std::size_t>(std::countr_zero(broken))];
      }
      ASSERT_EQ(e.eligible[i], eligible);
      ASSERT_EQ(e.only[i], only);
      ++histogram[std::min(eligible, 3U)];
      for (std::size_t rule = 0; rule < hard_rule_count; ++rule) {
        if (eligible == 0 && only[rule] > 0) ++expected_freed[rule];
      }
    }
    ASSERT_EQ(e.histogram, histogram);
    ASSERT_EQ(e.freed, expected_freed);
    for (const std::uint32_t n : expected_freed) freed += n;
  }
  EXPECT_GT(freed, 100U);
}

TEST(Eligibility, SaysWhatBinds) {
  // One learner, three educators: one sits on the panel, one is untrained, one is at another site.
  Pool pool;
  const auto add = [](Columns& c, std::uint16_t site) {
    c.site.push_back(site);
    c.specialty.push_back(1);
    c.profession.push_back(1);
    c.stage.push_back(1);
    c.unit.push_back(1);
    c.languages.push_back(1);
    c.interests.push_back({});
  };
  add(pool.learners, 1);
  add(pool.educators, 1);
  add(pool.educators, 1);
  add(pool.educators, 2);
  pool.capacity = {1, 1, 1};
  pool.trained = {1, 0, 1};
  ASSERT_TRUE(set_facts(pool, {{0, {.educator = 0, .blocked = bit(HardRule::conflict)}}}));
  const Eligibility e = eligibility(pool, {.training_required = true, .same_site_required = true}).value();
  EXPECT_EQ(e.eligible[0], 0U);
  EXPECT_EQ(e.only[0][static_cast<std::size_t>(HardRule::conflict)], 1U);
  EXPECT_EQ(e.only[0][static_cast<std::size_t>(HardRule::training)], 1U);
  EXPECT_EQ(e.only[0][static_cast<std::size_t>(HardRule::same_site)], 1U);
  EXPECT_EQ(e.histogram[0], 1U);
  EXPECT_EQ(e.freed[static_cast<std::size_t>(HardRule::conflict)], 1U);
  EXPECT_EQ(eligibility(pool, {.training_required = true}).value().eligible[0], 1U);
}

}  // namespace
}  // namespace chiron::matching
