// The event of whoever records or retracts facts about people: published in the transaction of the change, so that what
// follows from it commits with it or not at all.
#pragma once

#include "base/clock.h"
#include "base/id.h"
#include "platform/crypto/derived_random.h"

namespace chiron::duties {

/// Facts of an institution changed. Whom they concern stands in the database: the triggers raised those people's
/// revisions.
struct FactsChanged {
  InstitutionId institution;
  Instant now;
  crypto::Seed seed;  ///< drawn before the write: what subscribers draw their ids from
};

}  // namespace chiron::duties
