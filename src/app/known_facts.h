// An institution's facts as they are now, arranged once and kept until they change: what pages of many people read.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/kept.h"
#include "engines/conflict/index.h"
#include "features/duties/roster_facts.h"
#include "features/people/people_store.h"
#include "platform/db/database.h"

namespace chiron::app {

/// Never changed once made.
struct Facts {
  duties::Roster roster;
  duties::RosterFacts facts;
  conflict::Index index;
  std::map<PersonId, conflict::Person> positions;  ///< in the roster
  std::vector<PersonId> ids;                       ///< by position
  std::vector<conflict::Person> by_name;           ///< everybody, by family and given name
  std::vector<std::string> search_keys;            ///< of their full names, by position

  /// Nobody who is in the roster no more has one.
  std::optional<conflict::Person> at(PersonId person) const;
};

/// Where the people of a roster stand in it.
std::map<PersonId, conflict::Person> positions_in(const duties::Roster& roster,
                                                  const std::vector<people::Named>& people);

/// The facts of the institution that was asked about last. Safe to call from many threads. The database must outlive
/// it.
class KnownFacts {
 public:
  using Ready = std::shared_ptr<const Facts>;
  explicit KnownFacts(db::Database& database) : database_(database) {}

  /// As they are. Whoever comes while facts are read waits for them: seconds, at national size.
  Result<Ready> now(db::ReadTransaction& read, InstitutionId institution);
  /// For what is shown and decides nothing. Of a large institution the newest that are ready, some seconds behind a
  /// change; none while the first are read.
  Result<Ready> shown(db::ReadTransaction& read, InstitutionId institution);
  /// Begins to read them, so that the first page does not have to.
  void begin(InstitutionId institution);

 private:
  db::Database& database_;
  std::mutex reading_;
  Kept<InstitutionId, std::int64_t, Facts> kept_{1};

  decltype(kept_)::Make reading(InstitutionId institution);
};

}  // namespace chiron::app
