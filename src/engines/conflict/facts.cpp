// What can be wrong with the facts, management loops included.
#include "engines/conflict/facts.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <string_view>
#include <tuple>

#include "engines/conflict/rules.h"

namespace chiron::conflict {
namespace {

constexpr std::array<std::string_view, 7> violation_names{
    "unknown_person", "unknown_group", "unknown_rule", "empty_range", "self_duty", "wrong_target", "management_loop",
};

/// One `manages` fact between two people.
struct Edge {
  Person manager, managed;
  DateRange days;
  FactIndex fact;
};

/// Strongly connected parts with more than one person, of a graph over people 0 … n-1 (Tarjan, without recursion).
class Parts {
 public:
  explicit Parts(std::uint32_t people) : next_(people + 1), order_(people), low_(people), on_(people) {}

  /// Fills `part[person]` with a part's number, or `none` for people in no circle. Returns the number of parts.
  std::uint32_t find(const std::vector<Edge>& edges, const std::vector<Person>& among,
                     std::vector<std::uint32_t>& part) {
    for (Person person : among) next_[person] = {}, order_[person] = 0, on_[person] = 0, part[person] = none;
    for (std::uint32_t at = 0; at < edges.size(); ++at) next_[edges[at].manager].push_back(edges[at].managed);
    std::uint32_t count = 0, clock = 0;
    struct Frame {
      Person person;
      std::size_t child;
    };
    std::vector<Frame> frames;
    std::vector<Person> open;
    for (Person root : among) {
      if (order_[root]) continue;
      frames.push_back({root, 0});
      while (!frames.empty()) {
        auto& [person, child] = frames.back();
        if (child == 0 && !order_[person]) {
          order_[person] = low_[person] = ++clock;
          open.push_back(person);
          on_[person] = 1;
        }
        if (child < next_[person].size()) {
          const Person below = next_[person][child++];
          if (!order_[below]) {
            frames.push_back({below, 0});
          } else if (on_[below]) {
            low_[person] = std::min(low_[person], order_[below]);
          }
          continue;
        }
        const Person done = person;
        frames.pop_back();
        if (!frames.empty()) low_[frames.back().person] = std::min(low_[frames.back().person], low_[done]);
        if (low_[done] != order_[done]) continue;
        const bool circle = open.back() != done;
        for (Person member = open.size() ? open.back() : done;; member = open.back()) {
          open.pop_back();
          on_[member] = 0;
          if (circle) part[member] = count;
          if (member == done) break;
        }
        count += circle;
      }
    }
    return count;
  }

  static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

 private:
  std::vector<std::vector<Person>> next_;
  std::vector<std::uint32_t> order_, low_;
  std::vector<std::uint8_t> on_;
};

/// The shortest circle through a person along the edges, or nothing. Which of several is a matter of people and days,
/// not of the order of the rows.
std::vector<Edge> circle_through(Person start, std::vector<Edge> edges) {
  std::sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) {
    return std::tie(a.manager, a.managed, a.days, a.fact) < std::tie(b.manager, b.managed, b.days, b.fact);
  });
  std::map<Person, Edge> reached_by;
  std::vector<Person> line{start};
  for (std::size_t at = 0; at < line.size(); ++at) {
    const auto first = std::partition_point(edges.begin(), edges.end(),
                                            [&](const Edge& edge) { return edge.manager < line[at]; });
    for (auto item = first; item != edges.end() && item->manager == line[at]; ++item) {
      const Edge& edge = *item;
      if (!reached_by.try_emplace(edge.managed, edge).second) continue;
      if (edge.managed != start) {
        line.push_back(edge.managed);
        continue;
      }
      std::vector<Edge> circle{edge};
      while (circle.back().manager != start) circle.push_back(reached_by.at(circle.back().manager));
      std::reverse(circle.begin(), circle.end());
      return circle;
    }
  }
  return {};
}

/// Management loops: circles of person-to-person `manages` facts that share a day.
class Loops {
 public:
  Loops(const Facts& facts, std::size_t limit, std::vector<Violation>& out)
      : limit_(limit), out_(out), parts_(facts.people), part_(facts.people, Parts::none) {
    for (FactIndex at = 0; at < facts.facts.size(); ++at) {
      const Fact& fact = facts.facts[at];
      if (fact.kind == DutyKind::manages && fact.target_kind == TargetKind::person && fact.holder != fact.target &&
          fact.holder < facts.people && fact.target < facts.people && !fact.days.empty())
        edges_.push_back({fact.holder, fact.target, fact.days, at});
    }
  }

  void find() {
    // Parts that are circles when days are forgotten are few and small in a real chart; only they are looked at by day.
    const std::uint32_t count = parts_.find(edges_, people_of(edges_), part_);
    std::vector<std::vector<Edge>> by_part(count);
    for (const Edge& edge : edges_)
      if (part_[edge.manager] != Parts::none && part_[edge.manager] == part_[edge.managed])
        by_part[part_[edge.manager]].push_back(edge);
    std::sort(by_part.begin(), by_part.end(),
              [](const auto& a, const auto& b) { return smallest(a) < smallest(b); });
    for (const std::vector<Edge>& part : by_part) find_in_part(part);
  }

 private:
  static std::vector<Person> people_of(const std::vector<Edge>& edges) {
    std::vector<Person> people;
    for (const Edge& edge : edges) people.push_back(edge.manager), people.push_back(edge.managed);
    std::sort(people.begin(), people.end());
    people.erase(std::unique(people.begin(), people.end()), people.end());
    return people;
  }

