// docs/conflict-rules.md, printed from the rule table and its examples, so that the document cannot drift from the
// code.
#pragma once

#include <string>

namespace chiron::conflict {

/// The whole document, Markdown, ending in a line break.
std::string rules_document();

}  // namespace chiron::conflict
