// Peer groups: what is refused, the first deal, the search by exchanges, and the bound that says how good the result
// is.
#include "engines/matching/groups.h"

#include <algorithm>
#include <functional>
#include <map>
#include <numeric>
#include <span>
#include <tuple>

#include "base/random.h"
#include "engines/matching/people_list.h"
#include "engines/matching/placement.h"
#include "engines/matching/solvers.h"

namespace chiron::matching {
namespace {

constexpr std::int32_t max_weight = 1000;
constexpr std::uint32_t no_group = ~std::uint32_t{0};

Error bad_problem(std::string what) {
  return fail(ErrorCode::internal, "matching.bad_problem").with("what", std::move(what));
}

/// Wishes per person, as positions; each row ascending.
struct Wishes {
  std::vector<std::uint64_t> start;
  std::vector<std::uint32_t> to;

  Wishes(std::uint32_t people, std::vector<GroupWish> wishes) : start(std::size_t{people} + 1, 0) {
    std::sort(wishes.begin(), wishes.end());
    for (const GroupWish& wish : wishes) {
      ++start[wish.person + 1];
      to.push_back(wish.wished);
    }
    for (std::uint32_t p = 0; p < people; ++p) start[p + 1] += start[p];
  }
  std::span<const std::uint32_t> of(std::uint32_t p) const {
    return std::span(to).subspan(start[p], start[p + 1] - start[p]);
  }
};

std::vector<GroupWish> turned_around(std::vector<GroupWish> wishes) {
  for (GroupWish& wish : wishes) std::swap(wish.person, wish.wished);
  return wishes;
}

/// Stages or sites as positions 0, 1 … in the order in which people have them; unknown stays unknown.
struct Categories {
  std::vector<std::int32_t> of;       ///< per person
  std::vector<std::uint32_t> people;  ///< per category

  Categories(std::uint32_t count, const std::vector<std::int32_t>& given, const std::vector<PersonIndex>& order)
      : of(count, unknown_category) {
    std::map<std::int32_t, std::int32_t> position;
    for (std::uint32_t n = 0; n < count && !given.empty(); ++n) {
      if (given[order[n]] == unknown_category) continue;
      of[n] = position.try_emplace(given[order[n]], static_cast<std::int32_t>(people.size())).first->second;
      people.resize(position.size(), 0);
      ++people[static_cast<std::size_t>(of[n])];
    }
  }
};

/// How often two of `people` meet when they are spread over the groups as evenly as can be: never fewer.
std::int64_t unavoidable(std::int64_t people, std::int64_t groups) {
  const std::int64_t each = people / groups, more = people % groups;
  return groups * (each * (each - 1) / 2) + more * each;
}

std::int64_t unavoidable(const Categories& categories, std::uint32_t groups) {
  std::int64_t sum = 0;
  for (const std::uint32_t people : categories.people) sum += unavoidable(people, groups);
  return sum;
}

/// People in canonical order, with everything that counts.
struct Pool {
  Pool(const GroupProblem& problem, std::uint32_t group_count)
      : count(problem.person_count),
        groups(group_count),
        weights(problem.weights),
        order(lottery_order(problem.person_count, problem.lottery_seed, problem.key)),
        stage(count, problem.stage, order),
        site(count, problem.site, order),
        wishes(count, placed(problem)),
        wished_by(count, turned_around(placed(problem))) {}

  std::vector<GroupWish> placed(const GroupProblem& problem) const {
    std::vector<std::uint32_t> at(count);
    for (std::uint32_t n = 0; n < count; ++n) at[order[n]] = n;
    std::vector<GroupWish> wishes_here = problem.wishes;
    for (GroupWish& wish : wishes_here) wish = {at[wish.person], at[wish.wished]};
    return wishes_here;
  }

