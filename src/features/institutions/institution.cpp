// What makes an institution valid.
#include "features/institutions/institution.h"

#include <algorithm>

namespace chiron::institutions {
namespace {

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_slug(std::string_view text) {
  return text.size() >= 2 && text.size() <= 40 && is_lower(text.front()) && text.back() != '-' &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_lower(c) || is_digit(c) || c == '-'; });
}

/// The form of an IANA name: parts of letters, digits, + - and _, joined by slashes.
bool is_time_zone(std::string_view text) {
  const auto part = [](char c) {
    return is_lower(c) || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '+' || c == '-' || c == '_' || c == '/';
  };
  return !text.empty() && text.size() <= 64 && text.front() != '/' && text.back() != '/' &&
         text.find("//") == std::string_view::npos && std::all_of(text.begin(), text.end(), part);
}

}  // namespace

std::string_view name_of(Mode mode) { return mode == Mode::demo ? "demo" : "production"; }

Result<Mode> mode_of(std::string_view name) {
  if (name == "demo") return Mode::demo;
  if (name == "production") return Mode::production;
  return err(refuse("institutions.mode").with("mode", std::string(name)));
}

Result<Institution> Institution::of(InstitutionId id, std::string slug, std::string name, std::string time_zone,
                                    Mode mode) {
  if (!is_slug(slug)) return err(refuse("institutions.slug").with("slug", std::move(slug)));
  const bool blank = std::all_of(name.begin(), name.end(), [](char c) { return c == ' '; });
  if (blank || name.size() > 200) return err(refuse("institutions.name"));
  if (!is_time_zone(time_zone)) return err(refuse("institutions.time_zone").with("time_zone", std::move(time_zone)));
  return Institution{id, std::move(slug), std::move(name), std::move(time_zone), mode};
}

}  // namespace chiron::institutions
