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
  Row* near;
  Row* far;
};
Places places_of(Index::Data& data, const Fact& fact) {
  PersonRows& holder = data.of_person[fact.holder];
  if (fact.kind == DutyKind::member_of) return {&holder.groups, &data.of_group[fact.target].members};
  if (fact.target_kind == TargetKind::person) return {&holder.over_people, &data.of_person[fact.target].towards};
  return {&holder.over_groups, &data.of_group[fact.target].towards};
}

constexpr std::uint32_t bit(DutyKind kind) { return 1u << static_cast<unsigned>(kind); }

void show(Row& row, const Link* first, const Link* last) {
  row.data = first;
  row.size = static_cast<std::uint32_t>(last - first);
}

/// Packs the entries row by row (a counting sort), each row sorted by content.
template <class RowAt>
void pack(std::uint32_t count, const std::vector<std::pair<std::uint32_t, Link>>& entries, std::vector<Link>& packed,
          RowAt row_at) {
  std::vector<std::uint32_t> next(count + 1, 0);
  for (const auto& [row, link] : entries) ++next[row + 1];
  for (std::uint32_t at = 0; at < count; ++at) next[at + 1] += next[at];
  packed.resize(entries.size());
  for (const auto& [row, link] : entries) packed[next[row]++] = link;
  // Each counter now stands at its row's end, which is the next row's beginning.
  for (std::uint32_t at = 0; at < count; ++at) {
    Link* first = packed.data() + (at == 0 ? 0 : next[at - 1]);
    Link* last = packed.data() + next[at];
    std::sort(first, last, before);
    Row& row = row_at(at);
    show(row, first, last);
    for (const Link* link = first; link != last; ++link) row.kinds |= bit(link->kind);
  }
}

}  // namespace

std::span<const Link> Row::find(DutyKind kind) const {
  const Link* first = begin();
  const Link* last;
  if (size <= 16) {
    while (first != end() && first->kind < kind) ++first;
    for (last = first; last != end() && last->kind == kind;) ++last;
  } else {
    first = std::partition_point(begin(), end(), [&](const Link& link) { return link.kind < kind; });
    last = std::partition_point(first, end(), [&](const Link& link) { return link.kind == kind; });
  }
  return {first, last};
}

std::vector<Link>& Index::Data::own(Row& row) {
  auto [place, fresh] = changed.try_emplace(&row);
  if (fresh) place->second.assign(row.begin(), row.end());
  return place->second;
}

Index::Index() : data_(std::make_unique<Data>()) {}
Index::~Index() = default;
Index::Index(Index&&) noexcept = default;
Index& Index::operator=(Index&&) noexcept = default;

std::uint32_t Index::people() const { return data_->people; }
std::uint32_t Index::groups() const { return data_->groups; }
std::uint32_t Index::fact_count() const {
  return static_cast<std::uint32_t>(data_->facts.size() + data_->added.size());
}
const Fact& Index::fact(FactIndex at) const { return data_->fact(at); }

std::size_t Index::bytes() const {
  const Data& data = *data_;
  std::size_t total = data.facts.capacity() * sizeof(Fact) + data.added.size() * sizeof(Fact) +
                      data.out.capacity() / 8 + data.of_person.capacity() * sizeof(PersonRows) +
                      data.of_group.capacity() * sizeof(GroupRows) + data.recusals.capacity() * sizeof(Recusal) +
                      data.waivers.capacity() * sizeof(Waiver) + data.coverage.capacity() * sizeof(Coverage) +
                      (data.recusal_start.capacity() + data.waiver_start.capacity() + data.coverage_start.capacity()) *
                          sizeof(std::uint32_t);
  for (const std::vector<Link>& links : data.packed) total += links.capacity() * sizeof(Link);
  for (const auto& [row, links] : data.changed) total += links.capacity() * sizeof(Link);
  return total;
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
  const FactIndex at = fact_count();
  data.added.push_back(fact);
  const bool usable = data.usable(fact);
  data.out.push_back(!usable);
  if (!usable) return at;
  const auto [near, far] = places_of(data, fact);
  for (const auto& [row, link] : {std::pair{near, seen_from_holder(fact, at)}, {far, seen_from_target(fact, at)}}) {
    std::vector<Link>& links = data.own(*row);
    links.insert(std::upper_bound(links.begin(), links.end(), link, before), link);
    row->kinds |= bit(link.kind);
    show(*row, links.data(), links.data() + links.size());
  }
  return at;
}

void Index::remove(FactIndex at) {
  Data& data = *data_;
  if (at >= fact_count() || data.out[at]) return;
  const auto [near, far] = places_of(data, data.fact(at));
  for (Row* row : {near, far}) {
    std::vector<Link>& links = data.own(*row);
    std::erase_if(links, [&](const Link& link) { return link.fact == at; });
    show(*row, links.data(), links.data() + links.size());
  }
  data.out[at] = true;
}

Index build(const Facts& facts) {
  Index index;
  Index::Data& data = *index.data_;
  data.people = facts.people;
  data.groups = facts.groups;
  data.facts = facts.facts;
  data.out.resize(facts.facts.size());

  data.of_person.resize(data.people);
  data.of_group.resize(data.groups);

  // One kind of row at a time, so that only one list of entries is alive.
  std::vector<std::pair<std::uint32_t, Link>> entries;
  enum class End : std::uint8_t { holder, target };
  const auto fill = [&](std::size_t packed, bool membership, TargetKind target_kind, End end, auto row_at) {
    entries.clear();
    for (FactIndex at = 0; at < data.facts.size(); ++at) {
      const Fact& fact = data.facts[at];
      if ((fact.kind == DutyKind::member_of) != membership || fact.target_kind != target_kind) continue;
      if (!data.usable(fact)) {
        data.out[at] = true;
      } else if (end == End::holder) {
        entries.emplace_back(fact.holder, seen_from_holder(fact, at));
      } else {
        entries.emplace_back(fact.target, seen_from_target(fact, at));
      }
    }
    const bool of_group = end == End::target && target_kind == TargetKind::group;
    pack(of_group ? data.groups : data.people, entries, data.packed[packed], row_at);
  };
  const auto of_people = [&](Row PersonRows::*row) {
    return [&data, row](std::uint32_t at) -> Row& { return data.of_person[at].*row; };
  };
  const auto of_groups = [&](Row GroupRows::*row) {
    return [&data, row](std::uint32_t at) -> Row& { return data.of_group[at].*row; };
  };
  fill(0, false, TargetKind::person, End::holder, of_people(&PersonRows::over_people));
  fill(1, false, TargetKind::group, End::holder, of_people(&PersonRows::over_groups));
  fill(2, true, TargetKind::group, End::holder, of_people(&PersonRows::groups));
  fill(3, false, TargetKind::person, End::target, of_people(&PersonRows::towards));
  fill(4, false, TargetKind::group, End::target, of_groups(&GroupRows::towards));
  fill(5, true, TargetKind::group, End::target, of_groups(&GroupRows::members));

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
