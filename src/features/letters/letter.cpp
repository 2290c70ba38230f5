// Kinds, their places, and the check of words.
#include "features/letters/letter.h"

#include <algorithm>

namespace chiron::letters {
namespace {

constexpr std::array<std::string_view, all_kinds.size()> names{"invite",  "wishes",  "answers",  "preview",
                                                               "matched", "waiting", "reminder", "changed"};
constexpr std::size_t longest_place = 30;

std::size_t characters_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// Line ends as "\n", no blanks around.
std::string kept(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return "";
  std::string out;
  for (const char c : text.substr(first, text.find_last_not_of(blanks) - first + 1))
    if (c != '\r') out += c;
  return out;
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

Error about(const char* key, std::string_view setting) { return refuse(key).with("setting", std::string(setting)); }

/// Reads every brace; `found` collects the places.
Result<> check_places(Kind kind, std::string_view text, std::string_view setting,
                      std::vector<std::string_view>& found) {
  const auto places = places_of(kind);
  for (std::size_t at = 0; (at = text.find_first_of("{}", at)) != std::string_view::npos;) {
    const auto end = text.find_first_of("{}", at + 1);
    if (text[at] == '}' || end == std::string_view::npos || text[end] == '{')
      return err(about("letters.brace", setting));
    const auto place = text.substr(at + 1, end - at - 1);
    if (place.empty() || place.size() > longest_place || std::ranges::any_of(place, is_control))
      return err(about("letters.brace", setting));
    if (std::ranges::find(places, place) == places.end()) {
      std::string all;
      for (const auto& each : places) all += (all.empty() ? "{" : ", {") + std::string(each) + "}";
      return err(about("letters.unknown_place", setting).with("place", std::string(place)).with("places", all));
    }
    found.push_back(place);
    at = end + 1;
  }
  return {};
}

Result<> check_length(std::string_view text, std::string_view setting, std::size_t most) {
  if (text.empty()) return err(about("letters.absent", setting));
  if (const auto has = characters_of(text); has > most)
    return err(about("letters.too_long", setting).with("most", std::to_string(most)).with("has", std::to_string(has)));
  return {};
}

}  // namespace

std::string_view name_of(Kind kind) { return names[static_cast<std::size_t>(kind)]; }

Result<Kind> parse_kind(std::string_view name) {
  for (const Kind kind : all_kinds)
    if (name_of(kind) == name) return kind;
  return err(fail(ErrorCode::not_found, "letters.unknown_kind"));
}

std::vector<std::string_view> places_of(Kind kind) {
  switch (kind) {
    case Kind::invite:
    case Kind::matched:
    case Kind::reminder: return {"program", "role", "day", "next_step", "link"};
    case Kind::wishes:
    case Kind::answers: return {"program", "role", "day", "link"};
    case Kind::preview: return {"program", "role", "day", "count", "link"};
    case Kind::waiting:
    case Kind::changed: return {"program", "role", "link"};
  }
  return {};
}

Result<Words> checked(Kind kind, Words words) {
  // Looked at before blanks go: a line end at the subject's end is no slip of a key.
  if (std::ranges::any_of(words.subject, is_control)) return err(about("letters.control", "subject"));
  words = {kept(words.subject), kept(words.text)};
  if (std::ranges::any_of(words.text, [](char c) { return is_control(c) && c != '\n' && c != '\t'; }))
    return err(about("letters.control", "text"));
  TRY(check_length(words.subject, "subject", longest_subject));
  TRY(check_length(words.text, "text", longest_text));
  std::vector<std::string_view> in_subject, in_text;
  TRY(check_places(kind, words.subject, "subject", in_subject));
  TRY(check_places(kind, words.text, "text", in_text));
  if (std::ranges::find(in_text, "link") == in_text.end()) return err(about("letters.link_absent", "text"));
  return words;
}

}  // namespace chiron::letters
