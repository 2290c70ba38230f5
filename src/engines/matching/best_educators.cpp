// The table of educators and the search over it: what a learner's points depend on becomes a few terms, the scan names
// those who may be among the best, and each of them is judged exactly.
#include "engines/matching/best_educators.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <functional>
#include <limits>
#include <numeric>
#include <utility>

namespace chiron::matching {
namespace {

/// Places read by one learner after the other while they are near: about a third of a second-level cache.
constexpr std::uint32_t tile = 16'384;
/// Takes anybody out of a wide scan: more than any sum, and small enough for differences.
constexpr std::int32_t wide_out = 1'000'000'000;

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a >= 0 ? a / b : -((-a + b - 1) / b); }

/// The 16 bits of one column.
std::uint16_t word(std::uint64_t bits, unsigned column) { return static_cast<std::uint16_t>(bits >> (16 * column)); }

Scan choose_scan(Instructions instructions, bool narrow) {
  Scans scans = scans_portable();
#if defined(__x86_64__)
  const bool avx2 = __builtin_cpu_supports("avx2") != 0;
  const bool avx512 = __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0;
  if (instructions != Instructions::portable && avx2 && scans_avx2().narrow != nullptr) scans = scans_avx2();
  if ((instructions == Instructions::best || instructions == Instructions::avx512) && avx512 &&
      scans_avx512().narrow != nullptr) {
    scans = scans_avx512();
  }
#else
  static_cast<void>(instructions);
#endif
  return narrow ? scans.narrow : scans.wide;
}

/// A column of points of the scan's width.
template <class Number, class PointsOf>
std::vector<std::byte> column_of(std::size_t places, PointsOf points_of) {
  std::vector<std::byte> column((places + scan_padding) * sizeof(Number));
  for (std::size_t place = 0; place < places; ++place) {
    const auto points = static_cast<Number>(points_of(place));
    std::memcpy(column.data() + place * sizeof(Number), &points, sizeof(Number));
  }
  return column;
}

template <class PointsOf>
std::vector<std::byte> column_of(const EducatorTable& table, PointsOf points_of) {
  return table.narrow ? column_of<std::int16_t>(table.educator.size(), points_of)
                      : column_of<std::int32_t>(table.educator.size(), points_of);
}

/// One term for each bit, columns ascending.
template <class Add>
void each_bit(std::uint64_t bits, Add add) {
  for (; bits != 0; bits &= bits - 1) {
    const auto at = static_cast<unsigned>(std::countr_zero(bits));
    add(at / 16, static_cast<std::uint16_t>(1U << (at % 16)));
  }
}

/// Whether more than half of all pairs of people share no language; not where there are more sets of languages than are
/// worth a block each.
bool most_share_no_language(const Pool& pool) {
  constexpr std::size_t most_sets = 1'000;
  const auto sets_of = [](const std::vector<std::uint64_t>& languages) {
    std::map<std::uint64_t, std::uint64_t> people;
    for (const std::uint64_t set : languages)
      if (++people[set]; people.size() > most_sets) break;
    return people;
  };
  const auto learners = sets_of(pool.learners.languages), educators = sets_of(pool.educators.languages);
  if (std::max(learners.size(), educators.size()) > most_sets) return false;
  std::uint64_t none = 0;
  for (const auto& [a, learners_of_it] : learners)
    for (const auto& [b, educators_of_it] : educators)
      if ((a & b) == 0) none += learners_of_it * educators_of_it;
  return none > std::uint64_t{pool.learner_count()} * pool.educator_count() / 2;
}

}  // namespace

