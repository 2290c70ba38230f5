// A person's name as people read it.
#pragma once

#include <string>

#include "features/people/person.h"

namespace chiron::people {

/// "Given Family", the one of the two that is known, or the id when neither is.
std::string display_name(const Person& person);

}  // namespace chiron::people
