// Sets of days: the operations.
#include "engines/conflict/ranges.h"

#include <algorithm>

namespace chiron::conflict {

void normalize(Ranges& days) {
  std::erase_if(days, [](const DateRange& range) { return range.empty(); });
  if (days.size() < 2) return;
  std::sort(days.begin(), days.end());
  std::size_t last = 0;
  for (std::size_t at = 1; at < days.size(); ++at) {
    if (days[at].from <= days[last].to) {
      days[last].to = std::max(days[last].to, days[at].to);
    } else {
      days[++last] = days[at];
    }
  }
  days.resize(last + 1);
}

void subtract(Ranges& days, const Ranges& taken, Ranges& scratch) {
  if (taken.empty() || days.empty()) return;
  scratch.clear();
  std::size_t first = 0;
  for (DateRange range : days) {
    while (first < taken.size() && taken[first].to <= range.from) ++first;
    for (std::size_t at = first; at < taken.size() && taken[at].from < range.to; ++at) {
      if (range.from < taken[at].from) scratch.push_back({range.from, taken[at].from});
      range.from = std::max(range.from, taken[at].to);
    }
    if (!range.empty()) scratch.push_back(range);
  }
  days.swap(scratch);
}

void keep_common(Ranges& days, const Ranges& kept, Ranges& scratch) {
  scratch.clear();
  std::size_t a = 0, b = 0;
  while (a < days.size() && b < kept.size()) {
    const DateRange common = days[a].intersect(kept[b]);
    if (!common.empty()) scratch.push_back(common);
    if (days[a].to < kept[b].to) {
      ++a;
    } else {
      ++b;
    }
  }
  days.swap(scratch);
}

void clip(Ranges& days, DateRange within) {
  std::size_t kept = 0;
  for (const DateRange& range : days) {
    const DateRange common = range.intersect(within);
    if (!common.empty()) days[kept++] = common;
  }
  days.resize(kept);
}

bool touches(const Ranges& days, DateRange range) {
  const auto after = std::partition_point(days.begin(), days.end(),
                                          [&](const DateRange& candidate) { return candidate.to <= range.from; });
  return after != days.end() && !range.empty() && after->from < range.to;
}

}  // namespace chiron::conflict
