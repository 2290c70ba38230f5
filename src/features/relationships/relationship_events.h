// What relationships tell inside the write in which it happens, so that whoever follows commits with it or not at all.
#pragma once

#include <vector>

#include "base/clock.h"
#include "features/programs/charter.h"
#include "features/relationships/relationship.h"
#include "platform/crypto/derived_random.h"

namespace chiron::relationships {

/// Pairs were offered to each other, and wait for their answers.
struct OffersMade {
  struct Offered {
    RelationshipId id;
    programs::ProgramId program;
    programs::Acceptance acceptance = programs::Acceptance::stands_unless_declined;
    PersonId learner, educator;
  };
  InstitutionId institution;
  Instant now;
  std::vector<Offered> offers;
  Date answer_by;     ///< the first day on which it is too late to decline
  crypto::Seed seed;  ///< what subscribers draw their ids from
};

enum class Change : std::uint8_t { paused, resumed, ended };
constexpr std::string_view name_of(Change change) {
  return change == Change::paused ? "paused" : change == Change::resumed ? "resumed" : "ended";
}

/// What both sides knew of relationships is no longer so. An offer that ended before anybody heard of it is none.
struct RelationshipsChanged {
  InstitutionId institution;
  Instant now;
  std::vector<RelationshipId> ids;
  Change change = Change::paused;
  Date day;  ///< of the institution
  crypto::Seed seed;
};

}  // namespace chiron::relationships
