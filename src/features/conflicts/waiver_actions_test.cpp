// A waiver counts only with the learner's consent and an independent approval, for a rule that may be waived, until it
// expires: through the program, by hand-written SQL and by racing writers, on both engines.
#include "features/conflicts/waiver_actions.h"

#include <thread>

#include "features/audit/audit.h"
#include "features/conflicts/neighborhood.h"
#include "features/duties/duty_store.h"
#include "features/institutions/institution_store.h"
#include "features/people/change_store.h"
#include "platform/db/testing.h"

namespace chiron::conflicts {
namespace {

const Date today = *Date::parse("2026-11-22");

class WaiversTest : public db::testing::DatabaseTest {
 protected:
  void SetUp() override {
    open({institutions::migrations, audit::migrations, people::migrations, duties::migrations, conflicts::migrations});
    if (IsSkipped()) return;
    institution_ = InstitutionId::random(random_);
    const auto made =
        institutions::Institution::of(institution_, "north", "North School", "Europe/Berlin", institutions::Mode::demo);
    for (PersonId* id : {&learner_, &educator_, &other_}) *id = PersonId::random(random_);
    const people::Recording change{institution_, people::ChangeId::random(random_)};
    const auto written = database().write_and_wait([&](db::WriteTransaction& write) -> Result<> {
      TRY(keep_rules(write));
      TRY(institutions::insert(write, *made));
      return people::change_at_once(write, change, people::ChangeKind::edit, Instant{1},
                                    [&](const people::Recording& at) -> Result<> {
                                      TRY(people::insert(write, at, learner_, "learner"));
                                      TRY(people::insert(write, at, educator_, "educator"));
                                      return people::insert(write, at, other_, "other");
                                    });
    });
    ASSERT_TRUE(written) << written.error().debug_text();
  }

  institutions::Viewer as(PersonId person) const { return institutions::Viewer::of_person(institution_, person); }
  WaiverRequest asked(std::string rule = "assesses_back") const {
    return {
        learner_, educator_, conflict::Role::mentor, std::move(rule), {today, today + 200}, WaiverReason::continuity};
  }
  WaiverId ask() {
    const auto id = request_waiver(database(), as(educator_), asked(), clock_, random_);
    EXPECT_TRUE(id) << (id ? "" : id.error().debug_text());
    return id.value_or(WaiverId{});
  }
  Waiver now(WaiverId id) {
    const auto found = database().read([&](db::ReadTransaction& read) { return find_waiver(read, institution_, id); });
    EXPECT_TRUE(found && *found);
    return **found;
  }
  /// How many waivers a judgment of the pair would read.
  std::size_t waivers_read() {
    std::size_t count = 0;
    const auto counted = database().read([&](db::ReadTransaction& read) {
      return read_waivers(read, institution_, {learner_}, {educator_}, conflict::Role::mentor,
                          [&](PersonId, PersonId, conflict::RuleIndex, DateRange) { ++count; });
    });
    EXPECT_TRUE(counted) << (counted ? "" : counted.error().debug_text());
    return count;
  }

