// Maximum placements by augmenting paths, and the Hall sets that explain what is left over.
#include "engines/matching/placement.h"

#include <algorithm>
#include <numeric>

namespace chiron::matching {

Placement::Placement(const Lists& lists)
    : lists_(lists),
      educator_of_(lists.learner_count(), unmatched),
      at_(lists.capacity.size()),
      look_(lists.row_start.begin(), lists.row_start.end() - 1),
      scan_(look_),
      visited_(lists.capacity.size(), 0) {}

Placement::Placement(const Lists& lists, std::span<const std::int32_t> educator_of) : Placement(lists) {
  for (LearnerIndex i = 0; i < lists.learner_count(); ++i) {
    if (educator_of[i] == unmatched) continue;
    educator_of_[i] = educator_of[i];
    at_[static_cast<std::uint32_t>(educator_of[i])].push_back(i);
    ++placed_;
  }
}

bool Placement::augment(LearnerIndex root) {
  // A path of learners: each hopes for the educator `via`, where the next one on the path sits.
  struct Step {
    LearnerIndex learner;
    EducatorIndex via = 0;
    std::size_t next_sitting = 0;
    bool searching = false;
  };
  std::vector<Step> path = {{root}};
  while (!path.empty()) {
    Step& step = path.back();
    const LearnerIndex i = step.learner;
    const std::uint64_t end = lists_.row_start[i + 1];
    if (!step.searching) {
      for (; look_[i] < end; ++look_[i]) {
        const EducatorIndex j = lists_.educator[look_[i]];
        if (at_[j].size() < static_cast<std::size_t>(std::max(0, lists_.capacity[j]))) break;
      }
      if (look_[i] < end) {
        EducatorIndex target = lists_.educator[look_[i]];
        for (std::size_t n = path.size(); n-- > 0;) {  // everybody on the path moves on to where they hoped to be
          const LearnerIndex mover = path[n].learner;
          if (n > 0) std::erase(at_[path[n - 1].via], mover);
          educator_of_[mover] = static_cast<std::int32_t>(target);
          at_[target].push_back(mover);
          if (n > 0) target = path[n - 1].via;
        }
        ++placed_;
        return true;
      }
    }
    if (step.searching && step.next_sitting < at_[step.via].size()) {
      const LearnerIndex sitting = at_[step.via][step.next_sitting++];
      path.push_back({sitting});
      continue;
    }
    step.searching = false;
    while (scan_[i] < end && !step.searching) {
      const EducatorIndex j = lists_.educator[scan_[i]++];
      if (visited_[j] == pass_) continue;
      visited_[j] = pass_;
      step.via = j;
      step.next_sitting = 0;
      step.searching = true;
    }
    if (!step.searching) path.pop_back();
  }
  return false;
}

void Placement::fill(std::span<const LearnerIndex> who) {
  bool grew = true;
  while (grew) {
    grew = false;
    ++pass_;
    std::copy(lists_.row_start.begin(), lists_.row_start.end() - 1, scan_.begin());
    for (const LearnerIndex i : who) {
      if (educator_of_[i] == unmatched && augment(i)) grew = true;
    }
  }
}

void Placement::fill() {
  std::vector<LearnerIndex> everybody(lists_.learner_count());
  std::iota(everybody.begin(), everybody.end(), 0U);
  fill(everybody);
}

Shortage shortage_of(const Lists& lists, const Placement& placement, std::span<const LearnerIndex> roots) {
  Shortage shortage;
  shortage.learner.assign(lists.learner_count(), 0);
  shortage.educator.assign(lists.capacity.size(), 0);
  std::vector<LearnerIndex> open(roots.begin(), roots.end());
  if (roots.empty()) {
    for (LearnerIndex i = 0; i < lists.learner_count(); ++i) {
      if (placement.educator_of()[i] == unmatched) open.push_back(i);
    }
  }
  for (const LearnerIndex i : open) shortage.learner[i] = 1;
  shortage.any = !open.empty();
  while (!open.empty()) {
    const LearnerIndex i = open.back();
    open.pop_back();
    for (std::uint64_t e = lists.row_start[i]; e < lists.row_start[i + 1]; ++e) {
      const EducatorIndex j = lists.educator[e];
      if (shortage.educator[j] != 0) continue;
      shortage.educator[j] = 1;
      for (const LearnerIndex sitting : placement.learners_at(j)) {
        if (shortage.learner[sitting] == 0) {
          shortage.learner[sitting] = 1;
          open.push_back(sitting);
        }
      }
    }
  }
  return shortage;
}

}  // namespace chiron::matching
