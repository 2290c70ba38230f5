// Decimal numbers as files hold them, kept exactly: whole steps of a quantum of 1, 0.1, 0.01 … and never a double.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chiron::instances {

/// The most digits after the point that a quantum may have.
inline constexpr unsigned most_decimals = 9;

/// `digits` / 10^`decimals`, with as few decimals as hold it: 2.50 is {25, 1}.
struct Decimal {
  std::int64_t digits = 0;
  unsigned decimals = 0;
  bool operator==(const Decimal&) const = default;

  /// A sign, digits, and at most one point with digits after it; nothing else, no exponent. Nothing when the text is
  /// not one, or has more than 18 digits or most_decimals decimals.
  static std::optional<Decimal> parse(std::string_view text);
  /// In steps of 10^-decimals; nothing where that does not fit 63 bits. `in` must not be less than `decimals`.
  std::optional<std::int64_t> steps(unsigned in) const;
};

/// `steps` of 10^-decimals as people write it: 250 with 2 decimals is "2.5".
std::string text_of(std::int64_t steps, unsigned decimals);

}  // namespace chiron::instances
