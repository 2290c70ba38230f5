// The scan for processors with AVX2: 16 educators an instruction.
#include "engines/matching/scan.h"

#if defined(__AVX2__)
#include <immintrin.h>

#include "engines/matching/scan_kernel.h"

namespace chiron::matching {
namespace {

struct Narrow {
  using Points = std::int16_t;
  using V = __m256i;
  static constexpr std::uint32_t count = 16;
  static V set(std::int32_t points) { return _mm256_set1_epi16(static_cast<short>(points)); }
  static V words(const void* from) { return _mm256_loadu_si256(static_cast<const __m256i*>(from)); }
  static V load(const Points* from) { return words(from); }
  static void store(Points* to, V v) { _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), v); }
  static V add(V a, V b) { return _mm256_add_epi16(a, b); }
  static V less(V a, V b) { return _mm256_subs_epi16(a, b); }
  static V least(V a, V b) { return _mm256_min_epi16(a, b); }
  static V times(V a, V b) { return _mm256_mullo_epi16(a, b); }
  /// One bit for each of 16 lanes that are all ones or all zeros.
  static std::uint32_t bits_of(V lanes) {
    const __m128i bytes = _mm_packs_epi16(_mm256_castsi256_si128(lanes), _mm256_extracti128_si256(lanes, 1));
    return static_cast<std::uint32_t>(_mm_movemask_epi8(bytes));
  }
  static std::uint32_t above(V a, V limit) { return bits_of(_mm256_cmpgt_epi16(a, limit)); }
  static V lacks(const std::uint16_t* column, std::uint16_t bits) {
    return _mm256_cmpeq_epi16(_mm256_and_si256(words(column), set(bits)), _mm256_setzero_si256());
  }
  static std::uint32_t any_bit(const std::uint16_t* column, std::uint16_t bits) {
    return ~bits_of(lacks(column, bits)) & 0xFFFFU;
  }
  static V add_where_same(V sum, const std::uint16_t* column, std::uint16_t code, std::int32_t points) {
    return add(sum, _mm256_and_si256(_mm256_cmpeq_epi16(words(column), set(code)), set(points)));
  }
  static V add_where_bit(V sum, const std::uint16_t* column, std::uint16_t bits, std::int32_t points) {
    return add(sum, _mm256_andnot_si256(lacks(column, bits), set(points)));
  }
};

struct Wide {
  using Points = std::int32_t;
  using V = __m256i;
  static constexpr std::uint32_t count = 8;
  static V set(std::int32_t points) { return _mm256_set1_epi32(points); }
  static V words(const std::uint16_t* from) {
    return _mm256_cvtepu16_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from)));
  }
  static V load(const Points* from) { return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from)); }
  static void store(Points* to, V v) { _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), v); }
  static V add(V a, V b) { return _mm256_add_epi32(a, b); }
  static V less(V a, V b) { return _mm256_sub_epi32(a, b); }  // the caller keeps both small enough
  static V least(V a, V b) { return _mm256_min_epi32(a, b); }
  static V times(V a, V b) { return _mm256_mullo_epi32(a, b); }
  static std::uint32_t bits_of(V lanes) {
    return static_cast<std::uint32_t>(_mm256_movemask_ps(_mm256_castsi256_ps(lanes)));
  }
  static std::uint32_t above(V a, V limit) { return bits_of(_mm256_cmpgt_epi32(a, limit)); }
  static V lacks(const std::uint16_t* column, std::uint16_t bits) {
    return _mm256_cmpeq_epi32(_mm256_and_si256(words(column), set(bits)), _mm256_setzero_si256());
  }
  static std::uint32_t any_bit(const std::uint16_t* column, std::uint16_t bits) {
    return ~bits_of(lacks(column, bits)) & 0xFFU;
  }
  static V add_where_same(V sum, const std::uint16_t* column, std::uint16_t code, std::int32_t points) {
    return add(sum, _mm256_and_si256(_mm256_cmpeq_epi32(words(column), set(code)), set(points)));
  }
  static V add_where_bit(V sum, const std::uint16_t* column, std::uint16_t bits, std::int32_t points) {
    return add(sum, _mm256_andnot_si256(lacks(column, bits), set(points)));
  }
};

}  // namespace

Scans scans_avx2() { return {scan<Narrow>, scan<Wide>}; }

}  // namespace chiron::matching
#else
namespace chiron::matching {
Scans scans_avx2() { return {nullptr, nullptr}; }
}  // namespace chiron::matching
#endif
