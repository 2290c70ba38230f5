// Known by the newest change of the institution's facts.
#include "app/known_facts.h"

#include "features/imports/import_actions.h"
#include "features/people/change_store.h"

namespace chiron::app {

std::optional<conflict::Person> Facts::at(PersonId person) const {
  const auto found = positions.find(person);
  if (found == positions.end()) return std::nullopt;
  return found->second;
}

std::map<PersonId, conflict::Person> positions_in(const duties::Roster& roster,
                                                  const std::vector<people::Named>& people) {
  std::map<PersonId, conflict::Person> positions;
  for (const auto& one : people)
    if (const auto at = roster.find(one.external_id)) positions.emplace(one.id, *at);
  return positions;
}

Result<std::shared_ptr<const Facts>> KnownFacts::now(db::ReadTransaction& read, InstitutionId institution) {
  const auto change = TRY(people::newest_change(read, institution));
  const std::lock_guard lock(mutex_);
  if (facts_ && institution_ == institution && change_ == change) return facts_;
  auto facts = std::make_shared<Facts>();
  facts->roster = TRY(imports::current_roster(read, institution));
  facts->facts = duties::to_facts(facts->roster);
  facts->index = conflict::build(facts->facts.facts);
  facts->positions = positions_in(facts->roster, TRY(people::known(read, institution)));
  facts->ids.resize(facts->roster.people.size());
  for (const auto& [id, at] : facts->positions) facts->ids[at] = id;
  institution_ = institution, change_ = change, facts_ = facts;
  return facts_;
}

}  // namespace chiron::app
