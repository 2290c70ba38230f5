// Hashing ids.
#include "features/instances/id_table.h"

#include <functional>
#include <utility>

namespace chiron::instances {
namespace {

std::uint32_t check_of(std::size_t hash) { return static_cast<std::uint32_t>(hash >> 32); }

}  // namespace

std::size_t IdTable::slot_of(std::string_view id, std::size_t hash) const {
  std::size_t at = hash & (slots_.size() - 1);
  while (slots_[at].number != absent && (slots_[at].check != check_of(hash) || text(slots_[at].number) != id))
    at = (at + 1) & (slots_.size() - 1);
  return at;
}

std::uint32_t IdTable::find(std::string_view id) const {
  return slots_[slot_of(id, std::hash<std::string_view>{}(id))].number;
}

std::uint32_t IdTable::add(std::string_view id) {
  const std::size_t hash = std::hash<std::string_view>{}(id);
  std::size_t at = slot_of(id, hash);
  if (slots_[at].number != absent) return slots_[at].number;
  if (std::size_t{size()} * 2 >= slots_.size()) {
    grow();
    at = slot_of(id, hash);
  }
  const std::uint32_t number = size();
  slots_[at] = {number, check_of(hash)};
  bytes_.append(id);
  start_.push_back(bytes_.size());
  return number;
}

void IdTable::grow() {
  std::vector<Slot> old(slots_.size() * 4);
  std::swap(old, slots_);
  for (const Slot& slot : old)
    if (slot.number != absent)
      slots_[slot_of(text(slot.number), std::hash<std::string_view>{}(text(slot.number)))] = slot;
}

}  // namespace chiron::instances
