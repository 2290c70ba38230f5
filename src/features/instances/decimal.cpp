// Reading and writing decimals.
#include "features/instances/decimal.h"

namespace chiron::instances {

std::optional<Decimal> Decimal::parse(std::string_view text) {
  bool negative = false;
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
    negative = text[0] == '-';
    text.remove_prefix(1);
  }
  if (const auto point = text.find('.'); point != text.npos) {
    if (point == 0 || point + 1 == text.size()) return {};
    while (text.back() == '0') text.remove_suffix(1);
    if (text.back() == '.') text.remove_suffix(1);
  }
  if (text.empty() || text.size() > 19) return {};
  Decimal number;
  bool point = false;
  unsigned count = 0;
  for (const char c : text) {
    if (c == '.' && !point) {
      point = true;
      continue;
    }
    if (c < '0' || c > '9' || ++count > 18) return {};
    number.digits = number.digits * 10 + (c - '0');
    number.decimals += point ? 1 : 0;
  }
  if (number.decimals > most_decimals) return {};
  if (negative) number.digits = -number.digits;
  return number;
}

std::optional<std::int64_t> Decimal::steps(unsigned in) const {
  std::int64_t steps = digits;
  for (unsigned n = decimals; n < in; ++n)
    if (__builtin_mul_overflow(steps, std::int64_t{10}, &steps)) return {};
  return steps;
}

std::string text_of(std::int64_t steps, unsigned decimals) {
  const bool negative = steps < 0;
  std::string text = std::to_string(negative ? -static_cast<std::uint64_t>(steps) : static_cast<std::uint64_t>(steps));
  if (decimals > 0) {
    if (text.size() <= decimals) text.insert(0, decimals + 1 - text.size(), '0');
    text.insert(text.size() - decimals, 1, '.');
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
  }
  return negative ? "-" + text : text;
}

}  // namespace chiron::instances
