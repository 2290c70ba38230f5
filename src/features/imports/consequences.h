// What accepting an import would do to running relationships: the facts as they are and as they would be, judged by the
// same engine, before anything is written.
#pragma once

#include <vector>

#include "features/imports/import_actions.h"
#include "features/relationships/relationship.h"

namespace chiron::imports {

/// A running relationship that the import would pause.
struct Pause {
  relationships::RelationshipId relationship;
  Date from;  ///< the day the duty starts; today, when it has started already
  bool operator==(const Pause&) const = default;
};

/// Every running relationship that goes on under the facts as they are and pauses, or pauses earlier, under the facts
/// as the import would leave them; by day, then id. Reads every running relationship; judges without writing.
Result<std::vector<Pause>> pauses_of(db::ReadTransaction& read, const Preview& preview);

/// How many pairs pause from which day, ascending: what a person is shown.
struct PausesOfDay {
  Date from;
  std::size_t count = 0;
  bool operator==(const PausesOfDay&) const = default;
};
std::vector<PausesOfDay> by_day(const std::vector<Pause>& pauses);

}  // namespace chiron::imports
