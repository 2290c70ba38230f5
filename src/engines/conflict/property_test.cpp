// Random organizations against the day-by-day oracle, and the engine's ways of asking against each other.
// 2,000 organizations; CHIRON_LONG=1 makes it 100,000. A failure prints the seed; CHIRON_SEED=n runs that one alone.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <numeric>
#include <random>
#include <string>

#include "engines/conflict/oracle.h"

namespace chiron::conflict {

// Printed when a verdict differs.
void PrintTo(const Verdict& verdict, std::ostream* out) {
  *out << name_of(verdict.answer);
  for (const Finding& finding : verdict.findings) {
    *out << "\n  " << rules()[finding.rule].id << ' ' << name_of(finding.level)
         << (finding.standing == Standing::waived ? " waived " : " ") << finding.days.iso() << " by";
    for (FactIndex fact : finding.evidence) *out << ' ' << fact;
  }
  for (const DateRange& days : verdict.unknown_days) *out << "\n  unknown " << days.iso();
}

namespace {

struct Dice {
  std::mt19937_64 engine;
  std::uint32_t below(std::uint32_t count) { return static_cast<std::uint32_t>(engine() % count); }
  bool chance(std::uint32_t percent) { return below(100) < percent; }
  template <class T>
  const T& one_of(const std::vector<T>& items) {
    return items[below(static_cast<std::uint32_t>(items.size()))];
  }
};

/// Days around the start and the end of summer time, mostly on a coarse grid so that ranges touch.
Date some_day(Dice& dice) {
  static const Date start = *Date::of(2027, 3, 1);
  const int grid = dice.chance(70) ? 7 : 1;
  return start + static_cast<std::int32_t>(dice.below(70 / grid) * grid);
}

DateRange some_days(Dice& dice) {
  DateRange days{some_day(dice), some_day(dice)};
  if (days.to < days.from) std::swap(days.from, days.to);
  if (days.empty()) days.to = days.from + 1;
  if (dice.chance(8)) days.from = Date::min();
  if (dice.chance(8)) days.to = Date::max();
  return days;
}

Fact some_fact(Dice& dice, const Facts& facts) {
  static const std::vector<DutyKind> often{DutyKind::member_of, DutyKind::member_of,  DutyKind::member_of,
                                           DutyKind::manages,   DutyKind::manages,    DutyKind::manages,
                                           DutyKind::sits_on,   DutyKind::supervises, DutyKind::delegates_to,
                                           DutyKind::assesses,  DutyKind::related_to};
  for (;;) {
    Fact fact;
    fact.kind = dice.chance(60) ? dice.one_of(often) : all_duty_kinds[dice.below(duty_kind_count)];
    const TargetRule rule = target_rule(fact.kind);
    const bool group = rule == TargetRule::group || (rule == TargetRule::either && dice.chance(40));
    fact.target_kind = group ? TargetKind::group : TargetKind::person;
    fact.holder = dice.below(facts.people);
    fact.target = dice.below(group ? facts.groups : facts.people);
    fact.days = some_days(dice);
    if (group || fact.holder != fact.target) return fact;
  }
}

Facts some_facts(Dice& dice) {
  Facts facts;
  facts.people = dice.chance(10) ? 2 + dice.below(39) : 2 + dice.below(6);
  facts.groups = 1 + dice.below(4);
  const std::uint32_t count = dice.below(4 * facts.people + 4);
  for (std::uint32_t at = 0; at < count; ++at) facts.facts.push_back(some_fact(dice, facts));
  if (dice.chance(50) && facts.people > 2) {  // a loop, often on common days
    const DateRange days = some_days(dice);
    const std::uint32_t length = 2 + dice.below(std::min(4u, facts.people - 1));
    for (Person at = 0; at < length; ++at)
      facts.facts.push_back(
          {DutyKind::manages, TargetKind::person, at, (at + 1) % length, dice.chance(80) ? days : some_days(dice), 0});
  }
  static const std::vector<DutyKind> recusable{
      DutyKind::sits_on, DutyKind::sits_on, DutyKind::selects, DutyKind::referees, DutyKind::prepares_panel_file,
      DutyKind::manages};
  for (std::uint32_t at = dice.below(2 + facts.people / 2); at > 0; --at) {
    const bool group = dice.chance(40);
    facts.recusals.push_back({dice.below(facts.people), group ? TargetKind::group : TargetKind::person,
                              dice.below(group ? facts.groups : facts.people), some_days(dice),
                              dice.one_of(recusable)});
  }
  for (const Fact& fact : facts.facts)  // and recusals from duties that there are, often throughout
    if (fact.kind == DutyKind::sits_on && dice.chance(30))
      facts.recusals.push_back(
          {fact.holder, fact.target_kind, fact.target, dice.chance(60) ? fact.days : some_days(dice), fact.kind});
  for (std::uint32_t at = dice.below(8 * facts.people); at > 0; --at)
    facts.waivers.push_back({dice.below(facts.people), dice.below(facts.people),
                             static_cast<RuleIndex>(dice.below(static_cast<std::uint32_t>(rules().size()))),
                             some_days(dice)});
  for (std::uint32_t at = dice.below(5 * facts.groups); at > 0; --at)
    facts.coverage.push_back(
        {dice.below(facts.groups), all_coverage_classes[dice.below(coverage_class_count)], some_days(dice)});
  // Two known coverages that last, or nothing would ever be known.
  if (dice.chance(75))
    for (CoverageClass what : all_coverage_classes) facts.coverage.push_back({0, what, {}});
  return facts;
}

Policy some_policy(Dice& dice) {
  // Mentor and coach use every feature of the table; the other roles come in their turn.
  Policy policy = Policy::standard(dice.chance(50) ? Role::mentor : all_roles[dice.below(role_count)]);
  const std::uint32_t changes = dice.chance(30) ? 100 : dice.below(40);
  for (RuleIndex at = 0; at < rules().size(); ++at)
    if (dice.chance(changes)) {
      const auto changed = policy.with(at, static_cast<Level>(dice.below(3)));
      if (changed) policy = *changed;
    }
  const auto look = [&] {
    return static_cast<std::int32_t>(dice.chance(1) ? 365 : dice.below(dice.chance(50) ? 4 : 25));
  };
  policy = *policy.with_look_ahead(look());
  policy = *policy.with_look_back(look());
  policy = *policy.with_chain_depth(1 + static_cast<int>(dice.below(deepest_chain)));
  if (dice.chance(30)) {
    const auto changed = policy.with_coverage(dice.below(1u << coverage_class_count));
    if (changed) policy = *changed;
  }
  return policy;
}

DateRange some_term(Dice& dice) {
  DateRange term = some_days(dice);
  if (term.from == Date::min()) term.from = std::min(*Date::of(2027, 2, 20), term.to - 1);
  if (term.to == Date::max()) term.to = std::max(*Date::of(2027, 5, 20), term.from + 1);
  if (term.days() > 120) term.to = term.from + 120;
  if (dice.chance(2)) term.to = term.from;
  return term;
}

std::vector<Person> everybody(const Facts& facts) {
  std::vector<Person> people(facts.people);
  std::iota(people.begin(), people.end(), 0);
  return people;
}

std::map<Pair, Verdict> judge_all(const Index& index, const Policy& policy, DateRange term) {
  std::map<Pair, Verdict> verdicts;
  for (Person learner = 0; learner < index.people(); ++learner)
    for (Person educator = 0; educator < index.people(); ++educator)
      verdicts[{learner, educator}] = judge(index, policy, learner, educator, term);
  return verdicts;
}

/// One organization, policy and term made from a seed.
struct World {
  explicit World(std::uint64_t seed)
      : dice{std::mt19937_64(seed)}, facts(some_facts(dice)), policy(some_policy(dice)), term(some_term(dice)) {}
  Dice dice;
  Facts facts;
  Policy policy;
  DateRange term;
};

std::uint64_t organizations() {
  const char* set = std::getenv("CHIRON_LONG");
  return set && std::string(set) == "1" ? 100'000 : 2'000;
}

/// Runs `check` on organization after organization until one fails, and says which seed it was.
template <class Check>
void for_each_world(std::uint64_t first, std::uint64_t count, Check check) {
  const char* set = std::getenv("CHIRON_SEED");
  if (set) first = std::strtoull(set, nullptr, 10), count = 1;
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    SCOPED_TRACE("CHIRON_SEED=" + std::to_string(seed));
    World world(seed);
    check(world);
    if (testing::Test::HasFailure()) return;
  }
}

TEST(Property, TheJudgeAgreesWithTheDayByDayOracle) {
  std::map<RuleIndex, int> seen;
  std::map<Answer, int> answers;
  int waived = 0, compared = 0;
  for_each_world(1, organizations(), [&](World& world) {
    ASSERT_TRUE(std::ranges::none_of(validate(world.facts), [](const Violation& violation) {
      return violation.table == Table::facts && violation.kind != ViolationKind::management_loop;
    }));
    const Index index = build(world.facts);
    oracle::Oracle oracle(world.facts);
    std::vector<Pair> pairs;
    for (Person learner = 0; learner < world.facts.people; ++learner)
      for (Person educator = 0; educator < world.facts.people; ++educator) pairs.push_back({learner, educator});
    std::shuffle(pairs.begin(), pairs.end(), world.dice.engine);
    if (pairs.size() > 25) pairs.resize(25);
    for (const Pair& pair : pairs) {
      const Verdict expected = oracle.judge(world.policy, pair.learner, pair.educator, world.term);
      const Verdict verdict = judge(index, world.policy, pair.learner, pair.educator, world.term);
      ASSERT_EQ(verdict, expected) << "learner " << pair.learner << ", educator " << pair.educator << ", term "
                                   << world.term.iso() << ", " << name_of(world.policy.role());
      ASSERT_EQ(answer(index, world.policy, pair.learner, pair.educator, world.term), expected.answer);
      ++compared;
      ++answers[verdict.answer];
      for (const Finding& finding : verdict.findings) {
        ++seen[finding.rule];
        waived += finding.standing == Standing::waived;
      }
    }
  });
  if (HasFailure() || std::getenv("CHIRON_SEED")) return;
  // The comparison is worth something only if everything occurred.
  for (RuleIndex at = 0; at < rules().size(); ++at) EXPECT_GT(seen[at], 20) << rules()[at].id;
  for (Answer each : {Answer::allow, Answer::disclose, Answer::unknown, Answer::block}) EXPECT_GT(answers[each], 100);
  EXPECT_GT(waived, 20);
  RecordProperty("pairs", compared);
}

TEST(Property, SweepsEqualAllPairs) {
  for_each_world(1'000'000, organizations(), [&](World& world) {
    const Index index = build(world.facts);
    std::vector<Person> learners, educators;
    for (Person person : everybody(world.facts)) {
      if (world.dice.chance(70)) learners.push_back(person);
      if (world.dice.chance(70)) educators.push_back(person);
    }
    std::shuffle(learners.begin(), learners.end(), world.dice.engine);
    std::shuffle(educators.begin(), educators.end(), world.dice.engine);

    std::map<Pair, std::vector<Finding>> expected;
    std::vector<std::vector<std::uint32_t>> blocked;
    for (Person learner : learners) {
      std::vector<std::uint32_t>& list = blocked.emplace_back();
      std::vector<Binding> by_rule(rules().size());
      std::map<std::string_view, Binding> by_tie;
      for (std::uint32_t at = 0; at < educators.size(); ++at) {
        const Verdict verdict = judge(index, world.policy, learner, educators[at], world.term);
        if (!verdict.findings.empty()) expected[{learner, educators[at]}] = verdict.findings;
        if (verdict.answer == Answer::block) list.push_back(at);
        std::set<RuleIndex> blocking;
        std::set<std::string_view> ties;
        for (const Finding& finding : verdict.findings)
          if (finding.level == Level::block && finding.standing == Standing::applies)
            blocking.insert(finding.rule), ties.insert(rules()[finding.rule].tie);
        for (RuleIndex rule : blocking) ++by_rule[rule].blocked, by_rule[rule].alone += blocking.size() == 1;
        for (std::string_view tie : ties) ++by_tie[tie].blocked, by_tie[tie].alone += ties.size() == 1;
      }
      std::vector<Answer> together(educators.size());
      answers(index, world.policy, learner, educators, world.term, together);
      for (std::size_t at = 0; at < educators.size(); ++at)
        ASSERT_EQ(together[at], judge(index, world.policy, learner, educators[at], world.term).answer);
      const WhatBinds binds = what_binds(index, world.policy, learner, educators, world.term);
      EXPECT_EQ(binds.blocked, list.size());
      EXPECT_EQ(binds.educators, educators.size() - static_cast<std::size_t>(std::ranges::count(educators, learner)));
      for (std::size_t rule = 0; rule < rules().size(); ++rule) {
        ASSERT_EQ(binds.by_rule[rule].blocked, by_rule[rule].blocked);
        ASSERT_EQ(binds.by_rule[rule].alone, by_rule[rule].alone);
      }
      ASSERT_EQ(binds.by_tie.size(), by_tie.size());
      for (const WhatBinds::Tie& tie : binds.by_tie) {
        ASSERT_EQ(tie.binding.blocked, by_tie[tie.tie].blocked);
        ASSERT_EQ(tie.binding.alone, by_tie[tie.tie].alone);
      }
    }

    auto next = expected.begin();
    for_each_finding(index, world.policy, learners, educators, world.term, [&](Pair pair, auto findings) {
      EXPECT_TRUE(next != expected.end());
      if (next == expected.end()) return false;
      EXPECT_EQ(pair, next->first);
      EXPECT_TRUE(std::ranges::equal(findings, next->second));
      ++next;
      return !testing::Test::HasFailure();
    });
    ASSERT_TRUE(next == expected.end());

    const BlockLists lists = block_lists(index, world.policy, learners, educators, world.term);
    for (std::size_t at = 0; at < learners.size(); ++at) ASSERT_TRUE(std::ranges::equal(lists.of(at), blocked[at]));
  });
}

TEST(Property, TheOrderOfTheInputDoesNotMatter) {
  for_each_world(2'000'000, organizations() / 4, [&](World& world) {
    const auto before = judge_all(build(world.facts), world.policy, world.term);
    std::vector<FactIndex> order(world.facts.facts.size());
    std::iota(order.begin(), order.end(), 0);
    std::shuffle(order.begin(), order.end(), world.dice.engine);
    Facts shuffled = world.facts;
    for (std::size_t at = 0; at < order.size(); ++at) shuffled.facts[at] = world.facts.facts[order[at]];
    std::shuffle(shuffled.recusals.begin(), shuffled.recusals.end(), world.dice.engine);
    std::shuffle(shuffled.waivers.begin(), shuffled.waivers.end(), world.dice.engine);
    std::shuffle(shuffled.coverage.begin(), shuffled.coverage.end(), world.dice.engine);
    auto after = judge_all(build(shuffled), world.policy, world.term);
    for (auto& [pair, verdict] : after)
      for (Finding& finding : verdict.findings) {
        for (FactIndex& fact : finding.evidence) fact = order[fact];
        std::ranges::sort(finding.evidence);
      }
    ASSERT_EQ(before, after);
    auto loops = validate(shuffled), expected = validate(world.facts);
    for (Violation& loop : loops) loop.facts.clear(), loop.entry = 0;
    for (Violation& loop : expected) loop.facts.clear(), loop.entry = 0;
    std::erase_if(loops, [](const Violation& row) { return row.kind != ViolationKind::management_loop; });
    std::erase_if(expected, [](const Violation& row) { return row.kind != ViolationKind::management_loop; });
    ASSERT_EQ(loops, expected);
  });
}

TEST(Property, AnIndexThatChangedEqualsOneBuiltAnew) {
  for_each_world(3'000'000, organizations() / 4, [&](World& world) {
    const std::size_t kept = world.dice.below(static_cast<std::uint32_t>(world.facts.facts.size()) + 1);
    Facts fewer = world.facts;
    fewer.facts.resize(kept);
    Index index = build(fewer);
    for (std::size_t at = kept; at < world.facts.facts.size(); ++at) index.add(world.facts.facts[at]);
    ASSERT_EQ(judge_all(index, world.policy, world.term), judge_all(build(world.facts), world.policy, world.term));
    for (std::size_t at = kept; at < world.facts.facts.size(); ++at) index.remove(static_cast<FactIndex>(at));
    ASSERT_EQ(judge_all(index, world.policy, world.term), judge_all(build(fewer), world.policy, world.term));
  });
}

TEST(Property, WhatAChangeTouchesIsAmongTheAffected) {
  std::size_t differing = 0, listed = 0;
  for_each_world(4'000'000, organizations(), [&](World& world) {
    Index index = build(world.facts);
    const auto before = judge_all(index, world.policy, world.term);
    const Fact fact = some_fact(world.dice, world.facts);
    const Affected asked_before = affected_by(index, fact, world.policy.chain_depth());
    index.add(fact);
    const Affected affected = affected_by(index, fact, world.policy.chain_depth());
    EXPECT_EQ(asked_before.pairs, affected.pairs);
    EXPECT_EQ(asked_before.learners, affected.learners);
    for (const auto& [pair, verdict] : judge_all(index, world.policy, world.term)) {
      const Verdict& old = before.at(pair);
      if (old.findings != verdict.findings) {
        ++differing;
        ASSERT_TRUE(std::ranges::binary_search(affected.pairs, pair))
            << pair.learner << ' ' << pair.educator << ' ' << name_of(fact.kind);
      }
      if (old.unknown_days != verdict.unknown_days) {
        ASSERT_TRUE(std::ranges::binary_search(affected.learners, pair.learner));
      }
    }
    listed += affected.pairs.size();
  });
  RecordProperty("differing", static_cast<int>(differing));
  RecordProperty("listed", static_cast<int>(listed));
}

}  // namespace
}  // namespace chiron::conflict
