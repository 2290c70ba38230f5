// The closed list of duty kinds: dated facts "holder <kind> target". This is the only list of them in the program.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/error.h"

namespace chiron::conflict {

/// What the holder of a duty does to its target (foundations 4). Names in files and rows are the enumerators' names.
enum class DutyKind : std::uint8_t {
  member_of,              ///< holder belongs to the group (unit, cohort, site)
  supervises_clinically,  ///< works with and oversees the target; writes no evaluation
  writes_evaluation,      ///< writes an evaluation of the target
  supervises,             ///< both of the above
  manages,                ///< line manager
  assesses,               ///< assessor or examiner
  appraises,              ///< appraiser
  sits_on,                ///< sits on the progression panel that decides about the target (usually a group)
  prepares_panel_file,    ///< prepares the file a panel decides on
  directs,                ///< program director, dean or head of the target (usually a group)
  sets_rota_of,           ///< decides the target's rota or leave
  selects,                ///< selects or interviews for a post the target seeks
  referees,               ///< writes a reference about the target
  investigates,           ///< investigates the target
  supervises_thesis,      ///< thesis or grant supervisor
  related_to,             ///< close family, personal or financial tie; symmetric
  delegates_to,           ///< hands their assessing to the target person
  other,                  ///< a declared interest of another kind
};

inline constexpr std::size_t duty_kind_count = 18;
/// Every kind in declaration order.
inline constexpr std::array<DutyKind, duty_kind_count> all_duty_kinds{
    DutyKind::member_of,           DutyKind::supervises_clinically, DutyKind::writes_evaluation,
    DutyKind::supervises,          DutyKind::manages,               DutyKind::assesses,
    DutyKind::appraises,           DutyKind::sits_on,               DutyKind::prepares_panel_file,
    DutyKind::directs,             DutyKind::sets_rota_of,          DutyKind::selects,
    DutyKind::referees,            DutyKind::investigates,          DutyKind::supervises_thesis,
    DutyKind::related_to,          DutyKind::delegates_to,          DutyKind::other,
};

/// What a duty of a kind may point at.
enum class TargetRule : std::uint8_t { person, group, either };

/// The stable name: "member_of", "supervises_clinically" …
std::string_view name_of(DutyKind kind);
/// Reads a stable name; refuses with "conflict.unknown_duty" (detail `duty`).
Result<DutyKind> parse_duty_kind(std::string_view name);
/// member_of: group; related_to and delegates_to: person; every other kind: either (a group stands for its members).
TargetRule target_rule(DutyKind kind);

/// Kinds of facts whose completeness an institution records group by group (foundations 5).
enum class CoverageClass : std::uint8_t {
  supervision,  ///< supervises_clinically, writes_evaluation, supervises
  assessment,   ///< assesses, appraises, delegates_to
  panel,        ///< sits_on, prepares_panel_file
  management,   ///< manages, directs, sets_rota_of
  ties,         ///< selects, referees, investigates, supervises_thesis, related_to, other
};

inline constexpr std::size_t coverage_class_count = 5;
inline constexpr std::array<CoverageClass, coverage_class_count> all_coverage_classes{
    CoverageClass::supervision, CoverageClass::assessment, CoverageClass::panel,
    CoverageClass::management,  CoverageClass::ties,
};

/// The stable name: "supervision", "assessment", "panel", "management", "ties".
std::string_view name_of(CoverageClass coverage);
/// Reads a stable name; refuses with "conflict.unknown_coverage" (detail `coverage`).
Result<CoverageClass> parse_coverage_class(std::string_view name);
/// The class a kind counts in; member_of counts in `ties` (it is never asked for).
CoverageClass coverage_class_of(DutyKind kind);

}  // namespace chiron::conflict
