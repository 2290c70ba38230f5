// One invented document that uses every part of the model: the tests of both renderers and the examples page read it.
#pragma once

#include "platform/report/document.h"

namespace chiron::report {

/// Sound by `defects`. All names in it are invented.
Document specimen();

}  // namespace chiron::report
