// The table keeps its promises: the floor, the ranges, the examples, the names and the sentences.
#include "engines/conflict/rules.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include "engines/conflict/judge.h"

namespace chiron::conflict {
namespace {

TEST(Roles, NamesReadBack) {
  for (Role role : all_roles) EXPECT_EQ(*parse_role(name_of(role)), role);
  EXPECT_EQ(parse_role("tutor").error().key, "conflict.unknown_role");
}

TEST(DutyKinds, NamesReadBack) {
  std::set<std::string_view> names;
  for (DutyKind kind : all_duty_kinds) {
    EXPECT_EQ(*parse_duty_kind(name_of(kind)), kind);
    EXPECT_EQ(all_duty_kinds[static_cast<std::size_t>(kind)], kind);
    names.insert(name_of(kind));
  }
  EXPECT_EQ(names.size(), duty_kind_count);
  EXPECT_EQ(parse_duty_kind("Manages").error().key, "conflict.unknown_duty");
  for (CoverageClass what : all_coverage_classes) EXPECT_EQ(*parse_coverage_class(name_of(what)), what);
}

TEST(Rules, IdsAreDistinctAndStable) {
  std::set<std::string_view> ids;
  for (const Rule& rule : rules()) {
    EXPECT_TRUE(ids.insert(rule.id).second) << rule.id;
    EXPECT_EQ(&rules()[*find_rule(rule.id)], &rule);
    for (const RoleSetting& setting : rule.roles) EXPECT_LE(setting.weakest, setting.standard) << rule.id;
  }
  EXPECT_EQ(parse_rule("panel").error().key, "conflict.unknown_rule");
}

TEST(Rules, RowsOfATieDifferInWindowOnly) {
  for (const Rule& a : rules())
    for (const Rule& b : rules()) {
      if (&a == &b || a.tie != b.tie) continue;
      EXPECT_EQ(a.kinds, b.kinds) << a.id << ' ' << b.id;
      EXPECT_EQ(a.path, b.path) << a.id << ' ' << b.id;
      EXPECT_NE(a.window, b.window) << a.id << ' ' << b.id;
      for (std::size_t role = 0; role < role_count; ++role)
        EXPECT_EQ(a.roles[role].recusable, b.roles[role].recusable) << a.id << ' ' << b.id;
    }
}

TEST(Rules, ADirectKindBelongsToOneTie) {
  for (DutyKind kind : all_duty_kinds) {
    std::set<std::string_view> ties;
    for (const Rule& rule : rules())
      if (rule.path == Path::direct && rule.has(kind)) ties.insert(rule.tie);
    const bool no_duty_towards_a_learner = kind == DutyKind::member_of || kind == DutyKind::delegates_to;
    EXPECT_EQ(ties.size(), no_duty_towards_a_learner ? 0u : 1u) << name_of(kind);
  }
}

TEST(Rules, RecusableRulesAreDirectAndOfOneKind) {
  for (const Rule& rule : rules()) {
    const bool recusable =
        std::any_of(rule.roles.begin(), rule.roles.end(), [](const RoleSetting& setting) { return setting.recusable; });
    if (!recusable) continue;
    EXPECT_EQ(rule.path, Path::direct) << rule.id;
    EXPECT_EQ(rule.kinds & (rule.kinds - 1), 0u) << rule.id;
  }
}

// foundations 7: the floor in every charter.
TEST(Rules, ThePresentDutyFloorBlocksMentorAndCoachInEveryPolicy) {
  constexpr std::array floor{DutyKind::supervises, DutyKind::supervises_clinically, DutyKind::manages,
                             DutyKind::assesses,   DutyKind::writes_evaluation,     DutyKind::appraises,
                             DutyKind::sits_on};
  for (Role role : {Role::mentor, Role::coach}) {
    for (DutyKind kind : floor) {
      bool seen = false;
      for (RuleIndex at = 0; at < rules().size(); ++at) {
        const Rule& rule = rules()[at];
        if (rule.path != Path::direct || rule.window != Window::now || !rule.has(kind)) continue;
        seen = true;
        EXPECT_EQ(rule.of(role).weakest, Level::block) << rule.id;
        EXPECT_FALSE(rule.of(role).waivable) << rule.id;
        EXPECT_EQ(rule.of(role).recusable, kind == DutyKind::sits_on) << rule.id;
        for (Level level : {Level::allow, Level::disclose}) {
          auto refused = Policy::standard(role).with(at, level);
          ASSERT_FALSE(refused) << rule.id;
          EXPECT_EQ(refused.error().key, "conflict.level_out_of_range");
          EXPECT_EQ(refused.error()["weakest"], "block");
        }
      }
      EXPECT_TRUE(seen) << name_of(kind);
    }
  }
}

TEST(Rules, NearPeersDiscloseClinicalSupervisionAndMayNotWriteTheEvaluation) {
  const auto of = [](std::string_view id) { return rules()[*find_rule(id)].of(Role::peer_mentor); };
  EXPECT_EQ(of("supervises_clinically_now").standard, Level::disclose);
  EXPECT_EQ(of("evaluates_now").weakest, Level::block);
  EXPECT_EQ(of("supervises_now").weakest, Level::block);
  EXPECT_EQ(of("sets_rota").standard, Level::block);
}

TEST(Policies, MoveWithinTheRangeOnly) {
  for (Role role : all_roles) {
    const Policy standard = Policy::standard(role);
    for (RuleIndex at = 0; at < rules().size(); ++at) {
      EXPECT_EQ(standard.level(at), rules()[at].of(role).standard);
      for (Level level : {Level::allow, Level::disclose, Level::block}) {
        const auto changed = standard.with(at, level);
        EXPECT_EQ(changed.has_value(), level >= rules()[at].of(role).weakest) << rules()[at].id;
        if (changed) {
          EXPECT_EQ(changed->level(at), level);
        }
      }
    }
  }
  const Policy policy = Policy::standard(Role::mentor);
  EXPECT_EQ(policy.with_look_ahead(-1).error().key, "conflict.look_out_of_range");
  EXPECT_EQ(policy.with_look_back(3651).error().key, "conflict.look_out_of_range");
  EXPECT_EQ(policy.with_look_back(0)->look_back_days(), 0);
  EXPECT_EQ(policy.with_chain_depth(0).error().key, "conflict.depth_out_of_range");
  EXPECT_EQ(policy.with_chain_depth(5).error().key, "conflict.depth_out_of_range");
  EXPECT_EQ(policy.with_coverage({}).error().key, "conflict.coverage_required");
  EXPECT_TRUE(policy.with_coverage(0b11111));
  EXPECT_TRUE(Policy::standard(Role::career_advisor).with_coverage({}));
  EXPECT_TRUE(Policy::standard(Role::supervisory_coach).needed_coverage().none());
  EXPECT_EQ(policy.with("unheard_of", Level::block).error().key, "conflict.unknown_rule");
}

TEST(Examples, ThreeForEachRuleInTableOrder) {
  ASSERT_EQ(examples().size(), rules().size() * 3);
  for (std::size_t at = 0; at < examples().size(); ++at) EXPECT_EQ(examples()[at].rule, rules()[at / 3].id);
}

TEST(Examples, TheJudgeSaysWhatTheySay) {
  for (const Example& example : examples()) {
    SCOPED_TRACE(std::string(example.rule) + ", " + std::string(name_of(example.role)) + ", " + example.day.iso());
    EXPECT_TRUE(validate(example.facts).empty());
    const Verdict verdict = judge(build(example.facts), Policy::standard(example.role), 0, 1,
                                  {example.day, example.day + 1});
    Level said = Level::allow;
    for (const Finding& finding : verdict.findings)
      if (rules()[finding.rule].id == example.rule && finding.standing == Standing::applies) said = finding.level;
    EXPECT_EQ(said, example.expected);
  }
}

// The sentences people read live in text/en/conflict.json: a rule, role or refusal without one is found here.
TEST(Texts, EveryRuleHasItsSentences) {
  std::ifstream file(CHIRON_ROOT "/text/en/conflict.json");
  ASSERT_TRUE(file) << "text/en/conflict.json is missing";
  std::stringstream text;
  text << file.rdbuf();
  const std::string all = text.str();
  const auto expect = [&](const std::string& key) {
    EXPECT_NE(all.find("\"" + key + "\":"), std::string::npos) << key;
  };
  for (const Rule& rule : rules())
    for (const char* part : {"title", "why", "remedy"}) expect("rule." + std::string(rule.id) + "." + part);
  for (const char* key : {"unknown_role", "unknown_duty", "unknown_coverage", "unknown_level", "unknown_rule",
                          "level_out_of_range", "look_out_of_range", "depth_out_of_range", "coverage_required"})
    expect("error.conflict." + std::string(key));
  for (int kind = 0; kind < 7; ++kind)
    expect("conflict.violation." + std::string(name_of(static_cast<ViolationKind>(kind))));
}

}  // namespace
}  // namespace chiron::conflict
