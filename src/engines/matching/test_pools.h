// For tests and benchmarks: invented pools of people, from tiny with every oddity to national size.
#pragma once

#include <cstdint>
#include <vector>

#include "base/random.h"
#include "engines/matching/candidates.h"

namespace chiron::matching {

/// How a pool is drawn.
struct PoolShape {
  std::uint32_t learners = 100;
  std::uint32_t educators = 40;
  std::uint32_t sites = 3;
  std::uint32_t specialties = 5;
  std::uint32_t professions = 2;
  std::uint32_t stages = 5;
  std::uint32_t units = 10;
  std::uint32_t languages = 4;  ///< 1 … 64
  /// Of twenty people, so many speak the first language; where they are less than ten, everybody speaks another.
  std::uint32_t first_language = 19;
  std::uint32_t interests = 20;  ///< 1 … 128
  std::uint32_t interests_each = 3;
  std::uint32_t facts_each = 2;      ///< conflicts, vetoes, wishes, kept pairs per learner
  std::uint32_t unknown_in_ten = 1;  ///< how often an attribute is not known
  std::uint32_t capacity = 4;        ///< 0 … this
};

inline Pool random_pool(SeededRandom& random, const PoolShape& shape) {
  Pool pool;
  const auto code = [&](std::uint32_t count) {
    return random.below(10) < shape.unknown_in_ten ? std::uint16_t{0}
                                                   : static_cast<std::uint16_t>(1 + random.below(count));
  };
  const auto fill = [&](Columns& c, std::uint32_t count) {
    for (std::uint32_t n = 0; n < count; ++n) {
      c.site.push_back(code(shape.sites));
      c.specialty.push_back(code(shape.specialties));
      c.profession.push_back(code(shape.professions));
      c.stage.push_back(code(shape.stages));
      c.unit.push_back(code(shape.units));
      std::uint64_t languages = random.below(20) >= 20 - shape.first_language ? 1 : 0;
      if (random.below(3) == 0) languages |= std::uint64_t{1} << random.below(shape.languages);
      if (shape.first_language < 10) languages |= std::uint64_t{1} << random.below(shape.languages);
      c.languages.push_back(languages);
      InterestSet interests;
      for (std::uint64_t times = random.below(shape.interests_each + 1); times > 0; --times) {
        const std::uint64_t interest = random.below(shape.interests);
        (interest < 64 ? interests.low : interests.high) |= std::uint64_t{1} << (interest % 64);
      }
      c.interests.push_back(interests);
    }
  };
  fill(pool.learners, shape.learners);
  fill(pool.educators, shape.educators);
  for (std::uint32_t j = 0; j < shape.educators; ++j) {
    pool.capacity.push_back(static_cast<std::int32_t>(random.below(shape.capacity + 1)));
    pool.trained.push_back(random.below(10) != 0);
    pool.declared.push_back(random.below(10) != 0);
  }
  std::vector<PairFactRow> rows;
  for (LearnerIndex i = 0; i < shape.learners; ++i) {
    for (std::uint32_t n = 0; n < shape.facts_each; ++n) {
      PairFact fact{.educator = static_cast<EducatorIndex>(random.below(shape.educators))};
      switch (random.below(7)) {
        case 0: fact.blocked = bit(HardRule::conflict); break;
        case 1: fact.blocked = bit(HardRule::veto); break;
        case 2: fact.blocked = bit(HardRule::forbidden); break;
        case 3: fact.learner_wish = static_cast<std::uint8_t>(1 + random.below(5)); break;
        case 4: fact.educator_wish = 1; break;
        case 5: fact.kept = true; break;
        default: fact.always_list = true; break;
      }
      rows.push_back({i, fact});
    }
  }
  static_cast<void>(set_facts(pool, std::move(rows)));
  return pool;
}

}  // namespace chiron::matching
