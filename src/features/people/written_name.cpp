// Folding by ICU's normalization and case folding (Unicode 15), titles and degrees by short lists.
#include "features/people/written_name.h"

#include <fmt/format.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <span>

namespace chiron::people {
namespace {

constexpr std::string_view titles[] = {"dr",   "doctor", "prof", "professor", "mr",        "mrs",   "ms",   "miss",
                                       "mx",   "sir",    "dame", "associate", "assistant", "rev",   "hon",  "herr",
                                       "frau", "drs",    "sr",   "sra",       "mme",       "aprof", "nurse"};
constexpr std::string_view degrees[] = {"md",   "phd",   "mbbs", "mbchb", "mbbch", "bmbs",  "bmbch",  "msc",   "bsc",
                                        "mph",  "mba",   "med",  "edd",   "dphil", "mphil", "pharmd", "dnp",   "dds",
                                        "dmd",  "facp",  "facs", "faap",  "facog", "frcp",  "frcs",   "frcgp", "frca",
                                        "mrcp", "mrcgp", "mrcs", "fracp", "fracs", "frcpc", "frcsc",  "mhpe",  "mhs",
                                        "jr",   "ii",    "iii",  "iv",    "esq",   "fccp"};
// Degrees that are people's names too: only left out after a comma.
constexpr std::string_view degrees_or_names[] = {"ma", "do", "pa", "ba", "np", "rn",
                                                 "ms", "bs", "sr", "ra", "mb", "bch"};
constexpr std::string_view particles[] = {"van", "von", "der", "den", "de",  "del", "della", "da",
                                          "dos", "das", "di",  "du",  "la",  "le",  "el",    "al",
                                          "bin", "ibn", "ben", "ter", "ten", "zu",  "st",    "mac"};

template <std::size_t N>
bool is_in(const std::string_view (&list)[N], std::string_view word) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// Letters that Unicode does not take apart, as they are commonly typed without them.
const char* plain_letter(UChar32 letter) {
  switch (letter) {
    case 0xF8: return "o";    // ø
    case 0xE6: return "ae";   // æ
    case 0x153: return "oe";  // œ
    case 0x142: return "l";   // ł
    case 0x111:
    case 0xF0: return "d";   // đ ð
    case 0xFE: return "th";  // þ
    case 0x131: return "i";  // ı
    case 0x127: return "h";  // ħ
    default: return nullptr;
  }
}

struct Word {
  std::string folded;
  std::string written;
  bool capitals_only = false;
};

/// The words of a stretch of text: letters and digits, with apostrophes, hyphens and dots inside taken out of the
/// folded form. A dot ends a word ("J.M." is two words), a hyphen does not.
std::vector<Word> words_in(std::string_view text) {
  std::vector<Word> words;
  std::size_t i = 0;
  while (i < text.size()) {
    const std::size_t start = i;
    while (i < text.size() && text[i] != ' ' && text[i] != '.' && text[i] != '\t' && text[i] != '\n' &&
           text[i] != '\r' && text[i] != ',') {
      // No-break space.
      if (text.substr(i, 2) == "\u00A0") break;
      ++i;
    }
    if (i > start) {
      Word word;
      word.written = text.substr(start, i - start);
      word.folded = fold_name(word.written);
      word.capitals_only =
          std::all_of(word.written.begin(), word.written.end(), [](char c) { return c < 'a' || c > 'z'; });
      if (!word.folded.empty()) words.push_back(std::move(word));
    } else {
      i += text.substr(i, 2) == "\u00A0" ? 2 : 1;
    }
  }
  return words;
}

std::string without_remarks(std::string_view text) {
  std::string out;
  int depth = 0;
  for (const char c : text) {
    if (c == '(' || c == '[') ++depth;
    if (depth == 0) out.push_back(c);
    if ((c == ')' || c == ']') && depth > 0) --depth;
  }
  return out;
}

struct Halves {
  std::vector<Word> given, family;
  bool comma = false;
};

Halves take_apart(std::string_view text) {
  const std::string plain = without_remarks(text);
  std::vector<std::vector<Word>> segments;
  for (std::size_t start = 0; start <= plain.size();) {
    const std::size_t comma = std::min(plain.find(',', start), plain.size());
    auto words = words_in(std::string_view(plain).substr(start, comma - start));
    // A segment after the first that holds degrees alone says nothing about the name.
    const bool only_degrees = !segments.empty() && std::all_of(words.begin(), words.end(), [](const Word& word) {
      return is_in(degrees, word.folded) || is_in(degrees_or_names, word.folded);
    });
    if (!words.empty() && !only_degrees) segments.push_back(std::move(words));
    start = comma + 1;
  }
  for (auto& words : segments) {
    while (words.size() > 1 && is_in(titles, words.front().folded)) words.erase(words.begin());
    while (words.size() > 1 && is_in(degrees, words.back().folded)) words.pop_back();
  }
  Halves halves;
  if (segments.empty()) return halves;
  if (segments.size() == 1) {
    halves.given = std::move(segments[0]);
    return halves;
  }
  halves.comma = true;
  halves.family = std::move(segments[0]);
  halves.given = std::move(segments[1]);
  // "Smith, Dr" leaves a title where a given name would stand.
  if (halves.given.size() == 1 && is_in(titles, halves.given[0].folded)) halves.given.clear();
  return halves;
}

std::string joined(std::span<const Word> words) {
  std::string out;
  for (const Word& word : words) {
    if (!out.empty()) out += ' ';
    out += word.written;
  }
  return out;
}

}  // namespace

std::string_view clean_text(std::string_view text, std::string& scratch) {
  const auto starts = [](std::string_view t) -> std::size_t {
    if (t[0] == ' ' || t[0] == '\t' || t[0] == '\n' || t[0] == '\r') return 1;
    if (t.substr(0, 2) == "\u00A0") return 2;
    if (t.substr(0, 3) == "\u200B" || t.substr(0, 3) == "\uFEFF") return 3;
    return 0;
  };
  const auto ends = [](std::string_view t) -> std::size_t {
    const char c = t.back();
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') return 1;
    if (t.ends_with("\u00A0")) return 2;
    if (t.ends_with("\u200B") || t.ends_with("\uFEFF")) return 3;
    return 0;
  };
  while (!text.empty() && starts(text)) text.remove_prefix(starts(text));
  while (!text.empty() && ends(text)) text.remove_suffix(ends(text));
  if (is_ascii(text)) return text;
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
  if (U_FAILURE(status)) return text;
  const auto whole =
      icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
  if (nfc->isNormalized(whole, status) && U_SUCCESS(status)) return text;
  scratch.clear();
  nfc->normalize(whole, status).toUTF8String(scratch);
  return U_SUCCESS(status) ? std::string_view(scratch) : text;
}

std::string hidden_letter(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x20 || byte == 0x7F) return fmt::format("U+{:04X}", byte);
    if (byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0)
      return fmt::format("U+{:04X}", static_cast<unsigned char>(text[i + 1]));
    if (byte == 0xE2 && i + 2 < text.size()) {
      const auto second = static_cast<unsigned char>(text[i + 1]), third = static_cast<unsigned char>(text[i + 2]);
      // U+200E-F, U+2028-202E, U+2066-2069: direction marks, separators, embeddings, overrides, isolates.
      if ((second == 0x80 && ((third >= 0x8E && third <= 0x8F) || (third >= 0xA8 && third <= 0xAE))) ||
          (second == 0x81 && third >= 0xA6 && third <= 0xA9))
        return fmt::format("U+{:04X}", ((byte & 0xFu) << 12) | ((second & 0x3Fu) << 6) | (third & 0x3Fu));
    }
  }
  return "";
}

