// Tries every joining word of a heading with every stretch of text left and right of it that may be a date.
#include "features/duties/block_heading.h"

#include <algorithm>
#include <array>
#include <string>

namespace chiron::duties {
namespace {

using people::DateOrder;

constexpr std::array<std::string_view, 12> months = {"jan", "feb", "mar", "apr", "may", "jun",
                                                     "jul", "aug", "sep", "oct", "nov", "dec"};
struct Joint {
  std::string_view text;
  bool half_open;
};
constexpr Joint joints[] = {{"..", true},      {" to ", false},  {" until ", false}, {" through ", false},
                            {" thru ", false}, {" end ", false}, {"\u2013", false},  {"\u2014", false},
                            {" - ", false},    {"-", false},     {"/", false}};

bool is_boundary(char c) {
  return c == ' ' || c == '(' || c == ')' || c == '\n' || c == '\r' || c == ':' || c == ',' || c == '[' || c == ']' ||
         c == '\t';
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_boundary(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_boundary(text.back())) text.remove_suffix(1);
  return text;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

/// Dates in headings have at least two separators or a month word: a bare number is a block's number, never a serial.
bool could_be_date(std::string_view text) {
  return text.size() >= 6 && text.size() <= 20 && text.find_first_not_of("0123456789") != text.npos;
}

/// The date that the end (or the beginning) of a text spells, the longest one first.
enum class Side : std::uint8_t { end, beginning };
std::optional<Result<Date>> date_at(std::string_view text, Side side, DateOrder order, std::string_view suffix = "") {
  text = trim(text);
  std::optional<Result<Date>> doubtful;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string_view part;
    if (side == Side::end) {
      if (i > 0 && !is_boundary(text[i - 1])) continue;
      part = text.substr(i);
    } else {
      if (i > 0 && !is_boundary(text[text.size() - i])) continue;
      part = text.substr(0, text.size() - i);
    }
    part = trim(part);
    const std::string whole = std::string(part) + std::string(suffix);
    if (!could_be_date(whole)) continue;
    auto date = people::parse_written_date(whole, order);
    if (date) return date;
    if (date.error().key != "date.malformed") doubtful = std::move(date);
  }
  return doubtful;
}

/// "July 2026", "Jul 26" is a day; so a month needs a year of four digits.
std::optional<DateRange> month_in(std::string_view heading) {
  const std::string text = lower(trim(heading));
  const std::size_t space = text.find_first_of(" -");
  if (space == text.npos || space < 3 || text.size() - space != 5) return std::nullopt;
  const std::string_view word = std::string_view(text).substr(0, 3), year = std::string_view(text).substr(space + 1);
  if (year.find_first_not_of("0123456789") != year.npos) return std::nullopt;
  for (std::size_t m = 0; m < months.size(); ++m) {
    if (months[m] != word) continue;
    const int y = std::stoi(std::string(year)), month = static_cast<int>(m) + 1;
    const auto from = Date::of(y, month, 1), to = month == 12 ? Date::of(y + 1, 1, 1) : Date::of(y, month + 1, 1);
    if (from && to) return DateRange{*from, *to};
  }
  return std::nullopt;
}

/// The day of the month that a text ends with, when nothing but punctuation or a colon stands before it: the 1 of
/// "1-28 July 2026" and of "Block 2: 1-28 July 2026", not that of "Block 1 - 28 July 2026".
std::optional<int> lone_day(std::string_view text) {
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  const std::size_t start = text.find_last_not_of("0123456789") + 1;
  const std::string_view digits = text.substr(start);
  std::string_view before = text.substr(0, start);
  while (!before.empty() && before.back() == ' ') before.remove_suffix(1);
  if (digits.empty() || digits.size() > 2) return std::nullopt;
  if (!before.empty() && std::string_view(":(,\n").find(before.back()) == std::string_view::npos) return std::nullopt;
  return std::stoi(std::string(digits));
}

/// "July 1-28, 2026": the month and the year stand once, around both days.
std::optional<DateRange> days_of_one_month(std::string_view left, std::string_view right, DateOrder order) {
  const std::size_t digits = std::min(right.find_first_not_of("0123456789"), right.size());
  if (digits == 0 || digits > 2) return std::nullopt;
  const std::string_view rest = trim(right.substr(digits)), year = rest.substr(0, 4);
  if (year.size() != 4 || year.find_first_not_of("0123456789") != year.npos) return std::nullopt;
  const auto first = date_at(left, Side::end, order, " " + std::string(year));
  if (!first || !*first) return std::nullopt;
  const auto last =
      Date::of((**first).civil().year, (**first).civil().month, std::stoi(std::string(right.substr(0, digits))));
  if (!last || *last < **first) return std::nullopt;
  return DateRange{**first, *last + 1};
}

/// "7/1-7/28", "1 Jul - 28 Jul": two days of no year. A year that leaps stands in for it.
bool lacks_a_year(std::string_view left, std::string_view right, DateOrder order) {
  for (const std::string_view year : {" 2028", "/2028"})
    if (date_at(left, Side::end, order, year) && date_at(right, Side::beginning, order, year)) return true;
  return false;
}

}  // namespace

Result<HeadingDays> days_in_heading(std::string_view heading, DateOrder order) {
  std::optional<Error> doubt;
  for (const Joint& joint : joints) {
    const std::string text = lower(heading);
    for (std::size_t at = text.find(joint.text); at != text.npos; at = text.find(joint.text, at + 1)) {
      const std::string_view left = std::string_view(heading).substr(0, at),
                             right = std::string_view(heading).substr(at + joint.text.size());
      const auto last = date_at(right, Side::beginning, order);
      if (!last) {
        if (const auto month = days_of_one_month(left, right, order)) return HeadingDays{month, std::nullopt};
        if (!doubt && lacks_a_year(left, right, order)) doubt = refuse("duties.heading_without_year");
        continue;
      }
      if (!*last) {
        doubt = last->error();
        continue;
      }
      auto first = date_at(left, Side::end, order);
      if (!first) {
        // The year may stand only once: "1 Jul - 28 Jul 2026", "Dec 20 - Jan 16, 2027".
        for (const int year : {(**last).civil().year, (**last).civil().year - 1}) {
          const auto guess = date_at(left, Side::end, order, " " + std::to_string(year));
          if (guess && *guess && **guess <= **last) {
            first = guess;
            break;
          }
        }
      }
      if (const auto day = lone_day(left); day && !first) {
        const auto end = (**last).civil();
        if (const auto guess = Date::of(end.year, end.month, *day); guess && *guess < **last) {
          // "1 - 28 July 2026" may be block 1, which starts on 28 July.
          const bool is_spaced = joint.text == " - " || left.back() == ' ';
          if (is_spaced && trim(left).size() <= 2) return err(refuse("duties.heading_may_mean_two"));
          first = Result<Date>(*guess);
        }
      }
      if (!first) continue;
      if (!*first) {
        doubt = first->error();
        continue;
      }
      const DateRange range{**first, joint.half_open ? **last : **last + 1};
      if (range.empty())
        return err(refuse("duties.reversed_dates").with("from", range.from.iso()).with("to", (**last).iso()));
      return HeadingDays{range, std::nullopt};
    }
  }
  if (doubt) return err(std::move(*doubt));
  if (const auto month = month_in(heading)) return HeadingDays{month, std::nullopt};
  for (const auto& start : {date_at(heading, Side::end, order), date_at(heading, Side::beginning, order)}) {
    if (!start) continue;
    if (!*start) return err(start->error());
    return HeadingDays{std::nullopt, **start};
  }
  return HeadingDays{};
}

std::vector<std::string_view> services_in(std::string_view cell) {
  std::vector<std::string_view> services;
  const auto add = [&](std::string_view service) {
    while (!service.empty() && (service.front() == ' ' || service.front() == '\r')) service.remove_prefix(1);
    while (!service.empty() && (service.back() == ' ' || service.back() == '\r')) service.remove_suffix(1);
    std::string word = lower(service);
    for (const std::string_view absent : {"",
                                          "-",
                                          "--",
                                          "n/a",
                                          "na",
                                          "none",
                                          "off",
                                          "loa",
                                          "leave",
                                          "leave of absence",
                                          "on leave",
                                          "vacation",
                                          "vac",
                                          "annual leave",
                                          "holiday",
                                          "maternity leave",
                                          "parental leave",
                                          "paternity leave",
                                          "family leave",
                                          "sick leave",
                                          "medical leave",
                                          "fmla",
                                          "absent",
                                          "away",
                                          "not started",
                                          "left",
                                          "graduated"})
      if (word == absent) return;
    if (std::find(services.begin(), services.end(), service) == services.end()) services.push_back(service);
  };
  std::size_t start = 0;
  for (std::size_t i = 0; i < cell.size(); ++i) {
    std::size_t length = 0;
    if (cell[i] == ';' || cell[i] == '\n') length = 1;
    else if (cell.substr(i, 3) == " / " || cell.substr(i, 3) == " + ") length = 3;
    if (!length) continue;
    add(cell.substr(start, i - start));
    start = i + length;
    i = start - 1;
  }
  add(cell.substr(start));
  return services;
}

}  // namespace chiron::duties
