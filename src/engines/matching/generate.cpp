// The published instances, drawn exactly in the published order (docs of the matching engine, section "Instances").
#include "engines/matching/generate.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "base/random.h"

namespace chiron::matching {
namespace {

struct Scored {
  std::int32_t score = 0;
  EducatorIndex educator = 0;
  std::int32_t priority = 0;
};

/// All seats together, once they are brought to the family's measure.
std::int64_t seats_of(Family family, std::uint32_t learners) {
  const double tight = family == Family::scarce ? 0.90 : 1.05;
  return static_cast<std::int64_t>(std::floor(tight * learners + 0.999999));
}

}  // namespace

Result<Family> parse_family(std::string_view name) {
  for (const auto& [known, family] : {std::pair{"real", Family::real}, std::pair{"uniform", Family::uniform},
                                      std::pair{"coarse", Family::coarse}, std::pair{"scarce", Family::scarce}})
    if (name == known) return family;
  return err(refuse("matching.unknown_family").with("family", std::string(name)));
}

Result<> validate_size(Family family, std::uint64_t learners, std::uint64_t educators, std::uint64_t list_length) {
  const auto within = [](std::string what, std::uint64_t count, std::uint64_t limit) -> Result<> {
    if (count >= 1 && count <= limit) return {};
    return err(refuse("matching.bad_size")
                   .with("what", std::move(what))
                   .with("count", std::to_string(count))
                   .with("limit", std::to_string(limit)));
  };
  TRY(within("learners", learners, max_people));
  const std::int64_t seats = seats_of(family, static_cast<std::uint32_t>(learners));
  TRY(within("educators", educators, static_cast<std::uint64_t>(seats)));
  TRY(within("candidates", list_length, std::min<std::uint64_t>(educators, max_pairs / learners)));
  return {};
}

Problem generate(Family family, std::uint32_t learners, std::uint32_t educators, std::uint32_t list_length,
                 std::uint64_t seed) {
  SeededRandom random(seed);
  const std::uint64_t region_count = std::max<std::uint64_t>(4, educators / 500);
  const auto draw_region = [&] {
    const double u = random.unit();
    return static_cast<std::uint64_t>(static_cast<double>(region_count) * u * u);
  };
  const auto draw_tags = [&] {
    const std::uint64_t a = random.next();
    return a & random.next();
  };

  Problem p;
  p.educator_count = educators;
  p.objective = Objective::total;
  p.unmatched_penalty = 10'000;
  p.capacity.resize(educators);
  std::vector<std::uint64_t> region(educators);
  std::vector<std::uint64_t> tags(educators);
  std::vector<std::int32_t> popularity(educators);
  std::vector<std::vector<EducatorIndex>> in_region(region_count);
  static constexpr std::int32_t capacities[10] = {1, 2, 2, 3, 3, 4, 4, 5, 6, 8};
  std::int64_t seats = 0;
  for (EducatorIndex j = 0; j < educators; ++j) {
    region[j] = draw_region();
    tags[j] = draw_tags();
    const std::uint64_t b = random.below(1001);
    popularity[j] = static_cast<std::int32_t>(b * b / 1000);
    p.capacity[j] = capacities[random.below(10)];
    seats += p.capacity[j];
    in_region[region[j]].push_back(j);
  }
  const std::int64_t wanted = seats_of(family, learners);
  for (; seats < wanted; ++seats) ++p.capacity[random.below(educators)];
  while (seats > wanted) {
    const std::uint64_t j = random.below(educators);
    if (p.capacity[j] > 1) --p.capacity[j], --seats;
  }

  std::vector<std::uint32_t> seen(educators, ~0U);
  std::vector<Scored> row;
  const std::size_t attempts = std::size_t{12} * list_length;
  const std::size_t distinct = family == Family::uniform ? list_length : std::size_t{3} * list_length;
  for (LearnerIndex i = 0; i < learners; ++i) {
    const std::uint64_t own_region = draw_region();
    const std::uint64_t own_tags = draw_tags();
    row.clear();
    for (std::size_t attempt = 0; attempt < attempts && row.size() < distinct; ++attempt) {
      Scored s;
      if (family == Family::uniform) {
        s.educator = static_cast<EducatorIndex>(random.below(educators));
      } else {
        const auto& near = in_region[own_region];
        const bool local = random.below(10) < 8 && !near.empty();
        s.educator = local ? near[random.below(near.size())] : static_cast<EducatorIndex>(random.below(educators));
      }
      if (seen[s.educator] == i) continue;
      seen[s.educator] = i;
      if (family == Family::uniform) {
        s.score = static_cast<std::int32_t>(random.below(10001));
        s.priority = static_cast<std::int32_t>(random.below(10001));
      } else {
        const int shared = std::popcount(own_tags & tags[s.educator]);
        const bool same = own_region == region[s.educator];
        s.score = 250 * shared + (same ? 2500 : 0) + 2 * popularity[s.educator];
        s.score = std::min(10'000, s.score + static_cast<std::int32_t>(random.below(2001)));
        s.priority = 250 * shared + (same ? 1000 : 0) + static_cast<std::int32_t>(random.below(4001));
      }
      row.push_back(s);
    }
    if (family == Family::coarse) {
      for (Scored& s : row) s.score -= s.score % 100;
    }
    std::sort(row.begin(), row.end(), [](const Scored& a, const Scored& b) {
      return a.score != b.score ? a.score > b.score : a.educator < b.educator;
    });
    if (row.size() > list_length) row.resize(list_length);
    for (const Scored& s : row) {
      p.educator.push_back(s.educator);
      p.score.push_back(s.score);
      p.educator_priority.push_back(s.priority);
    }
    p.row_start.push_back(p.educator.size());
  }
  return p;
}

std::uint64_t checksum(const Problem& problem) {
  std::uint64_t hash = 1469598103934665603ULL;
  const auto feed = [&](std::uint64_t word) { hash = (hash ^ word) * 0x100000001b3ULL; };
  for (std::uint64_t e = 0; e < problem.pair_count(); ++e) {
    feed(problem.educator[e]);
    feed(static_cast<std::uint32_t>(problem.score[e]));
  }
  return hash;
}

}  // namespace chiron::matching
