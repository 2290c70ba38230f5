// A match run as it is stored: asked for, done, signed off, published. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "base/clock.h"
#include "base/error.h"
#include "base/id.h"
#include "features/institutions/viewer.h"
#include "features/programs/charter_version.h"

namespace chiron::match_runs {

using RunId = Id<struct MatchRunTag>;

enum class RunState : std::uint8_t {
  waiting,     ///< asked for; a job computes it
  done,        ///< proposals, to be reviewed
  failed,      ///< refused or stopped: error_key says why
  publishing,  ///< signed off; offers are being made
  published,
};
BOOST_DESCRIBE_ENUM(RunState, waiting, done, failed, publishing, published)
std::string_view name_of(RunState state);
Result<RunState> parse_run_state(std::string_view name);

/// What a coordinator says about a pair before a run.
enum class Choice : std::uint8_t { keep, forbid };
BOOST_DESCRIBE_ENUM(Choice, keep, forbid)
std::string_view name_of(Choice choice);
Result<Choice> parse_choice(std::string_view name);

struct ChosenPair {
  PersonId learner, educator;
  Choice choice = Choice::keep;

  bool operator==(const ChosenPair&) const = default;
};

struct StoredRun {
  RunId id;
  programs::ProgramId program;
  std::int64_t number = 1;  ///< within the program
  std::int64_t charter_version = 1;
  RunState state = RunState::waiting;
  std::string error_key;
  Instant asked_at;
  std::int64_t learners = 0, educators = 0, seats = 0, matched = 0;
  std::optional<Instant> signed_off_at, published_at;
  std::string settings;  ///< the program file that was run
};

/// Who signs a run off: a lead of the program, who assesses nobody in it.
bool may_sign_off(const institutions::Viewer& viewer, programs::ProgramId program);

}  // namespace chiron::match_runs
