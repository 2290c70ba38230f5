// The engine's input: plain arrays of dated facts about people and groups that are dense indices 0, 1, 2 …
// Names, ids and sources belong to the caller; the order of the arrays never changes a result but for evidence numbers.
#pragma once

#include <cstdint>
#include <vector>

#include "base/date.h"
#include "engines/conflict/duty_kind.h"

namespace chiron::conflict {

using Person = std::uint32_t;     ///< 0 … people-1
using Group = std::uint32_t;      ///< 0 … groups-1: a unit, cohort, site or panel's scope
using FactIndex = std::uint32_t;  ///< position in Facts::facts
using RuleIndex = std::uint8_t;   ///< position in rules() (rules.h)

enum class TargetKind : std::uint8_t { person, group };

/// "holder <kind> target on every day of `days`". Either end of `days` may be open (Date::min/max).
struct Fact {
  DutyKind kind = DutyKind::other;
  TargetKind target_kind = TargetKind::person;
  Person holder = 0;
  std::uint32_t target = 0;  ///< a Person or a Group, by target_kind
  DateRange days;
  std::uint32_t source = 0;  ///< the caller's own number (row, import); not read by the engine
  bool operator==(const Fact&) const = default;
};

/// The educator stays out of decisions of `kind` about this learner (or every member of the group) on these days.
/// Works on rules that are recusable for the judged role, and only on the given kind.
struct Recusal {
  Person educator = 0;
  TargetKind target_kind = TargetKind::person;
  std::uint32_t target = 0;
  DateRange days;
  DutyKind kind = DutyKind::sits_on;
  bool operator==(const Recusal&) const = default;
};

/// An approved, expiring consent of the learner to one rule. Without effect where the rule is not waivable for the
/// role.
struct Waiver {
  Person learner = 0;
  Person educator = 0;
  RuleIndex rule = 0;
  DateRange days;
  bool operator==(const Waiver&) const = default;
};

/// "For members of this group, the facts of this class are known to be complete on these days."
struct Coverage {
  Group group = 0;
  CoverageClass what = CoverageClass::supervision;
  DateRange days;
  bool operator==(const Coverage&) const = default;
};

/// Everything the engine is told.
struct Facts {
  std::uint32_t people = 0;
  std::uint32_t groups = 0;
  std::vector<Fact> facts;
  std::vector<Recusal> recusals;
  std::vector<Waiver> waivers;
  std::vector<Coverage> coverage;
};

/// Why an entry cannot be used.
enum class ViolationKind : std::uint8_t {
  unknown_person,   ///< an index ≥ people
  unknown_group,    ///< an index ≥ groups
  unknown_rule,     ///< a waiver of a rule that is not in the table
  empty_range,      ///< from ≥ to
  self_duty,        ///< holder and target are the same person (or learner and educator of a waiver or recusal)
  wrong_target,     ///< a person where the kind needs a group, or the reverse (target_rule)
  management_loop,  ///< person-to-person `manages` facts that form a circle on a common day
};
/// Stable name: "unknown_person" …
std::string_view name_of(ViolationKind kind);

/// Which array an entry is in.
enum class Table : std::uint8_t { facts, recusals, waivers, coverage };

/// One thing wrong. For `management_loop`, `people` is the circle in order of managing, starting with the smallest
/// index (a manages b, b manages c, c manages a: {a, b, c}), `facts` its edges in the same order and `days` a range
/// of days on which all of them hold; `entry` is the first of them. For other kinds `entry` names the row.
struct Violation {
  ViolationKind kind = ViolationKind::unknown_person;
  Table table = Table::facts;
  std::uint32_t entry = 0;
  std::vector<Person> people;
  std::vector<FactIndex> facts;
  DateRange days;
  bool operator==(const Violation&) const = default;
};

/// Every violation, rows first in array order, then loops. At most `limit` are returned. Of people who manage one
/// another in several circles one shortest circle per stretch of days is named, and each circle once, so the list stays
/// short however tangled the chart is; the search for loops ends after a fixed amount of work with what it has.
/// `judge` and `enumerate` never hang on loops: they are bad data, not a danger; other violations must be mended
/// or dropped before build().
std::vector<Violation> validate(const Facts& facts, std::size_t limit = 1000);

}  // namespace chiron::conflict
