// The highest floor that leaves nobody out who could be placed.
#include <algorithm>
#include <utility>

#include "engines/matching/fair.h"
#include "engines/matching/placement.h"

namespace chiron::matching {
namespace {

Lists lists_of(const Canonical& canonical) { return {canonical.row_start, canonical.column, canonical.capacity}; }

/// The Hall set of a placement that cannot grow, in the problem's indices.
HallSet hall_set(const Canonical& canonical, const Placement& placement) {
  const Shortage shortage = shortage_of(lists_of(canonical), placement);
  HallSet set;
  for (std::uint32_t i = 0; i < canonical.learner_count(); ++i)
    if (shortage.learner[i] != 0) set.learner.push_back(canonical.learner[i]);
  for (std::uint32_t j = 0; j < canonical.educator_count(); ++j)
    if (shortage.educator[j] != 0) set.educator.push_back(canonical.educator[j]);
  std::sort(set.learner.begin(), set.learner.end());
  std::sort(set.educator.begin(), set.educator.end());
  return set;
}

}  // namespace

bool raise_floor(const Problem& problem, Canonical& canonical, WorkMeter& meter, BottleneckProof& proof) {
  const auto score = [&](std::uint64_t e) { return problem.score[canonical.pair[e]]; };
  std::vector<std::int32_t> scores(canonical.pair.size());
  for (std::size_t e = 0; e < scores.size(); ++e) scores[e] = score(e);
  std::sort(scores.begin(), scores.end());
  scores.erase(std::unique(scores.begin(), scores.end()), scores.end());

  if (!meter.spend(canonical.pair.size())) return false;
  Placement all(lists_of(canonical));
  all.fill();
  proof.most = hall_set(canonical, all);
  if (all.placed() == 0) return true;

  std::vector<std::int32_t> best = all.educator_of();
  std::size_t low = 0, high = scores.size();  // as many are placed from scores[low] on, fewer from scores[high] on
  proof.above.learner.assign(canonical.learner.begin(), canonical.learner.end());
  std::sort(proof.above.learner.begin(), proof.above.learner.end());
  while (high - low > 1) {
    if (!meter.spend(canonical.pair.size())) return false;
    const std::size_t middle = low + (high - low) / 2;
    const Canonical above = narrowed(canonical, [&](std::uint64_t e) { return score(e) >= scores[middle]; });
    std::vector<std::int32_t> start(best.size(), unmatched);
    for (std::uint32_t i = 0; i < above.learner_count(); ++i)
      for (std::uint64_t e = above.row_start[i]; e < above.row_start[i + 1]; ++e)
        if (static_cast<std::int32_t>(above.column[e]) == best[i]) start[i] = best[i];
    Placement placement(lists_of(above), start);
    placement.fill();
    if (placement.placed() == all.placed()) {
      low = middle;
      best = placement.educator_of();
    } else {
      high = middle;
      proof.above = hall_set(above, placement);
    }
  }
  proof.smallest = scores[low];
  canonical = narrowed(canonical, [&](std::uint64_t e) { return score(e) >= proof.smallest; });
  return true;
}

}  // namespace chiron::matching
