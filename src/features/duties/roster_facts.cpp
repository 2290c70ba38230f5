// Numbers the groups of a roster and copies its duties into the engine's plain arrays.
#include "features/duties/roster_facts.h"

#include <algorithm>
#include <array>

namespace chiron::duties {
namespace {

using conflict::CoverageClass;

/// Sorts ranges and joins those that overlap or touch.
void join(std::vector<DateRange>& ranges) {
  std::sort(ranges.begin(), ranges.end());
  std::size_t kept = 0;
  for (const DateRange& range : ranges) {
    if (kept && range.from <= ranges[kept - 1].to) ranges[kept - 1].to = std::max(ranges[kept - 1].to, range.to);
    else ranges[kept++] = range;
  }
  ranges.resize(kept);
}

}  // namespace

bool is_derived_from_duties(CoverageClass what) {
  return what == CoverageClass::supervision || what == CoverageClass::assessment || what == CoverageClass::panel;
}

std::size_t RosterFacts::GroupHash::operator()(const Target& group) const noexcept {
  return std::hash<std::string_view>{}(group.id) * 31 + static_cast<std::size_t>(group.kind);
}

std::optional<conflict::Group> RosterFacts::find_group(const Target& group) const {
  const auto at = group_index.find(group);
  if (at == group_index.end()) return std::nullopt;
  return at->second;
}

RosterFacts to_facts(const Roster& roster) {
  RosterFacts out;
  const auto group_of = [&](const Target& target) {
    const auto [at, is_new] = out.group_index.try_emplace(target, static_cast<conflict::Group>(out.groups.size()));
    if (is_new) out.groups.push_back(target);
    return at->second;
  };
  out.facts.people = static_cast<std::uint32_t>(roster.people.size());
  out.facts.facts.reserve(roster.duties.size());
  for (std::uint32_t i = 0; i < roster.duties.size(); ++i) {
    const Duty& duty = roster.duties[i];
    const auto holder = roster.find(duty.person);
    if (!holder) continue;
    conflict::Fact fact;
    fact.kind = duty.kind;
    fact.holder = *holder;
    fact.days = duty.days;
    fact.source = i;
    if (duty.target.kind == TargetKind::person) {
      const auto target = roster.find(duty.target.id);
      if (!target) continue;
      fact.target_kind = conflict::TargetKind::person;
      fact.target = *target;
    } else {
      fact.target_kind = conflict::TargetKind::group;
      fact.target = group_of(duty.target);
    }
    out.facts.facts.push_back(fact);
  }
  for (const Recusal& recusal : roster.recusals) {
    const auto educator = roster.find(recusal.person), learner = roster.find(recusal.learner);
    if (!educator || !learner) continue;
    for (const DutyKind kind : lifted_by(recusal.what))
      out.facts.recusals.push_back({*educator, conflict::TargetKind::person, *learner, recusal.days, kind});
  }
  for (const CoverageStatement& statement : roster.coverage)
    out.facts.coverage.push_back({group_of(statement.scope), statement.what, statement.days});
  out.facts.groups = static_cast<std::uint32_t>(out.groups.size());
  if (!roster.coverage_was_stated) {
    out.coverage_is_derived = true;
    out.facts.coverage = derive_coverage(out);
  }
  return out;
}

std::vector<conflict::Coverage> derive_coverage(const RosterFacts& roster_facts) {
  const conflict::Facts& facts = roster_facts.facts;
  const auto is_unit = [&](conflict::Group group) { return roster_facts.groups[group].kind == TargetKind::unit; };

  // Each person's units, as one run of positions in `memberships`.
  std::vector<std::uint32_t> memberships;
  for (std::uint32_t i = 0; i < facts.facts.size(); ++i)
    if (facts.facts[i].kind == DutyKind::member_of && facts.facts[i].target_kind == conflict::TargetKind::group &&
        is_unit(facts.facts[i].target))
      memberships.push_back(i);
  std::stable_sort(memberships.begin(), memberships.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return facts.facts[a].holder < facts.facts[b].holder; });
  std::vector<std::uint32_t> first(facts.people + 1, 0);
  for (const std::uint32_t i : memberships) ++first[facts.facts[i].holder + 1];
  for (std::size_t p = 0; p < facts.people; ++p) first[p + 1] += first[p];

  std::array<std::vector<std::vector<DateRange>>, conflict::coverage_class_count> known;
  for (auto& groups : known) groups.resize(facts.groups);
  std::array<bool, conflict::coverage_class_count> stated{};
  for (const conflict::Fact& fact : facts.facts) {
    if (fact.kind == DutyKind::member_of) continue;
    const CoverageClass what = conflict::coverage_class_of(fact.kind);
    stated[static_cast<std::size_t>(what)] = true;
    if (!is_derived_from_duties(what)) continue;
    auto& groups = known[static_cast<std::size_t>(what)];
    if (fact.target_kind == conflict::TargetKind::group) {
      groups[fact.target].push_back(fact.days);
      continue;
    }
    for (std::uint32_t m = first[fact.target]; m < first[fact.target + 1]; ++m) {
      const conflict::Fact& membership = facts.facts[memberships[m]];
      const DateRange both = membership.days.intersect(fact.days);
      if (!both.empty()) groups[membership.target].push_back(both);
    }
  }
  std::vector<conflict::Coverage> coverage;
  for (conflict::Group group = 0; group < facts.groups; ++group) {
    for (const CoverageClass what : conflict::all_coverage_classes) {
      const auto index = static_cast<std::size_t>(what);
      if (!is_derived_from_duties(what)) {
        if (stated[index]) coverage.push_back({group, what, DateRange{}});
        continue;
      }
      join(known[index][group]);
      for (const DateRange& days : known[index][group]) coverage.push_back({group, what, days});
    }
  }
  return coverage;
}

}  // namespace chiron::duties
