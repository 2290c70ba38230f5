// Presets as one table, and the names of what can be adjusted.
#include "features/programs/program.h"

#include <charconv>

namespace chiron::programs {
namespace {

struct PresetRow {
  Preset preset;
  std::string_view name;
  matching::Weights weights;
  bool same_site_required;
};

// Points are relative: a preset's largest total is near 1,000, so that a score reads as a share of the best possible.
const std::array<PresetRow, 3>& preset_rows() {
  static const std::array<PresetRow, 3> rows{{
      {Preset::balanced,
       "balanced",
       {.same_specialty = 120,
        .same_profession = 80,
        .same_site = 100,
        .other_unit = 60,
        .shared_interest = 60,
        .shared_interests_max = 4,
        .shared_language = 40,
        .shared_languages_max = 2,
        .wished_by_learner = 200,
        .wished_by_educator = 60,
        .wished_by_both = 60,
        .wish_step = 30,
        .kept = 60},
       false},
      {Preset::wishes_first,
       "wishes_first",
       {.same_specialty = 40,
        .same_profession = 20,
        .same_site = 40,
        .other_unit = 20,
        .shared_interest = 20,
        .shared_interests_max = 4,
        .shared_language = 20,
        .shared_languages_max = 1,
        .wished_by_learner = 600,
        .wished_by_educator = 100,
        .wished_by_both = 100,
        .wish_step = 60,
        .kept = 40},
       false},
      {Preset::easy_to_meet,
       "easy_to_meet",
       {.same_specialty = 100,
        .same_profession = 60,
        .same_site = 200,
        .other_unit = 40,
        .shared_interest = 50,
        .shared_interests_max = 4,
        .shared_language = 80,
        .shared_languages_max = 2,
        .wished_by_learner = 140,
        .wished_by_educator = 40,
        .wished_by_both = 40,
        .wish_step = 20,
        .kept = 60},
       true},
  }};
  return rows;
}

}  // namespace

std::string folded(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

bool fits(std::string_view wanted, std::string_view has) { return wanted.empty() || folded(wanted) == folded(has); }

std::string_view name_of(Preset preset) { return preset_rows()[static_cast<std::size_t>(preset)].name; }

Result<Preset> parse_preset(std::string_view name) {
  for (const PresetRow& row : preset_rows())
    if (row.name == name) return row.preset;
  return err(refuse("programs.unknown_preset").with("preset", std::string(name)));
}

Result<matching::Objective> parse_objective(std::string_view name) {
  for (matching::Objective objective : matching::all_objectives)
    if (matching::name_of(objective) == name) return objective;
  return err(refuse("programs.unknown_objective").with("objective", std::string(name)));
}

Result<std::int32_t> parse_floor(std::string_view points) {
  std::int32_t floor = -1;
  const auto [end, failed] = std::from_chars(points.data(), points.data() + points.size(), floor);
  if (failed != std::errc{} || end != points.data() + points.size() || floor < 0 || floor > highest_floor)
    return err(refuse("programs.floor").with("floor", std::string(points)).with("to", std::to_string(highest_floor)));
  return floor;
}

void apply_preset(Program& program, Preset preset) {
  const PresetRow& row = preset_rows()[static_cast<std::size_t>(preset)];
  program.preset = preset;
  program.weights = row.weights;
  program.objective = matching::Objective::most_then_total;
}

Program standard_program(conflict::Role role, DateRange term, Preset preset) {
  const Charter& charter = charter_of(role);
  Program program;
  program.role = role;
  program.term = term;
  program.require.training_required = charter.readiness == Readiness::trained_and_declared;
  program.require.declaration_required = charter.readiness != Readiness::none;
  program.require.common_language_required = true;
  program.default_capacity = charter.default_capacity;
  program.capacity_cap = charter.capacity_cap;
  // The charters keep to the table's own look-ahead, look-back and depth, so these cannot be refused.
  program.policy = conflict::Policy::standard(role);
  apply_preset(program, preset);
  program.require.same_site_required = preset_rows()[static_cast<std::size_t>(preset)].same_site_required;
  return program;
}

const std::vector<NamedWeight>& named_weights() {
  using W = matching::Weights;
  static const std::vector<NamedWeight> list{
      {"same_specialty", &W::same_specialty},
      {"same_profession", &W::same_profession},
      {"same_site", &W::same_site},
      {"other_unit", &W::other_unit},
      {"shared_interest", &W::shared_interest},
      {"shared_interests_max", &W::shared_interests_max},
      {"shared_language", &W::shared_language},
      {"shared_languages_max", &W::shared_languages_max},
      {"near_stage", &W::near_stage},
      {"stage_step", &W::stage_step},
      {"best_stage_distance", &W::best_stage_distance},
      {"wished_by_learner", &W::wished_by_learner},
      {"wished_by_educator", &W::wished_by_educator},
      {"wished_by_both", &W::wished_by_both},
      {"wish_step", &W::wish_step},
      {"kept", &W::kept},
  };
  return list;
}

const std::vector<NamedRequirement>& named_requirements() {
  using R = matching::HardRules;
  static const std::vector<NamedRequirement> list{
      {"trained", &R::training_required},
      {"declared", &R::declaration_required},
      {"same_site", &R::same_site_required},
      {"common_language", &R::common_language_required},
  };
  return list;
}

}  // namespace chiron::programs
