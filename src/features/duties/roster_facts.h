// Turns a roster into what the conflict engine reads: dense indices for people and groups, facts, recusals, coverage.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engines/conflict/facts.h"
#include "features/duties/roster.h"

namespace chiron::duties {

/// Engine facts of a roster. conflict::Person i is roster.people[i]; conflict::Group g is groups[g];
/// conflict::Fact::source is the index into roster.duties. Lives no longer than the roster's pool.
struct RosterFacts {
  conflict::Facts facts;
  std::vector<Target> groups;
  bool coverage_is_derived = false;

  std::optional<conflict::Group> find_group(const Target& group) const;

  struct GroupHash {
    std::size_t operator()(const Target& group) const noexcept;
  };
  std::unordered_map<Target, conflict::Group, GroupHash> group_index;
};

/// Facts and recusals of the roster, with its coverage statements; when none was given, coverage is derived:
/// `derive_coverage`.
RosterFacts to_facts(const Roster& roster);

/// Coverage that the files themselves suggest, said to be derived wherever it is shown:
///  - supervision, assessment and panel: a group is covered on the days on which a duty of that class is towards the
///    group itself; a unit also on the days on which such a duty is towards a person who is a member of it on those
/// days.
///    One evaluated resident says something of the unit they were on, nothing of their cohort or site;
///  - management and ties: every group is covered throughout as soon as the files state any fact of that class.
/// A unit without a single evaluator, or a day before the first and after the last, stays unknown, never green
/// (docs/foundations.md 5).
/// The database derives the same for one pair (features/conflicts/neighborhood.h); a property test holds them together.
std::vector<conflict::Coverage> derive_coverage(const RosterFacts& facts);
/// Whether coverage of this class follows from the days of its duties; otherwise from there being any.
bool is_derived_from_duties(conflict::CoverageClass what);

}  // namespace chiron::duties
