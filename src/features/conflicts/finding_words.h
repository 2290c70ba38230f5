// The words and marks that every document about findings uses: a rule's name, its way out, how strict it is.
#pragma once

#include <string>

#include "engines/conflict/judge.h"
#include "features/people/display_name.h"
#include "platform/report/document.h"

namespace chiron::conflicts {

/// `part` of a rule's words in text/<language>/conflict.json: "title", "why" or "remedy".
inline text::Sentence rule_words(conflict::RuleIndex rule, std::string_view part) {
  return text::Sentence(conflict::rules()[rule].text_key(part));
}

inline text::Sentence name_of(const people::Person& person) { return text::verbatim(people::display_name(person)); }

inline report::Badge level_badge(conflict::Level level) {
  return level == conflict::Level::block ? report::Badge{report::Tone::danger, text::Sentence("level.block")}
                                         : report::Badge{report::Tone::attention, text::Sentence("level.disclose")};
}

}  // namespace chiron::conflicts
