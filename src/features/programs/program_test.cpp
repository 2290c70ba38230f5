// Charters and presets: seven of one, three of the other, each sound.
#include "features/programs/program.h"

#include <set>

#include <gtest/gtest.h>

namespace chiron::programs {
namespace {

TEST(Charters, OnePerRoleInOrder) {
  for (std::size_t i = 0; i < charters().size(); ++i) {
    const Charter& charter = charters()[i];
    EXPECT_EQ(static_cast<std::size_t>(charter.role), i);
    EXPECT_EQ(&charter_of(charter.role), &charter);
    EXPECT_LE(charter.default_capacity, charter.capacity_cap);
  }
}

TEST(Charters, OnlyMentorPeerMentorAndCoachAreSealed) {
  using enum conflict::Role;
  for (const Charter& charter : charters())
    EXPECT_EQ(charter.record == Record::sealed,
              charter.role == mentor || charter.role == peer_mentor || charter.role == coach)
        << conflict::name_of(charter.role);
}

TEST(Charters, AgreeWithTheRuleTableAboutHowFarToLook) {
  for (const Charter& charter : charters()) {
    const auto policy = conflict::Policy::standard(charter.role);
    EXPECT_EQ(policy.look_ahead_days(), charter.look_ahead_days);
    EXPECT_EQ(policy.look_back_days(), charter.look_back_days);
    EXPECT_EQ(policy.chain_depth(), charter.chain_depth);
  }
}

TEST(Floor, IsAWholeNumberOfPoints) {
  EXPECT_EQ(*parse_floor("0"), 0);
  EXPECT_EQ(*parse_floor("1000000000"), highest_floor);
  for (const char* wrong : {"", "-1", "1.5", "12 ", "1000000001", "99999999999999999999", "many"})
    EXPECT_EQ(parse_floor(wrong).error().key, "programs.floor") << wrong;
}

TEST(Presets, HaveNamesThatReadBack) {
  for (Preset preset : all_presets) EXPECT_EQ(*parse_preset(name_of(preset)), preset);
  EXPECT_EQ(parse_preset("best").error().key, "programs.unknown_preset");
}

TEST(Presets, ScoreNearAThousandAtMost) {
  for (Preset preset : all_presets) {
    Program program = standard_program(conflict::Role::mentor, {Date(0), Date(365)}, preset);
    const auto& w = program.weights;
    const int most = w.same_specialty + w.same_profession + w.same_site + w.other_unit +
                     w.shared_interest * w.shared_interests_max + w.shared_language * w.shared_languages_max +
                     w.wished_by_learner + w.wished_by_educator + w.wished_by_both + w.kept;
    EXPECT_GT(most, 900) << name_of(preset);
    EXPECT_LT(most, 1100) << name_of(preset);
  }
}

TEST(Presets, ChosenLaterKeepWhatTheProgramRequires) {
  Program program = standard_program(conflict::Role::mentor, {Date(0), Date(365)});
  program.require.same_site_required = true;
  apply_preset(program, Preset::wishes_first);
  EXPECT_TRUE(program.require.same_site_required);
  EXPECT_EQ(program.weights.wished_by_learner, 600);
}

TEST(Weights, AreNamedOnce) {
  std::set<std::string_view> names;
  for (const auto& weight : named_weights()) EXPECT_TRUE(names.insert(weight.name).second) << weight.name;
}

}  // namespace
}  // namespace chiron::programs
