// Inside the engine: the points of one learner with many educators at once. The scan names every educator in a stretch
// of the table who has more than so many points; it is compiled for several instruction sets from one source, and they
// all name the same educators. Plain data only: these files are compiled for processors that may not be the one at
// hand, so nothing they include may leave code behind that others would link to.
#pragma once

#include <cstdint>

namespace chiron::matching {

/// Columns are padded by so many entries, so that a scan may read past the last educator.
inline constexpr std::uint32_t scan_padding = 128;
/// Hits are handed over once there are so many, so that the caller can ask for more points from then on.
inline constexpr std::uint32_t scan_hits = 64;

/// Points for educators whose entry is `code`.
struct SameCode {
  const std::uint16_t* column;
  std::uint16_t code;
  std::int32_t points;
};

/// Points for educators whose entry has at least one of `bits`.
struct AnyBit {
  const std::uint16_t* column;
  std::uint16_t bits;
  std::int32_t points;
};

/// `points` for each of `count` entries met, counting at most `most` of them.
struct CountedBits {
  const AnyBit* bits;
  std::uint32_t count;
  std::int32_t most;
  std::int32_t points;
};

/// What one learner's points depend on. Sums stay within ±max_narrow_points where the narrow scan is used.
struct ScanQuery {
  std::int32_t base;  ///< points with everybody
  const SameCode* same;
  std::uint32_t same_count;
  const AnyBit* bits;
  std::uint32_t bit_count;
  CountedBits counted[2];
  std::uint32_t counted_count;
  const AnyBit* must;  ///< only educators with one of these; none = everybody
  std::uint32_t must_count;
  const void* row;       ///< per educator, points of the table's width to add; null = none
  const void* handicap;  ///< per educator, points of the table's width to take off, saturating; null = none
};

struct ScanHit {
  std::uint32_t place;  ///< position in the table
  std::int32_t points;  ///< after the handicap
};

/// The narrow scan counts in 16 bits. The handicap `narrow_out` takes anybody out.
inline constexpr std::int32_t max_narrow_points = 32'000;
inline constexpr std::int16_t narrow_out = 32'767;

/// Names the educators in [first, last) with more than `above` points, ascending; stops at the end of a block once
/// there are scan_hits of them. Returns where to go on, `last` at the end. `hits` has room for both together:
/// scan_hits + scan_padding.
using Scan = std::uint32_t (*)(const ScanQuery& query, std::uint32_t first, std::uint32_t last, std::int32_t above,
                               ScanHit* hits, std::uint32_t& hit_count);

/// One instruction set's scans; null where the program was not built for it.
struct Scans {
  Scan narrow;  ///< 16 bits: rows and handicaps are std::int16_t
  Scan wide;    ///< 32 bits: rows and handicaps are std::int32_t
};
Scans scans_avx512();
Scans scans_avx2();
Scans scans_portable();

}  // namespace chiron::matching
