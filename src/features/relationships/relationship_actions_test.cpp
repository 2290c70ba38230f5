// "The database refuses too": each invariant through the program, through hand-written SQL, and with two racing
// writers;
// and the facts around a pair judge it exactly as everybody's facts do.
#include "features/relationships/relationship_actions.h"

#include <thread>

#include "features/conflicts/neighborhood.h"
#include "features/duties/duty_store.h"
#include "features/duties/roster_facts.h"
#include "features/institutions/institution_store.h"
#include "platform/db/testing.h"

namespace chiron::relationships {
namespace {

const Date today = *Date::parse("2026-11-22");
const DateRange year{today - 100, today + 265};

class RelationshipsTest : public db::testing::DatabaseTest {
 protected:
  void SetUp() override {
    open({institutions::migrations, people::migrations, duties::migrations, relationships::migrations});
    if (IsSkipped()) return;
    institution_ = InstitutionId::random(random_);
    auto made =
        institutions::Institution::of(institution_, "north", "North School", "Europe/Berlin", institutions::Mode::demo);
    ASSERT_TRUE(database().write_and_wait([&](db::WriteTransaction& write) -> Result<> {
      TRY(institutions::insert(write, *made));
      TRY(set_day(write, institution_, today));
      return at_once(write, [&](const people::Recording& at) -> Result<> {
        for (const char* id : {"learner", "educator", "other"}) {
          people_[id] = PersonId::random(random_);
          people::Person person;
          person.id = id;
          TRY(people::insert(write, at, people_[id], id));
          TRY(people::record(write, at, people_[id], people::VersionId::random(random_), person));
        }
        // The learner's unit has stated its supervisors and assessors: the verdict can be green.
        TRY(duties::record(
            write, at, duties::DutyId::random(random_),
            {conflict::DutyKind::member_of, "learner", {duties::TargetKind::unit, "ICU"}, year, "", 0, 0},
            people_["learner"], {}));
        for (auto what : conflict::all_coverage_classes) {
          duties::CoverageStatement statement;
          statement.scope = {duties::TargetKind::unit, "ICU"};
          statement.what = what;
          TRY(duties::record(write, at, duties::CoverageId::random(random_), statement));
        }
        return {};
      });
    }));
  }
  people::Recording a_change() { return {institution_, people::ChangeId::random(random_)}; }
  template <class Say>
  Result<> at_once(db::WriteTransaction& write, Say say) {
    return people::change_at_once(write, a_change(), people::ChangeKind::edit, Instant{1}, say);
  }
  /// Begins a change and says in it that the educator has a duty towards the learner.
  Result<people::Recording> staged_duty(conflict::DutyKind kind, DateRange days) {
    const auto at = a_change();
    const auto id = duties::DutyId::random(random_);
    return database().write_and_wait([&](db::WriteTransaction& write) -> Result<people::Recording> {
      TRY(people::begin(write, at, people::ChangeKind::import));
      TRY(duties::record(write, at, id, {kind, "educator", {duties::TargetKind::person, "learner"}, days, "", 0, 0},
                         people_["educator"], people_["learner"]));
      return at;
    });
  }

  RelationshipId offer() {
    Relationship relationship;
    relationship.id = RelationshipId::random(random_);
    relationship.days = year;
    const auto written = database().write_and_wait([&](db::WriteTransaction& write) {
      return insert(write, institution_, relationship,
                    {{people_["learner"], Side::learner}, {people_["educator"], Side::educator}});
    });
    EXPECT_TRUE(written) << (written ? "" : written.error().debug_text());
    return relationship.id;
  }
  Result<> start(RelationshipId id) {
    return database().write_and_wait([&](db::WriteTransaction& write) { return activate(write, institution_, id); });
  }
  Result<> duty(conflict::DutyKind kind, DateRange days) {
    const auto at = a_change();
    const auto id = duties::DutyId::random(random_);
    return database().write_and_wait([&](db::WriteTransaction& write) {
      return people::change_at_once(write, at, people::ChangeKind::edit, Instant{1}, [&](const people::Recording& in) {
        return duties::record(write, in, id,
                              {kind, "educator", {duties::TargetKind::person, "learner"}, days, "", 0, 0},
                              people_["educator"], people_["learner"]);
      });
    });
  }
  Relationship now(RelationshipId id) {
    auto found = database().read([&](db::ReadTransaction& read) { return find(read, institution_, id); });
    EXPECT_TRUE(found && *found);
    return **found;
  }
  int recheck() {
    auto count = database().write_and_wait(
        [&](db::WriteTransaction& write) { return judge_unchecked(write, institution_, 100); });
    EXPECT_TRUE(count) << (count ? "" : count.error().debug_text());
    return count ? *count : -1;
  }