EducatorTable::EducatorTable(const Pool& pool_, const HardRules& rules_, const Weights& weights_,
                             Instructions instructions)
    : pool(pool_), rules(rules_), weights(weights_) {
  const Columns& c = pool.educators;
  for (EducatorIndex j = 0; j < pool.educator_count(); ++j)
    if (educator_rules(pool, rules, j) == 0) educator.push_back(j);
  const bool by_language = rules.common_language_required && most_share_no_language(pool);
  const auto block_of = [&](EducatorIndex j) {
    return std::pair(rules.same_site_required ? c.site[j] : std::uint16_t{0}, by_language ? c.languages[j] : ~0ULL);
  };
  std::ranges::stable_sort(educator, {}, block_of);
  for (std::uint32_t place = 0; place < educator.size(); ++place) {
    const auto [site_of_block, spoken] = block_of(educator[place]);
    auto& blocks = of_site_[site_of_block];
    if (blocks.empty() || blocks.back().languages != spoken) blocks.push_back({spoken, {place, place}});
    blocks.back().places.last = place + 1;
  }

  const auto fill = [&](std::vector<std::uint16_t>& column, auto value_of) {
    column.reserve(educator.size() + scan_padding);
    for (const EducatorIndex j : educator) column.push_back(value_of(j));
    column.resize(educator.size() + scan_padding);
  };
  fill(specialty, [&](EducatorIndex j) { return c.specialty[j]; });
  fill(profession, [&](EducatorIndex j) { return c.profession[j]; });
  fill(site, [&](EducatorIndex j) { return c.site[j]; });
  fill(unit, [&](EducatorIndex j) { return c.unit[j]; });
  for (unsigned w = 0; w < 4; ++w) {
    fill(languages[w], [&](EducatorIndex j) { return word(c.languages[j], w); });
    fill(interests[w], [&](EducatorIndex j) { return word(c.interests[j].low, w); });
    fill(interests[4 + w], [&](EducatorIndex j) { return word(c.interests[j].high, w); });
  }

  const Weights& w = weights;
  const std::int64_t interest = w.shared_interests_max > 0 ? w.shared_interest : 0;
  const std::int64_t language = w.shared_languages_max > 0 ? w.shared_language : 0;
  std::int64_t common = 0;
  for (const std::int64_t points : {std::int64_t{w.same_specialty}, std::int64_t{w.same_profession},
                                    std::int64_t{w.same_site}, std::int64_t{w.other_unit}, interest, language,
                                    std::int64_t{w.near_stage}, std::int64_t{w.near_stage > 0 ? w.stage_step : 0}}) {
    common = std::gcd(common, points);
  }
  grain = std::max<std::int64_t>(common, 1);
  most =
      static_cast<std::int32_t>((std::int64_t{w.same_specialty} + w.same_profession + w.same_site + w.other_unit +
                                 interest * w.shared_interests_max + language * w.shared_languages_max + w.near_stage) /
                                grain);
  narrow = most <= max_narrow_points;
  unit_unknown = std::ranges::any_of(educator, [&](EducatorIndex j) { return c.unit[j] == 0; });
  scan = choose_scan(instructions, narrow);
}

void EducatorTable::stretches_of(std::uint16_t learner_site, std::uint64_t spoken,
                                 std::vector<Stretch>& stretches) const {
  if (rules.same_site_required && learner_site == 0) return;
  if (rules.common_language_required && spoken == 0) return;
  const auto at = of_site_.find(rules.same_site_required ? learner_site : 0);
  if (at == of_site_.end()) return;
  for (const Block& block : at->second)
    if (!rules.common_language_required || (block.languages & spoken) != 0) stretches.push_back(block.places);
}

Handicaps::Handicaps(const EducatorTable& table_, const Terms& terms_) : table(table_), terms(terms_) {
  if (terms.outside.empty() && terms.price.empty()) return;
  const std::int64_t out = table.narrow ? narrow_out : wide_out;
  column_ = column_of(table, [&](std::size_t place) {
    const EducatorIndex j = table.educator[place];
    if (!terms.outside.empty() && terms.outside[j] != 0) return out;
    // Rounded down: nobody is passed over who might be wanted, and who is named is judged exactly.
    return terms.price.empty() ? std::int64_t{0} : std::min(out, terms.price[j] / table.grain);
  });
}

const void* BestEducators::stage_row(std::uint16_t stage) {
  auto [row, is_new] = stage_rows_.try_emplace(stage);
  if (is_new) {
    const std::vector<std::uint16_t>& stages = table_.pool.educators.stage;
    row->second = column_of(table_, [&](std::size_t place) {
      return stage_points(table_.weights, stage, stages[table_.educator[place]]) / table_.grain;
    });
  }
  return row->second.data();
}