  std::uint32_t count, groups;
  GroupWeights weights;
  std::vector<PersonIndex> order;  ///< the problem's index of each canonical position
  Categories stage, site;
  Wishes wishes, wished_by;
};

/// Who is in which group, and what that is worth, kept up to date person by person.
class Grouping {
 public:
  explicit Grouping(const Pool& pool)
      : pool_(pool),
        group_of_(pool.count, no_group),
        at_(pool.count, 0),
        members_(pool.groups),
        stage_(pool.groups * pool.stage.people.size(), 0),
        site_(pool.groups * pool.site.people.size(), 0),
        met_(pool.count, 0) {}

  const std::vector<std::uint32_t>& group_of() const { return group_of_; }
  std::uint32_t group_of(std::uint32_t p) const { return group_of_[p]; }
  std::span<const std::uint32_t> members(std::uint32_t group) const { return members_[group]; }
  std::uint64_t work() const { return work_; }

  /// Wishes met less everybody of a stage or site together, the unavoidable included.
  std::int64_t value() const {
    const GroupWeights& w = pool_.weights;
    return (w.first_wish - w.later_wish) * with_wish + w.later_wish * wishes_met - w.same_stage * same_stage -
           w.same_site * same_site;
  }

  void put(std::uint32_t p, std::uint32_t group) {
    if (pool_.stage.of[p] >= 0) same_stage += stage_[slot(pool_.stage, p, group)]++;
    if (pool_.site.of[p] >= 0) same_site += site_[slot(pool_.site, p, group)]++;
    group_of_[p] = group;
    at_[p] = static_cast<std::uint32_t>(members_[group].size());
    members_[group].push_back(p);
    for (const std::uint32_t q : pool_.wishes.of(p))
      if (group_of_[q] == group) meet(p);
    for (const std::uint32_t q : pool_.wished_by.of(p))
      if (group_of_[q] == group) meet(q);
    count_work(p);
  }

  void take(std::uint32_t p) {
    const std::uint32_t group = group_of_[p];
    for (const std::uint32_t q : pool_.wishes.of(p))
      if (group_of_[q] == group) part(p);
    for (const std::uint32_t q : pool_.wished_by.of(p))
      if (group_of_[q] == group) part(q);
    group_of_[p] = no_group;
    members_[group][at_[p]] = members_[group].back();
    at_[members_[group].back()] = at_[p];
    members_[group].pop_back();
    if (pool_.stage.of[p] >= 0) same_stage -= --stage_[slot(pool_.stage, p, group)];
    if (pool_.site.of[p] >= 0) same_site -= --site_[slot(pool_.site, p, group)];
    count_work(p);
  }

  void exchange(std::uint32_t p, std::uint32_t q) {
    const std::uint32_t here = group_of_[p], there = group_of_[q];
    take(p);
    take(q);
    put(p, there);
    put(q, here);
  }

  std::int64_t same_stage = 0, same_site = 0, with_wish = 0, wishes_met = 0;

 private:
  static std::size_t slot(const Categories& categories, std::uint32_t p, std::uint32_t group) {
    return group * categories.people.size() + static_cast<std::size_t>(categories.of[p]);
  }
  void meet(std::uint32_t p) {
    ++wishes_met;
    with_wish += met_[p]++ == 0;
  }
  void part(std::uint32_t p) {
    --wishes_met;
    with_wish -= --met_[p] == 0;
  }
  void count_work(std::uint32_t p) { work_ += 1 + pool_.wishes.of(p).size() + pool_.wished_by.of(p).size(); }

  const Pool& pool_;
  std::vector<std::uint32_t> group_of_;
  std::vector<std::uint32_t> at_;  ///< where in its group's members a person stands
  std::vector<std::vector<std::uint32_t>> members_;
  std::vector<std::int32_t> stage_, site_;  ///< people per group and category
  std::vector<std::uint32_t> met_;          ///< per person: wishes met
  std::uint64_t work_ = 0;
};

/// What no grouping can exceed, the unavoidable meetings counted as in Grouping::value.
class Bound {
 public:
  explicit Bound(const Pool& pool) : pool_(pool), most_((pool.count + pool.groups - 1) / pool.groups - 1) {}

