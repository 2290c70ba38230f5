// Names and moves.
#include "features/relationships/relationship.h"

namespace chiron::relationships {
namespace {
constexpr std::array<std::string_view, 5> state_names{"offered", "active", "paused", "closing", "closed"};
}

std::string_view name_of(State state) { return state_names[static_cast<std::size_t>(state)]; }

Result<State> parse_state(std::string_view name) {
  for (State state : all_states)
    if (name_of(state) == name) return state;
  return err(refuse("relationships.state").with("state", std::string(name)));
}

bool may_move(State from, State to) {
  using enum State;
  switch (from) {
    case offered: return to == active || to == closed;
    case active: return to == paused || to == closing;
    case paused: return to == active || to == closing;
    case closing: return to == closed;
    case closed: return false;
  }
  return false;
}

std::string_view name_of(Standing standing) { return standing == Standing::judged ? "judged" : "unchecked"; }
std::string_view name_of(Side side) { return side == Side::learner ? "learner" : "educator"; }

}  // namespace chiron::relationships
