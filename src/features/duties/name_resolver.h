// Turns what a file writes for a person (id, e-mail, name) into a person of the roster, and keeps what stays open.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "features/duties/roster.h"
#include "features/people/name_index.h"

namespace chiron::duties {

/// What kind of reference a column holds: decides how serious an unknown one is.
enum class Reference : std::uint8_t {
  ours,     ///< a file made for Chiron: an unknown person is a mistake in it
  manager,  ///< the people file's own column `manager`: as serious, and named as what it is
  export_   ///< another system's export: it may name people who are not ours
};

/// Looks references up: a remembered choice first, then the exact id, the e-mail address, the name
/// (people/name_index.h).
/// Each distinct text is looked up by name once.
class NameResolver {
 public:
  /// `roster.people` must be complete and indexed, and stay as it is while the resolver lives.
  NameResolver(Roster& roster, bool everybody_is_known);

  /// Remembers that a written name means this person ("nobody": not in our files). False if there is no such person.
  bool choose(std::string_view written, std::string_view person_id);

  /// The person's dense index, or nullopt; then the text stands among the open names with this place.
  std::optional<std::uint32_t> find(std::string_view written, Reference reference, std::uint16_t file,
                                    std::uint32_t row);

  /// Moves the open names into the roster, most frequent first, and adds a problem for each.
  void finish();

 private:
  struct Open {
    UnresolvedName name;
    Reference reference;
  };
  std::int64_t look_up(std::string_view written, Reference reference);

  Roster& roster_;
  bool everybody_is_known_;
  std::unordered_map<std::string_view, std::int64_t> choices_;  // person, or nobody
  std::unordered_map<std::string_view, std::int64_t> cache_;    // person, nobody, or an open name
  std::unordered_map<std::string_view, std::uint32_t> emails_;
  std::unique_ptr<people::NameIndex> names_;
  std::vector<Open> open_;
};

}  // namespace chiron::duties
