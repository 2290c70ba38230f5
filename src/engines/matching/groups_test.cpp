// Peer groups: against brute force over every grouping, cases by hand, shuffled input, refusals, limits; and the
// checker against lies.
#include "engines/matching/groups.h"

#include <gtest/gtest.h>

#include <functional>
#include <limits>

#include "base/random.h"
#include "engines/matching/test_problems.h"

namespace chiron::matching {
namespace {

std::string first_of(const std::vector<GroupViolation>& violations) {
  return violations.empty() ? "" : std::string(name_of(violations.front().kind));
}

std::string key_of(const Result<GroupSolution>& result) { return result ? "" : result.error().key; }

GroupProblem people(std::uint32_t count, std::uint32_t smallest, std::uint32_t largest) {
  GroupProblem p;
  p.person_count = count;
  p.smallest = smallest;
  p.largest = largest;
  return p;
}

GroupProblem random_groups(SeededRandom& random, std::uint32_t count, std::uint32_t smallest, std::uint32_t largest) {
  GroupProblem p = people(count, smallest, largest);
  p.lottery_seed = random.next();
  const auto stages = 1 + random.below(4), sites = 1 + random.below(4), wishing = random.below(5);
  const bool alike = random.below(2) == 0;  // wishes for people of one's own stage
  for (PersonIndex a = 0; a < count; ++a) {
    p.stage.push_back(static_cast<std::int32_t>(random.below(stages + 1)) - 1);
    p.site.push_back(static_cast<std::int32_t>(random.below(sites + 1)) - 1);
  }
  for (PersonIndex a = 0; a < count; ++a) {
    for (PersonIndex b = 0; b < count; ++b)
      if (a != b && random.below(count) < wishing && (!alike || p.stage[a] == p.stage[b])) p.wishes.push_back({a, b});
  }
  p.weights.same_stage = static_cast<std::int32_t>(random.below(5));
  p.weights.same_site = static_cast<std::int32_t>(random.below(5));
  p.weights.first_wish = static_cast<std::int32_t>(random.below(9));
  p.weights.later_wish = static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(p.weights.first_wish) + 1));
  return p;
}

/// Points of groups as the header says, by looking at all pairs.
std::int64_t value_of(const GroupProblem& p, const std::vector<std::uint32_t>& group_of, std::uint32_t groups) {
  std::int64_t value = 0;
  for (PersonIndex a = 0; a < p.person_count; ++a) {
    std::int64_t met = 0;
    for (const GroupWish& wish : p.wishes) met += wish.person == a && group_of[a] == group_of[wish.wished];
    if (met > 0) value += p.weights.first_wish + (met - 1) * p.weights.later_wish;
    for (PersonIndex b = a + 1; b < p.person_count; ++b) {
      if (group_of[a] != group_of[b]) continue;
      if (!p.stage.empty() && p.stage[a] >= 0 && p.stage[a] == p.stage[b]) value -= p.weights.same_stage;
      if (!p.site.empty() && p.site[a] >= 0 && p.site[a] == p.site[b]) value -= p.weights.same_site;
    }
  }
  for (const auto& [categories, weight] :
       {std::pair(&p.stage, p.weights.same_stage), std::pair(&p.site, p.weights.same_site)}) {
    for (std::int32_t c = 0; c < 10; ++c) {
      const auto of = std::count(categories->begin(), categories->end(), c);
      for (std::uint32_t g = 0; g < groups; ++g) {
        const auto here = of / groups + (g < of % groups ? 1 : 0);
        value += weight * (here * (here - 1) / 2);
      }
    }
  }
  return value;
}

/// The best value over every grouping into `groups` of even size.
std::int64_t best_by_brute_force(const GroupProblem& p, std::uint32_t groups) {
  std::int64_t best = std::numeric_limits<std::int64_t>::min();
  std::vector<std::uint32_t> group_of(p.person_count), size(groups, 0);
  const std::uint32_t most = (p.person_count + groups - 1) / groups;
  const std::function<void(PersonIndex, std::uint32_t)> place = [&](PersonIndex a, std::uint32_t opened) {
    if (a == p.person_count) {
      if (*std::min_element(size.begin(), size.end()) >= p.person_count / groups)
        best = std::max(best, value_of(p, group_of, groups));
      return;
    }
    for (std::uint32_t g = 0; g < std::min(groups, opened + 1); ++g) {
      if (size[g] == most) continue;
      ++size[g];
      group_of[a] = g;
      place(a + 1, std::max(opened, g + 1));
      --size[g];
    }
  };
  place(0, 0);
  return best;
}

TEST(Groups, NumberOfGroupsSuitsTheSizes) {
  EXPECT_EQ(group_count(0, 5, 8).value(), 0U);
  EXPECT_EQ(group_count(5, 5, 8).value(), 1U);
  EXPECT_EQ(group_count(13, 5, 8).value(), 2U);
  EXPECT_EQ(group_count(24, 5, 8).value(), 4U);
  EXPECT_EQ(group_count(65, 5, 8).value(), 10U);
  EXPECT_EQ(group_count(30, 6, 6).value(), 5U);
  for (const std::uint32_t people : {1U, 4U, 9U})
    EXPECT_EQ(group_count(people, 5, 8).error().key, "matching.group_sizes");
  EXPECT_EQ(group_count(31, 6, 6).error().key, "matching.group_sizes");
  EXPECT_EQ(group_count(31, 1, 6).error().key, "matching.group_size_range");
  EXPECT_EQ(group_count(31, 7, 6).error().key, "matching.group_size_range");
  EXPECT_EQ(group_count(31, 7, 51).error().key, "matching.group_size_range");
}

