// Cases worth telling by hand: what a coordinator, a learner or an accreditor would ask about.
#include "engines/conflict/judge.h"

#include <gtest/gtest.h>

#include <string>

namespace chiron::conflict {
namespace {

Date on(std::string_view text) { return *Date::parse(text); }
DateRange days(std::string_view text) { return *DateRange::parse(text); }
RuleIndex rule(std::string_view id) { return *find_rule(id); }

/// People 0 … 9 and groups 0 … 2; facts by their words.
struct Story {
  Facts facts{10, 3, {}, {}, {}, {}};
  Policy policy = Policy::standard(Role::mentor);
  DateRange term = days("2027-08-01..2028-08-01");

  FactIndex holds(DutyKind kind, Person holder, Person target, std::string_view when) {
    facts.facts.push_back({kind, TargetKind::person, holder, target, days(when), 0});
    return static_cast<FactIndex>(facts.facts.size() - 1);
  }
  FactIndex over(DutyKind kind, Person holder, Group group, std::string_view when) {
    facts.facts.push_back({kind, TargetKind::group, holder, group, days(when), 0});
    return static_cast<FactIndex>(facts.facts.size() - 1);
  }
  /// Everything about the learner's group 2 is known, so that verdicts are not "unknown".
  Story& known(Person learner) {
    over(DutyKind::member_of, learner, 2, "..");
    for (CoverageClass what : all_coverage_classes) facts.coverage.push_back({2, what, {}});
    return *this;
  }
  Verdict judged(Person learner, Person educator) const {
    return judge(build(facts), policy, learner, educator, term);
  }
};

std::vector<std::string> told(const Verdict& verdict) {
  std::vector<std::string> lines;
  for (const Finding& finding : verdict.findings)
    lines.push_back(std::string(rules()[finding.rule].id) + " " + finding.days.iso() +
                    (finding.standing == Standing::waived ? " waived" : ""));
  return lines;
}
using Lines = std::vector<std::string>;

TEST(Judge, NothingBetweenThemIsAllowed) {
  Story story;
  story.known(0);
  const Verdict verdict = story.judged(0, 1);
  EXPECT_EQ(verdict.answer, Answer::allow);
  EXPECT_TRUE(verdict.findings.empty());
  EXPECT_TRUE(verdict.unknown_days.empty());
}

TEST(Judge, ASupervisorInTheMiddleOfTheTermShowsBeforeDuringAndAfter) {
  Story story;
  story.known(0);
  const FactIndex duty = story.holds(DutyKind::supervises, 1, 0, "2027-11-01..2027-12-01");
  const Verdict verdict = story.judged(0, 1);
  EXPECT_EQ(verdict.answer, Answer::block);
  EXPECT_EQ(told(verdict), (Lines{"supervises_ahead 2027-08-01..2027-11-01", "supervises_now 2027-11-01..2027-12-01",
                                  "supervises_back 2027-12-01..2028-08-01"}));
  for (const Finding& finding : verdict.findings) EXPECT_EQ(finding.evidence, std::vector<FactIndex>{duty});
}

TEST(Judge, ARetroactiveFactChangesThePast) {
  Story story;
  story.known(0);
  story.term = days("2027-08-01..2027-09-01");
  EXPECT_EQ(story.judged(0, 1).answer, Answer::allow);
  story.holds(DutyKind::assesses, 1, 0, "2026-08-01..2026-09-15");
  EXPECT_EQ(told(story.judged(0, 1)), (Lines{"assesses_back 2027-08-01..2027-09-01"}));
}

TEST(Judge, TouchingDutiesAreOneRun) {
  Story story;
  story.policy = *story.policy.with_look_ahead(0)->with_look_back(0);
  const FactIndex a = story.holds(DutyKind::manages, 1, 0, "2027-09-01..2027-10-01");
  const FactIndex b = story.holds(DutyKind::manages, 1, 0, "2027-10-01..2027-11-01");
  const Verdict verdict = story.judged(0, 1);
  EXPECT_EQ(told(verdict), (Lines{"manages_now 2027-09-01..2027-11-01"}));
  EXPECT_EQ(verdict.findings[0].evidence, (std::vector<FactIndex>{a, b}));
}

TEST(Judge, ThePanelCountsWhileTheLearnerBelongsToItsGroup) {
  Story story;
  story.policy = *story.policy.with_look_ahead(0)->with_look_back(0);
  const FactIndex seat = story.over(DutyKind::sits_on, 1, 0, "..");
  const FactIndex member = story.over(DutyKind::member_of, 0, 0, "2027-09-01..2027-10-01");
  const Verdict verdict = story.judged(0, 1);
  EXPECT_EQ(told(verdict), (Lines{"panel_now 2027-09-01..2027-10-01"}));
  EXPECT_EQ(verdict.findings[0].evidence, (std::vector<FactIndex>{seat, member}));
}

TEST(Judge, ARecusalFreesAMentorButNotACounselor) {
  Story story;
  story.known(0);
  story.over(DutyKind::sits_on, 1, 2, "..");
  EXPECT_EQ(story.judged(0, 1).answer, Answer::block);
  story.facts.recusals.push_back({1, TargetKind::person, 0, days("2027-08-01..2028-08-01"), DutyKind::sits_on});
  EXPECT_EQ(story.judged(0, 1).answer, Answer::allow);
  EXPECT_EQ(answer(build(story.facts), story.policy, 0, 1, story.term), Answer::allow);
  story.policy = Policy::standard(Role::academic_counselor);
  EXPECT_EQ(story.judged(0, 1).answer, Answer::block);
}

TEST(Judge, ARecusalFromOneDutyIsNoneFromAnother) {
  Story story;
  story.known(0);
  story.over(DutyKind::sits_on, 1, 2, "..");
  story.facts.recusals.push_back({1, TargetKind::person, 0, {}, DutyKind::prepares_panel_file});
  EXPECT_EQ(story.judged(0, 1).answer, Answer::block);
}

TEST(Judge, ARecusalThatEndsEarlyBlocksTheRest) {
  Story story;
  story.known(0);
  story.over(DutyKind::sits_on, 1, 2, "..");
  story.facts.recusals.push_back({1, TargetKind::group, 2, days("..2028-03-26"), DutyKind::sits_on});
  EXPECT_EQ(told(story.judged(0, 1)), (Lines{"panel_now 2028-03-26..2028-08-01"}));
}

TEST(Judge, ARecusalFromAGroupCountsWhileTheLearnerBelongsToIt) {
  Story story;
  story.policy = *story.policy.with_look_ahead(0)->with_look_back(0);
  story.holds(DutyKind::sits_on, 1, 0, "2027-09-01..2027-12-01");
  story.over(DutyKind::member_of, 0, 0, "2027-10-01..2027-11-01");
  story.facts.recusals.push_back({1, TargetKind::group, 0, {}, DutyKind::sits_on});
  EXPECT_EQ(told(story.judged(0, 1)),
            (Lines{"panel_now 2027-09-01..2027-10-01", "panel_now 2027-11-01..2027-12-01"}));
}

TEST(Judge, AWaiverLiftsThePastUntilItExpiresAndStaysListed) {
  Story story;
  story.known(0);
  story.holds(DutyKind::supervises, 1, 0, "..2027-08-01");
  story.facts.waivers.push_back({0, 1, rule("supervises_back"), days("..2028-03-26")});
  const Verdict verdict = story.judged(0, 1);
  EXPECT_EQ(verdict.answer, Answer::block);
  EXPECT_EQ(told(verdict), (Lines{"supervises_back 2027-08-01..2028-03-26 waived",
                                  "supervises_back 2028-03-26..2028-07-31"}));
  story.term = days("2027-08-01..2028-03-26");
  EXPECT_EQ(story.judged(0, 1).answer, Answer::allow);
}

TEST(Judge, APresentSupervisorCannotBeWaived) {
  Story story;
  story.known(0);
  story.holds(DutyKind::supervises, 1, 0, "..");
  story.facts.waivers.push_back({0, 1, rule("supervises_now"), {}});
  const Verdict verdict = story.judged(0, 1);
  EXPECT_EQ(verdict.answer, Answer::block);
  EXPECT_EQ(verdict.findings[0].standing, Standing::applies);
}

TEST(Judge, TheChainGoesAsDeepAsThePolicyAndSurvivesALoop) {
  Story story;
  story.known(0);
  story.holds(DutyKind::manages, 1, 0, "..");
  story.holds(DutyKind::manages, 2, 1, "..");
  story.holds(DutyKind::manages, 3, 2, "..");
  story.holds(DutyKind::manages, 0, 3, "..");  // the loop
  EXPECT_EQ(told(story.judged(0, 2)), (Lines{"management_chain 2027-08-01..2028-08-01"}));
  EXPECT_TRUE(story.judged(0, 3).findings.empty());
  story.policy = *story.policy.with_chain_depth(3);
  const Verdict verdict = story.judged(0, 3);
  EXPECT_EQ(told(verdict), (Lines{"management_chain 2027-08-01..2028-08-01"}));
  EXPECT_EQ(verdict.findings[0].evidence.size(), 3u);
  story.policy = *story.policy.with_chain_depth(1);
  EXPECT_TRUE(story.judged(0, 2).findings.empty());
}

TEST(Judge, ADelegateIsAnAssessorWhileTheDelegationLasts) {
  Story story;
  story.policy = *story.policy.with_look_ahead(0)->with_look_back(0);
  const FactIndex duty = story.over(DutyKind::assesses, 2, 0, "..");
  const FactIndex member = story.over(DutyKind::member_of, 0, 0, "..");
  const FactIndex delegation = story.holds(DutyKind::delegates_to, 2, 1, "2027-10-01..2027-11-01");
  const Verdict verdict = story.judged(0, 1);
  EXPECT_EQ(told(verdict), (Lines{"delegated_assessment_now 2027-10-01..2027-11-01"}));
  EXPECT_EQ(verdict.findings[0].evidence, (std::vector<FactIndex>{duty, member, delegation}));
}

TEST(Judge, MissingFactsAreUnknownAndNeverGreen) {
  Story story;
  EXPECT_EQ(story.judged(0, 1).answer, Answer::unknown);  // no group at all
  EXPECT_EQ(story.judged(0, 1).unknown_days, (std::vector{story.term}));
  story.over(DutyKind::member_of, 0, 0, "..");
  story.facts.coverage.push_back({0, CoverageClass::supervision, {}});
  EXPECT_EQ(story.judged(0, 1).answer, Answer::unknown);  // assessors not covered
  story.facts.coverage.push_back({0, CoverageClass::assessment, days("..2028-05-01")});
  EXPECT_EQ(story.judged(0, 1).unknown_days, (std::vector{days("2028-05-01..2028-08-01")}));
  story.holds(DutyKind::other, 1, 0, "..");
  EXPECT_EQ(story.judged(0, 1).answer, Answer::unknown);  // a disclosure does not make it known
  story.holds(DutyKind::investigates, 1, 0, "..");
  const Verdict blocked = story.judged(0, 1);
  EXPECT_EQ(blocked.answer, Answer::block);
  EXPECT_FALSE(blocked.unknown_days.empty());
}

TEST(Judge, ASupervisoryCoachMaySuperviseOpenly) {
  Story story;
  story.known(0);
  story.policy = Policy::standard(Role::supervisory_coach);
  story.holds(DutyKind::supervises, 1, 0, "..");
  EXPECT_EQ(story.judged(0, 1).answer, Answer::allow);
}

TEST(Judge, OneselfAndStrangeNumbersHaveNoFindings) {
  Story story;
  story.over(DutyKind::sits_on, 0, 0, "..");
  story.over(DutyKind::member_of, 0, 0, "..");
  EXPECT_TRUE(story.judged(0, 0).findings.empty());
  EXPECT_TRUE(story.judged(0, 99).findings.empty());
  EXPECT_EQ(story.judged(99, 0).answer, Answer::unknown);
  story.term = {on("2027-08-01"), on("2027-08-01")};
  EXPECT_TRUE(story.judged(0, 1).unknown_days.empty());
}

TEST(WhatBinds, CountsEducatorsThatOneTieAloneKeepsOut) {
  Story story;
  story.known(0);
  for (Person educator : {1, 2, 3}) story.over(DutyKind::sits_on, educator, 2, "..");
  story.holds(DutyKind::supervises, 3, 0, "..");
  story.holds(DutyKind::related_to, 4, 0, "..");
  const std::vector<Person> educators{1, 2, 3, 4, 5};
  const WhatBinds binds = what_binds(build(story.facts), story.policy, 0, educators, story.term);
  EXPECT_EQ(binds.educators, 5u);
  EXPECT_EQ(binds.blocked, 4u);
  ASSERT_EQ(binds.by_tie.size(), 3u);
  EXPECT_EQ(binds.by_tie[0].tie, "panel");
  EXPECT_EQ(binds.by_tie[0].binding.blocked, 3u);
  EXPECT_EQ(binds.by_tie[0].binding.alone, 2u);
  EXPECT_EQ(binds.by_tie[1].tie, "related");
  EXPECT_EQ(binds.by_tie[2].tie, "supervises");
  EXPECT_EQ(binds.by_tie[2].binding.alone, 0u);
}

}  // namespace
}  // namespace chiron::conflict
