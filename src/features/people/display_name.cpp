// Joining the parts of a name that are known.
#include "features/people/display_name.h"

namespace chiron::people {

std::string display_name(const Person& person) {
  std::string name(person.given_name);
  if (!name.empty() && !person.family_name.empty()) name += ' ';
  name += person.family_name;
  return name.empty() ? std::string(person.id) : name;
}

}  // namespace chiron::people
