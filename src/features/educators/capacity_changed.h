// The event of an educator's answer: published in the transaction that keeps it, since a seat may be free now.
#pragma once

#include "base/clock.h"
#include "base/id.h"
#include "platform/crypto/derived_random.h"

namespace chiron::educators {

/// An educator answered whether and how many learners they take in a program.
struct CapacityChanged {
  InstitutionId institution;
  ProgramId program;
  PersonId educator;
  Instant now;
  crypto::Seed seed;  ///< what subscribers draw their ids from
};

}  // namespace chiron::educators
