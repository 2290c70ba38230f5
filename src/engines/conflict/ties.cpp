// The search for ties, path by path. Each path is the definition in judge.h read from one end.
#include "engines/conflict/ties.h"

#include <algorithm>
#include <tuple>

namespace chiron::conflict {
namespace {

constexpr std::size_t index_of(DutyKind kind) { return static_cast<std::size_t>(kind); }
constexpr std::uint32_t bit(DutyKind kind) { return 1u << static_cast<unsigned>(kind); }

/// The facts of a step: one for a duty towards a person, two through a group.
struct Facts2 {
  FactIndex first = 0, second = 0;
  std::uint8_t count = 0;
};

struct Finder {
  const Index::Data& data;
  const Watch& watch;
  Person learner;
  Search& search;

  void emit(std::uint8_t tie, Person educator, DateRange days, Facts2 a, Facts2 b = {}) {
    if (!days.overlaps(watch.ties[tie].days)) return;
    Tied& tied = search.found.emplace_back();
    tied.educator = educator;
    tied.tie = tie;
    tied.from = days.from;
    tied.to = days.to;
    for (const Facts2& step : {a, b}) {
      if (step.count > 0) tied.facts[tied.fact_count++] = step.first;
      if (step.count > 1) tied.facts[tied.fact_count++] = step.second;
    }
  }

  /// Calls visit(kind, days, facts) for each duty the holder has towards the learner on watched days.
  template <class Visit>
  void duties(Person holder, std::uint32_t kinds, Visit visit) const {
    const PersonRows& target = data.of_person[learner];
    if (target.towards.kinds & kinds) {
      // From the shorter end; the learner's is usually short and, in a sweep over educators, at hand.
      const Row& over = data.of_person[holder].over_people;
      const bool from_learner = target.towards.size <= 8 || target.towards.size <= over.size;
      const Person other = from_learner ? holder : learner;
      for (const Link& duty : from_learner ? target.towards : over)
        if (duty.other == other && (kinds & bit(duty.kind)) && duty.days().overlaps(watch.widest))
          visit(duty.kind, duty.days(), Facts2{duty.fact, 0, 1});
    }
    const Row& over = data.of_person[holder].over_groups;
    if (!(over.kinds & kinds)) return;
    for (const Link& duty : over) {
      if (!(kinds & bit(duty.kind)) || !duty.days().overlaps(watch.widest)) continue;
      for (const Link& membership : target.groups) {
        if (membership.other != duty.other) continue;
        const DateRange days = duty.days().intersect(membership.days());
        if (days.overlaps(watch.widest)) visit(duty.kind, days, Facts2{duty.fact, membership.fact, 2});
      }
    }
  }

  /// Calls visit(manager, days, facts) for each `manages` towards a person on watched days.
  template <class Visit>
  void managers(Person target, Visit visit) const {
    for (const Link& duty : data.of_person[target].towards.of(DutyKind::manages))
      if (duty.days().overlaps(watch.widest)) visit(duty.other, duty.days(), Facts2{duty.fact, 0, 1});
    for (const Link& membership : data.of_person[target].groups) {
      if (!membership.days().overlaps(watch.widest)) continue;
      for (const Link& duty : data.of_group[membership.other].towards.of(DutyKind::manages)) {
        const DateRange days = duty.days().intersect(membership.days());
        if (duty.other != target && days.overlaps(watch.widest))
          visit(duty.other, days, Facts2{duty.fact, membership.fact, 2});
      }
    }
  }

  /// Calls visit(relative, days, facts) for each stated tie, read in both directions.
  template <class Visit>
  void relatives(Person person, Visit visit) const {
    for (const Row* row : {&data.of_person[person].over_people, &data.of_person[person].towards})
      for (const Link& tie : row->of(DutyKind::related_to))
        if (tie.days().overlaps(watch.widest)) visit(tie.other, tie.days(), Facts2{tie.fact, 0, 1});
  }

  /// Who is how many steps above the learner on which days: breadth first, each day's shortest distance only.
  void look_above() {
    search.above_is_known = true;
    for (auto& level : search.above) level.clear();
    search.above[0].push_back({learner, watch.widest.from, watch.widest.to});
    for (int level = 1; level <= watch.policy.chain_depth(); ++level) {
      std::vector<Above>& here = search.above[level];
      for (const Above& below : search.above[level - 1]) {
        managers(below.who, [&](Person manager, DateRange days, Facts2) {
          const DateRange common = days.intersect({below.from, below.to});
          if (manager != learner && !common.empty()) here.push_back({manager, common.from, common.to});
        });
      }
      if (here.empty()) break;
      settle(level);
    }
  }

