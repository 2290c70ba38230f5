// How the facts are arranged for judging: per person what they hold, what points at them and where they belong; per
// group what points at it and who belongs. A row is a span, so that a changed row can be replaced without moving
// others.
#pragma once

#include <array>
#include <deque>
#include <map>
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
  std::span<const Link> of(DutyKind kind) const { return may_have(kind) ? find(kind) : std::span<const Link>{}; }

 private:
  std::span<const Link> find(DutyKind kind) const;
};

/// All that concerns one person, in one cache line: looking at a pair costs little more than two of these.
struct alignas(64) PersonRows {
  Row over_people;  ///< duties held towards people: far end is the target
  Row over_groups;  ///< duties held towards groups: far end is the group
  Row groups;       ///< member_of: far end is the group
  Row towards;      ///< duties of others towards this person: far end is the holder

  bool holds(DutyKind kind) const { return over_people.may_have(kind) || over_groups.may_have(kind); }
};
static_assert(sizeof(PersonRows) == 64);

struct GroupRows {
  Row towards;  ///< duties towards the group: far end is the holder
  Row members;  ///< member_of: far end is the person
};

struct Index::Data {
  std::uint32_t people = 0;
  std::uint32_t groups = 0;
  std::vector<Fact> facts;
  std::deque<Fact> added;  ///< after build(); a deque, so that one more fact never moves a million
  std::vector<bool> out;   ///< facts left out or removed

  std::vector<PersonRows> of_person;
  std::vector<GroupRows> of_group;
  std::array<std::vector<Link>, 6> packed;          ///< what the rows show, one array for each kind of row …
  std::map<const Row*, std::vector<Link>> changed;  ///< … and owned copies of the rows changed since

  std::vector<Recusal> recusals;              ///< by educator
  std::vector<std::uint32_t> recusal_start;   ///< per person, +1
  std::vector<Waiver> waivers;                ///< by learner, educator, rule
  std::vector<std::uint32_t> waiver_start;    ///< per learner, +1
  std::vector<Coverage> coverage;             ///< by group
  std::vector<std::uint32_t> coverage_start;  ///< per group, +1

  std::span<const Recusal> recusals_of(Person educator) const {
    return {recusals.data() + recusal_start[educator], recusals.data() + recusal_start[educator + 1]};
  }
  std::span<const Waiver> waivers_of(Person learner) const {
    return {waivers.data() + waiver_start[learner], waivers.data() + waiver_start[learner + 1]};
  }
  std::span<const Coverage> coverage_of(Group group) const {
    return {coverage.data() + coverage_start[group], coverage.data() + coverage_start[group + 1]};
  }
  const Fact& fact(FactIndex at) const { return at < facts.size() ? facts[at] : added[at - facts.size()]; }
  bool usable(const Fact& fact) const;
  std::vector<Link>& own(Row& row);
};

}  // namespace chiron::conflict
