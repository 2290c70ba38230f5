// What match runs tell inside the write in which it happens.
#pragma once

#include "base/clock.h"
#include "features/match_runs/stored_run.h"
#include "platform/crypto/derived_random.h"

namespace chiron::match_runs {

/// A run was signed off, or its last offer was made.
struct RunMoved {
  InstitutionId institution;
  programs::ProgramId program;
  Instant now;
  crypto::Seed seed;  ///< what subscribers draw their ids from
};

}  // namespace chiron::match_runs