  /// Joins a level's days per person and takes away the days on which the person was nearer.
  void settle(int level) {
    std::vector<Above>& here = search.above[level];
    std::sort(here.begin(), here.end(), [](const Above& a, const Above& b) {
      return std::tie(a.who, a.from, a.to) < std::tie(b.who, b.from, b.to);
    });
    std::vector<Above> settled;
    Ranges days, nearer, scratch;
    for (std::size_t at = 0; at < here.size();) {
      const Person who = here[at].who;
      days.clear();
      nearer.clear();
      for (; at < here.size() && here[at].who == who; ++at) days.push_back({here[at].from, here[at].to});
      normalize(days);
      for (int closer = 1; closer < level; ++closer)
        for (const Above& item : of(search.above[closer], who)) nearer.push_back({item.from, item.to});
      normalize(nearer);
      subtract(days, nearer, scratch);
      for (const DateRange& range : days) settled.push_back({who, range.from, range.to});
    }
    here.swap(settled);
  }

  static std::span<const Above> of(const std::vector<Above>& level, Person who) {
    const auto first = std::partition_point(level.begin(), level.end(), [&](const Above& a) { return a.who < who; });
    const auto last = std::partition_point(first, level.end(), [&](const Above& a) { return a.who == who; });
    return {level.data() + (first - level.begin()), level.data() + (last - level.begin())};
  }

