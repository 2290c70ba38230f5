// Building sentences; see sentence.h.
#include "platform/text/sentence.h"

namespace chiron::text {

Sentence&& Sentence::with(std::string name, Argument value) && {
  args.emplace_back(std::move(name), std::move(value));
  return std::move(*this);
}

Sentence verbatim(std::string words) {
  Sentence sentence;
  if (!words.empty()) sentence.args.emplace_back("text", std::move(words));
  return sentence;
}

// A verbatim sentence with further arguments.
Sentence own_words(std::string words) { return verbatim(std::move(words)); }

std::string_view verbatim_words(const Sentence& sentence) {
  if (!sentence.key.empty() || sentence.args.size() != 1) return {};
  const auto* words = std::get_if<std::string>(&sentence.args[0].second);
  return words ? std::string_view(*words) : std::string_view{};
}

}  // namespace chiron::text
