// Counting and comparing.
#include "features/preferences/wish.h"

#include <set>
#include <string>

namespace chiron::preferences {

Result<> check(const std::vector<PersonId>& wishes, std::size_t offered) {
  if (std::set<PersonId>(wishes.begin(), wishes.end()).size() != wishes.size())
    return err(refuse("preferences.repeated"));
  if (wishes.size() < fewest_of(offered) || wishes.empty())
    return err(refuse("preferences.too_few").with("from", std::to_string(fewest_of(offered))));
  if (wishes.size() > most_wishes) return err(refuse("preferences.too_many").with("to", std::to_string(most_wishes)));
  return {};
}

}  // namespace chiron::preferences
