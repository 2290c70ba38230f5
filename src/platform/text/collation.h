// Sort and search keys, computed here with ICU and stored, so that both databases order names alike.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/error.h"

namespace chiron::text {

/// Orders words as readers of a language do. Safe to use from several threads.
class Collation {
 public:
  /// `language` is BCP 47 ("en", "sv"); refuses with "text.unknown_language" (language).
  static Result<Collation> for_language(std::string_view language);

  /// Bytes whose binary order is the reading order: accents and case after letters, numbers by value
  /// ("Block 9" before "Block 10").
  std::string sort_key(std::string_view words) const;

 private:
  struct State;
  explicit Collation(std::shared_ptr<const State> state);
  std::shared_ptr<const State> state_;
};

/// What a search compares: without case, accents, punctuation or doubled spaces ("Élodie  O'Hara" -> "elodie ohara").
/// Idempotent; UTF-8 in and out, malformed bytes become U+FFFD.
std::string search_key(std::string_view words);

/// True for well-formed UTF-8.
bool is_utf8(std::string_view bytes);

}  // namespace chiron::text
