// Deadlines, matters, ways out and who may choose them.
#include "features/relationships/case.h"

#include <set>

#include <gtest/gtest.h>

namespace chiron::relationships {
namespace {

using conflict::Level;
using conflict::Role;

const Date today = *Date::parse("2026-11-22");

class CaseTest : public ::testing::Test {
 protected:
  StoredFinding finding(std::string rule, Level level, std::int32_t from, std::int32_t to,
                        conflict::Standing standing = conflict::Standing::applies) {
    return {learner, educator, std::move(rule), level, standing, {today + from, today + to}};
  }
  SeededRandom random{1};
  PersonId learner = PersonId::random(random), educator = PersonId::random(random);
};

TEST_F(CaseTest, IsDecidedWithinFourteenDaysAndNeverAfterTheDutyStarts) {
  EXPECT_EQ(deadline_of(today, std::nullopt), today + 14);
  EXPECT_EQ(deadline_of(today, today + 31), today + 14);
  EXPECT_EQ(deadline_of(today, today + 5), today + 5);
  EXPECT_EQ(deadline_of(today, today), today);
  EXPECT_EQ(deadline_of(today, today - 40), today);
}

TEST_F(CaseTest, MovesOnAndNeverBack) {
  using enum CaseState;
  const std::set<std::pair<CaseState, CaseState>> allowed{{open, lapsed},    {open, decided},  {open, closed},
                                                          {lapsed, decided}, {lapsed, closed}, {decided, closed}};
  for (CaseState from : all_case_states)
    for (CaseState to : all_case_states)
      EXPECT_EQ(may_move(from, to), allowed.contains({from, to})) << name_of(from) << " to " << name_of(to);
}

TEST_F(CaseTest, OneTieIsOneMatterThatStartsWhenTheDutyDoes) {
  const std::vector findings{finding("assesses_ahead", Level::block, -100, 31),
                             finding("assesses_now", Level::block, 31, 60),
                             finding("assesses_back", Level::block, 60, 200)};
  const auto matters = matters_of(findings, Level::block, today);
  ASSERT_EQ(matters.size(), 1u);
  EXPECT_EQ(matters[0].tie, "assesses");
  EXPECT_EQ(matters[0].rule, "assesses_now");
  EXPECT_EQ(matters[0].starts_on, today + 31);
}

TEST_F(CaseTest, AnAheadAloneNeverPauses) {
  const auto matters = matters_of(std::vector{finding("panel_ahead", Level::block, 0, 100)}, Level::block, today);
  ASSERT_EQ(matters.size(), 1u);
  EXPECT_FALSE(matters[0].starts_on);
}

TEST_F(CaseTest, WhatIsOverWaivedOrBelowTheCharterIsNoMatter) {
  EXPECT_TRUE(matters_of(std::vector{finding("assesses_now", Level::block, -9, 0)}, Level::block, today).empty());
  EXPECT_TRUE(matters_of(std::vector{finding("assesses_back", Level::block, 0, 9, conflict::Standing::waived)},
                         Level::block, today)
                  .empty());
  const std::vector disclosed{finding("thesis", Level::disclose, 0, 9)};
  EXPECT_TRUE(matters_of(disclosed, Level::block, today).empty());
  EXPECT_EQ(matters_of(disclosed, Level::disclose, today).size(), 1u);
}

TEST_F(CaseTest, TwoLearnersOfAGroupAreTwoMatters) {
  auto other = finding("panel_now", Level::block, 0, 9);
  other.learner = PersonId::random(random);
  EXPECT_EQ(matters_of(std::vector{finding("panel_now", Level::block, 0, 9), other}, Level::block, today).size(), 2u);
}

TEST_F(CaseTest, TheTableOpensTheWays) {
  using W = std::vector<Way>;
  EXPECT_EQ(ways_out("panel_now", Role::mentor, Level::block), (W{Way::recusal, Way::reassignment, Way::rematch}));
  EXPECT_EQ(ways_out("panel_back", Role::mentor, Level::block),
            (W{Way::recusal, Way::reassignment, Way::rematch, Way::waiver}));
  EXPECT_EQ(ways_out("panel_file", Role::mentor, Level::block), (W{Way::recusal, Way::reassignment, Way::rematch}));
  EXPECT_EQ(ways_out("assesses_now", Role::mentor, Level::block), (W{Way::reassignment, Way::rematch}));
  EXPECT_EQ(ways_out("assesses_back", Role::mentor, Level::block), (W{Way::reassignment, Way::rematch, Way::waiver}));
  EXPECT_EQ(ways_out("panel_now", Role::academic_counselor, Level::block), (W{Way::reassignment, Way::rematch}));
  EXPECT_EQ(ways_out("thesis", Role::mentor, Level::disclose), (W{Way::reassignment, Way::rematch, Way::acknowledged}));
  EXPECT_EQ(recusal_for("selects"), duties::RecusedFrom::selection);
  EXPECT_EQ(recusal_for("referees"), duties::RecusedFrom::reference);
  EXPECT_FALSE(recusal_for("assesses_now"));
  EXPECT_FALSE(recusal_for("related_to_assessor"));
  for (const auto& rule : conflict::rules())
    for (Role role : conflict::all_roles)
      if (rule.of(role).recusable) {
        EXPECT_TRUE(recusal_for(rule.id)) << rule.id;
      }
}

TEST_F(CaseTest, WhoMayDecide) {
  using D = Decider;
  const std::set<std::pair<Way, D>> allowed{
      {Way::recusal, D::educator},     {Way::recusal, D::coordinator}, {Way::reassignment, D::coordinator},
      {Way::rematch, D::learner},      {Way::rematch, D::educator},    {Way::rematch, D::coordinator},
      {Way::waiver, D::learner},       {Way::waiver, D::educator},     {Way::waiver, D::coordinator},
      {Way::acknowledged, D::learner},
  };
  for (Way way : all_ways) {
    EXPECT_EQ(*parse_way(name_of(way)), way);
    for (D who : {D::learner, D::educator, D::coordinator})
      EXPECT_EQ(may_decide(way, who), allowed.contains({way, who})) << name_of(way) << static_cast<int>(who);
  }
}

}  // namespace
}  // namespace chiron::relationships
