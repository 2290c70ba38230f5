// Words of the presets, and choices that keep what was not chosen.
#include "features/match_runs/weight_words.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "features/programs/program.h"

namespace chiron::match_runs {
namespace {

matching::Weights of(programs::Preset preset) {
  programs::Program program;
  programs::apply_preset(program, preset);
  return program.weights;
}

Counts counts_in(const matching::Weights& weights, std::string_view name) {
  for (const auto& one : weights_now(weights))
    if (one.name == name) return one.counts;
  ADD_FAILURE() << name;
  return Counts::none;
}

TEST(WeightWords, SayWhatThePresetsPromise) {
  EXPECT_EQ(counts_in(of(programs::Preset::wishes_first), "wished_by_learner"), Counts::decisive);
  EXPECT_EQ(counts_in(of(programs::Preset::wishes_first), "same_site"), Counts::little);
  EXPECT_EQ(counts_in(of(programs::Preset::balanced), "shared_interest"), Counts::much) << "several together";
  EXPECT_EQ(counts_in(of(programs::Preset::easy_to_meet), "same_site"), Counts::much);
  EXPECT_EQ(counts_in(of(programs::Preset::balanced), "near_stage"), Counts::none);
}

TEST(WeightWords, EveryNameIsAProgramsWeight) {
  for (const auto& one : weights_now({}))
    EXPECT_TRUE(std::ranges::any_of(programs::named_weights(), [&](const auto& each) { return each.name == one.name; }))
        << one.name;
}

TEST(WeightWords, AChoiceHoldsAndLeavesTheOthers) {
  for (const auto preset : programs::all_presets) {
    const auto before = weights_now(of(preset));
    for (const auto& one : before)
      for (const Counts counts : {Counts::none, Counts::little, Counts::much, Counts::decisive}) {
        auto weights = of(preset);
        ASSERT_TRUE(choose(weights, one.name, counts));
        const auto after = weights_now(weights);
        for (std::size_t n = 0; n < after.size(); ++n) {
          const bool chosen = after[n].name == one.name;
          EXPECT_EQ(after[n].counts, chosen ? counts : before[n].counts) << one.name << " " << after[n].name;
          if (!chosen || counts == before[n].counts) EXPECT_EQ(after[n].points, before[n].points) << after[n].name;
        }
      }
  }
}

TEST(WeightWords, RefusesWhatItDoesNotKnow) {
  matching::Weights weights;
  EXPECT_EQ(choose(weights, "shared_interests_max", Counts::much).error().key, "match_runs.weight");
}

}  // namespace
}  // namespace chiron::match_runs