  std::int64_t compute(std::vector<PersonIndex>& sought_after) const {
    const std::int64_t with_wish = most_with_wish(sought_after);
    const GroupWeights& w = pool_.weights;
    const std::int64_t first = (w.first_wish - w.later_wish) * with_wish;
    const std::int64_t apart = w.later_wish * most_met() - w.same_stage * unavoidable(pool_.stage, pool_.groups) -
                               w.same_site * unavoidable(pool_.site, pool_.groups);
    return first + std::min(apart, together());
  }

 private:
  /// Each place beside somebody sought after serves one; a Hall set says who competes for them.
  std::int64_t most_with_wish(std::vector<PersonIndex>& sought_after) const {
    const std::vector<std::int32_t> capacity(pool_.count, static_cast<std::int32_t>(most_));
    const Lists lists{pool_.wishes.start, pool_.wishes.to, capacity};
    Placement placement(lists);
    placement.fill();
    const Shortage shortage = shortage_of(lists, placement);
    for (std::uint32_t p = 0; p < pool_.count; ++p)
      if (shortage.educator[p]) sought_after.push_back(pool_.order[p]);
    std::sort(sought_after.begin(), sought_after.end());
    return placement.placed();
  }

  /// Nobody is with more than most_ others, whether they wish or are wished for.
  std::int64_t most_met() const {
    std::int64_t wishing = 0, wished = 0;
    for (std::uint32_t p = 0; p < pool_.count; ++p) {
      wishing += static_cast<std::int64_t>(std::min<std::size_t>(most_, pool_.wishes.of(p).size()));
      wished += static_cast<std::int64_t>(std::min<std::size_t>(most_, pool_.wished_by.of(p).size()));
    }
    return std::min(wishing, wished);
  }

  /// Wishes and meetings weighed against each other, pair by pair: everybody with the company that suits them best.
  /// Each pair is counted from both sides, so half of the sum.
  std::int64_t together() const {
    std::map<std::pair<std::int32_t, std::int32_t>, std::int64_t> both;
    for (std::uint32_t p = 0; p < pool_.count; ++p) ++both[{pool_.stage.of[p], pool_.site.of[p]}];
    std::int64_t sum = 0;
    for (std::uint32_t p = 0; p < pool_.count; ++p) sum += best_company(p, both);
    return sum >> 1;
  }

  std::int64_t lost(std::uint32_t p, std::uint32_t q) const {
    const auto same = [&](const Categories& c) { return c.of[p] >= 0 && c.of[p] == c.of[q]; };
    return (same(pool_.stage) ? pool_.weights.same_stage : 0) + (same(pool_.site) ? pool_.weights.same_site : 0);
  }

  std::int64_t best_company(std::uint32_t p,
                            const std::map<std::pair<std::int32_t, std::int32_t>, std::int64_t>& both) const {
    // Points with everybody who wishes or is wished for; all others fall into four kinds.
    std::vector<std::uint32_t> known(pool_.wishes.of(p).begin(), pool_.wishes.of(p).end());
    known.insert(known.end(), pool_.wished_by.of(p).begin(), pool_.wished_by.of(p).end());
    std::sort(known.begin(), known.end());
    const std::int32_t stage = pool_.stage.of[p], site = pool_.site.of[p];
    const std::int64_t of_stage = stage < 0 ? 0 : pool_.stage.people[static_cast<std::size_t>(stage)] - 1;
    const std::int64_t of_site = site < 0 ? 0 : pool_.site.people[static_cast<std::size_t>(site)] - 1;
    const std::int64_t of_both = stage < 0 || site < 0 ? 0 : both.at({stage, site}) - 1;
    const GroupWeights& w = pool_.weights;
    std::map<std::int64_t, std::int64_t, std::greater<>> people_at;  // by points
    people_at[0] += std::int64_t{pool_.count} - 1 - of_stage - of_site + of_both;
    people_at[-std::int64_t{w.same_stage}] += of_stage - of_both;
    people_at[-std::int64_t{w.same_site}] += of_site - of_both;
    people_at[-std::int64_t{w.same_stage} - w.same_site] += of_both;
    for (std::size_t n = 0; n < known.size();) {
      std::int64_t times = 0;
      const std::uint32_t q = known[n];
      for (; n < known.size() && known[n] == q; ++n) ++times;
      --people_at[-lost(p, q)];
      ++people_at[times * w.later_wish - lost(p, q)];
    }
    // Groups have most_ + 1 people, or one fewer where they do not divide evenly.
    const std::uint32_t least = pool_.count / pool_.groups - 1;
    std::int64_t sum = 0, company = 0, best = least == 0 ? 0 : -(std::int64_t{1} << 60);
    for (const auto& [points, people] : people_at) {
      for (std::int64_t n = 0; n < people && company < most_; ++n) {
        sum += points;
        if (++company >= least) best = std::max(best, sum);
      }
    }
    return best;
  }