std::string fold_name(std::string_view text) {
  std::string folded;
  if (is_ascii(text)) {
    for (const char c : text) {
      if (c >= 'A' && c <= 'Z') folded.push_back(static_cast<char>(c + 32));
      else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) folded.push_back(c);
    }
    return folded;
  }
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfkd = icu::Normalizer2::getNFKDInstance(status);
  if (U_FAILURE(status)) return std::string(text);
  auto whole = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
  whole = nfkd->normalize(whole, status).foldCase();
  icu::UnicodeString kept;
  for (std::int32_t i = 0; i < whole.length(); i = whole.moveIndex32(i, 1)) {
    const UChar32 letter = whole.char32At(i);
    if (const char* plain = plain_letter(letter)) kept.append(icu::UnicodeString(plain));
    else if (u_isalnum(letter)) kept.append(letter);
  }
  kept.toUTF8String(folded);
  return folded;
}

WrittenName parse_name(std::string_view text) {
  Halves halves = take_apart(text);
  WrittenName name;
  name.comma = halves.comma;
  for (Word& word : halves.family) name.family.push_back(std::move(word.folded));
  for (Word& word : halves.given) {
    name.may_be_initials.push_back(word.capitals_only && word.folded.size() <= 3);
    name.given.push_back(std::move(word.folded));
  }
  return name;
}

NameParts split_full_name(std::string_view text) {
  const Halves halves = take_apart(text);
  if (halves.comma) return {joined(halves.given), joined(halves.family)};
  const auto& words = halves.given;
  if (words.empty()) return {};
  std::size_t split = words.size() - 1;
  while (split > 1 && is_in(particles, words[split - 1].folded)) --split;
  return {joined(std::span(words).first(split)), joined(std::span(words).subspan(split))};
}

}  // namespace chiron::people
