// Inside the engine: educators by attribute, and the exact search for a learner's best educators that stops as soon as
// nobody left could be among them. Used for candidate lists, for widening them and for pricing missed pairs.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <stop_token>
#include <vector>

#include "engines/matching/candidates.h"

namespace chiron::matching {

/// Checks columns, capacities and weights; the errors of candidates.h.
Result<> validate_pool(const Pool& pool);
Result<> validate_weights(const Weights& weights);

/// Calls work(first, last) for consecutive chunks of 0 … count-1 on one or two threads. Each chunk must write only what
/// belongs to it; then the outcome does not depend on the number of threads.
void in_chunks(std::uint32_t count, std::uint32_t chunk, Threads threads, std::stop_token stop,
               const std::function<void(std::uint32_t first, std::uint32_t last)>& work);

/// Educators whom the educator-only rules admit, listed by attribute, ascending within each list.
class PeopleIndex {
 public:
  PeopleIndex(const Pool& pool, const HardRules& rules, const Weights& weights);

  struct Record {
    std::uint64_t languages;
    InterestSet interests;
    std::uint16_t site, specialty, profession, stage, unit;
  };

  /// Lists hold the attributes beside the number: reading them in a row is several times faster than looking them up.
  struct Entry {
    Record record;
    EducatorIndex educator;
  };
  using List = std::vector<Entry>;
  const List& with(const std::vector<List>& lists, std::uint16_t code) const {
    return code != 0 && code < lists.size() ? lists[code] : none_;
  }

  const Pool& pool;
  const HardRules& rules;
  const Weights& weights;
  std::vector<Record> record;      ///< per educator
  std::vector<std::uint8_t> open;  ///< per educator: 1 = no educator-only rule excludes them
  List everybody;
  std::vector<List> by_site, by_specialty, by_profession, by_stage;
  std::vector<List> by_interest;  ///< 128
  std::vector<List> by_language;  ///< 64

 private:
  List none_;
};

/// One educator found.
struct Found {
  EducatorIndex educator = 0;
  std::int32_t score = 0;
};

/// What is wanted beside a high score.
struct Wanted {
  std::uint32_t count = 50;                    ///< how many at most
  std::span<const std::uint8_t> outside = {};  ///< per educator: 1 = not them; empty = anybody
  std::span<const EducatorIndex> listed = {};  ///< not these either
  std::span<const std::int64_t> price = {};    ///< per educator, >= 0: ranks by score − price; empty = 0
  std::int64_t above = -1;                     ///< only score − price > above (with prices)
  /// Equals go by position counted from here, so that many alike learners can be sent to different educators.
  EducatorIndex start = 0;
};

/// The search; one per thread, reused over learners.
class BestEducators {
 public:
  explicit BestEducators(const PeopleIndex& index);

  /// The best eligible educators of a learner by (score − price descending, educator ascending).
  const std::vector<Found>& find(LearnerIndex learner, const Wanted& wanted);

  std::uint64_t pairs_scored() const { return scored_; }

 private:
  struct Source {
    const PeopleIndex::List* list;
    std::int32_t points;
    enum class Kind : std::uint8_t { plain, interest, language, stage } kind;
    bool done;
  };

  std::int32_t points_of(const PeopleIndex::Record& educator) const;
  std::int32_t bound() const;
  void offer(EducatorIndex educator, std::int32_t score);
  std::uint32_t turn(EducatorIndex educator) const;
  void scan(const PeopleIndex::List& list, std::int32_t bound);
  /// One stretch of a list; false when nobody from there on can be among the best.
  bool scan(std::span<const PeopleIndex::Entry> stretch, std::uint64_t most_key);
  void tighten();

  const PeopleIndex& index_;
  std::vector<std::uint32_t> seen_;  ///< per educator: the search that has dealt with them
  std::uint32_t search_ = 0;
  std::uint64_t scored_ = 0;

  // The search under way.
  PeopleIndex::Record own_{};
  const Wanted* wanted_ = nullptr;
  std::vector<Source> sources_;
  std::int32_t constant_ = 0;
  std::vector<std::uint64_t> best_;  ///< keys: worth << 32 | ~turn, the largest are the best
  std::uint64_t threshold_ = 0;      ///< keys below it cannot be among the best
  bool full_ = false;
  std::vector<Found> found_;
};

}  // namespace chiron::matching