  const Pool& pool_;
  std::uint32_t most_;  ///< others in the largest group
};

/// Deals people out and exchanges them until the bound is met or the effort spent.
class Search {
 public:
  Search(const Pool& pool, std::uint64_t seed, std::int64_t bound, WorkMeter& meter)
      : pool_(pool), random_(seed), bound_(bound), meter_(meter), now_(pool) {}

  /// False: stopped.
  bool run() {
    deal();
    best_ = now_.group_of();
    best_value_ = now_.value();
    // Few people are searched over in several short rounds, many in two long ones; measured on invented programs.
    const std::uint64_t rounds = pool_.count <= 100 ? 8 : 2;
    const std::uint64_t proposals = std::clamp<std::uint64_t>(3'000ULL * pool_.count, 200'000, 10'000'000) / rounds;
    const GroupWeights& w = pool_.weights;
    for (std::uint64_t round = 0; round < rounds && best_value_ < bound_; ++round) {
      // The loss allowed falls to nothing at three quarters of a round; it starts lower in every second one.
      const std::int64_t highest = std::max(1, (w.first_wish + w.same_stage + w.same_site) / (round % 2 == 0 ? 1 : 3));
      for (std::uint64_t n = 0; n < proposals && best_value_ < bound_; ++n) {
        const auto falling = static_cast<std::int64_t>(proposals * 3 / 4);
        const std::int64_t left = std::max<std::int64_t>(0, falling - static_cast<std::int64_t>(n));
        if (!propose((highest * left + falling - 1) / falling)) return false;
      }
      if (!descend()) return false;
    }
    return true;
  }

  const std::vector<std::uint32_t>& best() const { return best_; }

 private:
  void deal() {
    std::vector<std::uint32_t> row(pool_.count);
    std::iota(row.begin(), row.end(), 0U);
    std::stable_sort(row.begin(), row.end(), [&](std::uint32_t a, std::uint32_t b) {
      return std::tuple(pool_.stage.of[a], pool_.site.of[a]) < std::tuple(pool_.stage.of[b], pool_.site.of[b]);
    });
    for (std::uint32_t n = 0; n < pool_.count; ++n) now_.put(row[n], n % pool_.groups);
  }

  /// Tries one exchange; it stays when it costs no more than what is allowed.
  bool try_exchange(std::uint32_t p, std::uint32_t q, std::int64_t allowed) {
    const std::int64_t before = now_.value();
    now_.exchange(p, q);
    if (now_.value() < before - allowed) {
      now_.exchange(p, q);
    } else {
      if (since_best_.size() < pool_.count) since_best_.emplace_back(p, q);
      if (now_.value() > best_value_) keep();
    }
    const std::uint64_t work = now_.work() - spent_;
    spent_ = now_.work();
    return meter_.spend(work);
  }

