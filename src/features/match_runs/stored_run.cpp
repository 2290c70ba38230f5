// Names and access.
#include "features/match_runs/stored_run.h"

#include <array>

namespace chiron::match_runs {
namespace {

using institutions::AccountRole;
using institutions::Viewer;

constexpr std::array states{RunState::waiting, RunState::done, RunState::failed, RunState::publishing,
                            RunState::published};

}  // namespace

std::string_view name_of(RunState state) {
  switch (state) {
    case RunState::waiting: return "waiting";
    case RunState::done: return "done";
    case RunState::failed: return "failed";
    case RunState::publishing: return "publishing";
    case RunState::published: return "published";
  }
  return "";
}

Result<RunState> parse_run_state(std::string_view name) {
  for (const RunState state : states)
    if (name == name_of(state)) return state;
  return err(fail(ErrorCode::internal, "match_runs.state"));
}

std::string_view name_of(Choice choice) { return choice == Choice::keep ? "keep" : "forbid"; }

Result<Choice> parse_choice(std::string_view name) {
  for (const Choice choice : {Choice::keep, Choice::forbid})
    if (name == name_of(choice)) return choice;
  return err(fail(ErrorCode::internal, "match_runs.choice"));
}

bool may_sign_off(const Viewer& viewer, programs::ProgramId program) { return viewer.has(AccountRole::lead, program); }

}  // namespace chiron::match_runs
