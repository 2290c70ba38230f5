// How far along a person is, from the text that says it.
#pragma once

#include <cstdint>
#include <string_view>

namespace chiron::people {

/// "PGY-2" is stage 3, "Year 1" stage 2: one more than the first number in the text. 0 is "not known".
std::uint16_t stage_number(std::string_view stage);

}  // namespace chiron::people
