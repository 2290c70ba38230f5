// The naive judge. Slow on purpose: every line should be checkable against judge.h by eye.
#include "engines/conflict/oracle.h"

#include <algorithm>
#include <map>
#include <optional>

namespace chiron::conflict::oracle {

const Day& Oracle::day(Date date) {
  if (days_.empty()) first_ = date - 4000, days_.resize(12000);
  std::unique_ptr<Day>& place = days_.at(static_cast<std::size_t>(date - first_));
  if (place) return *place;
  place = std::make_unique<Day>();
  place->groups_of.resize(facts_.people);
  place->towards.resize(facts_.people);
  for (const Fact& fact : facts_.facts)
    if (fact.kind == DutyKind::member_of && fact.days.from <= date && date < fact.days.to)
      place->groups_of[fact.holder].insert(fact.target);
  for (FactIndex at = 0; at < facts_.facts.size(); ++at) {
    const Fact& fact = facts_.facts[at];
    if (fact.kind == DutyKind::member_of || date < fact.days.from || date >= fact.days.to) continue;
    if (fact.target_kind == TargetKind::person) {
      place->towards[fact.target].push_back({fact.kind, fact.holder, fact.target, {at}});
      continue;
    }
    for (FactIndex other = 0; other < facts_.facts.size(); ++other) {
      const Fact& member = facts_.facts[other];
      if (member.kind != DutyKind::member_of || member.target != fact.target) continue;
      if (date < member.days.from || date >= member.days.to || member.holder == fact.holder) continue;
      place->towards[member.holder].push_back({fact.kind, fact.holder, member.holder, {at, other}});
    }
  }
  return *place;
}

std::set<FactIndex> Oracle::tie(const Rule& rule, const Policy& policy, Person learner, Person educator, Date date) {
  const Day& today = day(date);
  std::set<FactIndex> by;
  const auto add = [&](const std::vector<FactIndex>& facts) { by.insert(facts.begin(), facts.end()); };
  const auto related = [&](Person a, Person b) {
    std::vector<FactIndex> facts;
    for (const Day::Duty& duty : today.towards[a])
      if (duty.kind == DutyKind::related_to && duty.holder == b) facts.push_back(duty.by.front());
    for (const Day::Duty& duty : today.towards[b])
      if (duty.kind == DutyKind::related_to && duty.holder == a) facts.push_back(duty.by.front());
    return facts;
  };

  if (rule.path == Path::direct) {
    for (const Day::Duty& duty : today.towards[learner])
      if (duty.holder == educator && rule.has(duty.kind)) add(duty.by);
    if (rule.has(DutyKind::related_to)) add(related(learner, educator));
    return by;
  }

  if (rule.path == Path::chain) {
    std::map<Person, int> steps{{learner, 0}};
    for (int n = 1; n <= policy.chain_depth(); ++n) {
      std::set<Person> reached;
      for (const auto& [person, above] : steps)
        if (above == n - 1)
          for (const Day::Duty& duty : today.towards[person])
            if (duty.kind == DutyKind::manages && !steps.contains(duty.holder)) reached.insert(duty.holder);
      for (Person person : reached) steps[person] = n;
    }
    if (!steps.contains(educator) || steps[educator] < 2) return by;
    std::set<Person> on_line{educator};
    for (int n = steps[educator]; n > 0; --n) {
      std::set<Person> next;
      for (const auto& [person, above] : steps) {
        if (above != n - 1) continue;
        for (const Day::Duty& duty : today.towards[person])
          if (duty.kind == DutyKind::manages && on_line.contains(duty.holder)) add(duty.by), next.insert(person);
      }
      on_line = next;
    }
    return by;
  }

  for (const Day::Duty& duty : today.towards[learner]) {
    const Person somebody = duty.holder;
    if (!rule.has(duty.kind) || somebody == educator || somebody == learner) continue;
    if (rule.path == Path::relative) {
      const std::vector<FactIndex> how = related(somebody, educator);
      if (!how.empty()) add(duty.by), add(how);
      continue;
    }
    const DutyKind wanted = rule.path == Path::delegated ? DutyKind::delegates_to : DutyKind::manages;
    for (const Day::Duty& link : today.towards[educator])
      if (link.kind == wanted && link.holder == somebody) add(duty.by), add(link.by);
  }
  return by;
}

bool Oracle::recused(const Rule& rule, const Policy& policy, Person learner, Person educator, Date date) {
  if (!rule.of(policy.role()).recusable) return false;
  for (const Recusal& recusal : facts_.recusals) {
    if (recusal.educator != educator || !rule.has(recusal.kind)) continue;
    if (date < recusal.days.from || date >= recusal.days.to) continue;
    if (recusal.target_kind == TargetKind::person ? recusal.target == learner
                                                  : day(date).groups_of[learner].contains(recusal.target))
      return true;
  }
  return false;
}

bool Oracle::unknown(const Policy& policy, Person learner, Date date) {
  const std::set<Group>& groups = day(date).groups_of[learner];
  if (groups.empty()) return true;
  for (CoverageClass what : all_coverage_classes) {
    if (!policy.needed_coverage().test(static_cast<std::size_t>(what))) continue;
    bool covered = false;
    for (const Coverage& coverage : facts_.coverage)
      covered = covered || (coverage.what == what && groups.contains(coverage.group) && coverage.days.from <= date &&
                            date < coverage.days.to);
    if (!covered) return true;
  }
  return false;
}

Verdict Oracle::judge(const Policy& policy, Person learner, Person educator, DateRange term) {
  Verdict verdict;
  for (RuleIndex at = 0; at < rules().size() && learner != educator; ++at) {
    const Rule& rule = rules()[at];
    const Level level = policy.level(at);
    if (level == Level::allow) continue;
    std::map<Date, std::set<FactIndex>> known;
    const auto tie_on = [&](Date date) -> const std::set<FactIndex>& {
      auto [place, fresh] = known.try_emplace(date);
      if (fresh && !recused(rule, policy, learner, educator, date))
        place->second = tie(rule, policy, learner, educator, date);
      return place->second;
    };

    std::optional<Finding> run;
    std::set<FactIndex> evidence;
    const auto finish = [&] {
      if (!run) return;
      run->evidence.assign(evidence.begin(), evidence.end());
      verdict.findings.push_back(*run);
      run.reset();
      evidence.clear();
    };
    for (Date date = term.from; date < term.to; date = date + 1) {
      std::set<FactIndex> by;
      if (rule.window == Window::now) {
        by = tie_on(date);
      } else if (tie_on(date).empty() && !recused(rule, policy, learner, educator, date)) {
        const Date first = rule.window == Window::ahead ? date + 1 : date - policy.look_back_days();
        const Date end = rule.window == Window::ahead ? date + policy.look_ahead_days() + 1 : date;
        for (Date other = first; other < end; other = other + 1) by.insert(tie_on(other).begin(), tie_on(other).end());
      }
      if (by.empty()) {
        finish();
        continue;
      }
      Standing standing = Standing::applies;
      for (const Waiver& waiver : facts_.waivers)
        if (rule.of(policy.role()).waivable && waiver.learner == learner && waiver.educator == educator &&
            waiver.rule == at && waiver.days.from <= date && date < waiver.days.to)
          standing = Standing::waived;
      if (run && run->standing != standing) finish();
      if (!run) run = Finding{at, level, standing, {date, date}, {}};
      run->days.to = date + 1;
      evidence.insert(by.begin(), by.end());
    }
    finish();
  }
  std::sort(verdict.findings.begin(), verdict.findings.end(), [](const Finding& a, const Finding& b) {
    return a.days.from != b.days.from ? a.days.from < b.days.from : a.rule < b.rule;
  });

  for (Date date = term.from; date < term.to; date = date + 1) {
    if (!unknown(policy, learner, date)) continue;
    if (!verdict.unknown_days.empty() && verdict.unknown_days.back().to == date) {
      verdict.unknown_days.back().to = date + 1;
    } else {
      verdict.unknown_days.push_back({date, date + 1});
    }
  }

  bool blocks = false, discloses = false;
  for (const Finding& finding : verdict.findings) {
    if (finding.standing != Standing::applies) continue;
    blocks = blocks || finding.level == Level::block;
    discloses = discloses || finding.level == Level::disclose;
  }
  verdict.answer = blocks                          ? Answer::block
                   : !verdict.unknown_days.empty() ? Answer::unknown
                   : discloses                     ? Answer::disclose
                                                   : Answer::allow;
  return verdict;
}

}  // namespace chiron::conflict::oracle
