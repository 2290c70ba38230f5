// The moves.
#include "features/programs/program_state.h"

#include <string>

namespace chiron::programs {

Result<State> after(State state, Move move, bool ever_ran) {
  if (move == Move::start && state == State::draft) return State::running;
  if (move == Move::archive && state != State::archived) return State::archived;
  if (move == Move::reopen && state == State::archived) return ever_ran ? State::running : State::draft;
  return err(fail(ErrorCode::conflict, "programs.move").with("state", std::string(name_of(state))));
}

}  // namespace chiron::programs
