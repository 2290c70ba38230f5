// What is not known: units for whose learners no facts of a kind are there, so that every verdict about them is unknown
// (docs/foundations.md 5).
#pragma once

#include <bitset>
#include <string>
#include <vector>

#include "engines/conflict/duty_kind.h"
#include "features/conflicts/conflicts_sql.h"
#include "platform/db/transaction.h"

namespace chiron::conflicts {

/// Learners of one unit, or of none, about whom facts of a class are missing on a day.
struct CoverageGap {
  conflict::CoverageClass what = conflict::CoverageClass::supervision;
  std::string unit;           ///< "" for those who belong to no known unit
  std::int64_t learners = 0;  ///< 0 for all there are: of this class nothing is known anywhere
};
/// By class, then unit, at most `limit` of each class: as the judge sees it (engines/conflict/judge.h), from coverage
/// as stated, or, where an institution states none, as duties::derive_coverage has it.
Result<std::vector<CoverageGap>> coverage_gaps(db::ReadTransaction& read, InstitutionId institution,
                                               std::bitset<conflict::coverage_class_count> needed, Date day, int limit);

}  // namespace chiron::conflicts
