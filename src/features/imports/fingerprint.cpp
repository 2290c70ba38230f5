// Joining fields with the unit separator (0x1f), which no cell of an accepted file holds.
#include "features/imports/fingerprint.h"

#include <cmath>

#include <fmt/format.h>

namespace chiron::imports {

std::string fingerprint(const people::Person& person) {
  const auto date = [](const std::optional<Date>& day) { return day ? day->iso() : std::string(); };
  std::string text;
  for (std::string_view part : {person.id, person.given_name, person.family_name, person.email, person.profession,
                                people::name_of(person.kind), person.stage, person.site, person.unit, person.cohort,
                                person.specialty, person.manager, people::name_of(person.left_because)})
    text.append(part).push_back('\x1f');
  // Hours are stored in minutes: finer differences are none.
  const std::string minutes = person.hours_per_month ? std::to_string(std::llround(*person.hours_per_month * 60)) : "";
  text += fmt::format("{}\x1f{}\x1f{}\x1f{}\x1f{}\x1f{}\x1f{}", fmt::join(person.languages, "\n"),
                      fmt::join(person.interests, "\n"), person.capacity ? std::to_string(*person.capacity) : "",
                      minutes, date(person.trained_on), date(person.declared_on), person.present.iso());
  return text;
}

std::string fingerprint(const duties::Duty& duty) {
  return fmt::format("{}\x1f{}\x1f{}\x1f{}\x1f{}\x1f{}", conflict::name_of(duty.kind), duty.person,
                     duties::name_of(duty.target.kind), duty.target.id, duty.days.iso(), duty.source);
}

}  // namespace chiron::imports