void BestEducators::start(Search& s, const Wanted& wanted) {
  s.wanted = &wanted;
  s.best.clear();
  s.threshold = 0;
  s.full = false;
  s.enough = -1;
  s.beyond = 0;
  s.counting = table_.narrow && handicaps_.terms.price.empty() && wanted.listed.empty() && wanted.forbidden.empty();
  if (s.counting) s.counts.assign(static_cast<std::size_t>(table_.most) + 1, 0);
  const Columns& c = table_.pool.learners;
  s.stretches.clear();
  if (wanted.count > 0) table_.stretches_of(c.site[wanted.learner], c.languages[wanted.learner], s.stretches);
  if (s.stretches.empty()) return;
  s.begin = s.stretches.front().first;
  if (in_turn(s)) {
    const auto begin = table_.educator.begin();
    s.begin = static_cast<std::uint32_t>(
        std::lower_bound(begin + s.begin, begin + s.stretches.front().last, wanted.start) - begin);
  }
  ask(s);
  offer_facts(s);
}

/// What this learner's points depend on, as terms of the scan.
void BestEducators::ask(Search& s) {
  const Columns& c = table_.pool.learners;
  const Weights& w = table_.weights;
  const LearnerIndex i = s.wanted->learner;
  const auto grains = [&](std::int64_t points) { return static_cast<std::int32_t>(points / table_.grain); };
  s.same.clear(), s.bits.clear(), s.interests.clear(), s.languages.clear(), s.must.clear();
  ScanQuery& q = s.query;
  q = {};
  const auto same = [&](const std::vector<std::uint16_t>& column, std::uint16_t code, std::int32_t points) {
    if (points != 0) s.same.push_back({column.data(), code, grains(points)});
  };
  if (c.specialty[i] != 0) same(table_.specialty, c.specialty[i], w.same_specialty);
  if (c.profession[i] != 0) same(table_.profession, c.profession[i], w.same_profession);
  if (c.site[i] != 0) {
    if (table_.rules.same_site_required) q.base += grains(w.same_site);  // everybody here has them
    else same(table_.site, c.site[i], w.same_site);
  }
  if (c.unit[i] != 0) {  // points with everybody, but for those whose unit is not known or the learner's own
    q.base += grains(w.other_unit);
    same(table_.unit, c.unit[i], -w.other_unit);
    if (table_.unit_unknown) same(table_.unit, 0, -w.other_unit);
  }
  if (w.shared_interest > 0 && w.shared_interests_max > 0) {
    const std::int32_t points = grains(w.shared_interest);
    const auto add = [&](unsigned column, std::uint16_t one) {
      s.interests.push_back({table_.interests[column].data(), one, points});
    };
    each_bit(c.interests[i].low, add);
    each_bit(c.interests[i].high, [&](unsigned column, std::uint16_t one) { add(4 + column, one); });
    ask_for_shared(s, s.interests, w.shared_interests_max);
  }
  if (table_.rules.common_language_required) {
    for (unsigned column = 0; column < 4; ++column) {
      if (const std::uint16_t own = word(c.languages[i], column); own != 0) {
        s.must.push_back({table_.languages[column].data(), own, 0});
      }
    }
    q.must = s.must.data();
    q.must_count = static_cast<std::uint32_t>(s.must.size());
  }
  if (w.shared_language > 0 && w.shared_languages_max > 0 && c.languages[i] != 0) {
    const std::int32_t points = grains(w.shared_language);
    each_bit(c.languages[i], [&](unsigned column, std::uint16_t one) {
      s.languages.push_back({table_.languages[column].data(), one, points});
    });
    ask_for_shared(s, s.languages, w.shared_languages_max);
  }
  if (w.near_stage > 0 && c.stage[i] != 0) q.row = stage_row(c.stage[i]);
  q.handicap = handicaps_.column();
  q.same = s.same.data();
  q.same_count = static_cast<std::uint32_t>(s.same.size());
  q.bits = s.bits.data();
  q.bit_count = static_cast<std::uint32_t>(s.bits.size());
}

