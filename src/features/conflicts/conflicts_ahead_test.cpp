// Conflicts ahead: only what begins later in a pair that runs today, and whether a recusal alone resolves it.
#include "features/conflicts/conflicts_ahead.h"

#include <gtest/gtest.h>

namespace chiron::conflicts {
namespace {

using conflict::CoverageClass;
using conflict::DutyKind;
using conflict::TargetKind;

const Date today = *Date::parse("2026-11-22");
const DateRange year = *DateRange::parse("2026-08-01..2027-08-01");

/// Learners 0 and 1 are in group 0 all year; learner 0 goes to group 1 for one block that begins in 31 days.
conflict::Facts facts() {
  conflict::Facts facts;
  facts.people = 4;
  facts.groups = 2;
  facts.facts = {{DutyKind::member_of, TargetKind::group, 0, 0, year, 0},
                 {DutyKind::member_of, TargetKind::group, 1, 0, year, 0},
                 {DutyKind::member_of, TargetKind::group, 0, 1, {today + 31, today + 59}, 0}};
  for (CoverageClass what : conflict::all_coverage_classes)
    for (conflict::Group group : {0u, 1u}) facts.coverage.push_back({group, what, {}});
  return facts;
}

std::vector<ConflictAhead> ahead(const conflict::Facts& given, const std::vector<PairToAudit>& pairs) {
  return conflicts_ahead(given, conflict::build(given), standard_policies(), pairs, today);
}

const PairToAudit running{0, 3, conflict::Role::mentor, year};

TEST(ConflictsAhead, APanelOfTheNextRotationIsFoundAndARecusalResolvesIt) {
  auto given = facts();
  given.facts.push_back({DutyKind::sits_on, TargetKind::group, 3, 1, year, 0});
  const auto found = ahead(given, {running});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].finding.days, (DateRange{today + 31, today + 59}));
  EXPECT_TRUE(found[0].recusal_resolves);
}

TEST(ConflictsAhead, ARecusalDoesNotResolveWhatAnotherDutyBlocksAsWell) {
  auto given = facts();
  given.facts.push_back({DutyKind::sits_on, TargetKind::group, 3, 1, year, 0});
  given.facts.push_back({DutyKind::assesses, TargetKind::group, 3, 1, year, 0});
  const auto found = ahead(given, {running});
  ASSERT_EQ(found.size(), 2u);
  for (const auto& one : found) EXPECT_FALSE(one.recusal_resolves);
}

TEST(ConflictsAhead, AnEvaluationCannotBeRecused) {
  auto given = facts();
  given.facts.push_back({DutyKind::writes_evaluation, TargetKind::group, 3, 1, year, 0});
  const auto found = ahead(given, {running});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_FALSE(found[0].recusal_resolves);
}

TEST(ConflictsAhead, WhatHoldsTodayIsNotAhead) {
  auto given = facts();
  given.facts.push_back({DutyKind::sits_on, TargetKind::group, 3, 0, year, 0});
  EXPECT_TRUE(ahead(given, {running}).empty());
}

TEST(ConflictsAhead, OnlyPairsThatRunTodayAndOnlyTheNextTwelveWeeksCount) {
  auto given = facts();
  given.facts.push_back({DutyKind::sits_on, TargetKind::group, 3, 1, year, 0});
  EXPECT_TRUE(ahead(given, {{0, 3, conflict::Role::mentor, {year.from, today}}}).empty());
  EXPECT_TRUE(ahead(given, {{0, 3, conflict::Role::mentor, {today + 1, year.to}}}).empty());
  EXPECT_TRUE(ahead(given, {{0, 3, conflict::Role::mentor, {year.from, today + 31}}}).empty());
  EXPECT_EQ(ahead(given, {{0, 3, conflict::Role::mentor, {year.from, today + 32}}}).size(), 1u);

  auto far = facts();
  far.facts.push_back({DutyKind::assesses, TargetKind::person, 3, 0, {today + ahead_days + 1, year.to}, 0});
  EXPECT_TRUE(ahead(far, {running}).empty());
  far.facts.back().days.from = today + ahead_days;
  EXPECT_EQ(ahead(far, {running}).size(), 1u);
}

TEST(ConflictsAhead, SoonestFirst) {
  auto given = facts();
  given.facts.push_back({DutyKind::sits_on, TargetKind::group, 3, 1, year, 0});
  given.facts.push_back({DutyKind::assesses, TargetKind::person, 2, 1, {today + 3, today + 9}, 0});
  const auto found = ahead(given, {running, {1, 2, conflict::Role::mentor, year}});
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].pair.learner, 1u);
  EXPECT_EQ(found[1].pair.learner, 0u);
}

}  // namespace
}  // namespace chiron::conflicts
