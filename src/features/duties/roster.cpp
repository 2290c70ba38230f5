// Finding people of a roster by id.
#include "features/duties/roster.h"

#include <bit>

namespace chiron::duties {

std::optional<std::uint32_t> Roster::find(std::string_view id) const {
  if (index_.empty()) return std::nullopt;
  const std::size_t mask = index_.size() - 1;
  const std::uint64_t hash = std::hash<std::string_view>{}(id);
  for (std::size_t at = hash & mask; index_[at].id.data(); at = (at + 1) & mask)
    if (index_[at].hash == hash && index_[at].id == id) return index_[at].person;
  return std::nullopt;
}

void Roster::index_people() {
  index_.assign(std::bit_ceil(people.size() * 2 + 2), Slot{});
  const std::size_t mask = index_.size() - 1;
  for (std::uint32_t i = 0; i < people.size(); ++i) {
    if (find(people[i].id)) continue;  // the first of two people of one id, as the problems say
    const std::uint64_t hash = std::hash<std::string_view>{}(people[i].id);
    std::size_t at = hash & mask;
    while (index_[at].id.data()) at = (at + 1) & mask;
    index_[at] = {hash, people[i].id, i};
  }
}

}  // namespace chiron::duties
