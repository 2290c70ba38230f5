// Points by word: what presets call much lies between 100 and 400 of a largest total near 1,000.
#include "features/match_runs/weight_words.h"

#include <algorithm>
#include <array>
#include <string>

namespace chiron::match_runs {
namespace {

using matching::Weights;

struct Row {
  std::string_view name;
  std::int32_t Weights::* points;
  std::int32_t Weights::* most = nullptr;  ///< times that it counts; once where there is none
};
constexpr std::array rows{
    Row{"same_specialty", &Weights::same_specialty},
    Row{"same_profession", &Weights::same_profession},
    Row{"same_site", &Weights::same_site},
    Row{"other_unit", &Weights::other_unit},
    Row{"shared_interest", &Weights::shared_interest, &Weights::shared_interests_max},
    Row{"shared_language", &Weights::shared_language, &Weights::shared_languages_max},
    Row{"near_stage", &Weights::near_stage},
    Row{"wished_by_learner", &Weights::wished_by_learner},
    Row{"wished_by_educator", &Weights::wished_by_educator},
    Row{"kept", &Weights::kept},
};

/// The points of a word, all times together.
constexpr std::int32_t points_of(Counts counts) {
  switch (counts) {
    case Counts::none: return 0;
    case Counts::little: return 60;
    case Counts::much: return 200;
    case Counts::decisive: return 600;
  }
  return 0;
}
constexpr Counts counts_of(std::int64_t points) {
  return points <= 0 ? Counts::none : points < 100 ? Counts::little : points < 400 ? Counts::much : Counts::decisive;
}

WeightNow now_of(const Row& row, const Weights& weights) {
  const std::int32_t points = weights.*row.points, most = row.most ? weights.*row.most : 1;
  return {row.name, counts_of(std::int64_t{points} * most), points, most};
}

}  // namespace

std::vector<WeightNow> weights_now(const Weights& weights) {
  std::vector<WeightNow> now;
  for (const Row& row : rows) now.push_back(now_of(row, weights));
  return now;
}

Result<> choose(Weights& weights, std::string_view name, Counts counts) {
  const auto* const row = std::ranges::find(rows, name, &Row::name);
  if (row == rows.end()) return err(refuse("match_runs.weight").with("weight", std::string(name)));
  if (now_of(*row, weights).counts == counts) return {};
  if (row->most) weights.*row->most = std::max(weights.*row->most, 1);
  weights.*row->points = points_of(counts) / (row->most ? weights.*row->most : 1);
  // A later wish counts less, as in the presets; a stage further away too.
  if (row->points == &Weights::wished_by_learner) weights.wish_step = weights.wished_by_learner * 3 / 20;
  if (row->points == &Weights::near_stage && weights.stage_step == 0) weights.stage_step = weights.near_stage / 3;
  return {};
}

}  // namespace chiron::match_runs
