// The checker of peer groups: reads problem and answer only, adds everything up anew, and works the bound out from the
// problem and the evidence with code of its own.
#include <algorithm>
#include <map>
#include <set>

#include "engines/matching/groups.h"

namespace chiron::matching {
namespace {

using Kind = GroupViolation::Kind;

class GroupChecker {
 public:
  GroupChecker(const GroupProblem& problem, const GroupSolution& solution) : p_(problem), s_(solution) {}

  std::vector<GroupViolation> run() {
    if (s_.group_of.size() != p_.person_count) return {{Kind::wrong_size, -1}};
    for (const std::uint32_t group : s_.group_of)
      if (group >= s_.groups) return {{Kind::bad_group, group}};
    if (s_.groups == 0) return {};
    check_sizes();
    check_figures();
    check_bound();
    return found_;
  }

 private:
  void note(Kind kind, std::int64_t group = -1) { found_.push_back({kind, group}); }

  void check_sizes() {
    std::vector<std::uint32_t> size(s_.groups, 0);
    for (const std::uint32_t group : s_.group_of) ++size[group];
    const std::uint32_t smallest = *std::min_element(size.begin(), size.end());
    largest_ = *std::max_element(size.begin(), size.end());
    for (std::uint32_t group = 0; group < s_.groups; ++group) {
      if (size[group] < p_.smallest || size[group] > p_.largest || size[group] > smallest + 1)
        note(Kind::uneven_groups, group);
    }
  }

  /// Times two people of a category meet, less the fewest times that any groups allow.
  std::int64_t excess(const std::vector<std::int32_t>& category) const {
    std::map<std::pair<std::uint32_t, std::int32_t>, std::int64_t> together;
    std::map<std::int32_t, std::int64_t> people;
    std::int64_t meetings = 0;
    for (PersonIndex a = 0; a < category.size(); ++a) {
      if (category[a] == unknown_category) continue;
      meetings += together[{s_.group_of[a], category[a]}]++;
      // Dealt out one by one, the next of the category finds at least as many as full rounds were dealt before.
      meetings -= people[category[a]]++ / s_.groups;
    }
    return meetings;
  }

  void check_figures() {
    std::vector<std::uint32_t> met(p_.person_count, 0);
    std::int64_t wishes_met = 0;
    for (const GroupWish& wish : p_.wishes) {
      if (s_.group_of[wish.person] != s_.group_of[wish.wished]) continue;
      ++met[wish.person];
      ++wishes_met;
    }
    const std::int64_t with_wish = std::count_if(met.begin(), met.end(), [](auto n) { return n > 0; });
    const std::int64_t stage = excess(p_.stage), site = excess(p_.site);
    const GroupWeights& w = p_.weights;
    const std::int64_t value =
        w.first_wish * with_wish + w.later_wish * (wishes_met - with_wish) - w.same_stage * stage - w.same_site * site;
    if (stage != static_cast<std::int64_t>(s_.stage_excess) || site != static_cast<std::int64_t>(s_.site_excess) ||
        with_wish != s_.with_wish || wishes_met != static_cast<std::int64_t>(s_.wishes_met) || value != s_.value)
      note(Kind::wrong_figures);
    if (s_.outcome == GroupOutcome::optimal ? s_.value != s_.bound : s_.value > s_.bound) note(Kind::not_optimal);
  }

  /// The two arguments for the bound: wishes and mixing apart, each at its best; or everybody's best company, in which
  /// wishes and mixing are weighed against each other.
  void check_bound() {
    const GroupWeights& w = p_.weights;
    const std::int64_t others = std::int64_t{largest_} - 1;
    std::set<PersonIndex> sought(s_.sought_after.begin(), s_.sought_after.end());
    std::set<PersonIndex> elsewhere;  // wish for somebody who is not sought after
    std::vector<std::int64_t> wishing(p_.person_count, 0), wished(p_.person_count, 0);
    for (const GroupWish& wish : p_.wishes) {
      if (!sought.contains(wish.wished)) elsewhere.insert(wish.person);
      ++wishing[wish.person];
      ++wished[wish.wished];
    }
    const auto people = static_cast<std::int64_t>(elsewhere.size());
    const std::int64_t with_wish = people + others * static_cast<std::int64_t>(sought.size());
    std::int64_t from = 0, to = 0;
    for (PersonIndex a = 0; a < p_.person_count; ++a) {
      from += std::min(wishing[a], others);
      to += std::min(wished[a], others);
    }
    const std::int64_t apart = w.later_wish * std::min(from, to);
    const std::int64_t least = (w.first_wish - w.later_wish) * with_wish + std::min(apart, company());
    if (s_.bound < least) note(Kind::bound_too_low);
  }