/// Points for each of the bits that is shared, for `most` of them at most.
void BestEducators::ask_for_shared(Search& s, const std::vector<AnyBit>& bits, std::int32_t most) {
  if (std::cmp_less_equal(bits.size(), most)) {
    s.bits.insert(s.bits.end(), bits.begin(), bits.end());
  } else {
    s.query.counted[s.query.counted_count++] = {bits.data(), static_cast<std::uint32_t>(bits.size()), most,
                                                bits.front().points};
  }
}

/// Pairs with facts first: nobody else has points for wishes or for having been kept, and the scan leaves them out.
void BestEducators::offer_facts(Search& s) {
  const Pool& pool = table_.pool;
  const LearnerIndex i = s.wanted->learner;
  for (const PairFact& fact : facts_of(pool, i)) {
    const EducatorIndex j = fact.educator;
    if (broken_rules(pool, table_.rules, i, j) != 0) continue;
    offer(s, j, std::int64_t{attribute_points(pool, table_.weights, i, j)} + fact_points(table_.weights, fact));
  }
}

/// Keeps the best alone; from then on only what is as good can enter.
void BestEducators::tighten(Search& s) {
  const std::size_t keep = s.wanted->count;
  if (keep == 0 || s.best.size() < keep) return;
  std::nth_element(s.best.begin(), s.best.begin() + static_cast<std::ptrdiff_t>(keep - 1), s.best.end(),
                   std::greater<>());
  s.best.resize(keep);
  s.threshold = s.best.back();
  s.full = true;
}

/// The educator's place when counting starts at `start`: smaller goes first among equals.
std::uint32_t BestEducators::turn(const Search& s, EducatorIndex j) const {
  const EducatorIndex from = s.wanted->start;
  return j >= from ? j - from : j + table_.pool.educator_count() - from;
}

std::uint64_t BestEducators::key_of(const Search& s, EducatorIndex j, std::int64_t worth) const {
  return static_cast<std::uint64_t>(worth) << 32 | (~turn(s, j) & 0xFFFFFFFFU);
}

void BestEducators::offer(Search& s, EducatorIndex j, std::int64_t score) {
  const Terms& terms = handicaps_.terms;
  if (!terms.outside.empty() && terms.outside[j] != 0) return;
  const auto is_j = [j](EducatorIndex other) { return other == j; };
  std::int64_t worth = score;
  if (!terms.price.empty()) {
    worth = score - terms.price[j] - s.wanted->above;
    if (worth <= 0 || score < terms.least) return;
    // Only the order matters from here on; what is far above everything else is equally good.
    worth = std::min<std::int64_t>(worth, std::numeric_limits<std::int32_t>::max());
  }
  const std::uint64_t key = key_of(s, j, worth);
  if (s.full && key < s.threshold) return;
  if (std::ranges::any_of(s.wanted->listed, is_j) || std::ranges::any_of(s.wanted->forbidden, is_j)) return;
  s.best.push_back(key);
  if (s.counting) return;
  const std::size_t keep = s.wanted->count;
  if (s.full ? s.best.size() >= keep + std::max<std::size_t>(keep / 2, 16) : s.best.size() >= keep) tighten(s);
}

/// Whoever has no more than this in the scan cannot be among the best, seen from a place on.
std::int32_t BestEducators::scan_limit(const Search& s, std::uint32_t place) const {
  if (s.counting) return in_turn(s) ? s.enough : std::max(s.enough - 1, -1);
  std::int64_t limit = handicaps_.terms.price.empty() ? -1 : s.wanted->above;
  if (s.full) {
    limit = static_cast<std::int64_t>(s.threshold >> 32) + (handicaps_.terms.price.empty() ? 0 : s.wanted->above);
    // Turns ascend: from here on an equal can be better than the last of the best only if that one's turn is to come.
    const auto last_turn = static_cast<std::uint32_t>(~s.threshold & 0xFFFFFFFFU);
    if (!in_turn(s) || last_turn > turn(s, table_.educator[place])) --limit;
  }
  return static_cast<std::int32_t>(std::clamp<std::int64_t>(floor_div(limit, table_.grain),
                                                            std::numeric_limits<std::int32_t>::min(),
                                                            std::numeric_limits<std::int32_t>::max()));
}

