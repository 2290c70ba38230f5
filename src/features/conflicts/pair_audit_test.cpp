// The audit of existing pairs: what counts as mixed roles, what is unknown, how pairs and learners are counted.
#include "features/conflicts/pair_audit.h"

#include <gtest/gtest.h>

namespace chiron::conflicts {
namespace {

using conflict::CoverageClass;
using conflict::DutyKind;
using conflict::TargetKind;

const DateRange term = *DateRange::parse("2026-08-01..2027-08-01");

/// Learners 0 and 1 in group 0, whose facts are complete; learner 2 in group 1, of which nothing is known. Educators
/// 3, 4.
conflict::Facts facts() {
  conflict::Facts facts;
  facts.people = 5;
  facts.groups = 2;
  facts.facts = {{DutyKind::member_of, TargetKind::group, 0, 0, term, 0},
                 {DutyKind::member_of, TargetKind::group, 1, 0, term, 0},
                 {DutyKind::member_of, TargetKind::group, 2, 1, term, 0}};
  for (CoverageClass what : conflict::all_coverage_classes) facts.coverage.push_back({0, what, {}});
  return facts;
}

PairAudit audit(const conflict::Facts& facts, const std::vector<PairToAudit>& pairs) {
  return audit_pairs(conflict::build(facts), standard_policies(), pairs, term);
}

TEST(PairAudit, APresentAssessorMixesRoles) {
  auto given = facts();
  given.facts.push_back({DutyKind::assesses, TargetKind::person, 3, 0, *DateRange::parse("2027-01-01..2027-02-01"), 0});
  const auto result = audit(given, {{0, 3, conflict::Role::mentor, term}, {1, 4, conflict::Role::mentor, term}});
  EXPECT_EQ(result.learners, 2u);
  EXPECT_EQ(result.learners_mixed, 1u);
  EXPECT_EQ(result.blocked, 1u);
  EXPECT_EQ(result.clear, 1u);
  EXPECT_TRUE(result.pairs[0].mixed_roles);
}

TEST(PairAudit, ADutyThatOnlyLiesAheadBlocksWithoutMixingRoles) {
  auto given = facts();
  given.facts.push_back({DutyKind::assesses, TargetKind::person, 3, 0, *DateRange::parse("2027-09-01..2027-10-01"), 0});
  const auto result = audit(given, {{0, 3, conflict::Role::mentor, term}});
  EXPECT_EQ(result.blocked, 1u);
  EXPECT_EQ(result.learners_mixed, 0u);
}

TEST(PairAudit, OnlyTheDaysOfTheRelationshipCount) {
  auto given = facts();
  given.facts.push_back({DutyKind::assesses, TargetKind::person, 3, 0, *DateRange::parse("2024-01-01..2024-02-01"), 0});
  const auto result = audit(given, {{0, 3, conflict::Role::mentor, *DateRange::parse("2020-01-01..2021-01-01")},
                                    {0, 3, conflict::Role::mentor, term}});
  EXPECT_EQ(result.outside_term, 1u);
  EXPECT_EQ(result.clear, 1u);
}

TEST(PairAudit, MissingFactsAreUnknownNotClear) {
  const auto result = audit(facts(), {{2, 3, conflict::Role::mentor, term}});
  EXPECT_EQ(result.unknown, 1u);
  EXPECT_EQ(result.learners_unknown, 1u);
  EXPECT_EQ(result.clear, 0u);
}

TEST(PairAudit, ALearnerWithTwoMentorsCountsOnce) {
  auto given = facts();
  given.facts.push_back({DutyKind::manages, TargetKind::person, 3, 0, term, 0});
  given.facts.push_back({DutyKind::appraises, TargetKind::person, 4, 0, term, 0});
  const auto result = audit(given, {{0, 3, conflict::Role::mentor, term}, {0, 4, conflict::Role::mentor, term}});
  EXPECT_EQ(result.learners, 1u);
  EXPECT_EQ(result.learners_mixed, 1u);
  EXPECT_EQ(result.blocked, 2u);
}

}  // namespace
}  // namespace chiron::conflicts
