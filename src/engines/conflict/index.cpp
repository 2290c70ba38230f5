// Building and changing the index.
#include "engines/conflict/index.h"

#include <algorithm>
#include <tuple>

namespace chiron::conflict {
namespace {

bool before(const Link& a, const Link& b) {
  return std::tie(a.kind, a.other, a.from, a.to, a.fact) < std::tie(b.kind, b.other, b.from, b.to, b.fact);
}

/// Sorts rows by an owner in [0, count) and returns where each owner's begin.
template <class Item, class Key, class Less>
std::vector<std::uint32_t> arrange(std::vector<Item>& items, std::uint32_t count, Key key, Less less) {
  std::sort(items.begin(), items.end(), [&](const Item& a, const Item& b) {
    if (key(a) != key(b)) return key(a) < key(b);
    return less(a, b);
  });
  std::vector<std::uint32_t> start(count + 1, 0);
  for (const Item& item : items) ++start[key(item) + 1];
  for (std::uint32_t at = 0; at < count; ++at) start[at + 1] += start[at];
  return start;
}

Link seen_from_holder(const Fact& fact, FactIndex at) {
  return {fact.target, fact.days.from, fact.days.to, at, fact.kind, fact.target_kind};
}
Link seen_from_target(const Fact& fact, FactIndex at) {
  return {fact.holder, fact.days.from, fact.days.to, at, fact.kind, fact.target_kind};
}

/// The two rows a fact is listed in.
struct Places {
  Rows* near;
  Rows* far;
};
Places places_of(Index::Data& data, const Fact& fact) {
  if (fact.kind == DutyKind::member_of) return {&data.groups_of, &data.members};
  return {&data.held, fact.target_kind == TargetKind::person ? &data.on_person : &data.on_group};
}

}  // namespace

std::span<const Link> Row::of(DutyKind kind) const {
  if (!may_have(kind)) return {};
  const Link* first = begin();
  if (size <= 16) {
    while (first != end() && first->kind < kind) ++first;
  } else {
    first = std::partition_point(begin(), end(), [&](const Link& link) { return link.kind < kind; });
  }
  const Link* last = first;
  if (size <= 16) {
    while (last != end() && last->kind == kind) ++last;
  } else {
    last = std::partition_point(first, end(), [&](const Link& link) { return link.kind == kind; });
  }
  return {first, last};
}

void Rows::build(std::uint32_t count, std::vector<std::pair<std::uint32_t, Link>>& entries) {
  // Counting sort by row, then each short row by content.
  std::vector<std::uint32_t> start(count + 1, 0);
  for (const auto& [row, link] : entries) ++start[row + 1];
  for (std::uint32_t at = 0; at < count; ++at) start[at + 1] += start[at];
  packed_.resize(entries.size());
  std::vector<std::uint32_t> next(start.begin(), start.end() - 1);
  for (const auto& [row, link] : entries) packed_[next[row]++] = link;
  rows_.resize(count);
  for (std::uint32_t at = 0; at < count; ++at) {
    Link* first = packed_.data() + start[at];
    Link* last = packed_.data() + start[at + 1];
    std::sort(first, last, before);
    Row& row = rows_[at];
    row.data = first;
    row.size = static_cast<std::uint32_t>(last - first);
    for (const Link* link = first; link != last; ++link) row.kinds |= 1u << static_cast<unsigned>(link->kind);
  }
  changed_.clear();
}

std::vector<Link>& Rows::own(std::uint32_t at) {
  auto [place, fresh] = changed_.try_emplace(at);
  if (fresh) place->second.assign(rows_[at].begin(), rows_[at].end());
  return place->second;
}

void Rows::show(std::uint32_t at, const std::vector<Link>& links) {
  rows_[at].data = links.data();
  rows_[at].size = static_cast<std::uint32_t>(links.size());
}

void Rows::add(std::uint32_t at, const Link& link) {
  std::vector<Link>& links = own(at);
  links.insert(std::upper_bound(links.begin(), links.end(), link, before), link);
  rows_[at].kinds |= 1u << static_cast<unsigned>(link.kind);
  show(at, links);
}

void Rows::remove(std::uint32_t at, FactIndex fact) {
  std::vector<Link>& links = own(at);
  std::erase_if(links, [&](const Link& link) { return link.fact == fact; });
  show(at, links);
}

std::size_t Rows::bytes() const {
  std::size_t total = rows_.capacity() * sizeof(Row) + packed_.capacity() * sizeof(Link);
  for (const auto& [row, links] : changed_) total += links.capacity() * sizeof(Link);
  return total;
}

Index::Index() : data_(std::make_unique<Data>()) {}
Index::~Index() = default;
Index::Index(Index&&) noexcept = default;
Index& Index::operator=(Index&&) noexcept = default;

std::uint32_t Index::people() const { return data_->people; }
std::uint32_t Index::groups() const { return data_->groups; }
std::uint32_t Index::fact_count() const { return static_cast<std::uint32_t>(data_->facts.size()); }
const Fact& Index::fact(FactIndex at) const { return data_->facts[at]; }

std::size_t Index::bytes() const {
  const Data& data = *data_;
  return data.held.bytes() + data.groups_of.bytes() + data.on_person.bytes() + data.on_group.bytes() +
         data.members.bytes() + data.facts.capacity() * sizeof(Fact) + data.out.capacity() / 8 +
         data.recusals.capacity() * sizeof(Recusal) + data.waivers.capacity() * sizeof(Waiver) +
         data.coverage.capacity() * sizeof(Coverage) +
         (data.recusal_start.capacity() + data.waiver_start.capacity() + data.coverage_start.capacity()) * 4;
}

bool Index::Data::usable(const Fact& fact) const {
  if (fact.days.empty() || fact.holder >= people) return false;
  const bool group = fact.target_kind == TargetKind::group;
  if (fact.target >= (group ? groups : people)) return false;
  if (!group && fact.target == fact.holder) return false;
  const TargetRule rule = target_rule(fact.kind);
  return rule == TargetRule::either || (rule == TargetRule::group) == group;
}

FactIndex Index::add(const Fact& fact) {
  Data& data = *data_;
  const auto at = static_cast<FactIndex>(data.facts.size());
  data.facts.push_back(fact);
  const bool usable = data.usable(fact);
  data.out.push_back(!usable);
  if (usable) {
    const Places places = places_of(data, fact);
    places.near->add(fact.holder, seen_from_holder(fact, at));
    places.far->add(fact.target, seen_from_target(fact, at));
  }
  return at;
}

void Index::remove(FactIndex at) {
  Data& data = *data_;
  if (at >= data.facts.size() || data.out[at]) return;
  const Fact& fact = data.facts[at];
  const Places places = places_of(data, fact);
  places.near->remove(fact.holder, at);
  places.far->remove(fact.target, at);
  data.out[at] = true;
}

Index build(const Facts& facts) {
  Index index;
  Index::Data& data = *index.data_;
  data.people = facts.people;
  data.groups = facts.groups;
  data.facts = facts.facts;
  data.out.resize(facts.facts.size());

  // One direction at a time, so that only one list of entries is alive.
  std::vector<std::pair<std::uint32_t, Link>> entries;
  const auto fill = [&](Rows& rows, std::uint32_t count, auto belongs, bool from_holder) {
    entries.clear();
    for (FactIndex at = 0; at < data.facts.size(); ++at) {
      const Fact& fact = data.facts[at];
      if (!belongs(fact)) continue;
      if (!data.usable(fact)) {
        data.out[at] = true;
        continue;
      }
      entries.emplace_back(from_holder ? fact.holder : fact.target,
                           from_holder ? seen_from_holder(fact, at) : seen_from_target(fact, at));
    }
    rows.build(count, entries);
  };
  const auto membership = [](const Fact& fact) { return fact.kind == DutyKind::member_of; };
  const auto duty = [&](const Fact& fact) { return !membership(fact); };
  const auto on = [&](TargetKind kind) {
    return [duty, kind](const Fact& fact) { return duty(fact) && fact.target_kind == kind; };
  };
  fill(data.held, data.people, duty, true);
  fill(data.groups_of, data.people, membership, true);
  fill(data.on_person, data.people, on(TargetKind::person), false);
  fill(data.on_group, data.groups, on(TargetKind::group), false);
  fill(data.members, data.groups, membership, false);

  for (const Recusal& recusal : facts.recusals) {
    const bool group = recusal.target_kind == TargetKind::group;
    if (recusal.educator < data.people && recusal.target < (group ? data.groups : data.people) && !recusal.days.empty())
      data.recusals.push_back(recusal);
  }
  data.recusal_start = arrange(
      data.recusals, data.people, [](const Recusal& item) { return item.educator; },
      [](const Recusal& a, const Recusal& b) {
        return std::tie(a.target_kind, a.target, a.days) < std::tie(b.target_kind, b.target, b.days);
      });
  for (const Waiver& waiver : facts.waivers)
    if (waiver.learner < data.people && waiver.educator < data.people && waiver.rule < rules().size() &&
        !waiver.days.empty())
      data.waivers.push_back(waiver);
  data.waiver_start = arrange(
      data.waivers, data.people, [](const Waiver& item) { return item.learner; },
      [](const Waiver& a, const Waiver& b) {
        return std::tie(a.educator, a.rule, a.days) < std::tie(b.educator, b.rule, b.days);
      });
  for (const Coverage& coverage : facts.coverage)
    if (coverage.group < data.groups && !coverage.days.empty()) data.coverage.push_back(coverage);
  data.coverage_start = arrange(
      data.coverage, data.groups, [](const Coverage& item) { return item.group; },
      [](const Coverage& a, const Coverage& b) { return std::tie(a.what, a.days) < std::tie(b.what, b.days); });
  return index;
}

}  // namespace chiron::conflict
