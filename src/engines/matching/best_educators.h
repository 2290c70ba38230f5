// Inside the engine: educators as columns for the scan, and the exact search for learners' best educators among all of
// them. Used for candidate lists, for widening them and for pricing missed pairs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "engines/matching/candidates.h"
#include "engines/matching/scan.h"

namespace chiron::matching {

/// Checks columns, capacities and weights; the errors of candidates.h.
Result<> validate_pool(const Pool& pool);
Result<> validate_weights(const Weights& weights);

/// Bits of `blocked` that count.
inline constexpr RuleSet pair_rules =
    bit(HardRule::conflict) | bit(HardRule::veto) | bit(HardRule::forbidden) | bit(HardRule::same_person);

/// Of capacity, training and declaration, which the educator breaks with everybody.
RuleSet educator_rules(const Pool& pool, const HardRules& rules, EducatorIndex educator);
/// What is known about a learner with educators, ascending by educator.
std::span<const PairFact> facts_of(const Pool& pool, LearnerIndex learner);
/// Points for stages; 0 where one is not known.
std::int32_t stage_points(const Weights& weights, std::uint16_t learner, std::uint16_t educator);
/// Points for what is known about one pair: wishes, kept.
std::int32_t fact_points(const Weights& weights, const PairFact& fact);
/// Points for attributes alone: the score of a pair about which nothing is known.
std::int32_t attribute_points(const Pool& pool, const Weights& weights, LearnerIndex learner, EducatorIndex educator);

/// The columns of educators whom the educator-only rules admit, in blocks: one for each site where the same site is
/// required, and within it one for each set of languages where a common language is required and most pairs of people
/// have none. A search reads those blocks alone in which its learner may find somebody. Ascending within a block.
class EducatorTable {
 public:
  EducatorTable(const Pool& pool, const HardRules& rules, const Weights& weights,
                Instructions instructions = Instructions::best);

  struct Stretch {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
  };
  /// Adds the places of those whom a learner of this site with these languages may have, ascending.
  void stretches_of(std::uint16_t learner_site, std::uint64_t languages, std::vector<Stretch>& stretches) const;

  const Pool& pool;
  const HardRules& rules;
  const Weights& weights;
  std::vector<EducatorIndex> educator;                           ///< by place
  std::vector<std::uint16_t> specialty, profession, site, unit;  ///< by place, padded
  std::vector<std::uint16_t> interests[8], languages[4];         ///< by place, padded; 16 bits a column
  bool unit_unknown = false;                                     ///< of somebody in the table
  std::int64_t grain = 1;  ///< points of attributes are multiples of it; the scan counts in it
  std::int32_t most = 0;   ///< grains of attributes at most
  bool narrow = true;      ///< all sums fit 16 bits
  Scan scan = nullptr;

 private:
  struct Block {
    std::uint64_t languages = 0;  ///< of everybody in it; all bits where blocks are not by language
    Stretch places;
  };
  std::map<std::uint16_t, std::vector<Block>> of_site_;  ///< under 0 where any site will do
};

/// One educator found.
struct Found {
  EducatorIndex educator = 0;
  std::int32_t score = 0;
};

/// What holds for all learners of a round of searches.
struct Terms {
  std::span<const std::uint8_t> outside = {};  ///< per educator: 1 = not them; empty = anybody
  std::span<const std::int64_t> price = {};    ///< per educator, >= 0: ranks by score − price; empty = 0
  std::int32_t least = 0;                      ///< with prices: nobody who scores less
};

/// What one learner wants beside a high score.
struct Wanted {
  LearnerIndex learner = 0;
  std::uint32_t count = 50;                       ///< how many at most
  std::span<const EducatorIndex> listed = {};     ///< not these
  std::span<const EducatorIndex> forbidden = {};  ///< nor these
  std::int64_t above = -1;                        ///< only score − price > above (with prices)
  /// Equals go by position counted from here, so that many alike learners can be sent to different educators.
  EducatorIndex start = 0;
};

/// Terms as the scan wants them; one for a round, read by all of its threads.
class Handicaps {
 public:
  Handicaps(const EducatorTable& table, const Terms& terms);
  const EducatorTable& table;
  const Terms terms;
  const void* column() const { return column_.empty() ? nullptr : column_.data(); }

 private:
  std::vector<std::byte> column_;
};

/// The search; one per thread, reused.
class BestEducators {
 public:
  explicit BestEducators(const Handicaps& handicaps) : table_(handicaps.table), handicaps_(handicaps) {}

  /// The best eligible educators of each learner, by (score − price descending, educator ascending from `start`); at
  /// most `together` learners at a time.
  static constexpr std::size_t together = 16;
  std::span<const std::vector<Found>> find(std::span<const Wanted> wanted);

  /// Pairs looked at so far.
  std::uint64_t pairs_scored() const { return scored_; }

 private:
  /// One learner's search under way.
  struct Search {
    const Wanted* wanted = nullptr;
    std::vector<EducatorTable::Stretch> stretches;
    std::uint32_t begin = 0;  ///< in a single stretch, the place where the search starts
    std::vector<SameCode> same;
    std::vector<AnyBit> bits, interests, languages, must;
    ScanQuery query{};
    std::vector<std::uint64_t> best;  ///< keys: worth << 32 | ~turn, the largest are the best
    /// Where `counting`: how many the scan has named by their points, and how many of them have more than `enough`,
    /// which always at least `count` others reach.
    bool counting = false;
    std::vector<std::uint32_t> counts;
    std::int32_t enough = -1;
    std::uint32_t beyond = 0;
    /// Otherwise: keys below `threshold` cannot be among the best once it is `full`.
    std::uint64_t threshold = 0;
    bool full = false;
  };

  void start(Search& search, const Wanted& wanted);
  void ask(Search& search);
  static void ask_for_shared(Search& search, const std::vector<AnyBit>& bits, std::int32_t most);
  void offer_facts(Search& search);
  void scan(Search& search, std::uint32_t first, std::uint32_t last);
  void scan_stretch(Search& search, std::uint32_t first, std::uint32_t last);
  void count(Search& search, std::span<const ScanHit> hits, std::span<const PairFact> facts);
  void offer(Search& search, EducatorIndex educator, std::int64_t score);
  static void tighten(Search& search);
  std::uint64_t key_of(const Search& search, EducatorIndex educator, std::int64_t worth) const;
  /// In several stretches equals do not come in their turn.
  static bool in_turn(const Search& search) { return search.stretches.size() <= 1; }
  std::int32_t scan_limit(const Search& search, std::uint32_t place) const;
  std::uint32_t turn(const Search& search, EducatorIndex educator) const;
  const void* stage_row(std::uint16_t stage);

  const EducatorTable& table_;
  const Handicaps& handicaps_;
  std::map<std::uint16_t, std::vector<std::byte>> stage_rows_;
  Search searches_[together];
  std::vector<std::vector<Found>> found_{together};
  std::vector<ScanHit> hits_ = std::vector<ScanHit>(scan_hits + scan_padding);
  std::uint64_t scored_ = 0;
};

}  // namespace chiron::matching
