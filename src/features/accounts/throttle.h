// How often somebody may try: a number of times within a quarter of an hour, then a wait that doubles up to an hour.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/clock.h"

namespace chiron::accounts {

/// Counts tries by key (an account, an address) in memory. A try counts as failed from its beginning until `succeeded`
/// takes it back, so that tries made at once cannot slip through together. May be called from several threads.
class Throttle {
 public:
  /// `failures_max` within 15 minutes; then nothing counts for 15 minutes, after the next as many for 30, then 60.
  explicit Throttle(int failures_max) : failures_max_(failures_max) {}

  /// 0: the try counts, and the caller goes on. Else the seconds after which one will; nothing may be looked at then.
  std::int64_t begin(std::string_view key, Instant now);
  /// The try that `begin` admitted was right: the failures before it are forgotten.
  void succeeded(std::string_view key);
  /// It was right, but says nothing about the tries before it, which others of the same network may have made.
  void take_back(std::string_view key);

  /// Keys beyond this are forgotten again, those first that were quiet longest.
  static constexpr std::size_t keys_max = 100'000;
  std::size_t keys() const;

 private:
  struct Tries {
    Instant since;     ///< of the first failure that counts
    int failures = 0;  ///< since then
    int waits = 0;     ///< how often it had to wait
    Instant until{};   ///< nothing counts before
    Instant last{};
  };
  void make_room(Instant now);

  int failures_max_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Tries> tries_;
};

/// The part of an address that one household or ward shares: an IPv4 address, or the first 64 bits of an IPv6 one.
std::string network_of(std::string_view address);

}  // namespace chiron::accounts
