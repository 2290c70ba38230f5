// Whom the database's triggers note as concerned by a duty, against the engine: in random organizations every pair
// whose findings a duty can change has somebody in it whose revision the duty raises.
#include <algorithm>
#include <random>
#include <set>

#include "engines/conflict/judge.h"
#include "features/conflicts/neighborhood.h"
#include "features/duties/duty_store.h"
#include "features/institutions/institution_store.h"
#include "platform/db/testing.h"

namespace chiron::conflicts {
namespace {

constexpr int people_count = 7, group_count = 3, fact_count = 16;
const Date first_day = *Date::parse("2027-08-01");

class ConcernedTest : public db::testing::DatabaseTest {
 protected:
  void SetUp() override {
    open({institutions::migrations, people::migrations, duties::migrations});
    if (IsSkipped()) return;
    institution_ = InstitutionId::random(random_);
    const auto made =
        institutions::Institution::of(institution_, "north", "North School", "Europe/Berlin", institutions::Mode::demo);
    ASSERT_TRUE(
        database().write_and_wait([&](db::WriteTransaction& write) { return institutions::insert(write, *made); }));
  }
  std::uint32_t below(std::uint32_t count) { return static_cast<std::uint32_t>(dice_() % count); }

  conflict::Fact random_fact() {
    while (true) {
      constexpr auto kinds = conflict::all_duty_kinds;
      conflict::Fact fact;
      // Half of all facts are memberships and management, which lead from one duty to the next.
      constexpr conflict::DutyKind leading[] = {conflict::DutyKind::member_of, conflict::DutyKind::manages,
                                                conflict::DutyKind::delegates_to, conflict::DutyKind::related_to};
      fact.kind = below(2) == 0 ? leading[below(4)] : kinds[below(conflict::duty_kind_count)];
      fact.holder = below(people_count);
      const bool person_only =
          fact.kind == conflict::DutyKind::delegates_to || fact.kind == conflict::DutyKind::related_to;
      const bool group = fact.kind == conflict::DutyKind::member_of || (!person_only && below(2) == 0);
      fact.target_kind = group ? conflict::TargetKind::group : conflict::TargetKind::person;
      fact.target = below(group ? group_count : people_count);
      fact.days.from = first_day + static_cast<std::int32_t>(below(20));
      fact.days.to = fact.days.from + 1 + static_cast<std::int32_t>(below(20));
      if (group || fact.target != fact.holder) return fact;
    }
  }
  Result<> say(db::WriteTransaction& write, const people::Recording& at, const conflict::Fact& fact,
               duties::DutyId id) {
    const std::string group = "group" + std::to_string(fact.target) + people_[0].text();
    const bool person = fact.target_kind == conflict::TargetKind::person;
    std::optional<PersonId> target;
    if (person) target = people_[fact.target];
    return duties::record(
        write, at, id,
        {fact.kind, "", {person ? duties::TargetKind::person : duties::TargetKind::unit, group}, fact.days, "", 0, 0},
        people_[fact.holder], target);
  }

  /// Whether a pair's findings differ, for whatever role.
  static bool changes(const conflict::Index& before, const conflict::Index& after, const conflict::Pair& pair) {
    const DateRange term{first_day - 400, first_day + 400};
    for (const auto role : conflict::all_roles) {
      const auto policy = conflict::Policy::standard(role);
      const auto one = conflict::judge(before, policy, pair.learner, pair.educator, term);
      const auto other = conflict::judge(after, policy, pair.learner, pair.educator, term);
      if (!std::ranges::equal(one.findings, other.findings, [](const auto& a, const auto& b) {
            return a.rule == b.rule && a.level == b.level && a.days == b.days;
          }))
        return true;
    }
    return false;
  }

  SeededRandom random_{11};
  std::mt19937 dice_{20270801};
  InstitutionId institution_;
  std::vector<PersonId> people_;
};
CHIRON_ON_BOTH_ENGINES(ConcernedTest);

TEST_P(ConcernedTest, EveryPairThatADutyCanChangeHasSomebodyInItWhomItConcerns) {
  // A stored relationship is judged with the standard depth; deeper chains would need deeper triggers.
  static_assert(conflict::standard_chain == 2);
  static constexpr db::Sql concerned("SELECT person_id FROM concerned_people WHERE change_id = $1");
  std::size_t pairs = 0;
  for (int world = 0; world < (GetParam() == db::Engine::sqlite ? 120 : 12); ++world) {
    people_.clear();
    conflict::Facts facts;
    facts.people = people_count;
    facts.groups = group_count;
    const people::Recording before{institution_, people::ChangeId::random(random_)};
    ASSERT_TRUE(database().write_and_wait([&](db::WriteTransaction& write) {
      return people::change_at_once(write, before, people::ChangeKind::edit, {1}, [&](const auto& at) -> Result<> {
        for (int i = 0; i < people_count; ++i) {
          people_.push_back(PersonId::random(random_));
          TRY(people::insert(write, at, people_.back(), people_.back().text()));
        }
        while (facts.facts.size() < fact_count) {
          facts.facts.push_back(random_fact());
          TRY(say(write, at, facts.facts.back(), duties::DutyId::random(random_)));
        }
        return {};
      });
    }));
    const auto index = conflict::build(facts);
    for (int i = 0; i < 12; ++i) {
      const conflict::Fact news = random_fact();
      const auto affected = conflict::affected_by(index, news);
      const people::Recording at{institution_, people::ChangeId::random(random_)};
      std::set<PersonId> touched;
      const auto undone = database().write_and_wait([&](db::WriteTransaction& write) -> Result<> {
        TRY(people::begin(write, at, people::ChangeKind::edit));
        TRY(say(write, at, news, duties::DutyId::random(random_)));
        for (const auto& id : TRY(write.query(concerned, at.change).all<PersonId>())) touched.insert(id);
        return err(refuse("test.undone"));  // so that the next fact meets the same world
      });
      ASSERT_EQ(undone.error().key, "test.undone") << undone.error().debug_text();
      auto more = facts;
      more.facts.push_back(news);
      const auto after = conflict::build(more);
      for (const auto& pair : affected.pairs) {
        if (!changes(index, after, pair)) continue;
        ++pairs;
        EXPECT_TRUE(touched.contains(people_[pair.learner]) || touched.contains(people_[pair.educator]))
            << "world " << world << ": nobody of a pair that a new " << conflict::name_of(news.kind) << " changes";
      }
      for (const auto learner : affected.learners) EXPECT_TRUE(touched.contains(people_[learner])) << "world " << world;
    }
  }
  EXPECT_GT(pairs, 100u);
}

}  // namespace
}  // namespace chiron::conflicts
