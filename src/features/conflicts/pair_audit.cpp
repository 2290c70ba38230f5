// Judging existing pairs and counting what was found.
#include "features/conflicts/pair_audit.h"

#include <map>
#include <unordered_map>

namespace chiron::conflicts {
namespace {

bool mixes_roles(const conflict::Verdict& verdict) {
  for (const auto& finding : verdict.findings)
    if (finding.level == conflict::Level::block && finding.standing == conflict::Standing::applies &&
        conflict::rules()[finding.rule].window == conflict::Window::now)
      return true;
  return false;
}

void count_rules(const conflict::Verdict& verdict, std::map<conflict::RuleIndex, RuleCount>& counts) {
  std::uint64_t counted = 0;  // a rule may have several runs of days in one pair: one pair all the same
  for (const auto& finding : verdict.findings) {
    auto& count = counts.try_emplace(finding.rule, RuleCount{finding.rule, finding.level, 0, 0}).first->second;
    count.level = std::max(count.level, finding.level);
    count.pair_days += finding.days.days();
    if (!(counted >> finding.rule & 1)) ++count.pairs;
    counted |= std::uint64_t{1} << finding.rule;
  }
}

}  // namespace

std::vector<conflict::Policy> standard_policies() {
  std::vector<conflict::Policy> policies;
  for (conflict::Role role : conflict::all_roles) policies.push_back(conflict::Policy::standard(role));
  return policies;
}

PairAudit audit_pairs(const conflict::Index& index, std::span<const conflict::Policy> policies,
                      std::span<const PairToAudit> pairs, DateRange term) {
  PairAudit audit;
  audit.term = term;
  std::map<conflict::RuleIndex, RuleCount> counts;
  enum class State : std::uint8_t { known, unknown, mixed };
  std::unordered_map<conflict::Person, State> learners;

  for (const PairToAudit& pair : pairs) {
    const DateRange days = pair.days.intersect(term);
    if (days.empty()) {
      ++audit.outside_term;
      continue;
    }
    AuditedPair audited{
        pair, judge(index, policies[static_cast<std::size_t>(pair.role)], pair.learner, pair.educator, days), false};
    audited.mixed_roles = mixes_roles(audited.verdict);
    count_rules(audited.verdict, counts);
    switch (audited.verdict.answer) {
      case conflict::Answer::allow: ++audit.clear; break;
      case conflict::Answer::disclose: ++audit.disclosed; break;
      case conflict::Answer::unknown: ++audit.unknown; break;
      case conflict::Answer::block: ++audit.blocked; break;
    }
    State& state = learners.try_emplace(pair.learner, State::known).first->second;
    const State now = audited.mixed_roles                    ? State::mixed
                      : audited.verdict.unknown_days.empty() ? State::known
                                                             : State::unknown;
    state = std::max(state, now);
    audit.pairs.push_back(std::move(audited));
  }

  audit.learners = static_cast<std::uint32_t>(learners.size());
  for (const auto& [learner, state] : learners) {
    audit.learners_mixed += state == State::mixed;
    audit.learners_unknown += state == State::unknown;
  }
  for (const auto& [rule, count] : counts) audit.rules.push_back(count);
  return audit;
}

}  // namespace chiron::conflicts
