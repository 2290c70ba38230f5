// Finds the person that a written name means: certain, one of several, or nobody.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "features/people/person.h"

namespace chiron::people {

/// A person a name may mean: position in the people given, and how alike 0-100.
struct Likeness {
  std::uint32_t person = 0;
  std::uint8_t likeness = 0;
  bool operator==(const Likeness&) const = default;
};

/// The answer to one name.
struct NameAnswer {
  std::optional<std::uint32_t> person;  ///< certain
  std::vector<Likeness> candidates;     ///< likeliest first, at most 10; empty if certain
};

/// Looks names up among people. The people must outlive the index and stay where they are.
///
/// Likeness: 100 the whole given name and the family name agree (both empty for people with one name); 95 the first
/// given name agrees; 80 an initial agrees
/// ("Smith, J."), 75 several initials or a beginning of three letters ("Rob" for Robert); 60 the family name alone is
/// written; 50 a family name one letter away with an agreeing given name; 30 the family name agrees and the given
/// name does
/// not. Ten less where the family name was written first without a comma. Certain is a name with exactly one person at
/// 90 or more, or one at 65 or more with nobody else above 30.
class NameIndex {
 public:
  explicit NameIndex(std::span<const Person> people);

  NameAnswer find(std::string_view written) const;

 private:
  void look_at(std::string_view family, std::span<const std::string> given, std::span<const bool> initials, int less,
               std::vector<Likeness>& found) const;
  void look_near(std::string_view family, std::span<const std::string> given, std::span<const bool> initials,
                 std::vector<Likeness>& found) const;

  std::vector<std::string> families_;             // folded, by person
  std::vector<std::vector<std::string>> givens_;  // folded words, by person
  std::unordered_multimap<std::string_view, std::uint32_t> by_family_;
};

}  // namespace chiron::people
