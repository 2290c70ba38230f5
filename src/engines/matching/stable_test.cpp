// Deferred acceptance: the published examples, and brute force over all assignments of small markets.
#include <gtest/gtest.h>

#include <map>

#include "engines/matching/solve.h"
#include "engines/matching/test_problems.h"

namespace chiron::matching {
namespace {

/// Learners' and educators' lists in order of preference; a pair exists when both list each other.
Problem market(const std::vector<std::vector<EducatorIndex>>& learners,
               const std::vector<std::vector<LearnerIndex>>& educators, std::vector<std::int32_t> capacity) {
  Problem p;
  p.objective = Objective::stable;
  p.educator_count = static_cast<std::uint32_t>(educators.size());
  p.capacity = std::move(capacity);
  for (LearnerIndex i = 0; i < learners.size(); ++i) {
    for (std::size_t rank = 0; rank < learners[i].size(); ++rank) {
      const EducatorIndex j = learners[i][rank];
      const auto at = std::find(educators[j].begin(), educators[j].end(), i);
      if (at == educators[j].end()) continue;
      p.educator.push_back(j);
      p.score.push_back(0);
      p.learner_rank.push_back(static_cast<std::int32_t>(rank + 1));
      p.educator_priority.push_back(-static_cast<std::int32_t>(at - educators[j].begin()));
    }
    p.row_start.push_back(p.educator.size());
  }
  return p;
}

std::vector<std::vector<std::int32_t>> all_stable(const Problem& p) {
  std::vector<std::vector<std::int32_t>> stable;
  for_every_assignment(p, [&](const std::vector<std::int32_t>& educator_of) {
    Solution s;
    s.educator_of = educator_of;
    s.total = total_of(p, educator_of);
    s.matched = matched_of(educator_of);
    s.outcome = Outcome::optimal;
    if (check(p, s).empty()) stable.push_back(educator_of);
  });
  return stable;
}

TEST(Stable, ResidencyTeachingExample) {
  enum : EducatorIndex { mercy, city, general };
  enum : LearnerIndex { arthur, sunny, joseph, latha, darrius };
  const Problem p =
      market({{city}, {city, mercy}, {city, general, mercy}, {mercy, city, general}, {city, mercy, general}},
             {{darrius, joseph}, {darrius, arthur, sunny, latha, joseph}, {darrius, arthur, joseph, latha}}, {2, 2, 2});
  const Solution s = solve(p).value();
  EXPECT_EQ(s.educator_of, (std::vector<std::int32_t>{city, unmatched, general, general, city}));
  EXPECT_TRUE(check(p, s).empty());
  EXPECT_EQ(all_stable(p).size(), 1U);  // best for applicants and for programs alike
}

TEST(Stable, GaleShapleyFirstExampleHasThreeStableMatchings) {
  const Problem p = market({{0, 1, 2}, {1, 2, 0}, {2, 0, 1}}, {{1, 2, 0}, {2, 0, 1}, {0, 1, 2}}, {1, 1, 1});
  const Solution s = solve(p).value();
  EXPECT_EQ(s.educator_of, (std::vector<std::int32_t>{0, 1, 2}));  // best for the proposing side
  const auto stable = all_stable(p);
  EXPECT_EQ(stable.size(), 3U);
  EXPECT_NE(std::find(stable.begin(), stable.end(), std::vector<std::int32_t>{1, 2, 0}), stable.end());
  EXPECT_NE(std::find(stable.begin(), stable.end(), std::vector<std::int32_t>{2, 0, 1}), stable.end());
}

TEST(Stable, GaleShapleySecondExampleIsUnique) {
  // (rank by row, rank by column): α (1,3)(2,3)(3,2)(4,3); β (1,4)(4,1)(3,3)(2,2); γ (2,2)(1,4)(3,4)(4,1);
  // δ (4,1)(2,2)(3,1)(1,4) → αC βD γA δB
  const Problem p = market({{0, 1, 2, 3}, {0, 3, 2, 1}, {1, 0, 2, 3}, {3, 1, 2, 0}},
                           {{3, 2, 0, 1}, {1, 3, 0, 2}, {3, 0, 1, 2}, {2, 1, 0, 3}}, {1, 1, 1, 1});
  const Solution s = solve(p).value();
  EXPECT_EQ(s.educator_of, (std::vector<std::int32_t>{2, 3, 0, 1}));
  EXPECT_EQ(all_stable(p).size(), 1U);
}

TEST(Stable, BestForLearnersAmongAllStableAssignments) {
  for (std::uint64_t seed = 1; seed <= 1500; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    SeededRandom random(seed);
    const Problem p = random_problem(random, 6, 4, Objective::stable);
    const Solution s = solve(p).value();
    ASSERT_EQ(s.outcome, Outcome::optimal);
    const std::vector<Violation> violations = check(p, s);
    ASSERT_TRUE(violations.empty()) << name_of(violations.front().kind);
    const auto stable = all_stable(p);
    ASSERT_NE(std::find(stable.begin(), stable.end(), s.educator_of), stable.end());
    for (const auto& other : stable) {
      for (LearnerIndex i = 0; i < p.learner_count(); ++i) {
        // Rural hospitals: the same learners are placed in every stable assignment.
        ASSERT_EQ(other[i] == unmatched, s.educator_of[i] == unmatched);
        if (other[i] == unmatched || other[i] == s.educator_of[i]) continue;
        std::uint64_t mine = 0;
        std::uint64_t theirs = 0;
        for (std::uint64_t e = p.row_start[i]; e < p.row_start[i + 1]; ++e) {
          if (static_cast<std::int32_t>(p.educator[e]) == s.educator_of[i]) mine = e;
          if (static_cast<std::int32_t>(p.educator[e]) == other[i]) theirs = e;
        }
        if (p.learner_rank.empty()) {
          ASSERT_GE(p.score[mine], p.score[theirs]);
        } else {
          ASSERT_LE(p.learner_rank[mine], p.learner_rank[theirs]);
        }
      }
    }
  }
}

TEST(Stable, CheckSeesABlockingPair) {
  const Problem p = market({{0, 1}, {0, 1}}, {{0, 1}, {0, 1}}, {1, 1});
  Solution s = solve(p).value();
  ASSERT_EQ(s.educator_of, (std::vector<std::int32_t>{0, 1}));
  std::swap(s.educator_of[0], s.educator_of[1]);
  const std::vector<Violation> found = check(p, s);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].kind, Violation::Kind::blocking_pair);
  EXPECT_EQ(found[0].learner, 0);
  EXPECT_EQ(found[0].educator, 0);
}

TEST(Stable, StopsAtAWorkLimit) {
  const Problem p = market({{0, 1}, {0, 1}}, {{0, 1}, {0, 1}}, {1, 1});
  const Solution s = solve(p, Limits{1}).value();
  EXPECT_EQ(s.outcome, Outcome::stopped);
  EXPECT_GT(s.gap, 0);
  EXPECT_LE(s.matched, 1U);
}

}  // namespace
}  // namespace chiron::matching
