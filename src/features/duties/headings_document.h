// The part of docs/formats.md that lists which headings are recognized: made from the tables the readers use.
#pragma once

#include <string>

namespace chiron::duties {

/// Markdown tables of every column of every file with the headings that mean it, folded.
std::string headings_document();

}  // namespace chiron::duties
