// A sentence that a person will read, kept as its key and arguments until the reader's language is known.
// Features build these; only the edge (a page, a report, a mail) turns them into words.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/date.h"

namespace chiron::text {

/// A word or phrase that is itself in the catalog ("role.mentor"), used inside another sentence.
struct Word {
  std::string key;
  bool operator==(const Word&) const = default;
};

/// What may fill a placeholder. Numbers are grouped as the language does; a Date reads "Tue 14 Sep 2027";
/// a DateRange reads "14 Sep 2027 – 3 Oct 2027" with the **last included** day; a string is shown as it is.
using Argument = std::variant<std::string, std::int64_t, double, Date, DateRange, Word>;

/// A key of text/<language>/*.json with its arguments. An empty key means "exactly these words": `verbatim`.
struct Sentence {
  std::string key;
  std::vector<std::pair<std::string, Argument>> args;

  Sentence() = default;
  /// `Sentence("audit.title")`; explicit, so that no stray text becomes a key unnoticed.
  explicit Sentence(std::string catalog_key) : key(std::move(catalog_key)) {}

  /// Adds one argument and returns the sentence: `Sentence("audit.found").with("count", 12)`.
  Sentence&& with(std::string name, Argument value) &&;
  /// Integers of every width, so that `with("count", rows.size())` needs no cast.
  template <class Integer>
    requires(std::is_integral_v<Integer> && !std::is_same_v<Integer, bool>)
  Sentence&& with(std::string name, Integer value) && {
    return std::move(*this).with(std::move(name), Argument(static_cast<std::int64_t>(value)));
  }
  Sentence&& with(std::string name, const char* value) && {
    return std::move(*this).with(std::move(name), Argument(std::string(value)));
  }

  /// True for the default-constructed sentence, which shows nothing.
  bool empty() const { return key.empty() && args.empty(); }
  bool operator==(const Sentence&) const = default;
};

/// Names and other words people wrote ("Dr. Ada Obi", "Block 4"): shown as they are, escaped by the renderer,
/// never looked up in the catalog and never translated.
Sentence verbatim(std::string words);

/// Words that people wrote with places in braces ("{program} begins on {day}"), each filled by the argument of that
/// name; a place that nothing fills stays as it is written, and nothing else is read in them.
Sentence own_words(std::string words);

/// The words of a verbatim sentence; "" for any other.
std::string_view verbatim_words(const Sentence& sentence);

}  // namespace chiron::text
