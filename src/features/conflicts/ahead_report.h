// The conflicts ahead as a document: what a changed schedule brings, week by week, with the ways out.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "features/conflicts/conflicts_ahead.h"
#include "features/duties/roster.h"
#include "features/duties/roster_facts.h"
#include "platform/report/document.h"

namespace chiron::conflicts {

/// What the document shows. `roster` and `facts` are those that `ahead` was found in.
struct AheadReport {
  std::span<const ConflictAhead> ahead;
  /// Beside `ahead`: this conflict is not among those of the facts accepted so far. Empty when nothing is compared.
  std::vector<bool> brought;
  std::int64_t running_pairs = 0;
  const duties::Roster& roster;
  const duties::RosterFacts& facts;
  /// The file that is looked at before it is accepted; "" when these are the accepted facts.
  std::string_view changed_file;
  Date today;

  /// How many of `ahead` the changed file brings.
  std::int64_t brought_count() const;
};

/// Which of `after` are not among `before`. The two may come from rosters of different order: people are told by id.
std::vector<bool> brought_by_change(std::span<const ConflictAhead> after, const duties::Roster& roster_after,
                                    std::span<const ConflictAhead> before, const duties::Roster& roster_before);

/// Title, where things stand, each new conflict with its ways out, the weeks as a chart, every conflict as a table.
report::Document ahead_document(const AheadReport& report);

}  // namespace chiron::conflicts
