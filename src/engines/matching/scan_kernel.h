// The scan itself, over "lanes": a few educators whose points are counted at once, in whatever way the instruction set
// has. Included by the three files that say what lanes are.
//
// Lanes: Points (int16_t or int32_t), count (how many), V (their points), M (yes or no for each, as an unsigned word);
// set, load, add, less (saturating minus), least (minimum), times, above (M), any_bit (M), add_where_same,
// add_where_bit.
#pragma once

#include <cstddef>

#include "engines/matching/scan.h"

namespace chiron::matching {
namespace {

template <class Lanes>
std::uint32_t scan(const ScanQuery& q, std::uint32_t first, std::uint32_t last, std::int32_t above, ScanHit* hits,
                   std::uint32_t& hit_count) {
  using V = typename Lanes::V;
  using Points = typename Lanes::Points;
  constexpr std::size_t n = Lanes::count;
  constexpr std::uint32_t vectors = 4;  // sums kept in registers while the terms go by
  constexpr auto block = static_cast<std::uint32_t>(vectors * n);
  static_assert(block <= scan_padding);
  constexpr std::int32_t lowest = sizeof(Points) == 2 ? -32'768 : -2'147'483'647 - 1;
  constexpr std::int32_t highest = sizeof(Points) == 2 ? 32'767 : 2'147'483'647;
  std::uint32_t found = 0;
  hit_count = 0;
  if (above >= highest) return last;
  const V limit = Lanes::set(above < lowest ? lowest : above);
  const auto* row = static_cast<const Points*>(q.row);
  const auto* handicap = static_cast<const Points*>(q.handicap);

  std::uint32_t at = first;
  for (; at < last; at += block) {
    V sum[vectors];
    for (std::uint32_t v = 0; v < vectors; ++v) sum[v] = Lanes::set(q.base);
    for (std::uint32_t t = 0; t < q.same_count; ++t) {
      const SameCode& term = q.same[t];
      for (std::uint32_t v = 0; v < vectors; ++v) {
        sum[v] = Lanes::add_where_same(sum[v], term.column + at + v * n, term.code, term.points);
      }
    }
    for (std::uint32_t t = 0; t < q.bit_count; ++t) {
      const AnyBit& term = q.bits[t];
      for (std::uint32_t v = 0; v < vectors; ++v) {
        sum[v] = Lanes::add_where_bit(sum[v], term.column + at + v * n, term.bits, term.points);
      }
    }
    for (std::uint32_t c = 0; c < q.counted_count; ++c) {
      const CountedBits& counted = q.counted[c];
      V met[vectors];
      for (std::uint32_t v = 0; v < vectors; ++v) met[v] = Lanes::set(0);
      for (std::uint32_t t = 0; t < counted.count; ++t) {
        const AnyBit& term = counted.bits[t];
        for (std::uint32_t v = 0; v < vectors; ++v) {
          met[v] = Lanes::add_where_bit(met[v], term.column + at + v * n, term.bits, 1);
        }
      }
      const V most = Lanes::set(counted.most);
      const V points = Lanes::set(counted.points);
      for (std::uint32_t v = 0; v < vectors; ++v) {
        sum[v] = Lanes::add(sum[v], Lanes::times(Lanes::least(met[v], most), points));
      }
    }
    if (row != nullptr) {
      for (std::uint32_t v = 0; v < vectors; ++v) sum[v] = Lanes::add(sum[v], Lanes::load(row + at + v * n));
    }
    if (handicap != nullptr) {
      for (std::uint32_t v = 0; v < vectors; ++v) sum[v] = Lanes::less(sum[v], Lanes::load(handicap + at + v * n));
    }
    std::uint32_t yes[vectors];
    std::uint32_t any = 0;
    for (std::uint32_t v = 0; v < vectors; ++v) any |= yes[v] = Lanes::above(sum[v], limit);
    if (any == 0) continue;
    if (q.must_count != 0) {
      for (std::uint32_t v = 0; v < vectors; ++v) {
        std::uint32_t met = 0;
        for (std::uint32_t t = 0; t < q.must_count; ++t) {
          met |= Lanes::any_bit(q.must[t].column + at + v * n, q.must[t].bits);
        }
        yes[v] &= met;
      }
    }
    for (std::uint32_t v = 0; v < vectors; ++v) {
      if (yes[v] == 0) continue;
      Points points[n];
      Lanes::store(points, sum[v]);
      for (std::uint32_t rest = yes[v]; rest != 0; rest &= rest - 1) {
        const auto lane = static_cast<std::uint32_t>(__builtin_ctz(rest));
        const auto place = static_cast<std::uint32_t>(at + v * n + lane);
        if (place >= last) break;
        hits[found++] = {place, points[lane]};
      }
    }
    if (found >= scan_hits) {
      at += block;
      break;
    }
  }
  hit_count = found;
  return at < last ? at : last;
}

}  // namespace
}  // namespace chiron::matching
