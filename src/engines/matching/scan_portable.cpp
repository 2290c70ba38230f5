// The scan in plain C++, for every processor: what the others are measured and tested against.
#include "engines/matching/scan_kernel.h"

namespace chiron::matching {
namespace {

template <class Number>
struct Plain {
  using Points = Number;
  static constexpr std::uint32_t count = 8;
  struct V {
    Number at[count];
  };
  template <class Of>
  static V each(Of of) {
    V v;
    for (std::uint32_t n = 0; n < count; ++n) v.at[n] = static_cast<Number>(of(n));
    return v;
  }
  template <class Of>
  static std::uint32_t mask(Of of) {
    std::uint32_t m = 0;
    for (std::uint32_t n = 0; n < count; ++n) m |= static_cast<std::uint32_t>(of(n)) << n;
    return m;
  }
  static V set(std::int32_t points) {
    return each([=](std::uint32_t) { return points; });
  }
  static V load(const Number* from) {
    return each([=](std::uint32_t n) { return from[n]; });
  }
  static void store(Number* to, const V& v) {
    for (std::uint32_t n = 0; n < count; ++n) to[n] = v.at[n];
  }
  static V add(const V& a, const V& b) {
    return each([&](std::uint32_t n) { return a.at[n] + b.at[n]; });
  }
  static V less(const V& a, const V& b) {
    return each([&](std::uint32_t n) {
      const std::int32_t left = a.at[n] - b.at[n];
      return sizeof(Number) == 2 && left < -32'768 ? -32'768 : left;
    });
  }
  static V least(const V& a, const V& b) {
    return each([&](std::uint32_t n) { return a.at[n] < b.at[n] ? a.at[n] : b.at[n]; });
  }
  static V times(const V& a, const V& b) {
    return each([&](std::uint32_t n) { return a.at[n] * b.at[n]; });
  }
  static std::uint32_t above(const V& a, const V& limit) {
    return mask([&](std::uint32_t n) { return a.at[n] > limit.at[n]; });
  }
  static std::uint32_t any_bit(const std::uint16_t* column, std::uint16_t bits) {
    return mask([=](std::uint32_t n) { return (column[n] & bits) != 0; });
  }
  static V add_where_same(const V& sum, const std::uint16_t* column, std::uint16_t code, std::int32_t points) {
    return each([&](std::uint32_t n) { return sum.at[n] + (column[n] == code ? points : 0); });
  }
  static V add_where_bit(const V& sum, const std::uint16_t* column, std::uint16_t bits, std::int32_t points) {
    return each([&](std::uint32_t n) { return sum.at[n] + ((column[n] & bits) != 0 ? points : 0); });
  }
};

}  // namespace

Scans scans_portable() { return {scan<Plain<std::int16_t>>, scan<Plain<std::int32_t>>}; }

}  // namespace chiron::matching
