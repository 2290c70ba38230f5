// What an import would change: the files' facts against those the database holds. Pure, so that the preview a person
// sees and the change that is made come from one computation.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "features/duties/roster.h"

namespace chiron::imports {

/// Whether the files are the whole truth or only news.
enum class Completeness : std::uint8_t {
  additions,  ///< what is not in the files stays as it is
  complete,   ///< who is not in the files has left; a duty that is not in them does not hold
};

/// Facts the database holds, as parallel lists to index into.
struct Held {
  std::vector<people::Person> people;
  std::vector<duties::Duty> duties;
};

/// One person whose description changes.
struct Change {
  std::uint32_t held = 0;  ///< index into Held::people
  std::uint32_t said = 0;  ///< index into Roster::people
};

/// Indices into the roster (said) and into Held.
struct Difference {
  std::vector<std::uint32_t> people_added;  ///< said
  std::vector<Change> people_changed;
  std::vector<std::uint32_t> people_left;   ///< held: not in a complete file; marked to leave on `day`
  std::vector<std::uint32_t> duties_added;  ///< said
  std::vector<std::uint32_t> duties_ended;  ///< held: not in a complete file
  std::uint64_t unchanged = 0;              ///< people and duties that are as they were

  bool empty() const {
    return people_added.empty() && people_changed.empty() && people_left.empty() && duties_added.empty() &&
           duties_ended.empty();
  }
};

/// Compares. Importing what is held already gives an empty difference, whatever the order of rows. Somebody whose
/// `present` ended before `day` is not marked as leaving again.
Difference compare(const Held& held, const duties::Roster& said, Completeness completeness, Date day);

}  // namespace chiron::imports
