// Duties as dated facts between a person and a person or group, and the other facts that a school's files state about
// people: last year's pairs, wishes, private vetoes, recusals and which facts are complete.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "base/date.h"
#include "engines/conflict/duty_kind.h"

namespace chiron::duties {

using conflict::DutyKind;

/// Whom a duty is towards.
enum class TargetKind : std::uint8_t { person, unit, cohort, site };

/// "person", "unit", "cohort", "site".
std::string_view name_of(TargetKind kind);

/// A person's id, or the name of a unit, cohort or site (written `unit:ICU` in files). Texts are views into the
/// roster's pool.
struct Target {
  TargetKind kind = TargetKind::person;
  std::string_view id;
  bool operator==(const Target&) const = default;
};

/// "person holds a duty of this kind towards target on these days". Membership (member_of) of a unit, cohort or site is
/// one too. `person` and a person target are ids once the roster is built; a reader gives them as written.
struct Duty {
  DutyKind kind = DutyKind::other;
  std::string_view person;
  Target target;
  DateRange days;           ///< half-open; open sides allowed
  std::string_view source;  ///< where the institution knows it from, as written; "" if not said
  std::uint16_t file = 0;   ///< index into Roster::files
  std::uint32_t row = 0;    ///< as a spreadsheet shows it
};

/// A pair that exists or existed (last year's list, or pairs to keep).
struct Pair {
  std::string_view learner;
  std::string_view educator;
  DateRange days;
  std::string_view role;  ///< as written, e.g. "mentor"; "" if not said
  std::uint16_t file = 0;
  std::uint32_t row = 0;
};

/// A learner's wish: rank 1 is the first choice.
struct Preference {
  std::string_view learner;
  std::string_view educator;
  std::uint16_t rank = 1;
  std::uint16_t file = 0;
  std::uint32_t row = 0;
};

/// "Not this person": private, without a reason, never shown to anyone, a hard rule in matching in both directions.
struct Veto {
  std::string_view person;
  std::string_view not_with;
  std::uint16_t file = 0;
  std::uint32_t row = 0;
};

/// Whose decision somebody keeps out of.
enum class RecusedFrom : std::uint8_t {
  panel,      ///< sitting on it and preparing its file
  selection,  ///< choosing for a post
  reference,  ///< writing about the learner
};
inline constexpr std::array<RecusedFrom, 3> all_recused_from{RecusedFrom::panel, RecusedFrom::selection,
                                                             RecusedFrom::reference};
/// "panel", "selection", "reference".
std::string_view name_of(RecusedFrom what);
/// Refuses with "duties.recused_from" (detail `what`).
Result<RecusedFrom> parse_recused_from(std::string_view name);
/// The duties that such a recusal lifts.
std::span<const DutyKind> lifted_by(RecusedFrom what);

/// Somebody keeps out of a decision about this learner on these days.
struct Recusal {
  std::string_view person;
  std::string_view learner;
  DateRange days;
  std::uint16_t file = 0;
  std::uint32_t row = 0;
  RecusedFrom what = RecusedFrom::panel;
};

/// "For members of this unit, cohort or site, the facts of this class on these days are all in the files"; without it
/// the
/// verdict is unknown.
struct CoverageStatement {
  Target scope;
  conflict::CoverageClass what = conflict::CoverageClass::supervision;
  DateRange days;
  std::uint16_t file = 0;
  std::uint32_t row = 0;
};

}  // namespace chiron::duties