/// Takes in those whom the scan names, in their turn. Once enough of them have so many points, nobody later needs to
/// be named with as many: equals go by turn, unless they come out of it. Pairs with facts are not counted, so the limit
/// is never too high.
void BestEducators::count(Search& s, std::span<const ScanHit> hits, std::span<const PairFact> facts) {
  for (const ScanHit hit : hits) {
    if (hit.points < s.enough || (hit.points == s.enough && in_turn(s))) continue;
    const EducatorIndex j = table_.educator[hit.place];
    if (!facts.empty() && std::ranges::binary_search(facts, j, {}, &PairFact::educator)) continue;
    s.best.push_back(key_of(s, j, hit.points * table_.grain));
    if (hit.points == s.enough) continue;
    ++s.counts[static_cast<std::size_t>(hit.points)];
    for (++s.beyond; s.beyond >= s.wanted->count;) s.beyond -= s.counts[static_cast<std::size_t>(++s.enough)];
  }
}

void BestEducators::scan(Search& s, std::uint32_t first, std::uint32_t last) {
  for (const auto& [begin, end] : s.stretches)
    if (std::max(first, begin) < std::min(last, end)) scan_stretch(s, std::max(first, begin), std::min(last, end));
}

void BestEducators::scan_stretch(Search& s, std::uint32_t first, std::uint32_t last) {
  scored_ += last - first;
  const std::span<const PairFact> facts = facts_of(table_.pool, s.wanted->learner);
  while (first < last) {
    std::uint32_t count = 0;
    first = table_.scan(s.query, first, last, scan_limit(s, first), hits_.data(), count);
    const std::span<const ScanHit> hits = std::span(hits_).first(count);
    if (s.counting) {
      this->count(s, hits, facts);
      continue;
    }
    for (const ScanHit hit : hits) {
      const EducatorIndex j = table_.educator[hit.place];
      if (std::ranges::binary_search(facts, j, {}, &PairFact::educator)) continue;
      offer(s, j, attribute_points(table_.pool, table_.weights, s.wanted->learner, j));
    }
  }
}

std::span<const std::vector<Found>> BestEducators::find(std::span<const Wanted> wanted) {
  if (stage_rows_.size() > 4 * together) stage_rows_.clear();
  std::uint32_t from = std::numeric_limits<std::uint32_t>::max();
  std::uint32_t to = 0;
  for (std::size_t n = 0; n < wanted.size(); ++n) {
    start(searches_[n], wanted[n]);
    if (searches_[n].stretches.empty()) continue;
    from = std::min(from, searches_[n].stretches.front().first);
    to = std::max(to, searches_[n].stretches.back().last);
  }
  // From each one's start to the end, then from the beginning: learners take turns on a tile.
  for (std::uint32_t first = from; first < to; first += tile) {
    for (std::size_t n = 0; n < wanted.size(); ++n) {
      scan(searches_[n], std::max(first, searches_[n].begin), std::min(to, first + tile));
    }
  }
  for (std::uint32_t first = from; first < to; first += tile) {
    for (std::size_t n = 0; n < wanted.size(); ++n) {
      scan(searches_[n], first, std::min(searches_[n].begin, first + tile));
    }
  }
  for (std::size_t n = 0; n < wanted.size(); ++n) {
    Search& s = searches_[n];
    if (s.counting && s.enough >= 0) {  // all who may be among the best, before they are put in order
      const std::uint64_t least = static_cast<std::uint64_t>(s.enough * table_.grain) << 32;
      std::erase_if(s.best, [least](std::uint64_t key) { return key < least; });
    }
    tighten(s);
    std::sort(s.best.begin(), s.best.end(), std::greater<>());
    found_[n].clear();
    for (const std::uint64_t key : s.best) {
      const std::uint64_t place = (~key & 0xFFFFFFFFU) + s.wanted->start;
      const std::uint64_t all = table_.pool.educator_count();
      const auto j = static_cast<EducatorIndex>(place < all ? place : place - all);
      const std::int32_t points = handicaps_.terms.price.empty()
                                      ? static_cast<std::int32_t>(key >> 32)
                                      : score(table_.pool, table_.weights, s.wanted->learner, j);
      found_[n].push_back({j, points});
    }
  }
  return std::span(found_).first(wanted.size());
}

}  // namespace chiron::matching
