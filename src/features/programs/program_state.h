// Where a program stands: being set up, running, or put away with everything in it kept. Pure.
#pragma once

#include <cstdint>
#include <string_view>

#include <boost/describe.hpp>

#include "base/error.h"

namespace chiron::programs {

/// `archived` holds no open relationship and gets none; what it holds stays readable.
enum class State : std::uint8_t { draft, running, archived };
BOOST_DESCRIBE_ENUM(State, draft, running, archived)

constexpr std::string_view name_of(State state) {
  return state == State::draft ? "draft" : state == State::running ? "running" : "archived";
}

/// What a coordinator does with a program as a whole.
enum class Move : std::uint8_t { start, archive, reopen };

/// Where a move leads: draft → running → archived → running; a draft may be archived, too, and reopens as a draft when
/// it never ran. Errors: "programs.move" {state} (conflict).
Result<State> after(State state, Move move, bool ever_ran);

}  // namespace chiron::programs
