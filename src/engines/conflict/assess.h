// Turns the ties between one learner and one educator into findings, or only into the most severe level.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "engines/conflict/ties.h"

namespace chiron::conflict {

/// Findings kept in place from pair to pair, so that their evidence lists are allocated once.
class FindingList {
 public:
  void clear() { used_ = 0; }
  Finding& next() {
    if (used_ == items_.size()) items_.emplace_back();
    Finding& finding = items_[used_++];
    finding.evidence.clear();
    return finding;
  }
  std::span<Finding> items() { return {items_.data(), used_}; }

 private:
  std::vector<Finding> items_;
  std::size_t used_ = 0;
};

/// Everything needed to assess pair after pair without allocating.
struct Desk {
  std::optional<Watch> watch;
  Search search;
  Ranges recused, tied, open, window, scratch, standing, waived, reached;
  FindingList findings;

  /// The policy and term made ready; made once for as long as the same are asked with.
  const Watch& watching(const Policy& policy, DateRange term) {
    if (!watch || watch->term != term || !(watch->policy == policy)) watch.emplace(policy, term);
    return *watch;
  }
};

/// Sorts ties so that each educator's stand together, and each tie's within them.
void sort_ties(std::vector<Tied>& ties);

/// The findings of one pair from its ties (sorted, all of one educator), in `desk.findings`, ordered by first day,
/// rule.
void assess(const Index::Data& data, const Watch& watch, Person learner, std::span<const Tied> ties, Desk& desk);

/// The most severe level of the same findings that is not waived.
Level most_severe(const Index::Data& data, const Watch& watch, Person learner, std::span<const Tied> ties, Desk& desk);

}  // namespace chiron::conflict
