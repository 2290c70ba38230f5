// Candidacies in small numbers give back what was put in, whatever block of learners it belongs to, and stay the same
// when they become wide.
#include "engines/matching/candidacies.h"

#include <gtest/gtest.h>

#include <vector>

#include "base/random.h"

namespace chiron::matching {
namespace {

TEST(Candidacies, GiveBackWhatWasPutIn) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    SeededRandom random(seed);
    const auto learners = static_cast<std::uint32_t>(1 + random.below(seed % 2 == 0 ? 100 : 200'000));
    constexpr std::uint32_t educators = 7;  // the last has nobody
    std::vector<std::vector<Candidacy>> wanted(educators);
    for (std::uint32_t i = 0; i < learners; ++i)
      if (random.below(50) == 0 || i % Candidacies::block_size == 0 || i + 1 == learners)
        wanted[random.below(educators - 1)].push_back({static_cast<std::int32_t>(random.below(65'536)), i});
    Large<std::uint32_t> degree;
    for (const auto& one : wanted) degree.push_back(static_cast<std::uint32_t>(one.size()));
    for (const std::int64_t range : {65'535, 65'536}) {
      Candidacies all;
      all.lay_out(degree, learners, range);
      ASSERT_EQ(all.is_thin(), range == 65'535);
      std::vector<std::size_t> next(educators, 0);
      for (std::uint32_t i = 0; i < learners; ++i) {
        if (i % Candidacies::block_size == 0) all.begin_block(i / Candidacies::block_size);
        for (std::uint32_t j = 0; j < educators; ++j) {
          if (next[j] == wanted[j].size() || wanted[j][next[j]].learner != i) continue;
          const Candidacy one = wanted[j][next[j]++];
          if (all.is_thin())
            all.add(j, ThinCandidacy{static_cast<std::uint16_t>(one.cost), static_cast<std::uint16_t>(i)});
          else all.add(j, one);
        }
      }
      for (const bool widened : {false, true}) {
        if (widened) all.widen();
        for (std::uint32_t j = 0; j < educators; ++j) {
          std::vector<Candidacy> together, one_by_one;
          all.each(j, [&](Candidacy one) { together.push_back(one); });
          for (std::uint64_t e = all.start[j]; e < all.end[j]; ++e) one_by_one.push_back(all.at(j, e));
          ASSERT_TRUE(together == wanted[j]) << "educator " << j;
          ASSERT_TRUE(one_by_one == wanted[j]) << "educator " << j;
        }
      }
      ASSERT_FALSE(all.is_thin());
      all.reset();
      ASSERT_TRUE(all.empty());
    }
  }
}

}  // namespace
}  // namespace chiron::matching
