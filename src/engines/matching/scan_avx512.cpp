// The scan for processors with AVX-512 (F and BW): 32 educators an instruction.
#include "engines/matching/scan.h"

#if defined(__AVX512BW__)
#include <immintrin.h>

#include "engines/matching/scan_kernel.h"

namespace chiron::matching {
namespace {

struct Narrow {
  using Points = std::int16_t;
  using V = __m512i;
  static constexpr std::uint32_t count = 32;
  static V set(std::int32_t points) { return _mm512_set1_epi16(static_cast<short>(points)); }
  static V words(const void* from) { return _mm512_loadu_si512(from); }
  static V load(const Points* from) { return words(from); }
  static void store(Points* to, V v) { _mm512_storeu_si512(to, v); }
  static V add(V a, V b) { return _mm512_add_epi16(a, b); }
  static V less(V a, V b) { return _mm512_subs_epi16(a, b); }
  static V least(V a, V b) { return _mm512_min_epi16(a, b); }
  static V times(V a, V b) { return _mm512_mullo_epi16(a, b); }
  static std::uint32_t above(V a, V limit) { return _mm512_cmpgt_epi16_mask(a, limit); }
  static std::uint32_t any_bit(const std::uint16_t* column, std::uint16_t bits) {
    return _mm512_test_epi16_mask(words(column), set(bits));
  }
  static V add_where_same(V sum, const std::uint16_t* column, std::uint16_t code, std::int32_t points) {
    return _mm512_mask_add_epi16(sum, _mm512_cmpeq_epi16_mask(words(column), set(code)), sum, set(points));
  }
  static V add_where_bit(V sum, const std::uint16_t* column, std::uint16_t bits, std::int32_t points) {
    return _mm512_mask_add_epi16(sum, any_bit(column, bits), sum, set(points));
  }
};

struct Wide {
  using Points = std::int32_t;
  using V = __m512i;
  static constexpr std::uint32_t count = 16;
  /// g++ 12 may store the 16 bits of a mask and load 32 in their place; from a register of the processor's it does not.
  static std::uint32_t number(__mmask16 mask) {
    asm("" : "+r"(mask));
    return mask;
  }
  static V set(std::int32_t points) { return _mm512_set1_epi32(points); }
  static V words(const std::uint16_t* from) {
    return _mm512_cvtepu16_epi32(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(from)));
  }
  static V load(const Points* from) { return _mm512_loadu_si512(from); }
  static void store(Points* to, V v) { _mm512_storeu_si512(to, v); }
  static V add(V a, V b) { return _mm512_add_epi32(a, b); }
  static V less(V a, V b) { return _mm512_sub_epi32(a, b); }  // the caller keeps both small enough
  static V least(V a, V b) { return _mm512_min_epi32(a, b); }
  static V times(V a, V b) { return _mm512_mullo_epi32(a, b); }
  static std::uint32_t above(V a, V limit) { return number(_mm512_cmpgt_epi32_mask(a, limit)); }
  static std::uint32_t any_bit(const std::uint16_t* column, std::uint16_t bits) {
    return number(_mm512_test_epi32_mask(words(column), set(bits)));
  }
  static V add_where_same(V sum, const std::uint16_t* column, std::uint16_t code, std::int32_t points) {
    return _mm512_mask_add_epi32(sum, _mm512_cmpeq_epi32_mask(words(column), set(code)), sum, set(points));
  }
  static V add_where_bit(V sum, const std::uint16_t* column, std::uint16_t bits, std::int32_t points) {
    return _mm512_mask_add_epi32(sum, any_bit(column, bits), sum, set(points));
  }
};

}  // namespace

Scans scans_avx512() { return {scan<Narrow>, scan<Wide>}; }

}  // namespace chiron::matching
#else
namespace chiron::matching {
Scans scans_avx512() { return {nullptr, nullptr}; }
}  // namespace chiron::matching
#endif
