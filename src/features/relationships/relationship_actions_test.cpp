// "The database refuses too": each invariant through the program, through hand-written SQL, and with two racing
// writers; pairs and groups.
#include <thread>

#include "features/relationships/testing_relationships.h"

namespace chiron::relationships {
namespace {

using conflict::DutyKind;

class RelationshipsTest : public RelationshipsFixture {
 protected:
  /// Says in a change that the educator has a duty towards the learner.
  Result<> record_duty(db::WriteTransaction& write, const people::Recording& at, duties::DutyId id, DutyKind kind,
                       DateRange days) {
    return duties::record(write, at, id, {kind, "educator", {duties::TargetKind::person, "learner"}, days, "", 0, 0},
                          people_["educator"], people_["learner"]);
  }
  /// Begins a change, says a duty in it and leaves it staged.
  Result<people::Recording> staged_duty(DutyKind kind, DateRange days) {
    const auto at = a_change();
    const auto id = duties::DutyId::random(random_);
    return database().write_and_wait([&](db::WriteTransaction& write) -> Result<people::Recording> {
      TRY(people::begin(write, at, people::ChangeKind::import));
      TRY(record_duty(write, at, id, kind, days));
      return at;
    });
  }
  Result<> apply(const people::Recording& change) {
    return database().write_and_wait(
        [&](db::WriteTransaction& write) { return people::apply(write, change, clock_.now()); });
  }
};
CHIRON_ON_BOTH_ENGINES(RelationshipsTest);

TEST_P(RelationshipsTest, APairWithoutConflictRuns) {
  const auto id = running();
  EXPECT_TRUE(now(id).runs());
  EXPECT_EQ(recheck(), 0);
  EXPECT_TRUE(cases(id).empty());
}

TEST_P(RelationshipsTest, AnAssessorCannotBecomeActive) {
  ASSERT_TRUE(duty(DutyKind::assesses, {today - 5, today + 5}));
  const auto id = offer();
  const auto refused = start(id);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().key, "relationships.conflict_today");
  EXPECT_EQ(now(id).state, State::offered);
}

TEST_P(RelationshipsTest, AnOfferWithABlockBeforeItDoesNotStart) {
  ASSERT_TRUE(duty(DutyKind::investigates, {today + 60, today + 70}));
  const auto id = offer();
  EXPECT_EQ(start(id).error().key, "relationships.conflict_in_term");
  recheck();
  EXPECT_TRUE(refuses("UPDATE relationships SET state = 'active'", "relationships.conflict_in_term"));
}

TEST_P(RelationshipsTest, ANewDutyLeavesThePairUncheckedAndTheRecheckPausesIt) {
  const auto id = running();
  ASSERT_TRUE(duty(DutyKind::assesses, {today - 5, today + 5}));
  EXPECT_FALSE(now(id).runs());
  EXPECT_EQ(now(id).standing, Standing::unchecked);
  EXPECT_EQ(recheck(), 1);
  EXPECT_EQ(now(id).state, State::paused);
  EXPECT_EQ(now(id).standing, Standing::judged);
  EXPECT_EQ(set(id, State::active).error().key, "relationships.conflict_today");
  EXPECT_EQ(entries(id), std::vector<std::string>{"relationship.paused"});
}

TEST_P(RelationshipsTest, ADutyBeyondTheTermPausesNothing) {
  const auto id = running();
  duty_known(DutyKind::investigates, {today + 400, today + 430});
  EXPECT_TRUE(now(id).runs());
  EXPECT_TRUE(cases(id).empty());
}

TEST_P(RelationshipsTest, TheDayTheDutyStartsPausesAndNoDayBefore) {
  // The rules of assessing look ahead, those of an investigation do not: both pause on the day itself.
  const auto id = running();
  duty_known(DutyKind::assesses, {today + 31, today + 60});
  EXPECT_TRUE(now(id).runs()) << "looking ahead pauses nothing";
  move_day(today + 30);
  EXPECT_TRUE(now(id).runs());
  move_day(today + 31);
  EXPECT_EQ(now(id).state, State::paused);
  EXPECT_EQ(database()
                .write_and_wait([&](db::WriteTransaction& write) { return set_day(write, institution_, today); })
                .error()
                .key,
            "relationships.day_backwards");
}

TEST_P(RelationshipsTest, FactsJudgeAFewPairsAtOnceAndTheJobTheRest) {
  std::vector<RelationshipId> ids;
  for (int i = 0; i < judged_in_one_write + 3; ++i) ids.push_back(running());
  const auto paused = [&] {
    return std::count_if(ids.begin(), ids.end(), [&](const auto& id) { return now(id).state == State::paused; });
  };
  duty_known(DutyKind::assesses, {today - 5, today + 5});
  EXPECT_GE(paused(), 1);
  EXPECT_LE(paused(), judged_in_one_write);
  for (const auto& id : ids) EXPECT_FALSE(now(id).runs());
  jobs::Runner runner(database(), clock_, random_);
  runner.handle(recheck_kind, recheck_handler(database(), clock_, random_));
  ASSERT_TRUE(runner.run_all_due());
  EXPECT_EQ(paused(), static_cast<std::ptrdiff_t>(ids.size()));
}

/// A job's run without a runner.
class Night final : public jobs::Work {
 public:
  explicit Night(InstitutionId institution) { job_.institution = institution; }
  const jobs::Job& job() const override { return job_; }
  Result<> heartbeat(int) override { return {}; }
  std::stop_token stop() const override { return {}; }

