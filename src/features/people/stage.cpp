// The first number of a text.
#include "features/people/stage.h"

#include <charconv>

namespace chiron::people {

std::uint16_t stage_number(std::string_view stage) {
  const auto digit = stage.find_first_of("0123456789");
  if (digit == std::string_view::npos) return 0;
  unsigned value = 0;
  std::from_chars(stage.data() + digit, stage.data() + stage.size(), value);
  return value < 1000 ? static_cast<std::uint16_t>(value + 1) : 0;
}

}  // namespace chiron::people