  static Person smallest(const std::vector<Edge>& part) {
    return std::min_element(part.begin(), part.end(), [](const Edge& a, const Edge& b) {
             return a.manager < b.manager;
           })->manager;
  }

  /// A circle's common days begin where one of its edges begins: those days are enough to look at.
  void find_in_part(const std::vector<Edge>& part) {
    std::set<Date> days;
    for (const Edge& edge : part) days.insert(edge.days.from);
    const std::vector<Person> people = people_of(part);
    for (Date day : days) {
      if (out_.size() >= limit_ || work_ > most_work) return;
      work_ += part.size();
      std::vector<Edge> today;
      for (const Edge& edge : part)
        if (edge.days.contains(day)) today.push_back(edge);
      const std::uint32_t count = parts_.find(today, people, part_);
      std::vector<std::uint8_t> done(count, 0);
      for (Person person : people) {
        if (part_[person] == Parts::none || done[part_[person]] || out_.size() >= limit_) continue;
        done[part_[person]] = 1;
        std::vector<Edge> inside;
        for (const Edge& edge : today)
          if (part_[edge.manager] == part_[person] && part_[edge.managed] == part_[person]) inside.push_back(edge);
        report(circle_through(person, inside));
      }
    }
  }

  void report(const std::vector<Edge>& circle) {
    if (circle.empty()) return;
    Violation violation;
    violation.kind = ViolationKind::management_loop;
    violation.entry = circle.front().fact;
    for (const Edge& edge : circle) {
      violation.people.push_back(edge.manager);
      violation.facts.push_back(edge.fact);
      violation.days = violation.days.intersect(edge.days);
    }
    if (told_.insert(violation.people).second) out_.push_back(std::move(violation));
  }

  static constexpr std::size_t most_work = 5'000'000;  ///< edge visits; then the search ends with what it has
  std::size_t limit_;
  std::vector<Violation>& out_;
  std::vector<Edge> edges_;
  Parts parts_;
  std::vector<std::uint32_t> part_;
  std::set<std::vector<Person>> told_;
  std::size_t work_ = 0;
};

}  // namespace

std::string_view name_of(ViolationKind kind) { return violation_names[static_cast<std::size_t>(kind)]; }

std::vector<Violation> validate(const Facts& facts, std::size_t limit) {
  std::vector<Violation> out;
  const auto say = [&](ViolationKind kind, Table table, std::size_t entry) {
    if (out.size() < limit) out.push_back({kind, table, static_cast<std::uint32_t>(entry), {}, {}, {}});
  };
  const auto target = [&](TargetKind kind, std::uint32_t index, Table table, std::size_t entry) {
    if (kind == TargetKind::person && index >= facts.people) say(ViolationKind::unknown_person, table, entry);
    if (kind == TargetKind::group && index >= facts.groups) say(ViolationKind::unknown_group, table, entry);
  };

  for (std::size_t at = 0; at < facts.facts.size(); ++at) {
    const Fact& fact = facts.facts[at];
    const bool group = fact.target_kind == TargetKind::group;
    if (fact.holder >= facts.people) say(ViolationKind::unknown_person, Table::facts, at);
    target(fact.target_kind, fact.target, Table::facts, at);
    if (fact.days.empty()) say(ViolationKind::empty_range, Table::facts, at);
    if (!group && fact.holder == fact.target) say(ViolationKind::self_duty, Table::facts, at);
    const TargetRule rule = target_rule(fact.kind);
    if (rule != TargetRule::either && (rule == TargetRule::group) != group)
      say(ViolationKind::wrong_target, Table::facts, at);
  }
  for (std::size_t at = 0; at < facts.recusals.size(); ++at) {
    const Recusal& recusal = facts.recusals[at];
    if (recusal.educator >= facts.people) say(ViolationKind::unknown_person, Table::recusals, at);
    target(recusal.target_kind, recusal.target, Table::recusals, at);
    if (recusal.days.empty()) say(ViolationKind::empty_range, Table::recusals, at);
    if (recusal.target_kind == TargetKind::person && recusal.educator == recusal.target)
      say(ViolationKind::self_duty, Table::recusals, at);
  }
  for (std::size_t at = 0; at < facts.waivers.size(); ++at) {
    const Waiver& waiver = facts.waivers[at];
    if (waiver.learner >= facts.people) say(ViolationKind::unknown_person, Table::waivers, at);
    if (waiver.educator >= facts.people) say(ViolationKind::unknown_person, Table::waivers, at);
    if (waiver.rule >= rules().size()) say(ViolationKind::unknown_rule, Table::waivers, at);
    if (waiver.days.empty()) say(ViolationKind::empty_range, Table::waivers, at);
    if (waiver.learner == waiver.educator) say(ViolationKind::self_duty, Table::waivers, at);
  }
  for (std::size_t at = 0; at < facts.coverage.size(); ++at) {
    const Coverage& coverage = facts.coverage[at];
    if (coverage.group >= facts.groups) say(ViolationKind::unknown_group, Table::coverage, at);
    if (coverage.days.empty()) say(ViolationKind::empty_range, Table::coverage, at);
  }
  if (out.size() < limit) Loops(facts, limit, out).find();
  return out;
}

}  // namespace chiron::conflict
