// People's names as others write them: "Smith, J.", "Dr Jane Smith MD", "JOSÉ GARCÍA-LÓPEZ". Taken apart and folded so
// that two spellings of one name can be compared.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace chiron::people {

/// A text without spaces (no-break and zero-width ones too) around it and in Unicode normal form C. `scratch` is used
/// only where the text changes; the view points into one of the two.
std::string_view clean_text(std::string_view text, std::string& scratch);

/// The first control character or bidirectional override in a text, as "U+202E"; "" if it has none. Such letters hide
/// what a reader sees and are refused in people's files.
std::string hidden_letter(std::string_view text);

/// Lower case, without accents, apostrophes, hyphens and spaces: "García-López" → "garcialopez".
std::string fold_name(std::string_view text);

/// A name's words, folded, without titles, degrees and remarks in parentheses.
struct WrittenName {
  std::vector<std::string> given;   ///< before the family name, or after the comma
  std::vector<std::string> family;  ///< only for the comma form; else all words are in `given`, in order
  /// Words of `given` that were written as capitals only and at most 3 letters: they may be initials ("Smith JM").
  std::vector<bool> may_be_initials;
  bool comma = false;
};
WrittenName parse_name(std::string_view text);

/// Splits one cell into given and family name as written: "Smith, Jane" and "Jane van Smith" (last word, with the
/// particles before it). Titles and degrees are left out.
struct NameParts {
  std::string given, family;
};
NameParts split_full_name(std::string_view text);

}  // namespace chiron::people
