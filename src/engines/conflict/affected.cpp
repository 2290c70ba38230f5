// Which pairs a change of one fact can touch: the paths of judge.h followed outward from that fact, days included.
#include <algorithm>

#include "engines/conflict/ties.h"

namespace chiron::conflict {
namespace {

constexpr std::uint32_t bit(DutyKind kind) { return 1u << static_cast<unsigned>(kind); }

struct Someone {
  Person who = 0;
  DateRange days;
};

struct Spread {
  const Index::Data& data;
  int chain_depth;
  std::uint32_t delegated_kinds, reports_to_kinds, relative_kinds;
  Affected result;

  void pair(Person learner, Person educator) {
    if (learner != educator) result.pairs.push_back({learner, educator});
  }

  template <class Visit>
  void members(Group group, DateRange days, Visit visit) const {
    for (const Link& member : data.of_group[group].members) {
      const DateRange common = days.intersect(member.days());
      if (!common.empty()) visit(member.other, common);
    }
  }

  /// Everybody the holder has a duty of these kinds towards on some of the days.
  template <class Visit>
  void targets(Person holder, std::uint32_t kinds, DateRange days, Visit visit) const {
    for (const Link& duty : data.of_person[holder].over_people)
      if (const DateRange common = days.intersect(duty.days()); (kinds & bit(duty.kind)) && !common.empty())
        visit(duty.other, common);
    for (const Link& duty : data.of_person[holder].over_groups)
      if (const DateRange common = days.intersect(duty.days()); (kinds & bit(duty.kind)) && !common.empty())
        members(duty.other, common, visit);
  }

  template <class Visit>
  void relatives(Person person, DateRange days, Visit visit) const {
    for (const Row* row : {&data.of_person[person].over_people, &data.of_person[person].towards})
      for (const Link& tie : row->of(DutyKind::related_to))
        if (const DateRange common = days.intersect(tie.days()); !common.empty()) visit(tie.other, common);
  }

  template <class Visit>
  void managers(Person person, DateRange days, Visit visit) const {
    for (const Link& duty : data.of_person[person].towards.of(DutyKind::manages))
      if (const DateRange common = days.intersect(duty.days()); !common.empty()) visit(duty.other, common);
    for (const Link& membership : data.of_person[person].groups) {
      const DateRange within = days.intersect(membership.days());
      if (within.empty()) continue;
      for (const Link& duty : data.of_group[membership.other].towards.of(DutyKind::manages))
        if (const DateRange common = within.intersect(duty.days()); !common.empty()) visit(duty.other, common);
    }
  }

  /// Joins each person's days, so that a tangled chart stays as small as its number of people.
  static void settle(std::vector<Someone>& people) {
    std::sort(people.begin(), people.end(), [](const Someone& a, const Someone& b) {
      return a.who != b.who ? a.who < b.who : a.days < b.days;
    });
    std::size_t last = 0;
    for (std::size_t at = 1; at < people.size(); ++at) {
      if (people[at].who == people[last].who && people[at].days.from <= people[last].days.to) {
        people[last].days.to = std::max(people[last].days.to, people[at].days.to);
      } else {
        people[++last] = people[at];
      }
    }
    if (!people.empty()) people.resize(last + 1);
  }

  /// The person and everybody up to `steps` above (or below), with the days.
  enum class Direction : std::uint8_t { up, down };
  std::vector<Someone> line(Person from, DateRange days, int steps, Direction direction) const {
    std::vector<Someone> all{{from, days}};
    std::vector<Someone> level = all;
    for (int step = 0; step < steps && !level.empty(); ++step) {
      std::vector<Someone> next;
      const auto take = [&](Person who, DateRange common) { next.push_back({who, common}); };
      for (const Someone& item : level) {
        if (direction == Direction::up) {
          managers(item.who, item.days, take);
        } else {
          targets(item.who, bit(DutyKind::manages), item.days, take);
        }
      }
      settle(next);
      all.insert(all.end(), next.begin(), next.end());
      level.swap(next);
    }
    return all;
  }

  /// Every pair that a duty of `holder` towards `learner` on these days takes part in.
  void duty(DutyKind kind, Person holder, Person learner, DateRange days) {
    if (holder == learner || days.empty()) return;
    pair(learner, holder);
    if (bit(kind) & delegated_kinds)
      for (const Link& delegation : data.of_person[holder].over_people.of(DutyKind::delegates_to))
        if (!days.intersect(delegation.days()).empty()) pair(learner, delegation.other);
    if (bit(kind) & reports_to_kinds)
      targets(holder, bit(DutyKind::manages), days, [&](Person report, DateRange) { pair(learner, report); });
    if (bit(kind) & relative_kinds)
      relatives(holder, days, [&](Person relative, DateRange) { pair(learner, relative); });
    if (kind != DutyKind::manages) return;
    // As one who reports to a supervisor …
    targets(holder, reports_to_kinds, days, [&](Person supervised, DateRange) { pair(supervised, learner); });
    // … and as one step of a management line.
    const std::vector<Someone> above = line(holder, days, chain_depth - 1, Direction::up);
    const std::vector<Someone> below = line(learner, days, chain_depth - 1, Direction::down);
    for (const Someone& upper : above)
      for (const Someone& lower : below)
        if (upper.days.overlaps(lower.days)) pair(lower.who, upper.who);
  }
};

}  // namespace

Affected affected_by(const Index& index, const Fact& fact, int chain_depth) {
  const Index::Data& data = index.data();
  const TieTable& table = TieTable::get();
  const auto kinds = [&](std::uint8_t tie) { return tie == no_tie ? 0u : table.rows[tie].kinds; };
  Spread spread{data, chain_depth, kinds(table.delegated), kinds(table.reports_to), kinds(table.relative), {}};
  if (!data.usable(fact)) return {};

  switch (fact.kind) {
    case DutyKind::member_of:
      for (const Link& duty : data.of_group[fact.target].towards)
        spread.duty(duty.kind, duty.other, fact.holder, fact.days.intersect(duty.days()));
      for (const Recusal& recusal : data.recusals)
        if (recusal.target_kind == TargetKind::group && recusal.target == fact.target &&
            recusal.days.overlaps(fact.days))
          spread.pair(fact.holder, recusal.educator);
      spread.result.learners.push_back(fact.holder);
      break;
    case DutyKind::delegates_to:
      spread.targets(fact.holder, spread.delegated_kinds, fact.days,
                     [&](Person learner, DateRange) { spread.pair(learner, fact.target); });
      break;
    case DutyKind::related_to:
      spread.pair(fact.target, fact.holder);
      spread.pair(fact.holder, fact.target);
      for (const auto& [assessor, relative] : {std::pair{fact.holder, fact.target}, {fact.target, fact.holder}})
        spread.targets(assessor, spread.relative_kinds, fact.days,
                       [&, other = relative](Person learner, DateRange) { spread.pair(learner, other); });
      break;
    default:
      if (fact.target_kind == TargetKind::person) {
        spread.duty(fact.kind, fact.holder, fact.target, fact.days);
      } else {
        spread.members(fact.target, fact.days, [&](Person learner, DateRange days) {
          spread.duty(fact.kind, fact.holder, learner, days);
        });
      }
  }
  std::vector<Pair>& pairs = spread.result.pairs;
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  return std::move(spread.result);
}

}  // namespace chiron::conflict
