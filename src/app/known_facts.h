// An institution's facts as they are now, arranged once and kept until they change: what pages of many people read.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "engines/conflict/index.h"
#include "features/duties/roster_facts.h"
#include "features/people/people_store.h"
#include "platform/db/transaction.h"

namespace chiron::app {

/// Never changed once made.
struct Facts {
  duties::Roster roster;
  duties::RosterFacts facts;
  conflict::Index index;
  std::map<PersonId, conflict::Person> positions;  ///< in the roster
  std::vector<PersonId> ids;                       ///< by position

  /// Nobody who is in the roster no more has one.
  std::optional<conflict::Person> at(PersonId person) const;
};

/// Where the people of a roster stand in it.
std::map<PersonId, conflict::Person> positions_in(const duties::Roster& roster,
                                                  const std::vector<people::Named>& people);

/// The facts of the institution that was asked about last. Safe to call from many threads; whoever comes while facts
/// are read waits for them.
class KnownFacts {
 public:
  Result<std::shared_ptr<const Facts>> now(db::ReadTransaction& read, InstitutionId institution);

 private:
  std::mutex mutex_;
  InstitutionId institution_;
  std::int64_t change_ = -1;
  std::shared_ptr<const Facts> facts_;
};

}  // namespace chiron::app
