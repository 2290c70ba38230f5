// Comparing by external id (people) and by everything a duty says.
#include "features/imports/difference.h"

#include <string>
#include <unordered_map>
#include <unordered_set>

#include "features/duties/roster_facts.h"
#include "features/imports/fingerprint.h"

namespace chiron::imports {

Difference compare(const Held& held, const duties::Roster& said, Completeness completeness, Date day) {
  Difference difference;
  std::unordered_map<std::string_view, std::uint32_t> held_people;
  for (std::uint32_t i = 0; i < held.people.size(); ++i) held_people.emplace(held.people[i].id, i);
  std::unordered_set<std::string_view> named;
  for (std::uint32_t i = 0; i < said.people.size(); ++i) {
    const auto& person = said.people[i];
    named.insert(person.id);
    const auto known = held_people.find(person.id);
    if (known == held_people.end()) difference.people_added.push_back(i);
    else if (fingerprint(held.people[known->second]) != fingerprint(person))
      difference.people_changed.push_back({known->second, i});
    else ++difference.unchanged;
  }

  // Duties are compared as a bag without repeats: a row that says again what is held changes nothing.
  std::unordered_map<std::string, std::uint32_t> held_duties;
  for (std::uint32_t i = 0; i < held.duties.size(); ++i) held_duties.emplace(fingerprint(held.duties[i]), i);
  std::unordered_set<std::string> said_duties;
  for (std::uint32_t i = 0; i < said.duties.size(); ++i) {
    auto text = fingerprint(said.duties[i]);
    if (held_duties.contains(text)) ++difference.unchanged;
    else if (!said_duties.contains(text)) difference.duties_added.push_back(i);
    said_duties.insert(std::move(text));
  }

  if (completeness == Completeness::complete) {
    for (std::uint32_t i = 0; i < held.people.size(); ++i)
      if (!named.contains(held.people[i].id) && held.people[i].present.to > day) difference.people_left.push_back(i);
    for (const auto& [text, index] : held_duties)
      if (!said_duties.contains(text)) difference.duties_ended.push_back(index);
    std::sort(difference.duties_ended.begin(), difference.duties_ended.end());
  }
  return difference;
}

}  // namespace chiron::imports