  /// Half of what everybody's best company is worth, the unavoidable meetings given back.
  std::int64_t company() const {
    const GroupWeights& w = p_.weights;
    std::map<std::pair<PersonIndex, PersonIndex>, std::int64_t> wishes;  // both ways around
    for (const GroupWish& wish : p_.wishes) {
      ++wishes[{wish.person, wish.wished}];
      ++wishes[{wish.wished, wish.person}];
    }
    const auto category = [](const std::vector<std::int32_t>& of, PersonIndex a) {
      return of.empty() ? unknown_category : of[a];
    };
    // People by stage and site, so that not everybody has to be compared with everybody.
    std::map<std::pair<std::int32_t, std::int32_t>, std::int64_t> kinds;
    for (PersonIndex a = 0; a < p_.person_count; ++a) ++kinds[{category(p_.stage, a), category(p_.site, a)}];
    const auto points = [&](std::pair<std::int32_t, std::int32_t> a, std::pair<std::int32_t, std::int32_t> b) {
      return -(a.first >= 0 && a.first == b.first ? w.same_stage : 0) -
             (a.second >= 0 && a.second == b.second ? w.same_site : 0);
    };
    const auto kind_of = [&](PersonIndex a) { return std::pair(category(p_.stage, a), category(p_.site, a)); };
    const std::int64_t smallest_company = p_.person_count / s_.groups - 1, largest_company = std::int64_t{largest_} - 1;
    std::int64_t twice = 0;
    for (PersonIndex a = 0; a < p_.person_count; ++a) {
      auto strangers = kinds;
      --strangers[kind_of(a)];
      std::vector<std::pair<std::int64_t, std::int64_t>> offers;  // points, how many people
      for (auto at = wishes.lower_bound({a, 0}); at != wishes.end() && at->first.first == a; ++at) {
        const PersonIndex b = at->first.second;
        --strangers[kind_of(b)];
        offers.emplace_back(at->second * w.later_wish + points(kind_of(a), kind_of(b)), 1);
      }
      for (const auto& [kind, count] : strangers) offers.emplace_back(points(kind_of(a), kind), count);
      std::sort(offers.rbegin(), offers.rend());
      std::int64_t best = smallest_company == 0 ? 0 : INT64_MIN, sum = 0, with = 0;
      for (const auto& [each, count] : offers) {
        for (std::int64_t n = 0; n < count && with < largest_company; ++n) {
          sum += each;
          if (++with >= smallest_company) best = std::max(best, sum);
        }
      }
      twice += best;
    }
    std::int64_t given_back = 0;
    for (const auto& [of, weight] : {std::pair(&p_.stage, w.same_stage), std::pair(&p_.site, w.same_site)}) {
      std::map<std::int32_t, std::int64_t> people;
      for (const std::int32_t c : *of)
        if (c != unknown_category) given_back += weight * (people[c]++ / s_.groups);
    }
    return (twice >= 0 ? twice / 2 : (twice - 1) / 2) + given_back;
  }

  const GroupProblem& p_;
  const GroupSolution& s_;
  std::uint32_t largest_ = 0;
  std::vector<GroupViolation> found_;
};

}  // namespace

std::string_view name_of(GroupViolation::Kind kind) {
  switch (kind) {
    case Kind::wrong_size: return "wrong_size";
    case Kind::bad_group: return "bad_group";
    case Kind::uneven_groups: return "uneven_groups";
    case Kind::wrong_figures: return "wrong_figures";
    case Kind::bound_too_low: return "bound_too_low";
    case Kind::not_optimal: return "not_optimal";
  }
  return "";
}

std::vector<GroupViolation> check(const GroupProblem& problem, const GroupSolution& solution) {
  return GroupChecker(problem, solution).run();
}

}  // namespace chiron::matching
