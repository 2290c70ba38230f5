// Two indices, one judgment of every running relationship under each.
#include "features/imports/consequences.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "features/conflicts/neighborhood.h"
#include "features/duties/roster_facts.h"
#include "features/programs/program_store.h"
#include "features/relationships/relationship_store.h"

namespace chiron::imports {
namespace {

using relationships::RelationshipId;
using relationships::Side;

/// Facts of a preview, before or after it. Their texts live in the preview.
duties::Roster roster_before(const Preview& preview, const std::vector<duties::Recusal>& recusals) {
  duties::Roster roster;
  roster.people = preview.held.people;
  roster.duties = preview.held.duties;
  roster.recusals = recusals;
  roster.index_people();
  return roster;
}

duties::Roster roster_after(const Preview& preview, const std::vector<duties::Recusal>& recusals) {
  const Difference& difference = preview.difference;
  const duties::Roster& said = *preview.said;
  duties::Roster roster = roster_before(preview, recusals);
  for (const std::uint32_t added : difference.people_added) roster.people.push_back(said.people[added]);
  const std::unordered_set<std::uint32_t> ended(difference.duties_ended.begin(), difference.duties_ended.end());
  roster.duties.clear();
  for (std::uint32_t i = 0; i < preview.held.duties.size(); ++i)
    if (!ended.contains(i)) roster.duties.push_back(preview.held.duties[i]);
  for (const std::uint32_t added : difference.duties_added) roster.duties.push_back(said.duties[added]);
  roster.recusals.insert(roster.recusals.end(), said.recusals.begin(), said.recusals.end());
  roster.index_people();
  return roster;
}

/// One learner and one educator of a running relationship, with what judging them takes.
struct PairToJudge {
  RelationshipId relationship;
  conflict::Policy policy;
  conflict::Person learner = 0, educator = 0;  ///< the same in both rosters: people are only added behind
  DateRange days;
};

Result<std::vector<PairToJudge>> running_pairs(db::ReadTransaction& read, const Preview& preview,
                                               std::vector<conflict::Waiver>& waivers) {
  std::unordered_map<PersonId, conflict::Person> index_of;
  for (std::size_t i = 0; i < preview.held_ids.size(); ++i)
    index_of.emplace(preview.held_ids[i], static_cast<conflict::Person>(i));
  std::map<std::pair<programs::ProgramId, std::int64_t>, conflict::Policy> policies;
  std::vector<PairToJudge> pairs;
  for (RelationshipId last; true;) {
    const auto ids = TRY(relationships::open_after(read, preview.institution, last, 1000));
    if (ids.empty()) return pairs;
    last = ids.back();
    const auto found = TRY(relationships::find(read, preview.institution, ids));
    auto parties = TRY(relationships::parties_of(read, preview.institution, ids));
    std::map<conflict::Role, std::set<conflicts::People>> by_role;
    for (const auto& [id, relationship] : found) {
      if (relationship.state != relationships::State::active) continue;
      const std::pair key(relationship.program, relationship.charter_version);
      auto known = policies.find(key);
      if (known == policies.end()) {
        const auto version = TRY(programs::find_version(read, preview.institution, key.first, key.second));
        if (!version) continue;
        known = policies.emplace(key, version->terms.program.policy).first;
      }
      for (const auto& learner : parties[id])
        for (const auto& educator : parties[id]) {
          if (learner.side != Side::learner || educator.side != Side::educator) continue;
          const DateRange days = relationships::days_of(relationship, learner, educator);
          const auto one = index_of.find(learner.person), other = index_of.find(educator.person);
          if (days.empty() || one == index_of.end() || other == index_of.end()) continue;
          pairs.push_back({id, known->second, one->second, other->second, days});
          by_role[relationship.role].insert({learner.person, educator.person});
        }
    }
    for (const auto& [role, people] : by_role) {
      std::vector<PersonId> learners, educators;
      for (const auto& pair : people) learners.push_back(pair.learner), educators.push_back(pair.educator);
      TRY(conflicts::read_waivers(
          read, preview.institution, learners, educators, role,
          [&, &among = people](PersonId learner, PersonId educator, conflict::RuleIndex rule, DateRange days) {
            if (among.contains({learner, educator}))
              waivers.push_back({index_of.at(learner), index_of.at(educator), rule, days});
          }));
    }
  }
}

/// The first day from `today` on which something pauses each relationship; those that nothing pauses are left out.
std::map<RelationshipId, Date> pauses_under(const duties::Roster& roster, const std::vector<conflict::Waiver>& waivers,
                                            const std::vector<PairToJudge>& pairs, Date today) {
  auto facts = duties::to_facts(roster);
  facts.facts.waivers = waivers;
  const auto index = conflict::build(facts.facts);
  std::map<RelationshipId, Date> first;
  for (const PairToJudge& pair : pairs)
    for (const auto& finding : conflict::judge(index, pair.policy, pair.learner, pair.educator, pair.days).findings) {
      if (!relationships::pauses(finding) || finding.days.to <= today) continue;
      const Date from = std::max(finding.days.from, today);
      const auto [at, is_new] = first.try_emplace(pair.relationship, from);
      if (!is_new) at->second = std::min(at->second, from);
    }
  return first;
}

}  // namespace

Result<std::vector<Pause>> pauses_of(db::ReadTransaction& read, const Preview& preview) {
  std::vector<conflict::Waiver> waivers;
  const auto pairs = TRY(running_pairs(read, preview, waivers));
  std::vector<Pause> pauses;
  if (pairs.empty()) return pauses;
  people::TextPool pool;
  const auto recusals = TRY(duties::current_recusals(read, preview.institution, pool));
  const auto before = pauses_under(roster_before(preview, recusals), waivers, pairs, preview.day);
  for (const auto& [relationship, from] : pauses_under(roster_after(preview, recusals), waivers, pairs, preview.day)) {
    const auto held = before.find(relationship);
    if (held == before.end() || from < held->second) pauses.push_back({relationship, from});
  }
  std::stable_sort(pauses.begin(), pauses.end(), [](const Pause& a, const Pause& b) { return a.from < b.from; });
  return pauses;
}

std::vector<PausesOfDay> by_day(const std::vector<Pause>& pauses) {
  std::map<Date, std::size_t> counts;
  for (const Pause& pause : pauses) ++counts[pause.from];
  std::vector<PausesOfDay> days;
  for (const auto& [from, count] : counts) days.push_back({from, count});
  return days;
}

}  // namespace chiron::imports