TEST(Groups, StagesAndSitesAreMixedAsFarAsTheyGo) {
  GroupProblem p = people(24, 6, 6);
  for (PersonIndex a = 0; a < 24; ++a) {
    p.stage.push_back(static_cast<std::int32_t>(a / 6));
    p.site.push_back(static_cast<std::int32_t>(a % 2));
  }
  const GroupSolution s = group_up(p).value();
  EXPECT_EQ(s.outcome, GroupOutcome::optimal);
  EXPECT_EQ(s.stage_excess, 0U);
  EXPECT_EQ(s.site_excess, 0U);
  EXPECT_EQ(s.value, 0);
  EXPECT_EQ(first_of(check(p, s)), "");
}

TEST(Groups, WishesAreMetWhereNothingStandsAgainstThem) {
  GroupProblem p = people(20, 5, 5);
  for (PersonIndex a = 0; a < 20; ++a) p.wishes.push_back({a, (a + 4) % 20});  // four circles of five
  const GroupSolution s = group_up(p).value();
  EXPECT_EQ(s.with_wish, 20U);
  EXPECT_EQ(s.outcome, GroupOutcome::optimal);
  EXPECT_EQ(first_of(check(p, s)), "");
}

TEST(Groups, TheBoundKnowsThatEverybodyCannotBeWithOnePerson) {
  GroupProblem p = people(20, 5, 5);
  for (PersonIndex a = 1; a < 20; ++a) p.wishes.push_back({a, 0});
  const GroupSolution s = group_up(p).value();
  EXPECT_EQ(s.with_wish, 4U);
  EXPECT_EQ(s.sought_after, std::vector<PersonIndex>{0});
  EXPECT_EQ(s.outcome, GroupOutcome::optimal);
  EXPECT_EQ(first_of(check(p, s)), "");
}

TEST(Groups, NobodyAndAllEqual) {
  const GroupSolution none = group_up(people(0, 5, 8)).value();
  EXPECT_EQ(none.outcome, GroupOutcome::optimal);
  EXPECT_EQ(none.groups, 0U);
  EXPECT_EQ(first_of(check(people(0, 5, 8), none)), "");
  GroupProblem p = people(13, 5, 8);
  p.stage.assign(13, 2);
  p.site.assign(13, 0);
  const GroupSolution s = group_up(p).value();
  EXPECT_EQ(s.outcome, GroupOutcome::optimal);
  EXPECT_EQ(s.value, 0);
  EXPECT_EQ(first_of(check(p, s)), "");
}

TEST(Groups, AgreeWithBruteForceAndNeverExceedTheBound) {
  int reached = 0, proven = 0, all = 0;
  for (std::uint64_t seed = 1; seed <= 120; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    SeededRandom random(seed);
    const std::uint32_t size = 2 + static_cast<std::uint32_t>(random.below(2));
    const GroupProblem p = random_groups(random, 6 + static_cast<std::uint32_t>(random.below(3)), size, size + 2);
    const GroupSolution s = group_up(p).value();
    ASSERT_EQ(first_of(check(p, s)), "");
    ASSERT_EQ(s.value, value_of(p, s.group_of, s.groups));
    const std::int64_t best = best_by_brute_force(p, s.groups);
    ASSERT_LE(best, s.bound);
    ASSERT_LE(s.value, best);
    reached += s.value == best;
    proven += s.outcome == GroupOutcome::optimal;
    ++all;
  }
  EXPECT_EQ(reached, all);
  EXPECT_GT(proven, all / 4);
}

