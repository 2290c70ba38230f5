// Sweeps over many pairs: all findings, the lists matching forbids, and what binds one learner. Each learner's ties are
// gathered once, so the work is proportional to the ties there are, not to learners times educators.
#include <algorithm>
#include <tuple>

#include "engines/conflict/assess.h"
#include "engines/conflict/judge.h"

namespace chiron::conflict {
namespace {

std::vector<Person> ascending(std::span<const Person> people, std::uint32_t count) {
  std::vector<Person> sorted(people.begin(), people.end());
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  std::erase_if(sorted, [&](Person person) { return person >= count; });
  return sorted;
}

std::vector<std::uint8_t> asked_among(std::span<const Person> people, std::uint32_t count) {
  std::vector<std::uint8_t> asked(count, 0);
  for (Person person : people)
    if (person < count) asked[person] = 1;
  return asked;
}

/// Calls visit(educator, ties) for each educator tied to the learner, ascending; stops when visit returns false.
template <class Visit>
bool for_each_tied(const Index::Data& data, const Watch& watch, Person learner, std::span<const std::uint8_t> asked,
                   Desk& desk, Visit visit) {
  find_all_ties(data, watch, learner, asked, desk.search);
  sort_ties(desk.search.found);
  const std::span<const Tied> found = desk.search.found;
  for (std::size_t first = 0; first < found.size();) {
    std::size_t last = first + 1;
    while (last < found.size() && found[last].educator == found[first].educator) ++last;
    if (!visit(found[first].educator, found.subspan(first, last - first))) return false;
    first = last;
  }
  return true;
}

}  // namespace

void for_each_finding(const Index& index, const Policy& policy, std::span<const Person> learners,
                      std::span<const Person> educators, DateRange term, const FindingSink& sink) {
  const Index::Data& data = index.data();
  const Watch watch(policy, term);
  const std::vector<std::uint8_t> asked = asked_among(educators, data.people);
  Desk desk;
  for (Person learner : ascending(learners, data.people)) {
    const bool go_on = for_each_tied(data, watch, learner, asked, desk, [&](Person educator, auto ties) {
      assess(data, watch, learner, ties, desk);
      const std::span<const Finding> findings = desk.findings.items();
      return findings.empty() || sink({learner, educator}, findings);
    });
    if (!go_on) return;
  }
}

BlockLists block_lists(const Index& index, const Policy& policy, std::span<const Person> learners,
                       std::span<const Person> educators, DateRange term) {
  const Index::Data& data = index.data();
  const Watch watch(policy, term);
  const std::vector<std::uint8_t> asked = asked_among(educators, data.people);
  // Positions of each educator, by person: a person may be listed twice.
  std::vector<std::pair<Person, std::uint32_t>> position;
  for (std::uint32_t at = 0; at < educators.size(); ++at) position.emplace_back(educators[at], at);
  std::sort(position.begin(), position.end());
  std::vector<std::uint32_t> first_position(data.people + 1, 0);
  for (const auto& [person, at] : position)
    if (person < data.people) ++first_position[person + 1];
  for (std::uint32_t at = 0; at < data.people; ++at) first_position[at + 1] += first_position[at];

  BlockLists lists;
  lists.start.push_back(0);
  Desk desk;
  for (Person learner : learners) {
    const auto begin = static_cast<std::ptrdiff_t>(lists.blocked.size());
    for_each_tied(data, watch, learner, asked, desk, [&](Person educator, auto ties) {
      if (most_severe(data, watch, learner, ties, desk) == Level::block)
        for (std::uint32_t at = first_position[educator]; at < first_position[educator + 1]; ++at)
          lists.blocked.push_back(position[at].second);
      return true;
    });
    std::sort(lists.blocked.begin() + begin, lists.blocked.end());
    lists.start.push_back(lists.blocked.size());
  }
  return lists;
}

WhatBinds what_binds(const Index& index, const Policy& policy, Person learner, std::span<const Person> educators,
                     DateRange term) {
  const Index::Data& data = index.data();
  const Watch watch(policy, term);
  const std::span<const Rule> table = rules();
  WhatBinds binds;
  binds.by_rule.resize(table.size());
  for (const Rule& rule : table) {
    const auto same = [&](const WhatBinds::Tie& tie) { return tie.tie == rule.tie; };
    if (std::none_of(binds.by_tie.begin(), binds.by_tie.end(), same)) binds.by_tie.push_back({rule.tie, {}});
  }
  const auto tie_of = [&](RuleIndex rule) -> Binding& {
    return std::find_if(binds.by_tie.begin(), binds.by_tie.end(),
                        [&](const WhatBinds::Tie& tie) { return tie.tie == table[rule].tie; })
        ->binding;
  };

  const std::vector<Person> wanted = ascending(educators, data.people);
  binds.educators = static_cast<std::uint32_t>(wanted.size()) -
                    static_cast<std::uint32_t>(std::binary_search(wanted.begin(), wanted.end(), learner));
  const std::vector<std::uint8_t> asked = asked_among(wanted, data.people);
  Desk desk;
  for_each_tied(data, watch, learner, asked, desk, [&](Person, auto ties) {
    assess(data, watch, learner, ties, desk);
    std::uint64_t blocking = 0;
    for (const Finding& finding : desk.findings.items())
      if (finding.standing == Standing::applies && finding.level == Level::block) blocking |= 1ull << finding.rule;
    if (blocking == 0) return true;
    ++binds.blocked;
    std::vector<std::string_view> blocking_ties;
    for (std::size_t rule = 0; rule < table.size(); ++rule) {
      if (!((blocking >> rule) & 1u)) continue;
      ++binds.by_rule[rule].blocked;
      if ((blocking & (blocking - 1)) == 0) ++binds.by_rule[rule].alone;
      if (std::find(blocking_ties.begin(), blocking_ties.end(), table[rule].tie) != blocking_ties.end()) continue;
      blocking_ties.push_back(table[rule].tie);
      ++tie_of(rule).blocked;
    }
    if (blocking_ties.size() == 1)
      for (WhatBinds::Tie& tie : binds.by_tie)
        if (tie.tie == blocking_ties.front()) ++tie.binding.alone;
    return true;
  });
  std::erase_if(binds.by_tie, [](const WhatBinds::Tie& tie) { return tie.binding.blocked == 0; });
  std::stable_sort(binds.by_tie.begin(), binds.by_tie.end(), [](const WhatBinds::Tie& a, const WhatBinds::Tie& b) {
    return std::tie(b.binding.alone, b.binding.blocked) < std::tie(a.binding.alone, a.binding.blocked);
  });
  return binds;
}

}  // namespace chiron::conflict
