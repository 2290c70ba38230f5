// A person's name as people read it.
#pragma once

#include <string>
#include <string_view>

#include "features/people/person.h"

namespace chiron::people {

/// "Given Family", or the one of the two that is known.
std::string full_name(std::string_view given, std::string_view family);
/// "Given Family", the one of the two that is known, or the id when neither is.
std::string display_name(const Person& person);

}  // namespace chiron::people