TEST(Groups, SameGroupsWhateverTheOrderOfRows) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    SeededRandom random(seed);
    const GroupProblem p = random_groups(random, 40, 5, 8);
    const GroupSolution s = group_up(p, {200'000}).value();
    GroupProblem q = p;
    const std::vector<std::uint32_t> at = shuffle(random, p.person_count);
    q.key.resize(p.person_count);
    for (PersonIndex a = 0; a < p.person_count; ++a) {
      q.key[at[a]] = {0, a};
      q.stage[at[a]] = p.stage[a] < 0 ? p.stage[a] : 9 - p.stage[a];  // other numbers for the same stages
      q.site[at[a]] = p.site[a];
    }
    for (GroupWish& wish : q.wishes) wish = {at[wish.person], at[wish.wished]};
    std::reverse(q.wishes.begin(), q.wishes.end());
    const GroupSolution t = group_up(q, {200'000}).value();
    ASSERT_EQ(t.bound, s.bound);
    ASSERT_EQ(t.value, s.value);
    for (PersonIndex a = 0; a < p.person_count; ++a) ASSERT_EQ(t.group_of[at[a]], s.group_of[a]);
  }
}

TEST(Groups, StoppedGroupsKeepTheSizes) {
  SeededRandom random(3);
  GroupProblem p = people(100, 5, 8);
  for (PersonIndex a = 0; a < 100; ++a) {
    p.stage.push_back(static_cast<std::int32_t>(random.below(4)));
    for (const PersonIndex b : {(a + 1) % 100, (a + 7) % 100, (a + 31) % 100}) p.wishes.push_back({a, b});
  }
  for (const std::uint64_t limit : {1ULL, 1000ULL, 100'000ULL}) {
    const GroupSolution s = group_up(p, {limit}).value();
    EXPECT_EQ(s.outcome, GroupOutcome::stopped);
    EXPECT_EQ(first_of(check(p, s)), "");
  }
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(group_up(p, {}, stop.get_token()).value().outcome, GroupOutcome::stopped);
}

TEST(Groups, RefuseWhatContradictsItself) {
  GroupProblem p = people(10, 5, 8);
  EXPECT_EQ(key_of(group_up(people(9, 5, 8))), "matching.group_sizes");
  p.wishes = {{1, 1}};
  EXPECT_EQ(key_of(group_up(p)), "matching.wish_self");
  p.wishes = {{1, 2}, {2, 1}, {1, 2}};
  EXPECT_EQ(key_of(group_up(p)), "matching.wish_repeated");
  p.wishes = {{1, 10}};
  EXPECT_EQ(key_of(group_up(p)), "matching.bad_problem");
  p.wishes.clear();
  p.weights.later_wish = p.weights.first_wish + 1;
  EXPECT_EQ(key_of(group_up(p)), "matching.bad_group_weight");
  p.weights = {1001, 0, 0, 0};
  EXPECT_EQ(key_of(group_up(p)), "matching.bad_group_weight");
  p.weights = {};
  p.stage = {1, 2};
  EXPECT_EQ(key_of(group_up(p)), "matching.bad_problem");
}

TEST(GroupsCheck, FindsEveryLie) {
  GroupProblem p = people(12, 5, 7);
  for (PersonIndex a = 0; a < 12; ++a) {
    p.stage.push_back(static_cast<std::int32_t>(a % 3));
    p.site.push_back(static_cast<std::int32_t>(a / 6));
    p.wishes.push_back({a, (a + 3) % 12});
    if (a != 0) p.wishes.push_back({a, 0});
  }
  std::sort(p.wishes.begin(), p.wishes.end());
  p.wishes.erase(std::unique(p.wishes.begin(), p.wishes.end()), p.wishes.end());
  const GroupSolution honest = group_up(p).value();
  ASSERT_EQ(first_of(check(p, honest)), "");
  const auto lie = [&](auto change) {
    GroupSolution s = honest;
    change(s);
    return first_of(check(p, s));
  };
  EXPECT_EQ(lie([](GroupSolution& s) { s.group_of.pop_back(); }), "wrong_size");
  EXPECT_EQ(lie([](GroupSolution& s) { s.group_of[3] = s.groups; }), "bad_group");
  EXPECT_EQ(lie([](GroupSolution& s) { std::replace(s.group_of.begin(), s.group_of.end(), 1U, 0U); }), "uneven_groups");
  EXPECT_EQ(lie([](GroupSolution& s) {
              auto other =
                  std::find_if(s.group_of.begin(), s.group_of.end(), [&](auto g) { return g != s.group_of[0]; });
              *other = s.group_of[0];
            }),
            "uneven_groups");
  EXPECT_EQ(lie([](GroupSolution& s) { ++s.value; }), "wrong_figures");
  EXPECT_EQ(lie([](GroupSolution& s) { ++s.with_wish; }), "wrong_figures");
  EXPECT_EQ(lie([](GroupSolution& s) { ++s.wishes_met; }), "wrong_figures");
  EXPECT_EQ(lie([](GroupSolution& s) { ++s.stage_excess; }), "wrong_figures");
  EXPECT_EQ(lie([](GroupSolution& s) { ++s.site_excess; }), "wrong_figures");
  EXPECT_EQ(lie([](GroupSolution& s) {
              s.outcome = GroupOutcome::optimal;
              s.bound = s.value + 1;
            }),
            "not_optimal");
  EXPECT_EQ(lie([](GroupSolution& s) {
              s.outcome = GroupOutcome::bounded;
              --s.bound;
            }),
            honest.value == honest.bound ? "not_optimal" : "bound_too_low");
  // Everybody wishes for one of the first two, who have places beside them for 8 of the 18: without them as evidence,
  // the bound has no ground.
  GroupProblem q = people(20, 5, 5);
  for (PersonIndex a = 2; a < 20; ++a) q.wishes.push_back({a, a % 2});
  GroupSolution s = group_up(q).value();
  ASSERT_EQ(s.sought_after.size(), 2U);
  ASSERT_EQ(first_of(check(q, s)), "");
  s.sought_after.pop_back();
  EXPECT_EQ(first_of(check(q, s)), "bound_too_low");
}

}  // namespace
}  // namespace chiron::matching
