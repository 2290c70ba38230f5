// The event of whatever ends before its term: published in the transaction that closes it, so that what follows from it
// (a seat is free, a learner waits) commits with it or not at all.
#pragma once

#include <vector>

#include "base/clock.h"
#include "features/relationships/relationship.h"
#include "platform/crypto/derived_random.h"

namespace chiron::relationships {

/// A relationship or an offer of a program is over, and its educators' seats are free; of a group, that a learner left
/// it. It does not say who ended it.
struct RelationshipClosed {
  InstitutionId institution;
  programs::ProgramId program;
  std::vector<PersonId> wait_again;  ///< its learners who hold no place now and want one
  Instant now;
  crypto::Seed seed;  ///< what subscribers draw their ids from
};

}  // namespace chiron::relationships
