// Known by the newest change of the institution's facts.
#include "app/known_facts.h"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "features/imports/import_actions.h"
#include "features/people/change_store.h"
#include "features/people/display_name.h"
#include "platform/text/collation.h"

namespace chiron::app {
namespace {

Result<KnownFacts::Ready> read_facts(db::ReadTransaction& read, InstitutionId institution) {
  auto facts = std::make_shared<Facts>();
  facts->roster = TRY(imports::current_roster(read, institution));
  facts->facts = duties::to_facts(facts->roster);
  facts->index = conflict::build(facts->facts.facts);
  facts->positions = positions_in(facts->roster, TRY(people::known(read, institution)));
  const auto& everyone = facts->roster.people;
  facts->ids.resize(everyone.size());
  for (const auto& [id, at] : facts->positions) facts->ids[at] = id;
  for (const auto& one : everyone)
    facts->search_keys.push_back(text::search_key(people::full_name(one.given_name, one.family_name)));
  facts->by_name.resize(everyone.size());
  std::iota(facts->by_name.begin(), facts->by_name.end(), 0);
  std::ranges::sort(facts->by_name, {}, [&](conflict::Person at) {
    return std::tuple(everyone[at].family_name, everyone[at].given_name, facts->ids[at]);
  });
  return facts;
}

}  // namespace

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

Result<KnownFacts::Ready> KnownFacts::now(db::ReadTransaction& read, InstitutionId institution) {
  const auto change = TRY(people::newest_change(read, institution));
  const std::lock_guard lock(reading_);
  if (auto known = kept_.there(institution, change)) return known;
  auto facts = TRY(read_facts(read, institution));
  kept_.keep(institution, change, facts);
  return facts;
}

Result<KnownFacts::Ready> KnownFacts::shown(db::ReadTransaction& read, InstitutionId institution) {
  if (!TRY(people::is_large(read, institution))) return now(read, institution);
  const auto change = TRY(people::newest_change(read, institution));
  return kept_.newest(institution, change, reading(institution)).value;
}

void KnownFacts::begin(InstitutionId institution) { kept_.newest(institution, -1, reading(institution)); }

decltype(KnownFacts::kept_)::Make KnownFacts::reading(InstitutionId institution) {
  return [this, institution](const std::stop_token&) {
    return database_.read([&](db::ReadTransaction& read) -> Result<decltype(kept_)::Made> {
      return decltype(kept_)::Made{TRY(people::newest_change(read, institution)), TRY(now(read, institution))};
    });
  };
}

}  // namespace chiron::app
