// Where a program stands: being set up, running, or put away with everything in it kept. Pure.
#pragma once

#include <cstdint>
#include <string_view>

#include <boost/describe.hpp>

#include "base/error.h"

namespace chiron::programs {

/// `archived` holds no open relationship and gets none; what it holds stays readable.
enum class ProgramState : std::uint8_t { draft, running, archived };
BOOST_DESCRIBE_ENUM(ProgramState, draft, running, archived)

constexpr std::string_view name_of(ProgramState state) {
  return state == ProgramState::draft ? "draft" : state == ProgramState::running ? "running" : "archived";
}

/// What a coordinator does with a program as a whole.
enum class Move : std::uint8_t { start, archive, reopen };

/// Where a move leads: draft → running → archived → running; a draft may be archived, too, and reopens as a draft when
/// it never ran. Errors: "programs.move" {state} (conflict).
Result<ProgramState> after(ProgramState state, Move move, bool ever_ran);

}  // namespace chiron::programs
