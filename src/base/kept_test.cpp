// What is kept answers at once, is made once for a mark, and again after a failure.
#include "base/kept.h"

#include <future>

#include <gtest/gtest.h>

namespace chiron {
namespace {

using Numbers = Kept<int, int, int>;

/// Made when the test says so.
struct Slow {
  std::promise<int> value;
  int made = 0;
  Numbers::Make make(int mark) {
    return [this, mark](const std::stop_token&) -> Result<Numbers::Made> {
      ++made;
      return Numbers::Made{mark, std::make_shared<const int>(value.get_future().get())};
    };
  }
};
Numbers::Make at_once(int value, int* made = nullptr) {
  return [=](const std::stop_token&) -> Result<Numbers::Made> {
    if (made) ++*made;
    return Numbers::Made{1, std::make_shared<const int>(value)};
  };
}
/// Asks until the value of this mark is there.
int ready(Numbers& kept, int key, int mark, const Numbers::Make& make) {
  for (;;) {
    const auto found = kept.newest(key, mark, make);
    if (found.is_newest) return *found.value;
    std::this_thread::yield();
  }
}

TEST(Kept, AnswersAtOnceWithTheNewestThatIsReady) {
  Slow slow;
  {
    Numbers kept;
    EXPECT_EQ(kept.newest(1, 1, slow.make(1)).value, nullptr);
    EXPECT_EQ(kept.newest(1, 1, slow.make(1)).value, nullptr) << "nobody waits for what is being made";
    slow.value.set_value(7);
    EXPECT_EQ(ready(kept, 1, 1, slow.make(1)), 7);
    EXPECT_EQ(slow.made, 1);
    Slow slower;
    const auto before = kept.newest(1, 2, slower.make(2));
    ASSERT_TRUE(before.value);
    EXPECT_EQ(*before.value, 7);
    EXPECT_FALSE(before.is_newest);
    slower.value.set_value(8);
    EXPECT_EQ(ready(kept, 1, 2, slower.make(2)), 8);
  }
}

TEST(Kept, MakesAgainWhatFailed) {
  Numbers kept;
  int tries = 0;
  const Numbers::Make fails_first = [&](const std::stop_token&) -> Result<Numbers::Made> {
    if (++tries == 1) return err(fail(ErrorCode::io, "db.cannot_open"));
    return Numbers::Made{1, std::make_shared<const int>(3)};
  };
  EXPECT_EQ(ready(kept, 1, 1, fails_first), 3);
  EXPECT_EQ(tries, 2);
}

TEST(Kept, TellsWhatIsBeingMadeThatNobodyAsksAnyMore) {
  std::promise<void> begun;
  bool told = false;
  {
    Numbers kept;
    kept.newest(1, 1, [&](const std::stop_token& stop) -> Result<Numbers::Made> {
      begun.set_value();
      while (!stop.stop_requested()) std::this_thread::yield();
      told = true;
      return err(fail(ErrorCode::unavailable, "matching.stopped"));
    });
    begun.get_future().wait();
  }
  EXPECT_TRUE(told);
}

TEST(Kept, ForgetsTheKeysThatWereAskedForLongestAgo) {
  Numbers kept(2);
  int made = 0;
  for (const int key : {1, 2, 3}) EXPECT_EQ(ready(kept, key, 1, at_once(key, &made)), key);
  EXPECT_EQ(made, 3);
  EXPECT_EQ(ready(kept, 3, 1, at_once(3, &made)), 3);
  EXPECT_EQ(made, 3) << "asked for a moment ago";
  EXPECT_EQ(ready(kept, 1, 1, at_once(1, &made)), 1);
  EXPECT_EQ(made, 4) << "thrown away for the others";
}

TEST(Kept, KeepsWhatSomebodyMade) {
  Numbers kept;
  kept.keep(1, 1, std::make_shared<const int>(5));
  EXPECT_TRUE(kept.newest(1, 1, at_once(6)).is_newest);
  EXPECT_EQ(*kept.newest(1, 1, at_once(6)).value, 5);
  EXPECT_EQ(*kept.there(1, 1), 5);
  EXPECT_EQ(kept.there(1, 2), nullptr);
  EXPECT_EQ(kept.there(2, 1), nullptr);
}

}  // namespace
}  // namespace chiron