  SeededRandom random_{9};
  InstitutionId institution_;
  std::map<std::string, PersonId> people_;
};
CHIRON_ON_BOTH_ENGINES(RelationshipsTest);

TEST_P(RelationshipsTest, APairWithoutConflictRuns) {
  const auto id = offer();
  const auto started = start(id);
  ASSERT_TRUE(started) << started.error().debug_text();
  EXPECT_TRUE(now(id).runs());
  EXPECT_EQ(recheck(), 0);
}

TEST_P(RelationshipsTest, AnAssessorCannotBecomeActive) {
  ASSERT_TRUE(duty(conflict::DutyKind::assesses, {today - 5, today + 5}));
  const auto id = offer();
  const auto refused = start(id);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().key, "relationships.conflict_today");
  EXPECT_EQ(now(id).state, State::offered);
}

TEST_P(RelationshipsTest, ANewDutyLeavesThePairUncheckedAndTheRecheckPausesIt) {
  const auto id = offer();
  ASSERT_TRUE(start(id));
  ASSERT_TRUE(duty(conflict::DutyKind::assesses, {today - 5, today + 5}));
  EXPECT_FALSE(now(id).runs());
  EXPECT_EQ(now(id).standing, Standing::unchecked);
  EXPECT_EQ(recheck(), 1);
  EXPECT_EQ(now(id).state, State::paused);
  EXPECT_EQ(now(id).standing, Standing::judged);
  const auto resumed = database().write_and_wait(
      [&](db::WriteTransaction& write) { return set_state(write, institution_, id, State::active); });
  ASSERT_FALSE(resumed);
  EXPECT_EQ(resumed.error().key, "relationships.conflict_today");
}

TEST_P(RelationshipsTest, AComingDutyPausesOnItsDayNotBefore) {
  // Panel duty in the future blocks ahead as well; a duty with a `now` block alone starts pausing on its first day.
  const auto id = offer();
  ASSERT_TRUE(start(id));
  const DateRange soon{today + 400, today + 430};
  ASSERT_TRUE(duty(conflict::DutyKind::investigates, soon));
  ASSERT_EQ(recheck(), 1);
  EXPECT_TRUE(now(id).runs());
}

TEST_P(RelationshipsTest, TheDayItselfPauses) {
  const auto id = offer();
  ASSERT_TRUE(start(id));
  const DateRange soon{today + 31, today + 60};
  ASSERT_TRUE(duty(conflict::DutyKind::investigates, soon));
  ASSERT_EQ(recheck(), 1);
  const auto blocked = database().read([&](db::ReadTransaction& read) { return findings_of(read, institution_, id); });
  ASSERT_TRUE(blocked);
  ASSERT_FALSE(blocked->empty());
  const Date first = blocked->front().days.from;
  if (first > today) {
    ASSERT_TRUE(database().write_and_wait(
        [&](db::WriteTransaction& write) { return set_day(write, institution_, first - 1); }));
    EXPECT_EQ(now(id).state, State::active);
    ASSERT_TRUE(
        database().write_and_wait([&](db::WriteTransaction& write) { return set_day(write, institution_, first); }));
  }
  EXPECT_EQ(now(id).state, State::paused);
  EXPECT_EQ(database()
                .write_and_wait([&](db::WriteTransaction& write) { return set_day(write, institution_, today - 1); })
                .error()
                .key,
            "relationships.day_backwards");
}

TEST_P(RelationshipsTest, HandWrittenSqlCannotMakeAnActivePair) {
  ASSERT_TRUE(duty(conflict::DutyKind::manages, year));
  const auto id = offer();
  EXPECT_NE(by_hand("UPDATE relationships SET state = 'active'").find("relationships.unchecked"), std::string::npos);
  EXPECT_NE(
      by_hand("UPDATE relationships SET standing = 'judged', state = 'active'").find("relationships.judged_stale"),
      std::string::npos);
  ASSERT_EQ(recheck(), 1);
  EXPECT_NE(by_hand("UPDATE relationships SET state = 'active'").find("relationships.conflict_today"),
            std::string::npos);
  // Removing the finding leaves the relationship unchecked: still nothing to activate.
  EXPECT_EQ(by_hand("DELETE FROM findings"), "");
  EXPECT_NE(by_hand("UPDATE relationships SET state = 'active'").find("relationships.unchecked"), std::string::npos);
  EXPECT_EQ(now(id).state, State::offered);
}

TEST_P(RelationshipsTest, AStagedChangeChangesNothingAndAppliedItLeavesThePairUncheckedAtOnce) {
  const auto id = offer();
  ASSERT_TRUE(start(id));
  const auto change = staged_duty(conflict::DutyKind::assesses, {today - 5, today + 5});
  ASSERT_TRUE(change) << change.error().debug_text();
  EXPECT_TRUE(now(id).runs());
  EXPECT_EQ(recheck(), 0);
  ASSERT_TRUE(database().write_and_wait(
      [&](db::WriteTransaction& write) { return people::apply(write, *change, Instant{2}); }));
  // Nobody's revision has been raised yet, and still the judgment no longer counts.
  EXPECT_EQ(now(id).standing, Standing::unchecked);
  EXPECT_FALSE(now(id).runs());
  ASSERT_TRUE(database().write_and_wait(
      [&](db::WriteTransaction& write) { return people::raise_revisions(write, *change, 100); }));
  EXPECT_EQ(now(id).standing, Standing::unchecked);
  EXPECT_EQ(recheck(), 1);
  EXPECT_EQ(now(id).state, State::paused);
}

TEST_P(RelationshipsTest, ThePairJudgedWhileRevisionsAreDueStaysJudgedWhenTheyAreRaised) {
  const auto id = offer();
  ASSERT_TRUE(start(id));
  const auto change = staged_duty(conflict::DutyKind::referees, {today - 5, today + 5});
  ASSERT_TRUE(database().write_and_wait(
      [&](db::WriteTransaction& write) { return people::apply(write, *change, Instant{2}); }));
  EXPECT_NE(by_hand("UPDATE relationships SET state = 'paused'; UPDATE relationships SET state = 'active'")
                .find("relationships.judged_stale"),
            std::string::npos);
  ASSERT_TRUE(database().write_and_wait([&](db::WriteTransaction& write) { return judge(write, institution_, id); }));
  EXPECT_EQ(now(id).standing, Standing::judged);
  ASSERT_TRUE(database().write_and_wait(
      [&](db::WriteTransaction& write) { return people::raise_revisions(write, *change, 100); }));
  EXPECT_EQ(now(id).standing, Standing::judged);
  EXPECT_EQ(recheck(), 0);
}

TEST_P(RelationshipsTest, HandWrittenFactsLeaveThePairUnchecked) {
  const auto id = offer();
  ASSERT_TRUE(start(id));
  // What is known cannot be rewritten, nor can a fact slip in under a change that holds already.
  EXPECT_NE(by_hand("UPDATE duties SET to_day = to_day - 1 WHERE kind = 'member_of'").find("duties.history_kept"),
            std::string::npos);
  EXPECT_NE(by_hand("DELETE FROM duties").find("duties.history_kept"), std::string::npos);
  const std::string again =
      "INSERT INTO duties SELECT institution_id, "
      "(SELECT id FROM institutions), (SELECT id FROM changes WHERE state = ";
  const std::string rest =
      "), NULL, kind, person_id, target_kind, target_person_id, target_group, from_day, to_day - 1, "
      "source FROM duties WHERE kind = 'member_of'";
  EXPECT_NE(by_hand(again + "'settled'" + rest).find("people.change_closed"), std::string::npos);
  EXPECT_TRUE(now(id).runs());
  // Said in a change of its own it is a fact like any other.
  EXPECT_EQ(by_hand("INSERT INTO changes SELECT institution_id, person_id, 'edit', 'staged', NULL, NULL FROM duties;" +
                    again + "'staged'" + rest +
                    "; UPDATE changes SET state = 'applied', applied_at = 3, applied_number = "
                    "1000 WHERE state = 'staged'"),
            "");
  EXPECT_FALSE(now(id).runs());
  EXPECT_EQ(by_hand("DELETE FROM concerned_people; UPDATE changes SET state = 'settled' WHERE state = 'applied'"), "");
  EXPECT_FALSE(now(id).runs());
  EXPECT_EQ(recheck(), 1);
  EXPECT_NE(by_hand("DELETE FROM relationships").find("relationships.history_kept"), std::string::npos);
}

TEST_P(RelationshipsTest, HandWrittenSqlCannotSkipStates) {
  const auto id = offer();
  ASSERT_TRUE(start(id));
  EXPECT_NE(by_hand("UPDATE relationships SET state = 'closed'").find("relationships.transition"), std::string::npos);
  EXPECT_NE(by_hand("UPDATE relationships SET state = 'offered'").find("relationships.transition"), std::string::npos);
}

TEST_P(RelationshipsTest, OfARacingDutyAndAcceptanceNeverBothStandUnseen) {
  // Whatever the order, at the end the pair does not run: either it was refused, or the duty left it unchecked.
  for (int round = 0; round < 5; ++round) {
    const auto id = offer();
    std::thread accepting([&] { (void)start(id); });
    std::thread uploading([&] { EXPECT_TRUE(duty(conflict::DutyKind::assesses, {today - 5 - round, today + 5})); });
    accepting.join();
    uploading.join();
    EXPECT_FALSE(now(id).runs());
  }
}

TEST_P(RelationshipsTest, AnotherInstitutionFindsNothing) {
  const auto id = offer();
  const auto other = InstitutionId::random(random_);
  const auto found = database().read([&](db::ReadTransaction& read) { return find(read, other, id); });
  ASSERT_TRUE(found);
  EXPECT_FALSE(*found);
}

TEST_P(RelationshipsTest, PreparesEveryStatement) {
  EXPECT_TRUE(database().prepare_all(sql::all));
  EXPECT_TRUE(database().prepare_all(conflicts::sql::all));
}

}  // namespace
}  // namespace chiron::relationships
