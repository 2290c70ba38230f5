// Ten tries in a quarter of an hour, then waits that double; whose tries count against whom.
#include "features/accounts/throttle.h"

#include <gtest/gtest.h>

namespace chiron::accounts {
namespace {

constexpr std::int64_t minute = 60;
Instant at(std::int64_t seconds) { return Instant{0}.plus_ms(seconds * 1000); }

TEST(Throttle, MakesWaitAfterTenAndLongerEachTime) {
  Throttle throttle(10);
  std::int64_t now = 0;
  for (const std::int64_t wait : {15 * minute, 30 * minute, 60 * minute, 60 * minute}) {
    for (int i = 0; i < 10; ++i) EXPECT_EQ(throttle.begin("ada", at(now)), 0) << i;
    EXPECT_EQ(throttle.begin("ada", at(now)), wait);
    EXPECT_EQ(throttle.begin("ada", at(now + wait - 1)), 1);
    EXPECT_EQ(throttle.begin("ben", at(now)), 0) << "others are not touched";
    throttle.succeeded("ben");
    now += wait;
  }
}

TEST(Throttle, TenThousandGuessesComeToSixtyInAnHourAtMost) {
  Throttle throttle(10);
  std::vector<std::int64_t> admitted;
  for (std::int64_t i = 0; i < 10'000; ++i)
    if (throttle.begin("ada", at(i)) == 0) admitted.push_back(i);
  for (const auto begin : admitted) {
    const auto within = std::ranges::count_if(admitted, [&](auto s) { return s >= begin && s < begin + 60 * minute; });
    EXPECT_LE(within, 60) << begin;
  }
}

TEST(Throttle, ForgetsWhatIsOlderThanAQuarterOfAnHour) {
  Throttle throttle(10);
  for (int i = 0; i < 9; ++i) throttle.begin("ada", at(i));
  for (int i = 0; i < 10; ++i) EXPECT_EQ(throttle.begin("ada", at(15 * minute + i)), 0);
  EXPECT_GT(throttle.begin("ada", at(15 * minute + 10)), 0);
}

TEST(Throttle, ARightTryForgetsTheAccountsAndTakesItselfBackOfTheNetworks) {
  Throttle throttle(3);
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(throttle.begin("ada", at(i)), 0);
    throttle.succeeded("ada");
  }
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(throttle.begin("ward", at(i)), 0);
    throttle.take_back("ward");
  }
  throttle.begin("ward", at(200));
  throttle.begin("ward", at(200));
  // The third would make the ward wait; it was right, so it does not, but the two before still count.
  EXPECT_EQ(throttle.begin("ward", at(200)), 0);
  throttle.take_back("ward");
  EXPECT_EQ(throttle.begin("ward", at(201)), 0);
  EXPECT_GT(throttle.begin("ward", at(202)), 0);
}

TEST(Throttle, KeepsABoundedMemory) {
  Throttle throttle(2);
  for (std::size_t i = 0; i < Throttle::keys_max + 1000; ++i)
    throttle.begin(std::to_string(i), at(static_cast<std::int64_t>(i / 1000)));
  EXPECT_LE(throttle.keys(), Throttle::keys_max);
  EXPECT_GT(throttle.keys(), Throttle::keys_max / 2);
}

TEST(Network, IsAnAddressOrTheHouseholdsSixtyFourBits) {
  EXPECT_EQ(network_of("192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(network_of("::ffff:192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(network_of("2001:db8:1:2:3:4:5:6"), network_of("2001:db8:1:2:ffff::1"));
  EXPECT_NE(network_of("2001:db8:1:2::1"), network_of("2001:db8:1:3::1"));
  EXPECT_EQ(network_of("fe80::1%eth0"), network_of("fe80::2%eth1"));
  EXPECT_EQ(network_of("not an address"), "not an address");
}

}  // namespace
}  // namespace chiron::accounts