  SeededRandom random_{13};
  FixedClock clock_{Instant{1'790'000'000'000'000}};
  InstitutionId institution_;
  PersonId learner_, educator_, other_;
};
CHIRON_ON_BOTH_ENGINES(WaiversTest);

TEST_P(WaiversTest, CountsOnceTheLearnerConsentedAndSomebodyElseApproved) {
  const auto id = ask();
  EXPECT_EQ(approve(database(), as(other_), id, clock_, random_).error().key, "conflicts.consent_first");
  EXPECT_EQ(consent(database(), as(educator_), id, clock_, random_).error().code, ErrorCode::forbidden);
  ASSERT_TRUE(consent(database(), as(learner_), id, clock_, random_));
  EXPECT_EQ(waivers_read(), 0u);
  for (PersonId party : {learner_, educator_})
    EXPECT_EQ(approve(database(), as(party), id, clock_, random_).error().key, "conflicts.approver_independent");
  ASSERT_TRUE(approve(database(), as(other_), id, clock_, random_));
  EXPECT_TRUE(now(id).counts());
  EXPECT_EQ(waivers_read(), 1u);
  EXPECT_EQ(approve(database(), as(other_), id, clock_, random_).error().key, "conflicts.waiver_settled");
  EXPECT_EQ(withdraw(database(), as(educator_), id, clock_, random_).error().code, ErrorCode::forbidden);
  ASSERT_TRUE(withdraw(database(), as(learner_), id, clock_, random_));
  EXPECT_EQ(waivers_read(), 0u);
  const auto entries = database().read([&](db::ReadTransaction& read) {
    return audit::entries_about(read, institution_, audit::AnyId(learner_.bytes()), 1000, 100);
  });
  ASSERT_TRUE(entries);
  EXPECT_EQ(entries->size(), 4u) << "requested, consented, approved, withdrawn";
}

TEST_P(WaiversTest, WhatTheTableForbidsIsRefusedAndAnotherInstitutionFindsNothing) {
  EXPECT_EQ(request_waiver(database(), as(learner_), asked("assesses_now"), clock_, random_).error().key,
            "conflicts.not_waivable");
  EXPECT_EQ(request_waiver(database(), as(other_), asked(), clock_, random_).error().code, ErrorCode::forbidden);
  const auto stranger = institutions::Viewer::of_person(InstitutionId::random(random_), learner_);
  EXPECT_EQ(consent(database(), stranger, ask(), clock_, random_).error().key, "conflicts.waiver_unknown");
}

TEST_P(WaiversTest, HandWrittenSqlIsHeldToTheSameRules) {
  const auto id = ask();
  const auto refused = [&](const std::string& statement) { return by_hand(statement); };
  EXPECT_NE(refused("UPDATE waivers SET rule = 'assesses_now'").find("conflicts.waiver_fixed"), std::string::npos);
  EXPECT_NE(refused("UPDATE waivers SET to_day = to_day + 1").find("conflicts.waiver_fixed"), std::string::npos);
  EXPECT_NE(refused("UPDATE waivers SET approved_at = 1, approved_by = (SELECT id FROM people WHERE external_id = "
                    "'other')")
                .find("conflicts.consent_first"),
            std::string::npos);
  EXPECT_NE(refused("UPDATE waivers SET consented_at = 1, consented_by = educator_id")
                .find("conflicts.consent_is_the_learners"),
            std::string::npos);
  EXPECT_NE(refused("UPDATE waivers SET consented_at = 1, consented_by = learner_id, approved_at = 1, approved_by = "
                    "educator_id")
                .find("conflicts.approver_independent"),
            std::string::npos);
  EXPECT_NE(refused("DELETE FROM waivers").find("conflicts.waiver_kept"), std::string::npos);
  const std::string copy =
      "INSERT INTO waivers (institution_id, id, learner_id, educator_id, role, rule, from_day, to_day, reason, "
      "requested_at, consented_at, consented_by) SELECT institution_id, learner_id, learner_id, educator_id, role, ";
  EXPECT_NE(refused(copy + "'assesses_now', from_day, to_day, reason, 1, NULL, NULL FROM waivers")
                .find("conflicts.not_waivable"),
            std::string::npos);
  EXPECT_NE(refused(copy + "rule, from_day, to_day, reason, 1, 1, learner_id FROM waivers")
                .find("conflicts.waiver_begins_as_request"),
            std::string::npos);
  EXPECT_NE(refused(copy + "rule, from_day, from_day + 400, reason, 1, NULL, NULL FROM waivers")
                .find("conflicts.waiver_days"),
            std::string::npos);
  EXPECT_FALSE(now(id).counts());
}

TEST_P(WaiversTest, OfARacingApprovalAndWithdrawalTheWithdrawalStands) {
  for (int round = 0; round < 5; ++round) {
    const auto id = ask();
    ASSERT_TRUE(consent(database(), as(learner_), id, clock_, random_));
    SeededRandom one(static_cast<std::uint64_t>(100 + round)), two(static_cast<std::uint64_t>(200 + round));
    std::thread approving([&] { (void)approve(database(), as(other_), id, clock_, one); });
    std::thread withdrawing([&] { EXPECT_TRUE(withdraw(database(), as(learner_), id, clock_, two)); });
    approving.join();
    withdrawing.join();
    EXPECT_FALSE(now(id).counts());
  }
}

TEST_P(WaiversTest, TheTableOfWaivableRulesFollowsTheProgram) {
  ASSERT_EQ(by_hand("DELETE FROM waivable_rules WHERE rule = 'assesses_back'; "
                    "INSERT INTO waivable_rules (rule, role) VALUES ('assesses_now', 'mentor')"),
            "");
  ASSERT_TRUE(database().write_and_wait(keep_rules));
  EXPECT_EQ(request_waiver(database(), as(learner_), asked("assesses_now"), clock_, random_).error().key,
            "conflicts.not_waivable");
  EXPECT_FALSE(ask().is_nil());
  const auto held = database().read(
      [](db::ReadTransaction& read) { return read.query(sql::waivable_rules).all<std::string, std::string>(); });
  ASSERT_TRUE(held);
  std::size_t waivable = 0;
  for (const auto& rule : conflict::rules())
    for (conflict::Role role : conflict::all_roles) waivable += rule.of(role).waivable;
  EXPECT_EQ(held->size(), waivable);
}

}  // namespace
}  // namespace chiron::conflicts
