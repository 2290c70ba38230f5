// Joining the parts of a name that are known.
#include "features/people/display_name.h"

namespace chiron::people {

std::string full_name(std::string_view given, std::string_view family) {
  std::string name(given);
  if (!name.empty() && !family.empty()) name += ' ';
  return name += family;
}

std::string display_name(const Person& person) {
  std::string name = full_name(person.given_name, person.family_name);
  return name.empty() ? std::string(person.id) : name;
}

}  // namespace chiron::people
