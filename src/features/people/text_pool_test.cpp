// That the pool keeps each text once, at one address, however many there are.
#include "features/people/text_pool.h"

#include <gtest/gtest.h>

#include <string>

namespace chiron::people {
namespace {

TEST(TextPool, KeepsEachTextOnce) {
  TextPool pool;
  std::vector<std::string_view> kept;
  for (int round = 0; round < 2; ++round)
    for (int i = 0; i < 20'000; ++i) {
      const std::string text = "text number " + std::to_string(i);
      const std::string_view view = pool.keep(text);
      ASSERT_EQ(view, text);
      if (round == 0) kept.push_back(view);
      else ASSERT_EQ(view.data(), kept[static_cast<std::size_t>(i)].data());
    }
  EXPECT_EQ(pool.texts(), 20'000u);
  EXPECT_EQ(pool.keep(""), "");
  EXPECT_EQ(pool.keep(std::string(3u << 20, 'x')).size(), 3u << 20);
}

}  // namespace
}  // namespace chiron::people