  void emit_chain(Person only, std::span<const std::uint8_t> asked, bool everybody) {
    if (!search.above_is_known) look_above();
    for (int level = 2; level <= watch.policy.chain_depth(); ++level) {
      if (everybody) {
        for (const Above& item : search.above[level])
          if (asked.empty() || asked[item.who]) emit(watch.table.chain, item.who, {item.from, item.to}, {});
      } else {
        for (const Above& item : of(search.above[level], only))
          emit(watch.table.chain, only, {item.from, item.to}, {});
      }
    }
  }
};

/// A person on the way down from the educator to the learner, and the days on which the way leads through them.
struct Reached {
  Person who;
  Ranges days;
};

/// Follows one `manages` fact of `upper` to everybody it reaches one step further down; notes the facts it takes.
void step_down(const Index::Data& data, const Reached& upper, const Link& duty, const std::vector<Above>& below,
               std::vector<Reached>& next, std::vector<FactIndex>& facts) {
  const auto reach = [&](const Above& lower, DateRange edge) {
    Ranges days = upper.days;
    clip(days, edge.intersect({lower.from, lower.to}));
    if (days.empty()) return false;
    next.push_back({lower.who, std::move(days)});
    facts.push_back(duty.fact);
    return true;
  };
  for (const Above& lower : below) {
    if (duty.target_kind == TargetKind::person) {
      if (duty.other == lower.who) reach(lower, duty.days());
      continue;
    }
    for (const Link& membership : data.of_person[lower.who].groups)
      if (membership.other == duty.other && reach(lower, duty.days().intersect(membership.days())))
        facts.push_back(membership.fact);
  }
}

TieTable make_table() {
  TieTable table;
  table.direct.fill(no_tie);
  std::vector<std::string_view> names;
  for (std::size_t at = 0; at < rules().size(); ++at) {
    const Rule& rule = rules()[at];
    auto found = std::find(names.begin(), names.end(), rule.tie);
    const auto tie = static_cast<std::uint8_t>(found - names.begin());
    if (found == names.end()) {
      names.push_back(rule.tie);
      table.rows.push_back({rule.path, rule.kinds, {no_rule, no_rule, no_rule}});
    }
    table.rows[tie].rule[static_cast<std::size_t>(rule.window)] = static_cast<RuleIndex>(at);
    switch (rule.path) {
      case Path::direct:
        for (DutyKind kind : all_duty_kinds)
          if (rule.has(kind)) table.direct[index_of(kind)] = tie;
        break;
      case Path::chain: table.chain = tie; break;
      case Path::delegated: table.delegated = tie; break;
      case Path::reports_to: table.reports_to = tie; break;
      case Path::relative: table.relative = tie; break;
    }
  }
  return table;
}

}  // namespace

const TieTable& TieTable::get() {
  static const TieTable table = make_table();
  return table;
}

Watch::Watch(const Policy& chosen, DateRange chosen_term) : table(TieTable::get()), policy(chosen), term(chosen_term) {
  direct.fill(no_tie);
  widest = {term.to, term.from};
  for (std::size_t at = 0; at < table.rows.size(); ++at) {
    const TieRows& rows = table.rows[at];
    Tie& tie = ties[at];
    tie.days = term;
    for (std::size_t window = 0; window < 3; ++window) {
      if (rows.rule[window] == no_rule) continue;
      const RoleSetting& setting = rules()[rows.rule[window]].of(policy.role());
      tie.level[window] = policy.level(rows.rule[window]);
      tie.waivable[window] = setting.waivable;
      tie.recusable = tie.recusable || setting.recusable;
      if (tie.level[window] == Level::allow) continue;
      tie.watched = true;
      if (static_cast<Window>(window) == Window::ahead) tie.days.to = term.to + policy.look_ahead_days();
      if (static_cast<Window>(window) == Window::back) tie.days.from = term.from - policy.look_back_days();
    }
    if (!tie.watched || term.empty()) continue;
    widest = {std::min(widest.from, tie.days.from), std::max(widest.to, tie.days.to)};
    switch (rows.path) {
      case Path::direct:
        for (DutyKind kind : all_duty_kinds) {
          if (!((rows.kinds >> index_of(kind)) & 1u)) continue;
          direct[index_of(kind)] = static_cast<std::uint8_t>(at);
          tie.recusal_kind = kind;
        }
        break;
      case Path::chain: chain = policy.chain_depth() > 1; break;
      case Path::delegated: delegated_kinds = rows.kinds; break;
      case Path::reports_to: reports_to_kinds = rows.kinds; break;
      case Path::relative: relative_kinds = rows.kinds; break;
    }
  }
}

void find_all_ties(const Index::Data& data, const Watch& watch, Person learner, std::span<const std::uint8_t> asked,
                   Search& search) {
  search.begin();
  if (learner >= data.people || watch.widest.empty()) return;
  Finder finder{data, watch, learner, search};
  const auto wanted = [&](Person person) { return person != learner && (asked.empty() || asked[person]); };
  bool managed = false;

  const auto duty_towards_learner = [&](DutyKind kind, Person holder, DateRange days, Facts2 facts) {
    if (holder == learner) return;
    const std::uint8_t tie = watch.direct[index_of(kind)];
    if (tie != no_tie && kind != DutyKind::related_to && wanted(holder)) finder.emit(tie, holder, days, facts);
    managed = managed || kind == DutyKind::manages;
    const PersonRows& held = data.of_person[holder];
    if (bit(kind) & watch.delegated_kinds) {
      for (const Link& delegation : held.over_people.of(DutyKind::delegates_to)) {
        const DateRange common = days.intersect(delegation.days());
        if (!common.empty() && wanted(delegation.other))
          finder.emit(watch.table.delegated, delegation.other, common, facts, {delegation.fact, 0, 1});
      }
    }
    if (bit(kind) & watch.reports_to_kinds) {
      for (const Link& report : held.over_people.of(DutyKind::manages)) {
        const DateRange common = days.intersect(report.days());
        if (!common.empty() && wanted(report.other))
          finder.emit(watch.table.reports_to, report.other, common, facts, {report.fact, 0, 1});
      }
      for (const Link& report : held.over_groups.of(DutyKind::manages)) {
        const DateRange common = days.intersect(report.days());
        if (common.empty()) continue;
        for (const Link& member : data.of_group[report.other].members) {
          const DateRange together = common.intersect(member.days());
          if (!together.empty() && member.other != holder && wanted(member.other))
            finder.emit(watch.table.reports_to, member.other, together, facts, {report.fact, member.fact, 2});
        }
      }
    }
    if (bit(kind) & watch.relative_kinds) {
      finder.relatives(holder, [&](Person relative, DateRange related, Facts2 tie_facts) {
        const DateRange common = days.intersect(related);
        if (!common.empty() && wanted(relative))
          finder.emit(watch.table.relative, relative, common, facts, tie_facts);
      });
    }
  };

  for (const Link& duty : data.of_person[learner].towards)
    if (duty.days().overlaps(watch.widest)) duty_towards_learner(duty.kind, duty.other, duty.days(), {duty.fact, 0, 1});
  for (const Link& membership : data.of_person[learner].groups) {
    if (!membership.days().overlaps(watch.widest)) continue;
    for (const Link& duty : data.of_group[membership.other].towards) {
      const DateRange days = duty.days().intersect(membership.days());
      if (days.overlaps(watch.widest))
        duty_towards_learner(duty.kind, duty.other, days, {duty.fact, membership.fact, 2});
    }
  }
  if (const std::uint8_t tie = watch.direct[index_of(DutyKind::related_to)]; tie != no_tie) {
    finder.relatives(learner, [&](Person relative, DateRange days, Facts2 facts) {
      if (wanted(relative)) finder.emit(tie, relative, days, facts);
    });
  }
  if (watch.chain && managed) finder.emit_chain(0, asked, true);
}

void find_ties(const Index::Data& data, const Watch& watch, Person learner, Person educator, Search& search) {
  search.begin();
  if (learner >= data.people || educator >= data.people || learner == educator || watch.widest.empty()) return;
  Finder finder{data, watch, learner, search};
  const PersonRows& held = data.of_person[educator];
  const PersonRows& about = data.of_person[learner];
  const Row& towards = held.towards;
  // The time goes into waiting for memory: ask for what will be read before reading any of it.
  __builtin_prefetch(&held);
  __builtin_prefetch(&about);
  if (about.towards.size > 0) __builtin_prefetch(about.towards.data);
  if (about.groups.size > 0) __builtin_prefetch(about.groups.data);
  if (towards.size > 0) __builtin_prefetch(towards.data);

  constexpr std::uint32_t not_here = bit(DutyKind::related_to) | bit(DutyKind::delegates_to);
  finder.duties(educator, ~not_here, [&](DutyKind kind, DateRange days, Facts2 facts) {
    if (const std::uint8_t tie = watch.direct[index_of(kind)]; tie != no_tie) finder.emit(tie, educator, days, facts);
  });
  const bool may_be_related = held.holds(DutyKind::related_to) || towards.may_have(DutyKind::related_to);
  if (may_be_related && watch.direct[index_of(DutyKind::related_to)] != no_tie) {
    finder.relatives(educator, [&](Person relative, DateRange days, Facts2 facts) {
      if (relative == learner) finder.emit(watch.direct[index_of(DutyKind::related_to)], educator, days, facts);
    });
  }
  if (watch.delegated_kinds) {
    for (const Link& delegation : towards.of(DutyKind::delegates_to)) {
      if (delegation.other == learner) continue;
      finder.duties(delegation.other, watch.delegated_kinds, [&](DutyKind, DateRange days, Facts2 facts) {
        const DateRange common = days.intersect(delegation.days());
        if (!common.empty()) finder.emit(watch.table.delegated, educator, common, facts, {delegation.fact, 0, 1});
      });
    }
  }
  if (watch.reports_to_kinds) {
    finder.managers(educator, [&](Person manager, DateRange managed, Facts2 report) {
      if (manager == learner) return;
      finder.duties(manager, watch.reports_to_kinds, [&](DutyKind, DateRange days, Facts2 facts) {
        const DateRange common = days.intersect(managed);
        if (!common.empty()) finder.emit(watch.table.reports_to, educator, common, facts, report);
      });
    });
  }
  if (watch.relative_kinds && may_be_related) {
    finder.relatives(educator, [&](Person relative, DateRange related, Facts2 tie_facts) {
      if (relative == learner) return;
      finder.duties(relative, watch.relative_kinds, [&](DutyKind, DateRange days, Facts2 facts) {
        const DateRange common = days.intersect(related);
        if (!common.empty()) finder.emit(watch.table.relative, educator, common, facts, tie_facts);
      });
    });
  }
  if (watch.chain && held.holds(DutyKind::manages)) finder.emit_chain(educator, {}, false);
}

void chain_steps(const Index::Data& data, const Search& search, Person educator, const Ranges& days,
                 std::vector<FactIndex>& facts) {
  Ranges common, scratch;
  for (int top = 2; top <= deepest_chain; ++top) {
    common.clear();
    for (const Above& item : Finder::of(search.above[top], educator)) common.push_back({item.from, item.to});
    keep_common(common, days, scratch);
    if (common.empty()) continue;
    std::vector<Reached> line{{educator, common}};
    for (int level = top; level > 0; --level) {
      std::vector<Reached> next;
      for (const Reached& upper : line) {
        for (const Row* row : {&data.of_person[upper.who].over_people, &data.of_person[upper.who].over_groups})
          for (const Link& duty : row->of(DutyKind::manages))
            step_down(data, upper, duty, search.above[level - 1], next, facts);
      }
      // One entry per person, so that tangled charts stay small.
      std::sort(next.begin(), next.end(), [](const Reached& a, const Reached& b) { return a.who < b.who; });
      line.clear();
      for (Reached& item : next) {
        if (!line.empty() && line.back().who == item.who) {
          line.back().days.insert(line.back().days.end(), item.days.begin(), item.days.end());
        } else {
          line.push_back(std::move(item));
        }
      }
      for (Reached& item : line) normalize(item.days);
    }
  }
}

void recused_days(const Index::Data& data, Person learner, Person educator, DutyKind kind, Ranges& days) {
  days.clear();
  for (const Recusal& recusal : data.recusals_of(educator)) {
    if (recusal.kind != kind) continue;
    if (recusal.target_kind == TargetKind::person) {
      if (recusal.target == learner) days.push_back(recusal.days);
      continue;
    }
    for (const Link& membership : data.of_person[learner].groups)
      if (membership.other == recusal.target) days.push_back(recusal.days.intersect(membership.days()));
  }
  normalize(days);
}

}  // namespace chiron::conflict
