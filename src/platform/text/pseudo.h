// Pseudo-locales computed from English: they show text that is not in the catalog, lines that break when words
// grow, and layouts that forget right-to-left readers, before a translator finds out.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "platform/text/catalog.h"

namespace chiron::text {

/// Rewrites one ICU message: placeholders, plural and select keywords stay, literal words change.
/// Refuses with "text.malformed_message" when the message does not parse.
Result<std::string> pseudo_message(std::string_view message, Pseudo pseudo);

}  // namespace chiron::text
