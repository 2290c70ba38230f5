// Counting tries.
#include "features/accounts/throttle.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <vector>

namespace chiron::accounts {
namespace {

constexpr std::int64_t window_ms = 15 * 60'000, wait_max_ms = 60 * 60'000, memory_ms = 24 * 60 * 60'000;

}  // namespace

std::int64_t Throttle::begin(std::string_view key, Instant now) {
  const std::lock_guard lock(mutex_);
  if (tries_.size() >= keys_max && !tries_.contains(std::string(key))) make_room(now);
  Tries& tries = tries_.try_emplace(std::string(key), Tries{now, 0, 0, {}, now}).first->second;
  if (now < tries.until) return (tries.until.micros - now.micros + 999'999) / 1'000'000;
  if (now >= tries.last.plus_ms(memory_ms)) tries.waits = 0;
  if (now >= tries.since.plus_ms(window_ms)) {
    tries.since = now;
    tries.failures = 0;
  }
  tries.last = now;
  if (++tries.failures >= failures_max_) {
    tries.until = now.plus_ms(std::min(window_ms << std::min(tries.waits, 4), wait_max_ms));
    ++tries.waits;
    tries.failures = 0;
  }
  return 0;
}

void Throttle::succeeded(std::string_view key) {
  const std::lock_guard lock(mutex_);
  tries_.erase(std::string(key));
}

void Throttle::take_back(std::string_view key) {
  const std::lock_guard lock(mutex_);
  const auto found = tries_.find(std::string(key));
  if (found == tries_.end()) return;
  Tries& tries = found->second;
  if (tries.failures > 0) {
    --tries.failures;
  } else if (tries.waits > 0) {  // it was the one that made the others wait
    --tries.waits;
    tries.until = {};
    tries.failures = failures_max_ - 1;
  }
}

std::size_t Throttle::keys() const {
  const std::lock_guard lock(mutex_);
  return tries_.size();
}

void Throttle::make_room(Instant now) {
  std::erase_if(tries_, [&](const auto& each) { return now >= each.second.last.plus_ms(wait_max_ms); });
  if (tries_.size() < keys_max) return;
  std::vector<Instant> times;
  times.reserve(tries_.size());
  for (const auto& [key, tries] : tries_) times.push_back(tries.last);
  std::ranges::nth_element(times, times.begin() + keys_max / 4);
  const Instant before = times[keys_max / 4];
  std::erase_if(tries_, [&](const auto& each) { return each.second.last <= before; });
}

std::string network_of(std::string_view address) {
  const std::string text(address.substr(0, address.find('%')));
  std::array<std::uint8_t, 16> bytes{};
  if (::inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return text;
  // An IPv4 address in IPv6 clothes is one address, not a network.
  static constexpr std::array<std::uint8_t, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  std::array<char, INET6_ADDRSTRLEN> written{};
  if (std::equal(mapped.begin(), mapped.end(), bytes.begin())) {
    ::inet_ntop(AF_INET, bytes.data() + 12, written.data(), written.size());
    return written.data();
  }
  std::fill(bytes.begin() + 8, bytes.end(), std::uint8_t{0});
  ::inet_ntop(AF_INET6, bytes.data(), written.data(), written.size());
  return std::string(written.data()) + "/64";
}

}  // namespace chiron::accounts
