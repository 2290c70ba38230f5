// Limits of an answer, and its lists as text.
#include "features/educators/taking_part.h"

#include <algorithm>

namespace chiron::educators {
namespace {

std::size_t characters_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return "";
  return std::string(text.substr(first, text.find_last_not_of(blanks) - first + 1));
}

Result<> fits(std::string_view text, std::size_t most, std::string setting) {
  if (const auto has = characters_of(text); has > most)
    return err(refuse("educators.too_long")
                   .with("setting", std::move(setting))
                   .with("most", std::to_string(most))
                   .with("has", std::to_string(has)));
  return {};
}

template <class Value, std::size_t N>
std::string names_of(const std::vector<Value>& values, const std::array<Named<Value>, N>& list) {
  std::string text;
  for (const auto& row : list)
    if (std::ranges::find(values, row.value) != values.end()) {
      if (!text.empty()) text += ' ';
      text += row.name;
    }
  return text;
}

template <class Value, std::size_t N>
std::vector<Value> values_in(std::string_view names, const std::array<Named<Value>, N>& list) {
  std::vector<Value> values;
  while (!names.empty()) {
    const auto end = std::min(names.find(' '), names.size());
    const auto row = std::ranges::find(list, names.substr(0, end), &Named<Value>::name);
    if (row != list.end()) values.push_back(row->value);
    names.remove_prefix(std::min(end + 1, names.size()));
  }
  return values;
}

}  // namespace

Result<Answer> checked(Answer answer, std::int64_t capacity_cap) {
  answer.path = trimmed(answer.path);
  answer.released_by = trimmed(answer.released_by);
  answer.topics = topics_in(written(answer.topics));
  answer.ways = ways_in(written(answer.ways));
  if (!answer.takes_part) answer.capacity = 0;
  else if (answer.capacity < 1 || answer.capacity > capacity_cap)
    return err(refuse("educators.capacity").with("setting", "capacity").with("to", std::to_string(capacity_cap)));
  if (answer.hours_per_month && (*answer.hours_per_month < 0 || *answer.hours_per_month > most_hours))
    return err(refuse("educators.hours").with("setting", "hours").with("to", std::to_string(most_hours)));
  TRY(fits(answer.released_by, longest_name, "released_by"));
  TRY(fits(answer.path, longest_path, "path"));
  return answer;
}

std::string written(const std::vector<Topic>& topics) { return names_of(topics, all_topics); }
std::string written(const std::vector<WorkingWay>& ways) { return names_of(ways, all_ways); }
std::vector<Topic> topics_in(std::string_view names) { return values_in(names, all_topics); }
std::vector<WorkingWay> ways_in(std::string_view names) { return values_in(names, all_ways); }

}  // namespace chiron::educators
