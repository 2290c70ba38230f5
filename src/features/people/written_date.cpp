// Takes a written date apart into numbers, month words and separators, then decides which number is what.
#include "features/people/written_date.h"

#include <array>
#include <string>

namespace chiron::people {
namespace {

constexpr std::array<std::string_view, 12> months = {"january",   "february", "march",    "april",
                                                     "may",       "june",     "july",     "august",
                                                     "september", "october",  "november", "december"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// 1-12 for an English month name or its first three or more letters, else 0.
int month_named(std::string_view word) {
  if (word.size() < 3) return 0;
  std::string lower(word);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  for (std::size_t i = 0; i < months.size(); ++i)
    if (months[i].substr(0, lower.size()) == lower || (lower == "sept" && i == 8)) return static_cast<int>(i) + 1;
  return 0;
}

struct Parts {
  std::array<std::string_view, 3> number;
  std::array<char, 2> separator{};
  int count = 0;
};

/// "12/3/2027" → three numbers and what stands between them; count 0 if the text is anything else.
Parts take_apart(std::string_view text) {
  Parts parts;
  std::size_t i = 0;
  while (true) {
    const std::size_t start = i;
    while (i < text.size() && (is_digit(text[i]) || is_letter(text[i]))) ++i;
    if (i == start || parts.count == 3) return {};
    parts.number[parts.count++] = text.substr(start, i - start);
    if (i == text.size()) break;
    if (parts.count == 3) return {};
    char separator = text[i++];
    if (separator == ',' || separator == '.') {
      const char mark = separator;
      while (i < text.size() && text[i] == ' ') {
        ++i;
        separator = mark == ',' ? ' ' : '.';
      }
    } else if (separator == ' ') {
      while (i < text.size() && text[i] == ' ') ++i;
    }
    parts.separator[parts.count - 1] = separator;
  }
  return parts.count == 3 ? parts : Parts{};
}

/// A number of at most 4 digits, else -1.
int number_in(std::string_view text) {
  if (text.empty() || text.size() > 4) return -1;
  int value = 0;
  for (const char c : text) {
    if (!is_digit(c)) return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

/// Two digits are 2000 to 2079; anything but two or four digits is no year (-1).
int year_in(std::string_view text) {
  const int value = number_in(text);
  if (text.size() == 4) return value;
  return text.size() == 2 && value >= 0 && value < 80 ? 2000 + value : -1;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

}  // namespace

Result<Date> parse_written_date(std::string_view written, DateOrder order) {
  std::string_view text = trimmed(written);
  const auto no = [&](const char* key) { return err(refuse(key).with("text", std::string(written))); };
  const auto made = [&](int year, int month, int day) -> Result<Date> {
    auto date = Date::of(year, month, day);
    if (!date) return no("date.impossible");
    return *date;
  };

  // A time of midnight, as databases export dates.
  if (const auto t = text.find_first_of("T "); t != text.npos && t >= 8 && t + 1 < text.size()) {
    const std::string_view time = text.substr(t + 1);
    if (time.find_first_not_of("0:.Z") == time.npos && time.find(':') != time.npos) text = text.substr(0, t);
  }

  if (!text.empty() && text.find_first_not_of("0123456789") == text.npos) {
    if (text.size() == 8)
      return made(number_in(text.substr(0, 4)), number_in(text.substr(4, 2)), number_in(text.substr(6, 2)));
    if (text.size() > 6) return no("date.malformed");
    int serial = 0;
    for (const char c : text) serial = serial * 10 + (c - '0');
    if (serial < 18264 || serial > 109574) return no("date.malformed");
    // Day 0 of spreadsheets, 1899-12-30, is 25,569 days before 1970-01-01.
    return Date(serial - 25569);
  }

  const Parts parts = take_apart(text);
  if (parts.count != 3) return no("date.malformed");
  const auto& [first, second, third] = parts.number;

  if (first.size() == 4 && is_digit(first[0])) {
    const int day = number_in(third);
    const int month = is_letter(second[0]) ? month_named(second) : number_in(second);
    if (number_in(first) < 0 || month < 1 || day < 0 || third.size() > 2) return no("date.malformed");
    return made(number_in(first), month, day);
  }
  const int year = year_in(third);
  if (year < 0) return no("date.malformed");
  if (is_letter(second[0])) {
    const int month = month_named(second);
    if (month == 0 || number_in(first) < 0) return no("date.malformed");
    return made(year, month, number_in(first));
  }
  if (is_letter(first[0])) {
    const int month = month_named(first);
    if (month == 0 || number_in(second) < 0) return no("date.malformed");
    return made(year, month, number_in(second));
  }
  const int a = number_in(first), b = number_in(second);
  if (a < 0 || b < 0 || first.size() > 2 || second.size() > 2 || parts.separator[0] != parts.separator[1])
    return no("date.malformed");
  if (parts.separator[0] == '.') return made(year, b, a);
  if (parts.separator[0] != '/' && parts.separator[0] != '-' && parts.separator[0] != ' ') return no("date.malformed");
  if (order == DateOrder::day_first) return made(year, b, a);
  if (order == DateOrder::month_first) return made(year, a, b);
  const auto day_first = Date::of(year, b, a), month_first = Date::of(year, a, b);
  if (day_first && month_first && *day_first != *month_first) return no("date.ambiguous");
  if (day_first) return *day_first;
  if (month_first) return *month_first;
  return no("date.impossible");
}

}  // namespace chiron::people
