// Finding people of a roster by id.
#include "features/duties/roster.h"

namespace chiron::duties {

std::optional<std::uint32_t> Roster::find(std::string_view id) const {
  const auto at = index_.find(id);
  if (at == index_.end()) return std::nullopt;
  return at->second;
}

void Roster::index_people() {
  index_.clear();
  index_.reserve(people.size());
  for (std::uint32_t i = 0; i < people.size(); ++i) index_.emplace(people[i].id, i);
}

}  // namespace chiron::duties
