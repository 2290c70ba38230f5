// One way to turn an enumeration into stable names and back, used by this room's closed lists.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace chiron::conflict {

template <class Enum, std::size_t N>
std::optional<Enum> named(const std::array<std::string_view, N>& names, std::string_view name) {
  for (std::size_t at = 0; at < N; ++at)
    if (names[at] == name) return static_cast<Enum>(at);
  return std::nullopt;
}

}  // namespace chiron::conflict