 private:
  jobs::Job job_;
};

TEST_P(RelationshipsTest, TheNightMovesTheDayPausesLapsesAndJudgesAllAgain) {
  std::vector<RelationshipId> ids;
  for (int i = 0; i < judged_in_one_write + 1; ++i) ids.push_back(running());
  duty_known(DutyKind::investigates, {today + 31, today + 60});
  recheck();
  Night work(institution_);
  const auto begin = [&](Date day) { return begin_day(work, database(), clock_, random_, day).value(); };
  EXPECT_EQ(begin(today + 14), static_cast<int>(ids.size()));
  for (const auto& id : ids) {
    EXPECT_TRUE(now(id).runs());
    EXPECT_EQ(cases(id).front().state, CaseState::lapsed);
  }
  EXPECT_EQ(begin(today + 31), static_cast<int>(ids.size()));
  for (const auto& id : ids) {
    EXPECT_EQ(now(id).state, State::paused);
    EXPECT_EQ(entries(id), std::vector<std::string>{"relationship.paused"});
  }
  EXPECT_EQ(entries(people_["learner"]).back(), "case.lapsed");
  EXPECT_EQ(begin(today), static_cast<int>(ids.size())) << "the day never goes back";
  const auto day = database().read([&](db::ReadTransaction& read) { return day_of(read, institution_); });
  EXPECT_EQ(**day, today + 31);
}

TEST_P(RelationshipsTest, HandWrittenSqlCannotMakeAnActivePair) {
  ASSERT_TRUE(duty(DutyKind::manages, year));
  const auto id = offer();
  refuses("UPDATE relationships SET state = 'active'", "relationships.unchecked");
  refuses("UPDATE relationships SET standing = 'judged'", "relationships.judged_stale");
  refuses("UPDATE relationships SET standing = 'judged', state = 'active'", "relationships.judged_stale");
  ASSERT_EQ(recheck(), 1);
  refuses("UPDATE relationships SET state = 'active'", "relationships.conflict_today");
  // Removing the finding leaves the relationship unchecked: still nothing to activate.
  EXPECT_EQ(by_hand("DELETE FROM findings"), "");
  refuses("UPDATE relationships SET state = 'active'", "relationships.unchecked");
  EXPECT_EQ(now(id).state, State::offered);
}

TEST_P(RelationshipsTest, AStagedChangeChangesNothingAndAppliedItLeavesThePairUncheckedAtOnce) {
  const auto id = running();
  const auto change = staged_duty(DutyKind::assesses, {today - 5, today + 5});
  ASSERT_TRUE(change) << change.error().debug_text();
  EXPECT_TRUE(now(id).runs());
  EXPECT_EQ(recheck(), 0);
  ASSERT_TRUE(apply(*change));
  // Nobody's revision has been raised yet, and still the judgment no longer counts.
  EXPECT_EQ(now(id).standing, Standing::unchecked);
  EXPECT_FALSE(now(id).runs());
  // Whoever follows facts plans a job, which raises what is due and judges.
  tell_of_facts();
  EXPECT_EQ(now(id).state, State::active);
  jobs::Runner runner(database(), clock_, random_);
  runner.handle(recheck_kind, recheck_handler(database(), clock_, random_));
  ASSERT_TRUE(runner.run_all_due());
  EXPECT_EQ(now(id).standing, Standing::judged);
  EXPECT_EQ(now(id).state, State::paused);
}

TEST_P(RelationshipsTest, ThePairJudgedWhileRevisionsAreDueStaysJudgedWhenTheyAreRaised) {
  const auto id = running();
  const auto change = staged_duty(DutyKind::referees, {today - 5, today + 5});
  ASSERT_TRUE(apply(*change));
  refuses("UPDATE relationships SET state = 'paused'; UPDATE relationships SET state = 'active'",
          "relationships.judged_stale");
  ASSERT_TRUE(judged([id](db::WriteTransaction& write, const At& at) { return judge(write, at, id); }));
  EXPECT_EQ(now(id).standing, Standing::judged);
  ASSERT_TRUE(database().write_and_wait(
      [&](db::WriteTransaction& write) { return people::raise_revisions(write, *change, 100); }));
  EXPECT_EQ(now(id).standing, Standing::judged);
  EXPECT_EQ(recheck(), 0);
}

TEST_P(RelationshipsTest, HandWrittenFactsLeaveThePairUnchecked) {
  const auto id = running();
  // What is known cannot be rewritten, nor can a fact slip in under a change that holds already.
  refuses("UPDATE duties SET to_day = to_day - 1 WHERE kind = 'member_of'", "duties.history_kept");
  refuses("DELETE FROM duties", "duties.history_kept");
  const std::string again =
      "INSERT INTO duties SELECT institution_id, (SELECT id FROM institutions), (SELECT id FROM "
      "changes WHERE state = ";
  const std::string rest =
      "), NULL, kind, person_id, target_kind, target_person_id, target_group, from_day, "
      "to_day - 1, source FROM duties WHERE kind = 'member_of'";
  refuses(again + "'settled'" + rest, "people.change_closed");
  EXPECT_TRUE(now(id).runs());
  // Said in a change of its own it is a fact like any other.
  EXPECT_EQ(by_hand("INSERT INTO changes SELECT institution_id, person_id, 'edit', 'staged', NULL, NULL FROM duties;" +
                    again + "'staged'" + rest +
                    "; UPDATE changes SET state = 'applied', applied_at = 3, applied_number = 1000 WHERE state = "
                    "'staged'"),
            "");
  EXPECT_FALSE(now(id).runs());
  EXPECT_EQ(by_hand("DELETE FROM concerned_people; UPDATE changes SET state = 'settled' WHERE state = 'applied'"), "");
  EXPECT_FALSE(now(id).runs());
  EXPECT_EQ(recheck(), 1);
  refuses("DELETE FROM relationships", "relationships.history_kept");
}

TEST_P(RelationshipsTest, HandWrittenSqlCannotSkipStatesOrTheDay) {
  const auto id = running();
  refuses("UPDATE relationships SET state = 'closed'", "relationships.transition");
  refuses("UPDATE relationships SET state = 'offered'", "relationships.transition");
  const auto other = offer();
  ASSERT_EQ(recheck(), 1);
  EXPECT_EQ(by_hand("DELETE FROM institution_days"), "");
  EXPECT_EQ(set(other, State::active).error().key, "relationships.no_day");
  EXPECT_EQ(now(id).state, State::active);
}

TEST_P(RelationshipsTest, OfARacingDutyAndAcceptanceNeverBothStandUnseen) {
  // Whatever the order, at the end the pair does not run: either it was refused, or the duty left it unchecked.
  for (int round = 0; round < 5; ++round) {
    const auto id = offer();
    const auto duty_id = duties::DutyId::random(random_);
    const auto change = a_change();
    std::thread accepting([&] { (void)start(id); });
    std::thread uploading([&] {
      EXPECT_TRUE(database().write_and_wait([&](db::WriteTransaction& write) {
        return people::change_at_once(
            write, change, people::ChangeKind::edit, clock_.now(), [&](const people::Recording& at) {
              return record_duty(write, at, duty_id, DutyKind::assesses, {today - 5 - round, today + 5});
            });
      }));
    });
    accepting.join();
    uploading.join();
    EXPECT_FALSE(now(id).runs());
  }
}

const std::vector<std::pair<std::string, Side>> group{{"learner", Side::learner},
                                                      {"learner2", Side::learner},
                                                      {"educator", Side::educator},
                                                      {"educator2", Side::educator}};

TEST_P(RelationshipsTest, OfAGroupEveryLearnerIsJudgedWithEveryEducator) {
  for (const char* educator : {"educator", "educator2"})
    for (const char* learner : {"learner", "learner2"}) {
      const auto id = offer_group(group);
      ASSERT_TRUE(start(id));
      const auto assesses = duty_known(DutyKind::assesses, {today - 5, today + 5}, educator, learner);
      EXPECT_EQ(now(id).state, State::paused) << educator << " assesses " << learner;
      const auto found = findings(id);
      ASSERT_FALSE(found.empty());
      for (const auto& finding : found) {
        EXPECT_EQ(finding.learner, people_[learner]);
        EXPECT_EQ(finding.educator, people_[educator]);
      }
      ASSERT_EQ(cases(id).size(), 1u);
      no_longer(assesses);
      ASSERT_TRUE(set(id, State::closing));
    }
}

TEST_P(RelationshipsTest, DutiesAmongOneSideOfAGroupAreNoConflict) {
  const auto id = offer_group(group);
  ASSERT_TRUE(start(id));
  duty_known(DutyKind::manages, year, "educator", "educator2");
  duty_known(DutyKind::assesses, year, "learner2", "learner");
  EXPECT_TRUE(now(id).runs());
}

TEST_P(RelationshipsTest, WhoLeavesAGroupIsNoLongerJudgedButNeverTheLastOfASide) {
  const auto id = offer_group(group);
  ASSERT_TRUE(start(id));
  const auto leaves = [&](const char* who) {
    return database().write_and_wait(
        [&](db::WriteTransaction& write) { return leave(write, institution_, id, people_[who], today); });
  };
  ASSERT_TRUE(leaves("learner2"));
  EXPECT_EQ(leaves("learner2").error().key, "relationships.left_already");
  EXPECT_EQ(leaves("learner").error().key, "relationships.last_of_side");
  EXPECT_EQ(recheck(), 1);
  duty_known(DutyKind::assesses, {today, today + 5}, "educator", "learner2");
  EXPECT_TRUE(now(id).runs());
  refuses("UPDATE relationship_parties SET left_on = 1 WHERE side = 'learner' AND left_on IS NULL",
          "relationships.last_of_side");
  refuses("UPDATE relationship_parties SET left_on = NULL WHERE left_on IS NOT NULL", "relationships.party_fixed");
  refuses("UPDATE relationship_parties SET side = 'educator'", "relationships.party_fixed");
}

TEST_P(RelationshipsTest, AHandWrittenPartyLeavesAGroupUnchecked) {
  const auto id = running();
  EXPECT_EQ(by_hand("INSERT INTO relationship_parties (institution_id, relationship_id, person_id, side, "
                    "judged_revision) SELECT p.institution_id, p.relationship_id, q.id, 'educator', 0 "
                    "FROM relationship_parties p JOIN people q ON q.external_id = 'other' WHERE p.side = 'learner'"),
            "");
  EXPECT_FALSE(now(id).runs());
  EXPECT_EQ(recheck(), 1);
  EXPECT_TRUE(now(id).runs());
  duty_known(DutyKind::assesses, {today, today + 5}, "other");
  EXPECT_EQ(now(id).state, State::paused);
}

TEST_P(RelationshipsTest, OfRacingLeaversOneStaysOnEachSide) {
  for (int round = 0; round < 5; ++round) {
    const auto id = offer_group(group);
    ASSERT_TRUE(start(id));
    const auto leaves = [&](const char* who) {
      (void)database().write_and_wait(
          [&](db::WriteTransaction& write) { return leave(write, institution_, id, people_.at(who), today); });
    };
    std::thread first(leaves, "learner"), second(leaves, "learner2");
    first.join();
    second.join();
    const auto parties = database().read([&](db::ReadTransaction& read) { return parties_of(read, institution_, id); });
    EXPECT_EQ(std::count_if(parties->begin(), parties->end(),
                            [](const KnownParty& party) { return party.side == Side::learner && !party.left_on; }),
              1);
  }
}

TEST_P(RelationshipsTest, AnotherInstitutionFindsNothing) {
  const auto id = offer();
  const auto other = InstitutionId::random(random_);
  const auto found = database().read([&](db::ReadTransaction& read) { return find(read, other, id); });
  ASSERT_TRUE(found);
  EXPECT_FALSE(*found);
}

TEST_P(RelationshipsTest, PreparesEveryStatement) { EXPECT_TRUE(database().prepare_all(sql::all)); }

}  // namespace
}  // namespace chiron::relationships