  /// Remembers the groups as the best so far: by what was exchanged since the last ones, or whole.
  void keep() {
    best_value_ = now_.value();
    if (since_best_.size() == pool_.count) best_ = now_.group_of();
    else
      for (const auto& [p, q] : since_best_) std::swap(best_[p], best_[q]);
    since_best_.clear();
  }

  /// Half of the proposals bring somebody to a person they wish for or who wishes for them.
  bool propose(std::int64_t allowed) {
    const auto p = static_cast<std::uint32_t>(random_.below(pool_.count));
    std::uint32_t there = static_cast<std::uint32_t>(random_.below(pool_.groups));
    std::uint32_t company = p;
    const auto wishes = pool_.wishes.of(p), wished_by = pool_.wished_by.of(p);
    if (random_.below(2) == 0 && !(wishes.empty() && wished_by.empty())) {
      const std::uint64_t n = random_.below(wishes.size() + wished_by.size());
      company = n < wishes.size() ? wishes[n] : wished_by[n - wishes.size()];
      there = now_.group_of(company);
    }
    if (there == now_.group_of(p)) return meter_.spend();
    const auto members = now_.members(there);
    const std::uint32_t q = members[random_.below(members.size())];
    if (q == company) return meter_.spend();
    return try_exchange(p, q, allowed);
  }

  /// Every exchange that gains, as long as there is one and people are few enough to look at all pairs.
  bool descend() {
    constexpr std::uint32_t few = 300;
    if (pool_.count > few) return true;
    for (bool gained = true; gained && best_value_ < bound_;) {
      gained = false;
      for (std::uint32_t p = 0; p < pool_.count; ++p) {
        for (std::uint32_t q = p + 1; q < pool_.count; ++q) {
          if (now_.group_of(p) == now_.group_of(q)) continue;
          const std::int64_t before = now_.value();
          if (!try_exchange(p, q, -1)) return false;
          gained = gained || now_.value() > before;
        }
      }
    }
    return true;
  }

