// Reads a block schedule: rows are people, columns are blocks of days, cells name services.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "features/duties/name_resolver.h"
#include "features/duties/roster.h"
#include "features/people/people_file.h"

namespace chiron::duties {

/// Where a unit, cohort or site gets the one spelling it has in the roster.
class GroupNames;

/// A block's days by its folded heading, from a blocks file.
struct NamedBlock {
  std::string folded;
  DateRange days;
};

/// What a column of a block schedule is read as, beside "person".
inline constexpr std::string_view block_meaning = "block";

/// Adds a placement (member_of unit) for every service in the file. Every problem goes to the roster. Returns what
/// each column was read as.
std::vector<people::ColumnUse> read_block_schedule(Roster& roster, NameResolver& resolver, GroupNames& groups,
                                                   const std::string& path, const std::vector<NamedBlock>& blocks,
                                                   const people::PeopleOptions& options);

}  // namespace chiron::duties
