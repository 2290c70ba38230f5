// Judging running pairs over the coming weeks, then once more as if each educator concerned were recused.
#include "features/conflicts/conflicts_ahead.h"

#include <algorithm>
#include <tuple>

namespace chiron::conflicts {
namespace {

bool blocks_now(const conflict::Finding& finding) {
  return finding.level == conflict::Level::block && finding.standing == conflict::Standing::applies &&
         conflict::rules()[finding.rule].window == conflict::Window::now;
}

bool recusable(const ConflictAhead& ahead) {
  return conflict::rules()[ahead.finding.rule].of(ahead.pair.role).recusable;
}

/// The same facts with each educator of a recusable conflict recused from that learner for its days.
conflict::Facts with_recusals(const conflict::Facts& facts, std::span<const ConflictAhead> found) {
  conflict::Facts recused = facts;
  for (const ConflictAhead& ahead : found) {
    if (!recusable(ahead)) continue;
    for (const auto kind : conflict::all_duty_kinds)
      if (conflict::rules()[ahead.finding.rule].has(kind))
        recused.recusals.push_back(
            {ahead.pair.educator, conflict::TargetKind::person, ahead.pair.learner, ahead.finding.days, kind});
  }
  return recused;
}

}  // namespace

std::vector<ConflictAhead> conflicts_ahead(const conflict::Facts& facts, const conflict::Index& index,
                                           std::span<const conflict::Policy> policies,
                                           std::span<const PairToAudit> pairs, Date today, std::int32_t days) {
  std::vector<ConflictAhead> found;
  const auto judged = [&](const conflict::Index& facts_of, const PairToAudit& pair, DateRange within) {
    return judge(facts_of, policies[static_cast<std::size_t>(pair.role)], pair.learner, pair.educator, within);
  };
  for (const PairToAudit& pair : pairs) {
    if (!pair.days.contains(today)) continue;
    // From today on, so that a duty that holds already is not taken for one that begins.
    for (auto& finding : judged(index, pair, pair.days.intersect({today, Date::max()})).findings)
      if (blocks_now(finding) && finding.days.from > today && finding.days.from - today <= days)
        found.push_back({pair, std::move(finding), false});
  }
  if (std::ranges::any_of(found, recusable)) {
    const conflict::Index recused = conflict::build(with_recusals(facts, found));
    for (ConflictAhead& ahead : found) {
      if (!recusable(ahead)) continue;
      const auto verdict = judged(recused, ahead.pair, ahead.finding.days);
      ahead.recusal_resolves = std::ranges::none_of(verdict.findings, blocks_now);
    }
  }
  std::ranges::sort(found, {}, [](const ConflictAhead& ahead) {
    return std::tuple(ahead.finding.days.from, ahead.pair.learner, ahead.pair.educator, ahead.finding.rule);
  });
  return found;
}

}  // namespace chiron::conflicts