  const Pool& pool_;
  SeededRandom random_;
  std::int64_t bound_;
  WorkMeter& meter_;
  Grouping now_;
  std::vector<std::uint32_t> best_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> since_best_;  ///< exchanges; useless once as many as people
  std::int64_t best_value_ = 0;
  std::uint64_t spent_ = 0;
};

Result<> validate_weights(const GroupWeights& w) {
  const auto refused = [](std::string name, std::int64_t value, std::int64_t low, std::int64_t limit) {
    return err(refuse("matching.bad_group_weight")
                   .with("weight", std::move(name))
                   .with("value", std::to_string(value))
                   .with("low", std::to_string(low))
                   .with("limit", std::to_string(limit)));
  };
  const std::pair<const char*, std::int32_t> all[] = {
      {"same_stage", w.same_stage}, {"same_site", w.same_site}, {"first_wish", w.first_wish}};
  for (const auto& [name, value] : all)
    if (value < 0 || value > max_weight) return refused(name, value, 0, max_weight);
  if (w.later_wish < 0 || w.later_wish > w.first_wish) return refused("later_wish", w.later_wish, 0, w.first_wish);
  return {};
}

}  // namespace

std::string_view name_of(GroupOutcome outcome) {
  switch (outcome) {
    case GroupOutcome::optimal: return "optimal";
    case GroupOutcome::bounded: return "bounded";
    case GroupOutcome::stopped: return "stopped";
  }
  return "";
}

Result<std::uint32_t> group_count(std::uint32_t people, std::uint32_t smallest, std::uint32_t largest) {
  if (smallest < 2 || largest < smallest || largest > max_group) {
    return err(refuse("matching.group_size_range")
                   .with("smallest", std::to_string(smallest))
                   .with("largest", std::to_string(largest))
                   .with("limit", std::to_string(max_group)));
  }
  const std::uint32_t fewest = (people + largest - 1) / largest, most = people / smallest;
  if (fewest > most) {
    return err(refuse("matching.group_sizes")
                   .with("people", std::to_string(people))
                   .with("smallest", std::to_string(smallest))
                   .with("largest", std::to_string(largest))
                   .with("one_size", smallest == largest ? "yes" : "no"));
  }
  std::uint32_t best = most;
  const auto off = [&](std::uint32_t groups) {
    return std::abs(2 * std::int64_t{people} - std::int64_t{groups} * (smallest + largest));
  };
  for (std::uint32_t groups = most; groups-- > fewest;)
    if (off(groups) < off(best)) best = groups;
  return best;
}

Result<> validate(const GroupProblem& p) {
  TRY(fits("people", p.person_count, max_people));
  TRY(fits("wishes", p.wishes.size(), max_pairs));
  TRY(group_count(p.person_count, p.smallest, p.largest));
  for (const auto& [name, categories] : {std::pair("stage", &p.stage), std::pair("site", &p.site)}) {
    if (!categories->empty() && categories->size() != p.person_count) return err(bad_problem(name));
    for (const std::int32_t category : *categories)
      if (category < unknown_category) return err(bad_problem(name));
  }
  TRY(are_keys(p.person_count, p.key));
  TRY(validate_weights(p.weights));
  auto wishes = p.wishes;
  std::sort(wishes.begin(), wishes.end());
  for (std::size_t n = 0; n < wishes.size(); ++n) {
    const GroupWish wish = wishes[n];
    if (wish.person >= p.person_count || wish.wished >= p.person_count) return err(bad_problem("wishes"));
    if (wish.person == wish.wished)
      return err(refuse("matching.wish_self").with("person", std::to_string(wish.person)));
    if (n > 0 && wishes[n - 1] == wish) {
      return err(refuse("matching.wish_repeated")
                     .with("person", std::to_string(wish.person))
                     .with("peer", std::to_string(wish.wished)));
    }
  }
  return {};
}

Result<GroupSolution> group_up(const GroupProblem& problem, const Limits& limits, std::stop_token stop) {
  TRY(validate(problem));
  GroupSolution s;
  s.solver = "exchange-1";
  s.groups = TRY(group_count(problem.person_count, problem.smallest, problem.largest));
  if (s.groups == 0) {
    s.outcome = GroupOutcome::optimal;
    return s;
  }
  WorkMeter meter(limits.max_work, stop);
  const Pool pool(problem, s.groups);
  const std::int64_t bound = Bound(pool).compute(s.sought_after);
  Search search(pool, problem.lottery_seed, bound, meter);
  const bool finished = search.run();

  // Groups are numbered by the first of their people in canonical order.
  Grouping grouping(pool);
  std::vector<std::uint32_t> number(s.groups, no_group);
  std::uint32_t next = 0;
  s.group_of.resize(pool.count);
  for (std::uint32_t n = 0; n < pool.count; ++n) {
    std::uint32_t& mine = number[search.best()[n]];
    if (mine == no_group) mine = next++;
    grouping.put(n, mine);
    s.group_of[pool.order[n]] = mine;
  }
  const std::int64_t stage_least = unavoidable(pool.stage, s.groups), site_least = unavoidable(pool.site, s.groups);
  const std::int64_t least = pool.weights.same_stage * stage_least + pool.weights.same_site * site_least;
  s.value = grouping.value() + least;
  s.bound = bound + least;
  s.stage_excess = static_cast<std::uint64_t>(grouping.same_stage - stage_least);
  s.site_excess = static_cast<std::uint64_t>(grouping.same_site - site_least);
  s.with_wish = static_cast<std::uint32_t>(grouping.with_wish);
  s.wishes_met = static_cast<std::uint64_t>(grouping.wishes_met);
  s.outcome = s.value == s.bound ? GroupOutcome::optimal : finished ? GroupOutcome::bounded : GroupOutcome::stopped;
  s.work = meter.used();
  return s;
}

}  // namespace chiron::matching
