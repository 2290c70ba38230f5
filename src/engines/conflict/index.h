// How the facts are arranged for judging: per person what they hold, what points at them and where they belong; per
// group what points at it and who belongs. A row is a span, so that a changed row can be replaced without moving others.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "engines/conflict/judge.h"

namespace chiron::conflict {

/// One fact seen from one end: `other` is the person or group at the far end.
struct Link {
  std::uint32_t other = 0;
  Date from, to;
  FactIndex fact = 0;
  DutyKind kind = DutyKind::other;
  TargetKind target_kind = TargetKind::person;

  DateRange days() const { return {from, to}; }
};

struct Row {
  const Link* data = nullptr;
  std::uint32_t size = 0;
  std::uint32_t kinds = 0;  ///< bit per DutyKind that may occur

  const Link* begin() const { return data; }
  const Link* end() const { return data + size; }
  bool may_have(DutyKind kind) const { return (kinds >> static_cast<unsigned>(kind)) & 1u; }
  /// The links of one kind: rows are sorted by kind, then far end, then days.
  std::span<const Link> of(DutyKind kind) const;
};

/// The rows of one direction: a packed array, and owned copies of the rows changed since.
class Rows {
 public:
  void build(std::uint32_t count, std::vector<std::pair<std::uint32_t, Link>>& entries);
  const Row& operator[](std::uint32_t at) const { return rows_[at]; }
  void add(std::uint32_t at, const Link& link);
  void remove(std::uint32_t at, FactIndex fact);
  std::size_t bytes() const;

 private:
  std::vector<Link>& own(std::uint32_t at);
  void show(std::uint32_t at, const std::vector<Link>& links);

  std::vector<Row> rows_;
  std::vector<Link> packed_;
  std::map<std::uint32_t, std::vector<Link>> changed_;
};

struct Index::Data {
  std::uint32_t people = 0;
  std::uint32_t groups = 0;
  std::vector<Fact> facts;
  std::vector<bool> out;  ///< facts left out or removed

  Rows held;       ///< person → duties held (but for member_of): far end is the target
  Rows groups_of;  ///< person → member_of: far end is the group
  Rows on_person;  ///< person → duties towards them: far end is the holder
  Rows on_group;   ///< group → duties towards it: far end is the holder
  Rows members;    ///< group → member_of: far end is the person

  std::vector<Recusal> recusals;             ///< by educator
  std::vector<std::uint32_t> recusal_start;  ///< per person, +1
  std::vector<Waiver> waivers;               ///< by learner, educator, rule
  std::vector<std::uint32_t> waiver_start;   ///< per learner, +1
  std::vector<Coverage> coverage;            ///< by group
  std::vector<std::uint32_t> coverage_start; ///< per group, +1

  std::span<const Recusal> recusals_of(Person educator) const {
    return {recusals.data() + recusal_start[educator], recusals.data() + recusal_start[educator + 1]};
  }
  std::span<const Waiver> waivers_of(Person learner) const {
    return {waivers.data() + waiver_start[learner], waivers.data() + waiver_start[learner + 1]};
  }
  std::span<const Coverage> coverage_of(Group group) const {
    return {coverage.data() + coverage_start[group], coverage.data() + coverage_start[group + 1]};
  }
  bool usable(const Fact& fact) const;
};

}  // namespace chiron::conflict
