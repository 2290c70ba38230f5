// The API's document: every typed route of the program, from the structs that it reads and writes.
#pragma once

#include <string>

#include "base/error.h"

namespace chiron::app {

/// docs/openapi.json as it has to be. Opens a database of its own in the system's temporary directory, since routes
/// hold one; nothing is read from it.
Result<std::string> openapi_document();

}  // namespace chiron::app
