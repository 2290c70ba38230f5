// Everything that a person or a duty says, as one text: equal exactly when two say the same.
#pragma once

#include <string>

#include "features/duties/duty.h"
#include "features/people/person.h"

namespace chiron::imports {

std::string fingerprint(const people::Person& person);
std::string fingerprint(const duties::Duty& duty);

}  // namespace chiron::imports
