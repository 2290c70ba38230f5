// The catalog of every sentence: text/<language>/<room>.json, flat objects of key -> ICU MessageFormat.
// Split by room so that the words of one feature stand together and two people rarely edit one file;
// a key may stand in one file only. C++ and the browser read the same files.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "platform/text/sentence.h"

namespace chiron::text {

/// One catalog file before parsing: the room ("report") and its JSON.
struct CatalogFile {
  std::string room;
  std::string json;
};

/// The English catalog files compiled into this binary.
std::span<const CatalogFile> embedded_english();

/// How a pseudo-locale changes English (see pseudo.h).
enum class Pseudo : std::uint8_t {
  none,
  accented,       ///< en-XA: "[Ŵĥö çåñ šéé ţĥîš ····]", 40 % longer
  right_to_left,  ///< en-XB: the same letters, laid out right to left
};

/// Reads sentences in one language. Immutable after load; `format` may be called from several threads.
class Catalog {
 public:
  /// Parses every file; refuses with "text.malformed_file" (room, why), "text.malformed_message" (key, why)
  /// and "text.duplicate_key" (key). `language` is BCP 47 ("en").
  static Result<Catalog> load(std::span<const CatalogFile> files, std::string language = "en",
                              Pseudo pseudo = Pseudo::none);
  /// Reads every *.json of a directory, sorted by name; "text.unreadable" (path) when it cannot.
  static Result<Catalog> load_directory(const std::filesystem::path& directory, std::string language = "en",
                                        Pseudo pseudo = Pseudo::none);
  /// The embedded English catalog, which always parses (a test holds it to that).
  static const Catalog& english();

  Catalog(Catalog&&) noexcept;
  Catalog& operator=(Catalog&&) noexcept;
  ~Catalog();

  /// The sentence in UTF-8. A missing key yields the key itself and is counted; a missing argument leaves
  /// its placeholder visible as {name}. Never throws, never fails.
  std::string format(const Sentence& sentence) const;
  /// Shorthand for a sentence without arguments.
  std::string format(std::string_view key) const;
  /// The sentence of an error ("error." + key) with its details as arguments: what a person is told.
  std::string format(const Error& error) const;

  /// "Tue 14 Sep 2027"; "" for the open ends.
  std::string format(Date day) const;
  /// "14 Sep 2027 – 3 Oct 2027", the last included day shown; "from 14 Sep 2027", "until 3 Oct 2027" and
  /// "always" when a side is open; one day reads as that day.
  std::string format(DateRange days) const;
  /// Grouped as the language does: 12,345.
  std::string format(std::int64_t number) const;
  /// Fixed decimals (0 to 6), grouped: format_decimal(3.14159, 2) is "3.14".
  std::string format_decimal(double number, int decimals) const;
  /// A share in [0, 1] as per cent: format_percent(0.125, 0) is "13%".
  std::string format_percent(double share, int decimals) const;

  bool contains(std::string_view key) const;
  /// All keys, sorted.
  std::vector<std::string> keys() const;
  /// The ICU pattern of a key; "" when absent.
  std::string_view pattern(std::string_view key) const;
  /// How often `format` met a key that no file has, since load. Tests and /metrics want 0.
  std::uint64_t missing_count() const;
  /// BCP 47: "en", "en-XA", "en-XB".
  const std::string& language() const;
  /// "ltr" or "rtl", for the html element.
  std::string_view direction() const;

 private:
  struct State;
  std::string shown(const Argument& argument) const;
  /// Words that people wrote, their places filled.
  std::string filled(const Sentence& sentence) const;
  explicit Catalog(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace chiron::text
