// One running scheme: a charter narrowed, the term, what a match must keep to and what makes a fit better. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "engines/conflict/rules.h"
#include "engines/matching/candidates.h"
#include "engines/matching/problem.h"
#include "features/programs/charter.h"

namespace chiron::programs {

/// Three starting points for what counts; each is a full set of weights, requirements and an objective.
enum class Preset : std::uint8_t {
  balanced,      ///< wishes first among equals, then shared ground, then nearness
  wishes_first,  ///< what learners asked for outweighs everything else
  easy_to_meet,  ///< same site required, then shared language and ground
};
inline constexpr std::array<Preset, 3> all_presets{Preset::balanced, Preset::wishes_first, Preset::easy_to_meet};

/// "balanced", "wishes_first", "easy_to_meet".
std::string_view name_of(Preset preset);
/// Refuses with "programs.unknown_preset" (detail `preset`).
Result<Preset> parse_preset(std::string_view name);

/// Reads the name of any of matching::all_objectives; refuses with "programs.unknown_objective" (detail `objective`).
Result<matching::Objective> parse_objective(std::string_view name);

/// The highest floor a program may have: no score is higher.
inline constexpr std::int32_t highest_floor = matching::max_score;
/// Reads a whole number of points, 0 … highest_floor; refuses with "programs.floor" (details `floor`, `to`).
Result<std::int32_t> parse_floor(std::string_view points);

/// Which learners of the roster take part; empty texts select everybody.
struct Selection {
  std::string cohort;
  std::string stage;
  std::string site;
  std::string unit;
};

/// Texts that differ only in case or outer blanks are one value: this one.
std::string folded(std::string_view text);
/// Whether a text is the one wanted; "" wants any.
bool fits(std::string_view wanted, std::string_view has);
/// Whether somebody with these groups (a person, or all who share them) is selected.
template <class Learner>
bool selects(const Selection& selection, const Learner& learner) {
  return fits(selection.cohort, learner.cohort) && fits(selection.stage, learner.stage) &&
         fits(selection.site, learner.site) && fits(selection.unit, learner.unit);
}

/// A program as a match run sees it. Made by `standard_program`, changed only within the charter's range.
struct Program {
  std::string name;
  conflict::Role role = conflict::Role::mentor;
  DateRange term;
  Preset preset = Preset::balanced;
  Selection learners;
  matching::HardRules require;
  matching::Weights weights;
  matching::Objective objective = matching::Objective::most_then_total;
  std::int64_t unmatched_penalty = 0;  ///< points lost per learner without an educator (objective total)
  /// Pairs with fewer points, not counting wishes, are not made, 0 … highest_floor; 0 = no floor.
  std::int32_t score_floor = 0;
  std::int32_t default_capacity = 3;  ///< seats where the roster names none
  std::int32_t capacity_cap = 5;      ///< seats counted at most, whatever the roster says
  std::uint32_t list_length = 50;     ///< candidates kept per learner
  std::uint64_t lottery_seed = 1;     ///< published; breaks ties in stable matching
  conflict::Policy policy;
};

/// The charter of a role with a preset, for a term.
Program standard_program(conflict::Role role, DateRange term, Preset preset = Preset::balanced);

/// Overwrites the weights and the objective with a preset's. What a match must keep to stays, the floor too: a preset
/// chosen later must not undo a requirement that the program states.
void apply_preset(Program& program, Preset preset);

/// One weight as a coordinator sees it: its stable name and its points.
struct NamedWeight {
  std::string_view name;
  std::int32_t matching::Weights::* points;
};
/// Every weight in the order of explanations; the only list of their names.
const std::vector<NamedWeight>& named_weights();

/// One requirement as a coordinator sees it.
struct NamedRequirement {
  std::string_view name;
  bool matching::HardRules::* on;
};
const std::vector<NamedRequirement>& named_requirements();

}  // namespace chiron::programs
