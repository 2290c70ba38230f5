// Tables of names and ways, and what makes a matter.
#include "features/relationships/case.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace chiron::relationships {
namespace {

constexpr std::array<std::string_view, 4> state_names{"open", "lapsed", "decided", "closed"};
constexpr std::array<std::string_view, 5> way_names{"recusal", "reassignment", "rematch", "waiver", "acknowledged"};

}  // namespace

std::string_view name_of(CaseState state) { return state_names[static_cast<std::size_t>(state)]; }

Result<CaseState> parse_case_state(std::string_view name) {
  for (CaseState state : all_case_states)
    if (name_of(state) == name) return state;
  return err(refuse("relationships.case_state"));
}

bool may_move(CaseState from, CaseState to) { return from < to && from != CaseState::closed; }

std::string_view name_of(Way way) { return way_names[static_cast<std::size_t>(way)]; }

Result<Way> parse_way(std::string_view name) {
  for (Way way : all_ways)
    if (name_of(way) == name) return way;
  return err(refuse("relationships.case_way"));
}

std::optional<duties::RecusedFrom> recusal_for(std::string_view rule) {
  const auto at = conflict::find_rule(rule);
  if (!at || conflict::rules()[*at].path != conflict::Path::direct) return std::nullopt;
  for (const auto what : duties::all_recused_from)
    for (const auto kind : duties::lifted_by(what))
      if (conflict::rules()[*at].has(kind)) return what;
  return std::nullopt;
}

std::vector<Way> ways_out(std::string_view rule, conflict::Role role, conflict::Level level) {
  const auto at = conflict::find_rule(rule);
  const auto setting = at ? conflict::rules()[*at].of(role) : conflict::RoleSetting{};
  std::vector<Way> ways;
  if (setting.recusable && recusal_for(rule)) ways.push_back(Way::recusal);
  ways.push_back(Way::reassignment);
  ways.push_back(Way::rematch);
  if (setting.waivable) ways.push_back(Way::waiver);
  if (level == conflict::Level::disclose) ways.push_back(Way::acknowledged);
  return ways;
}

bool may_decide(Way way, Decider who) {
  if (who == Decider::lead) return false;
  switch (way) {
    case Way::recusal: return who != Decider::learner;
    case Way::acknowledged: return who == Decider::learner;
    case Way::reassignment: return who == Decider::coordinator;
    case Way::rematch:
    case Way::waiver: return true;
  }
  return false;
}

std::vector<Matter> matters_of(std::span<const StoredFinding> findings, conflict::Level from, Date today) {
  std::map<std::tuple<PersonId, PersonId, std::string>, Matter> found;
  for (const StoredFinding& finding : findings) {
    if (finding.standing != conflict::Standing::applies || finding.level < from || finding.days.to <= today) continue;
    const auto* row = finding.row();
    const std::string tie(row ? row->tie : std::string_view(finding.rule));
    auto& matter = found
                       .try_emplace({finding.learner, finding.educator, tie},
                                    Matter{finding.learner, finding.educator, tie, finding.rule, finding.level, {}})
                       .first->second;
    matter.level = std::max(matter.level, finding.level);
    if (finding.pauses() && (!matter.starts_on || finding.days.from < *matter.starts_on)) {
      matter.starts_on = finding.days.from;
      matter.rule = finding.rule;
    }
  }
  std::vector<Matter> matters;
  for (auto& [key, matter] : found) matters.push_back(std::move(matter));
  return matters;
}

Date deadline_of(Date today, std::optional<Date> starts_on) {
  Date deadline = today + days_to_decide;
  if (starts_on) deadline = std::min(deadline, *starts_on);
  return std::max(deadline, today);
}

}  // namespace chiron::relationships
