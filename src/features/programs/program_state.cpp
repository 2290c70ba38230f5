// The moves.
#include "features/programs/program_state.h"

#include <string>

namespace chiron::programs {

Result<ProgramState> after(ProgramState state, Move move, bool ever_ran) {
  if (move == Move::start && state == ProgramState::draft) return ProgramState::running;
  if (move == Move::archive && state != ProgramState::archived) return ProgramState::archived;
  if (move == Move::reopen && state == ProgramState::archived)
    return ever_ran ? ProgramState::running : ProgramState::draft;
  return err(fail(ErrorCode::conflict, "programs.move").with("state", std::string(name_of(state))));
}

}  // namespace chiron::programs
