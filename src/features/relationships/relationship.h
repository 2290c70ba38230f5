// A relationship's states and which moves between them exist. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/error.h"
#include "base/id.h"
#include "engines/conflict/role.h"
#include "features/programs/charter_version.h"

namespace chiron::relationships {

using RelationshipId = Id<struct RelationshipTag>;

/// Where a relationship stands in its life (docs/foundations.md 11).
enum class State : std::uint8_t {
  offered,  ///< holds a seat; stands unless declined
  active,
  paused,  ///< readable, not writable
  closing,
  closed,
};
inline constexpr std::array<State, 5> all_states{State::offered, State::active, State::paused, State::closing,
                                                 State::closed};
std::string_view name_of(State state);
Result<State> parse_state(std::string_view name);

/// Whether a relationship may move from one state to another: offered → active ⇄ paused → closing → closed, an offer
/// may also close, and what is active may begin to close without a pause.
bool may_move(State from, State to);

/// Whether the last judgment still holds.
enum class Standing : std::uint8_t {
  judged,     ///< nothing about the parties has changed since
  unchecked,  ///< something has: counts as not active until judged again
};
std::string_view name_of(Standing standing);

enum class Side : std::uint8_t { learner, educator };
std::string_view name_of(Side side);

struct Party {
  PersonId person;
  Side side = Side::learner;
};

struct Relationship {
  RelationshipId id;
  programs::ProgramId program;
  std::int64_t charter_version = 1;  ///< the version it was agreed under; its conflict policy is that version's
  conflict::Role role = conflict::Role::mentor;
  State state = State::offered;
  Standing standing = Standing::unchecked;
  DateRange days;
  std::int64_t revision = 0;

  /// Counts as running: the only test that anything else may use.
  bool runs() const { return state == State::active && standing == Standing::judged; }
};

/// Something about each of several relationships.
template <class Value>
using OfRelationships = std::map<RelationshipId, Value>;

}  // namespace chiron::relationships
