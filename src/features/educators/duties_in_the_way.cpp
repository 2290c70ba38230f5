// The conflict engine over one educator and the program's learners.
#include "features/educators/duties_in_the_way.h"

#include <map>
#include <set>

#include "engines/conflict/judge.h"
#include "features/people/display_name.h"

namespace chiron::educators {
namespace {

OwnDuty shown(const duties::Roster& roster, const duties::Duty& duty) {
  OwnDuty own{duty.kind, std::string(duty.target.id), duty.days};
  if (duty.target.kind == duties::TargetKind::person)
    if (const auto who = roster.find(duty.target.id)) own.towards = people::display_name(roster.people[*who]);
  return own;
}

}  // namespace

std::vector<InTheWay> duties_in_the_way(const duties::Roster& roster, const duties::RosterFacts& facts,
                                        const conflict::Index& index, const programs::Program& program,
                                        std::span<const conflict::Person> learners, conflict::Person educator) {
  struct Found {
    std::set<conflict::Person> learners;
    std::set<std::uint32_t> duties;
  };
  std::map<conflict::RuleIndex, Found> by_rule;
  const std::string_view me = roster.people[educator].id;
  conflict::for_each_finding(
      index, program.policy, learners, std::span(&educator, 1), program.term,
      [&](conflict::Pair pair, std::span<const conflict::Finding> findings) {
        for (const auto& finding : findings) {
          if (finding.level != conflict::Level::block || finding.standing != conflict::Standing::applies) continue;
          Found& found = by_rule[finding.rule];
          found.learners.insert(pair.learner);
          for (const auto fact : finding.evidence) {
            const auto duty = facts.facts.facts[fact].source;
            if (roster.duties[duty].person == me) found.duties.insert(duty);
          }
        }
        return true;
      });
  std::vector<InTheWay> out;
  for (const auto& [rule, found] : by_rule) {
    InTheWay one{rule, static_cast<std::int64_t>(found.learners.size()), {}};
    for (const auto duty : found.duties) one.duties.push_back(shown(roster, roster.duties[duty]));
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace chiron::educators
