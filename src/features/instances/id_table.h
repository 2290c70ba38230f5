// The ids of one side of an instance: each text once, numbered in the order of first appearance.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chiron::instances {

/// Numbers for texts, for tens of millions of look-ups: open addressing over one block of text.
class IdTable {
 public:
  static constexpr std::uint32_t absent = 0xFFFFFFFF;

  /// The number of an id; a new one for an id not seen before.
  std::uint32_t add(std::string_view id);
  /// The number of an id, or `absent`.
  std::uint32_t find(std::string_view id) const;
  /// Lives until the next id is added.
  std::string_view text(std::uint32_t number) const {
    return std::string_view(bytes_).substr(start_[number], start_[number + 1] - start_[number]);
  }
  std::uint32_t size() const { return static_cast<std::uint32_t>(start_.size() - 1); }

 private:
  struct Slot {
    std::uint32_t number = absent;
    std::uint32_t check = 0;  ///< high half of the hash: most texts are told apart without looking at them
  };
  std::size_t slot_of(std::string_view id, std::size_t hash) const;
  void grow();

  std::string bytes_;
  std::vector<std::size_t> start_ = {0};
  std::vector<Slot> slots_ = std::vector<Slot>(1024);
};

}  // namespace chiron::instances
