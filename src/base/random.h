// Where randomness comes from: an argument, so that tests can fix it.
#pragma once

#include <cstdint>
#include <span>

namespace chiron {

/// A source of random bytes. The real one is the operating system's.
class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<std::uint8_t> bytes) = 0;
};

/// The operating system's random generator (getrandom(2)); never fails once the system is up.
class SystemRandom final : public Random {
 public:
  void fill(std::span<std::uint8_t> bytes) override;
};

/// splitmix64 (Steele, Lea, Flood 2014): its state grows by this step, and this is what it gives in a state.
inline constexpr std::uint64_t splitmix64_step = 0x9E3779B97F4A7C15ULL;
std::uint64_t splitmix64_of(std::uint64_t state);

/// splitmix64: small, fast, reproducible. For tests, demos and lotteries with a published seed; never for secrets.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next();
  /// Uniform over 0 … n-1 by the high word of next()*n; n must not be 0.
  std::uint64_t below(std::uint64_t n);
  /// Uniform over [0, 1) in steps of 2^-53.
  double unit();
  void fill(std::span<std::uint8_t> bytes) override;

 private:
  std::uint64_t state_;
};

}  // namespace chiron
