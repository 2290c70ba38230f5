// Sets of days as sorted, disjoint, non-touching half-open ranges, and the few operations the judge needs.
// The results are written into vectors the caller reuses: judging a pair allocates nothing in the usual case.
#pragma once

#include <vector>

#include "base/date.h"

namespace chiron::conflict {

using Ranges = std::vector<DateRange>;

/// Sorts, drops empty ranges, joins overlapping and touching ones.
void normalize(Ranges& days);
/// days := days without `taken`. Both normalized.
void subtract(Ranges& days, const Ranges& taken, Ranges& scratch);
/// days := days that are also in `kept`. Both normalized.
void keep_common(Ranges& days, const Ranges& kept, Ranges& scratch);
/// days := days within one range.
void clip(Ranges& days, DateRange within);
/// Whether some day is in both. `days` normalized.
bool touches(const Ranges& days, DateRange range);

}  // namespace chiron::conflict
