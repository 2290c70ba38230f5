// Folds case by ICU (through people/written_name) but keeps punctuation: "OB/GYN" and "OBGYN" are two units.
#include "features/duties/group_names.h"

#include <unicode/unistr.h>

namespace chiron::duties {

std::string GroupNames::key(TargetKind kind, std::string_view name) {
  std::string folded;
  icu::UnicodeString::fromUTF8(icu::StringPiece(name.data(), static_cast<std::int32_t>(name.size())))
      .foldCase()
      .toUTF8String(folded);
  std::string key(1, static_cast<char>('0' + static_cast<int>(kind)));
  bool space = false;
  for (const char c : folded) {
    if (c == ' ') {
      space = true;
      continue;
    }
    if (space) key += ' ';
    space = false;
    key += c;
  }
  return key;
}

std::string_view GroupNames::keep(TargetKind kind, std::string_view name) {
  auto& recent = recent_[static_cast<std::size_t>(kind)];
  if (const auto at = recent.find(name); at != recent.end()) return at->second;
  const std::string_view kept = pool_.keep(name);
  const std::string_view canonical = names_.try_emplace(key(kind, name), kept).first->second;
  recent.emplace(kept, canonical);
  return canonical;
}

bool GroupNames::knows(TargetKind kind, std::string_view name) const { return names_.contains(key(kind, name)); }

}  // namespace chiron::duties
