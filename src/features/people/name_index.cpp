// Scores the people who share a family name with what was written, under every way to split it.
#include "features/people/name_index.h"

#include <algorithm>

#include "features/people/written_name.h"

namespace chiron::people {
namespace {

/// True if the two differ by one letter put in, left out, changed, or by two neighbors exchanged.
bool is_near(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > 1) return false;
  std::size_t i = 0;
  while (i < a.size() && a[i] == b[i]) ++i;
  if (a.size() == b.size()) {
    if (a.substr(i + 1 > a.size() ? a.size() : i + 1) == b.substr(i + 1 > b.size() ? b.size() : i + 1)) return true;
    return i + 1 < a.size() && a[i] == b[i + 1] && a[i + 1] == b[i] && a.substr(i + 2) == b.substr(i + 2);
  }
  return a.substr(i) == b.substr(i + 1);
}

/// How well a written given name agrees with a person's; see NameIndex.
int given_likeness(std::span<const std::string> written, std::span<const bool> initials,
                   std::span<const std::string> own) {
  if (written.empty() && own.empty()) return 100;  // a person with one name
  if (written.empty() || own.empty()) return 60;
  std::string all_written, all_own;
  for (const auto& word : written) all_written += word;
  for (const auto& word : own) all_own += word;
  if (all_written == all_own) return 100;
  if (written[0].size() > 1 && written[0] == own[0]) {
    // A second name that contradicts makes it somebody else: "Jane M" is not "Jane Louise".
    if (written.size() > 1 && own.size() > 1 && written[1][0] != own[1][0]) return 30;
    return 95;
  }
  if (written[0].size() == 1 || own[0].size() == 1) {
    for (std::size_t i = 0; i < std::min(written.size(), own.size()); ++i)
      if (written[i][0] != own[i][0]) return 30;
    return 80;
  }
  if (initials[0] && written.size() == 1) {
    std::string own_initials;
    for (const auto& word : own) own_initials += word[0];
    const std::size_t shared = std::min(own_initials.size(), all_written.size());
    if (all_written.substr(0, shared) == own_initials.substr(0, shared)) return 75;
  }
  const std::size_t shortest = std::min(written[0].size(), own[0].size());
  if (shortest >= 3 && written[0].substr(0, shortest) == own[0].substr(0, shortest)) return 75;
  return 30;
}

}  // namespace

NameIndex::NameIndex(std::span<const Person> people) {
  families_.reserve(people.size());
  givens_.reserve(people.size());
  for (const Person& person : people) {
    // Someone with one name has it in either column.
    const bool one_name = person.family_name.empty();
    families_.push_back(fold_name(one_name ? person.given_name : person.family_name));
    givens_.push_back(one_name ? std::vector<std::string>{} : parse_name(person.given_name).given);
  }
  by_family_.reserve(people.size());
  for (std::uint32_t i = 0; i < families_.size(); ++i)
    if (!families_[i].empty()) by_family_.emplace(families_[i], i);
}

void NameIndex::look_at(std::string_view family, std::span<const std::string> given, std::span<const bool> initials,
                        int less, std::vector<Likeness>& found) const {
  const auto [begin, end] = by_family_.equal_range(family);
  for (auto at = begin; at != end; ++at) {
    const int likeness = given_likeness(given, initials, givens_[at->second]);
    found.push_back({at->second, static_cast<std::uint8_t>(std::max(likeness - (likeness > 30 ? less : 0), 0))});
  }
}

void NameIndex::look_near(std::string_view family, std::span<const std::string> given, std::span<const bool> initials,
                          std::vector<Likeness>& found) const {
  if (family.size() < 4) return;
  for (std::uint32_t i = 0; i < families_.size(); ++i)
    if (families_[i] != family && is_near(families_[i], family) && given_likeness(given, initials, givens_[i]) >= 75)
      found.push_back({i, 50});
}

NameAnswer NameIndex::find(std::string_view written) const {
  const WrittenName name = parse_name(written);
  std::vector<Likeness> found;
  const auto joined = [](std::span<const std::string> words) {
    std::string all;
    for (const auto& word : words) all += word;
    return all;
  };
  // std::vector<bool> has no span; names are short.
  bool flags[64] = {};
  const std::size_t count = std::min<std::size_t>(name.given.size(), 64);
  for (std::size_t i = 0; i < count; ++i) flags[i] = name.may_be_initials[i];
  const std::span<const std::string> words(name.given.data(), count);
  if (name.comma) {
    look_at(joined(name.family), words, {flags, count}, 0, found);
  } else {
    for (std::size_t split = count; split-- > 0;)  // the family name is the words from `split` on
      look_at(joined(words.subspan(split)), words.first(split), {flags, split}, 0, found);
    for (std::size_t split = 1; split < count; ++split)  // the family name is the first `split` words
      look_at(joined(words.first(split)), words.subspan(split), {flags + split, count - split}, 10, found);
  }
  const auto best_first = [](const Likeness& a, const Likeness& b) {
    return a.likeness != b.likeness ? a.likeness > b.likeness : a.person < b.person;
  };
  const auto settle = [&] {
    std::sort(found.begin(), found.end(), best_first);
    std::vector<Likeness> once;
    for (const Likeness& one : found)
      if (std::none_of(once.begin(), once.end(), [&](const Likeness& other) { return other.person == one.person; })) {
        once.push_back(one);
        if (once.size() > 10) break;
      }
    found = std::move(once);
  };
  settle();
  NameAnswer answer;
  if (!found.empty()) {
    const int first = found[0].likeness, second = found.size() > 1 ? found[1].likeness : 0;
    if ((first >= 90 && second < 90) || (first >= 65 && second <= 30)) {
      answer.person = found[0].person;
      return answer;
    }
  }
  if (found.empty() || found[0].likeness <= 30) {
    if (name.comma) look_near(joined(name.family), words, {flags, count}, found);
    else if (count > 1) look_near(words.back(), words.first(count - 1), {flags, count - 1}, found);
    settle();
  }
  if (found.size() > 10) found.resize(10);
  answer.candidates = std::move(found);
  return answer;
}

}  // namespace chiron::people
