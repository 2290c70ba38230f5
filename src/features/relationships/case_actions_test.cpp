// Cases from opening to closing: in the transaction of the change, the learner told first, every way out, contest; held
// to the same rules by hand-written SQL and racing writers, on both engines.
#include <algorithm>
#include <atomic>
#include <thread>

#include "features/relationships/testing_relationships.h"

namespace chiron::relationships {
namespace {

using conflict::DutyKind;
using conflict::Level;

class CasesTest : public RelationshipsFixture {
 protected:
  /// A running pair whose mentor joins the learner's panel in 31 days.
  RelationshipId pair_with_coming_panel() {
    const auto id = running();
    panel_ = duty_known(DutyKind::sits_on, {today + 31, today + 60});
    return id;
  }
  Case only_case(RelationshipId id) {
    const auto all = cases(id);
    EXPECT_EQ(all.size(), 1u);
    return all.empty() ? Case{} : all.front();
  }
  Result<> choose(const Case& one, Way way, const institutions::Viewer& viewer) {
    std::optional<conflicts::WaiverReason> reason;
    if (way == Way::waiver) reason = conflicts::WaiverReason::continuity;
    return decide(database(), viewer, one.id, {way, one.revision, reason}, clock_, random_);
  }
  /// Somebody with a role in a program, or in all of them.
  institutions::Viewer as(const std::string& who, institutions::AccountRole role,
                          std::optional<programs::ProgramId> program = {}) {
    auto viewer = RelationshipsFixture::as(who);
    viewer.roles = {{role, program}};
    return viewer;
  }
  using RelationshipsFixture::as;
  conflicts::Waiver only_waiver() {
    const auto all = database().read([&](db::ReadTransaction& read) {
      return conflicts::waivers_of_pair(read, institution_, people_["learner"], people_["educator"],
                                        conflict::Role::mentor);
    });
    EXPECT_TRUE(all && all->size() == 1);
    return all && !all->empty() ? all->front() : conflicts::Waiver{};
  }
  /// Hands on every message that is due; who got which, in order.
  std::vector<std::string> deliver() {
    std::vector<std::string> told;
    jobs::Runner runner(database(), clock_, random_);
    runner.handle(case_message_kind,
                  case_message_handler(database(), clock_, random_, [&](const Message& message) -> Result<> {
                    if (down_) return err(fail(ErrorCode::unavailable, "db.busy"));
                    for (PersonId person : message.to)
                      for (const auto& [name, id] : people_)
                        if (id == person) told.push_back(name);
                    return {};
                  }));
    EXPECT_TRUE(runner.run_all_due());
    return told;
  }

  duties::DutyId panel_;
  bool down_ = false;
};
CHIRON_ON_BOTH_ENGINES(CasesTest);

TEST_P(CasesTest, OpensInTheTransactionOfTheChangeWithADeadline) {
  const auto id = pair_with_coming_panel();
  EXPECT_TRUE(now(id).runs());
  const Case opened = only_case(id);
  EXPECT_EQ(opened.state, CaseState::open);
  EXPECT_EQ(opened.tie, "panel");
  EXPECT_EQ(opened.rule, "panel_now");
  EXPECT_EQ(opened.starts_on, today + 31);
  EXPECT_EQ(opened.deadline, today + 14);
  EXPECT_EQ(entries(opened.learner), std::vector<std::string>{"case.opened"});
  tell_of_facts();
  EXPECT_EQ(cases(id).size(), 1u) << "judging again opens nothing twice";
}

TEST_P(CasesTest, ANearDutyShortensTheDeadlineAndAnEarlierOneMovesIt) {
  const auto id = pair_with_coming_panel();
  duty_known(DutyKind::sits_on, {today + 5, today + 10});
  EXPECT_EQ(only_case(id).starts_on, today + 5);
  EXPECT_EQ(only_case(id).deadline, today + 5);
}

TEST_P(CasesTest, TheLearnerIsToldFirst) {
  const auto id = pair_with_coming_panel();
  EXPECT_EQ(deliver(), (std::vector<std::string>{"learner", "educator"}));
  const Case told = only_case(id);
  ASSERT_TRUE(told.learner_told_at && told.others_told_at);
  EXPECT_TRUE(deliver().empty()) << "nobody is told twice";
}

TEST_P(CasesTest, WhereMailReachesNobodyReadingItOrBeingToldInPersonCounts) {
  using institutions::AccountRole;
  const auto id = pair_with_coming_panel();
  const auto about = only_case(id).id;
  const auto told = [&](const institutions::Viewer& viewer) {
    return note_told(database(), viewer, about, clock_, random_);
  };
  EXPECT_EQ(told(as("educator")).error().key, "relationships.case_unknown");
  EXPECT_EQ(told(as("learner2")).error().key, "relationships.case_unknown");
  EXPECT_EQ(told(as("other", AccountRole::lead)).error().key, "relationships.told_not_yours");
  ASSERT_TRUE(told(as("learner")));
  EXPECT_TRUE(only_case(id).learner_told_at);
  ASSERT_TRUE(told(as("other", AccountRole::coordinator))) << "saying it again changes nothing";
  EXPECT_EQ(told(as("educator")).error().key, "relationships.told_not_yours");
  EXPECT_EQ(entries(people_["learner"]), (std::vector<std::string>{"case.opened", "case.told"}));
  deliver();
  EXPECT_TRUE(only_case(id).others_told_at);
}

TEST_P(CasesTest, WhileTheLearnerCannotBeToldNobodyIs) {
  const auto id = pair_with_coming_panel();
  down_ = true;
  EXPECT_TRUE(deliver().empty());
  EXPECT_FALSE(only_case(id).learner_told_at);
  const auto waiting = database().read([](db::ReadTransaction& read) {
    return read.query(db::Sql("SELECT payload FROM jobs WHERE queue = 'outbox'")).all<std::string>();
  });
  ASSERT_TRUE(waiting);
  ASSERT_EQ(waiting->size(), 1u) << "the educator's message does not exist yet";
  EXPECT_TRUE(waiting->front().starts_with("learner "));
  refuses("UPDATE cases SET others_told_at = 5", "relationships.learner_first");
  refuses("UPDATE cases SET others_told_at = 5, learner_told_at = 6", "relationships.learner_first");
}

TEST_P(CasesTest, UndecidedItLapsesAndThePairPausesOnTheDayAndStaysPaused) {
  const auto id = pair_with_coming_panel();
  move_day(today + 13);
  EXPECT_EQ(only_case(id).state, CaseState::open);
  move_day(today + 14);
  EXPECT_EQ(only_case(id).state, CaseState::lapsed);
  EXPECT_TRUE(now(id).runs()) << "not before the duty starts";
  move_day(today + 31);
  EXPECT_EQ(now(id).state, State::paused);
  tell_of_facts();
  move_day(today + 40);
  EXPECT_EQ(set(id, State::active).error().key, "relationships.conflict_today");
  EXPECT_EQ(only_case(id).state, CaseState::lapsed);
}

TEST_P(CasesTest, AnUndecidedCaseKeepsThePairPausedEvenWithoutABlockToday) {
  // An investigation ends and leaves no look-back: until the next judgment the case is undecided, and that is enough.
  const auto id = running();
  duty_known(DutyKind::investigates, {today, today + 5});
  ASSERT_EQ(now(id).state, State::paused);
  move_day(today + 6);
  EXPECT_EQ(set(id, State::active).error().key, "relationships.case_open");
  refuses("UPDATE relationships SET state = 'active'", "relationships.case_open");
  ASSERT_TRUE(judged([id](db::WriteTransaction& write, const At& at) { return judge(write, at, id); }));
  EXPECT_EQ(only_case(id).state, CaseState::closed);
  EXPECT_TRUE(set(id, State::active));
}

TEST_P(CasesTest, ClosesByItselfWhenTheDutyIsReassigned) {
  const auto id = pair_with_coming_panel();
  ASSERT_TRUE(choose(only_case(id), Way::reassignment, operator_()));
  EXPECT_EQ(only_case(id).state, CaseState::decided);
  no_longer(panel_);
  EXPECT_EQ(only_case(id).state, CaseState::closed);
  EXPECT_EQ(only_case(id).closed_on, today);
  EXPECT_TRUE(now(id).runs());
  EXPECT_EQ(entries(people_["learner"]), (std::vector<std::string>{"case.opened", "case.decided", "case.closed"}));
  EXPECT_TRUE(deliver().empty()) << "a case that is over is told to nobody";
}

TEST_P(CasesTest, TheEducatorsRecusalEndsIt) {
  const auto id = pair_with_coming_panel();
  EXPECT_EQ(choose(only_case(id), Way::recusal, as("learner")).error().key, "relationships.way_not_yours");
  EXPECT_EQ(choose(only_case(id), Way::recusal, as("educator")).error().key, "relationships.case_unknown")
      << "there is no case for the educator before the learner was told";
  deliver();
  EXPECT_EQ(choose(only_case(id), Way::recusal, as("other")).error().key, "relationships.case_unknown");
  auto leader = as("other");
  leader.roles = {{institutions::AccountRole::leader, {}}};
  EXPECT_EQ(choose(only_case(id), Way::recusal, leader).error().key, "relationships.case_unknown");
  const auto recused = choose(only_case(id), Way::recusal, as("educator"));
  ASSERT_TRUE(recused) << recused.error().debug_text();
  EXPECT_EQ(only_case(id).state, CaseState::closed);
  EXPECT_EQ(only_case(id).way, Way::recusal);
  EXPECT_TRUE(findings(id).empty());
  move_day(today + 31);
  EXPECT_TRUE(now(id).runs());
}

TEST_P(CasesTest, ARecusalTakenBackOpensItAgain) {
  const auto id = pair_with_coming_panel();
  const auto recusal = duties::recuse(
      database(), as("educator"),
      {people_["educator"], people_["learner"], duties::RecusedFrom::panel, {today, today + 1000}}, clock_, random_);
  ASSERT_TRUE(recusal) << recusal.error().debug_text();
  EXPECT_EQ(only_case(id).state, CaseState::closed);
  EXPECT_EQ(duties::retract_recusal(database(), as("learner"), *recusal, clock_, random_).error().code,
            ErrorCode::forbidden);
  ASSERT_TRUE(duties::retract_recusal(database(), as("educator"), *recusal, clock_, random_));
  EXPECT_EQ(duties::retract_recusal(database(), as("educator"), *recusal, clock_, random_).error().key,
            "duties.recusal_retracted");
  const auto all = cases(id);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(std::count_if(all.begin(), all.end(), [](const Case& one) { return one.state == CaseState::open; }), 1);
  refuses("DELETE FROM recusals", "duties.history_kept");
  refuses("UPDATE recusals SET retracted_by = NULL", "duties.history_kept");
  refuses("UPDATE recusals SET what = 'reference'", "chiron:");
}

TEST_P(CasesTest, ARecusalOnTheDayLetsThePairRunOn) {
  const auto id = pair_with_coming_panel();
  move_day(today + 31);
  ASSERT_EQ(now(id).state, State::paused);
  ASSERT_TRUE(choose(only_case(id), Way::recusal, operator_()));
  EXPECT_EQ(only_case(id).state, CaseState::closed);
  EXPECT_TRUE(now(id).runs());
}

TEST_P(CasesTest, OnlyWhoeverRunsTheProgramDecidesBesideTheParties) {
  using institutions::AccountRole;
  const auto id = pair_with_coming_panel();
  const auto elsewhere = set_up_program(mentoring());
  const auto about = only_case(id);
  EXPECT_EQ(choose(about, Way::reassignment, as("other", AccountRole::coordinator, elsewhere)).error().key,
            "relationships.case_unknown");
  EXPECT_EQ(choose(about, Way::reassignment, as("other", AccountRole::evaluator)).error().key,
            "relationships.case_unknown");
  EXPECT_EQ(choose(about, Way::reassignment, as("other", AccountRole::lead, program_)).error().key,
            "relationships.way_not_yours");
  EXPECT_EQ(choose(about, Way::recusal, as("educator", AccountRole::coordinator)).error().key,
            "relationships.case_unknown")
      << "whoever coordinates and is the educator is the educator first";
  ASSERT_TRUE(choose(about, Way::reassignment, as("other", AccountRole::coordinator, program_)));
}

TEST_P(CasesTest, AStaleOrRepeatedDecisionIsRefusedAndAnotherWayIsNot) {
  const auto id = pair_with_coming_panel();
  const auto read = only_case(id);
  duty_known(DutyKind::sits_on, {today + 5, today + 10});
  EXPECT_EQ(choose(read, Way::reassignment, operator_()).error().key, "relationships.case_changed");
  ASSERT_TRUE(choose(only_case(id), Way::reassignment, operator_()));
  EXPECT_EQ(choose(only_case(id), Way::reassignment, operator_()).error().key, "relationships.case_settled");
  EXPECT_EQ(choose(read, Way::rematch, as("learner")).error().key, "relationships.case_changed");
  ASSERT_TRUE(choose(only_case(id), Way::rematch, as("learner"))) << "nobody is held by what others promised";
  EXPECT_EQ(only_case(id).state, CaseState::closed);
}

TEST_P(CasesTest, AWaiverIsApprovedByNeitherWhoAskedNorAParty) {
  using institutions::AccountRole;
  const auto id = running();
  duty_known(DutyKind::assesses, {today - 50, today - 10});
  const auto about = only_case(id);
  const auto asker = as("other", AccountRole::coordinator), lead = as("educator2", AccountRole::lead);
  auto nobody = lead;
  nobody.person.reset();
  ASSERT_TRUE(choose(about, Way::waiver, asker));
  EXPECT_EQ(choose(only_case(id), Way::waiver, as("learner")).error().key, "relationships.case_settled")
      << "one waits already";
  const auto waiver = only_waiver().id;
  const auto answer = [&](const institutions::Viewer& viewer, WaiverAnswer said) {
    return answer_waiver(database(), viewer, about.id, waiver, said, clock_, random_);
  };
  EXPECT_EQ(answer(lead, WaiverAnswer::approve).error().key, "conflicts.consent_first");
  EXPECT_EQ(answer(asker, WaiverAnswer::consent).error().key, "conflicts.waiver_not_yours");
  ASSERT_TRUE(answer(as("learner"), WaiverAnswer::consent));
  deliver();
  for (const auto& viewer : {asker, nobody, as("learner"), as("educator"), as("learner", AccountRole::coordinator)})
    EXPECT_EQ(answer(viewer, WaiverAnswer::approve).error().key, "conflicts.approver_independent");
  EXPECT_EQ(answer(as("learner2", AccountRole::leader), WaiverAnswer::approve).error().key,
            "relationships.case_unknown");
  refuses("UPDATE waivers SET approved_at = 1, approved_by = requested_by", "conflicts.approver_independent");
  refuses("UPDATE waivers SET requested_by = NULL", "conflicts.waiver_fixed");
  EXPECT_EQ(answer(as("educator"), WaiverAnswer::withdraw).error().key, "conflicts.waiver_not_yours");
  ASSERT_TRUE(answer(lead, WaiverAnswer::approve));
  EXPECT_EQ(only_case(id).state, CaseState::closed);
  EXPECT_TRUE(now(id).runs());
}

TEST_P(CasesTest, ARefusedWaiverLeavesTheOtherWaysOpen) {
  const auto id = running();
  duty_known(DutyKind::assesses, {today - 50, today - 10});
  ASSERT_TRUE(choose(only_case(id), Way::waiver, as("learner")));
  EXPECT_TRUE(only_waiver().consented_at) << "the learner asked for it themself";
  ASSERT_TRUE(answer_waiver(database(), as("other", institutions::AccountRole::lead), only_case(id).id,
                            only_waiver().id, WaiverAnswer::withdraw, clock_, random_));
  EXPECT_EQ(only_case(id).state, CaseState::decided);
  ASSERT_TRUE(choose(only_case(id), Way::rematch, as("learner")));
}

TEST_P(CasesTest, OnlyTheRecusedDecisionIsLifted) {
  const auto id = pair_with_coming_panel();
  ASSERT_TRUE(duties::recuse(database(), as("educator"),
                             {people_["educator"], people_["learner"], duties::RecusedFrom::reference, {}}, clock_,
                             random_));
  EXPECT_EQ(only_case(id).state, CaseState::open);
}

TEST_P(CasesTest, ARematchEndsThePairAndInAGroupTheLearnersPart) {
  const auto id = pair_with_coming_panel();
  const auto ended = choose(only_case(id), Way::rematch, as("learner"));
  ASSERT_TRUE(ended) << ended.error().debug_text();
  EXPECT_EQ(now(id).state, State::closed);
  ASSERT_EQ(closed_told_.size(), 1u);
  EXPECT_EQ(closed_told_[0].wait_again, std::vector{people_["learner"]});
  ASSERT_EQ(changes_told_.size(), 1u);
  EXPECT_EQ(changes_told_[0].change, Change::ended);
  EXPECT_EQ(only_case(id).state, CaseState::closed);
  EXPECT_EQ(choose(only_case(id), Way::rematch, as("learner")).error().key, "relationships.case_settled");
  no_longer(panel_);

  const auto group =
      offer_group({{"learner", Side::learner}, {"learner2", Side::learner}, {"educator", Side::educator}});
  ASSERT_TRUE(start(group));
  duty_known(DutyKind::sits_on, {today + 31, today + 60});
  ASSERT_TRUE(choose(only_case(group), Way::rematch, as("learner")));
  EXPECT_TRUE(now(group).runs()) << "the group goes on without the learner";
  ASSERT_EQ(closed_told_.size(), 2u) << "who leaves a group waits too";
  EXPECT_EQ(closed_told_[1].wait_again, std::vector{people_["learner"]});
  EXPECT_EQ(changes_told_.size(), 1u) << "the others go on";
  EXPECT_EQ(only_case(group).state, CaseState::closed);
  move_day(today + 31);
  EXPECT_TRUE(now(group).runs());
}

TEST_P(CasesTest, AWaiverLiftsWhatWasAndNeverWhatIs) {
  const auto id = running();
  duty_known(DutyKind::assesses, {today - 50, today - 10});
  ASSERT_EQ(now(id).state, State::paused) << "learned late: the look-back blocks today";
  const Case opened = only_case(id);
  EXPECT_EQ(opened.rule, "assesses_back");
  deliver();
  EXPECT_EQ(choose(opened, Way::recusal, as("educator")).error().key, "relationships.way_not_open");
  ASSERT_TRUE(choose(opened, Way::waiver, as("educator")));
  const auto waiver = only_waiver();
  EXPECT_EQ(waiver.request.days, (DateRange{today, today + 265})) << "as long as the rule looks back on the pair";
  EXPECT_FALSE(waiver.consented_at);
  ASSERT_TRUE(conflicts::consent(database(), as("learner"), waiver.id, clock_, random_));
  EXPECT_EQ(set(id, State::active).error().key, "relationships.conflict_today") << "not before it is approved";
  ASSERT_TRUE(conflicts::approve(database(), as("other"), waiver.id, clock_, random_));
  EXPECT_TRUE(now(id).runs()) << "it runs on by itself";
  refuses("UPDATE waivers SET to_day = to_day + 100", "conflicts.waiver_fixed");
  refuses(
      "INSERT INTO findings SELECT institution_id, relationship_id, learner_id, educator_id, rule, tie, looks, "
      "level, 'waived', from_day + 1, to_day + 30 FROM findings WHERE standing = 'waived'",
      "relationships.not_waived");
}

TEST_P(CasesTest, AWithdrawnWaiverPausesAtOnce) {
  const auto id = running();
  duty_known(DutyKind::assesses, {today - 50, today - 10});
  const auto waiver = conflicts::request_waiver(database(), operator_(),
                                                {people_["learner"],
                                                 people_["educator"],
                                                 conflict::Role::mentor,
                                                 "assesses_back",
                                                 {today - 10, today + 300},
                                                 conflicts::WaiverReason::only_expert},
                                                clock_, random_);
  ASSERT_TRUE(waiver) << waiver.error().debug_text();
  ASSERT_TRUE(conflicts::consent(database(), as("learner"), *waiver, clock_, random_));
  ASSERT_TRUE(conflicts::approve(database(), as("other"), *waiver, clock_, random_));
  ASSERT_TRUE(set(id, State::active)) << "the case closed by itself";
  EXPECT_EQ(only_case(id).state, CaseState::closed);
  ASSERT_TRUE(conflicts::withdraw(database(), as("learner"), *waiver, clock_, random_));
  EXPECT_EQ(now(id).state, State::paused);
  EXPECT_EQ(cases(id).size(), 2u);
}

TEST_P(CasesTest, ADisclosureIsAMatterOnlyWhereTheCharterSaysSo) {
  const auto silent = running();
  duty_known(DutyKind::supervises_thesis, year);
  EXPECT_TRUE(cases(silent).empty());
  auto terms = mentoring();
  terms.matters = Level::disclose;
  program_ = set_up_program(terms);
  const auto id = running();
  ASSERT_TRUE(judged([id](db::WriteTransaction& write, const At& at) { return judge(write, at, id); }));
  const Case opened = only_case(id);
  EXPECT_EQ(opened.level, Level::disclose);
  EXPECT_FALSE(opened.starts_on);
  deliver();
  EXPECT_EQ(choose(opened, Way::acknowledged, as("educator")).error().key, "relationships.way_not_yours");
  ASSERT_TRUE(choose(opened, Way::acknowledged, as("learner")));
  EXPECT_TRUE(now(id).runs());
  tell_of_facts();
  EXPECT_EQ(only_case(id).state, CaseState::decided) << "known, and left as it is";
}

TEST_P(CasesTest, AFactIsContestedByThoseItIsAboutAndAnsweredByOthers) {
  const auto id = pair_with_coming_panel();
  const auto about = only_case(id);
  EXPECT_EQ(contest(database(), as("other"), about.id, "Not so.", clock_, random_).error().key,
            "relationships.case_unknown");
  EXPECT_EQ(contest(database(), as("learner"), about.id, "", clock_, random_).error().key,
            "relationships.contest_statement");
  const auto said = contest(database(), as("learner"), about.id, "She left the panel in May.", clock_, random_);
  ASSERT_TRUE(said) << said.error().debug_text();
  EXPECT_EQ(contest(database(), as("learner"), about.id, "Really.", clock_, random_).error().key,
            "relationships.contest_waits");
  deliver();
  const ContestAnswered stands{ContestAnswer::fact_stands, "The minutes name her."};
  const auto answer = [&](const institutions::Viewer& viewer, CaseId of, const ContestAnswered& with) {
    return answer_contest(database(), viewer, of, *said, with, clock_, random_);
  };
  EXPECT_EQ(answer(as("educator"), about.id, stands).error().key, "relationships.contest_fixed");
  EXPECT_EQ(answer(as("other", institutions::AccountRole::lead), about.id, stands).error().key,
            "relationships.contest_fixed");
  EXPECT_EQ(answer(operator_(), about.id, {ContestAnswer::fact_stands, ""}).error().key,
            "relationships.contest_reason");
  const auto group = offer_group({{"learner2", Side::learner}, {"educator2", Side::educator}});
  ASSERT_TRUE(start(group));
  duty_known(DutyKind::sits_on, {today + 31, today + 60}, "educator2", "learner2");
  EXPECT_EQ(answer(operator_(), only_case(group).id, stands).error().key, "relationships.contest_answered")
      << "it was said of another case";
  ASSERT_TRUE(answer(operator_(), about.id, {ContestAnswer::fact_corrected, ""}));
  EXPECT_EQ(answer(operator_(), about.id, stands).error().key, "relationships.contest_answered");
  refuses("UPDATE contests SET statement = 'Something else.'", "relationships.contest_fixed");
  refuses("DELETE FROM contests", "relationships.history_kept");
  const auto held =
      database().read([&](db::ReadTransaction& read) { return contests_of(read, institution_, about.id); });
  ASSERT_EQ(held->size(), 1u);
  EXPECT_EQ(held->front().answer, ContestAnswer::fact_corrected);
}

TEST_P(CasesTest, HandWrittenSqlCannotForgetOrSkipACase) {
  const auto id = pair_with_coming_panel();
  refuses("DELETE FROM cases", "relationships.history_kept");
  refuses("UPDATE cases SET state = 'closed', closed_on = 1", "relationships.case_still_open");
  refuses("UPDATE cases SET deadline = deadline + 1", "relationships.case_moves");
  refuses("UPDATE cases SET starts_on = opened_on + 3", "relationships.case_deadline");
  refuses("UPDATE cases SET state = 'decided'", "relationships.case_undecided");
  // A block that somebody adds by hand leaves the pair unchecked, and it cannot be called judged without a case.
  EXPECT_EQ(by_hand("INSERT INTO findings SELECT institution_id, relationship_id, learner_id, educator_id, "
                    "'investigates', 'investigates', 'now', 'block', 'applies', from_day, to_day FROM findings "
                    "WHERE rule = 'panel_now'"),
            "");
  EXPECT_FALSE(now(id).runs());
  refuses("UPDATE relationships SET standing = 'judged'", "relationships.case_missing");
  EXPECT_EQ(recheck(), 1);
  EXPECT_TRUE(now(id).runs()) << "the finding was nobody's: judging again took it away";
}

TEST_P(CasesTest, OfRacingDecisionsOneStandsAndOneIsRefused) {
  const auto id = pair_with_coming_panel();
  deliver();
  const auto about = only_case(id);
  SeededRandom one(300), two(400);
  std::atomic<int> made = 0;
  const auto race = [&](Way way, const char* who, Random& random) {
    const auto decided = decide(database(), as(who), about.id, {way, about.revision, {}}, clock_, random);
    if (!decided) {
      // A relationship that ended is nothing of the educator's any more.
      const bool gone = way == Way::recusal && decided.error().key == "relationships.case_unknown";
      EXPECT_TRUE(gone || decided.error().key == "relationships.case_settled") << decided.error().debug_text();
    }
    made += decided.has_value();
  };
  std::thread first([&] { race(Way::recusal, "educator", one); });
  std::thread second([&] { race(Way::rematch, "learner", two); });
  first.join();
  second.join();
  EXPECT_EQ(made, 1);
  EXPECT_EQ(only_case(id).state, CaseState::closed);
}

TEST_P(CasesTest, RacingFactsOpenOneCase) {
  const auto id = running();
  const auto first_id = duties::DutyId::random(random_), second_id = duties::DutyId::random(random_);
  const std::array seeds{crypto::draw_seed(random_), crypto::draw_seed(random_)};
  const auto upload = [&](duties::DutyId duty_id, const crypto::Seed& seed) {
    const auto written = database().write_and_wait([&](db::WriteTransaction& write) -> Result<> {
      crypto::DerivedRandom drawn(seed);
      const people::Recording change{institution_, people::ChangeId::random(drawn)};
      TRY(people::change_at_once(write, change, people::ChangeKind::edit, clock_.now(),
                                 [&](const people::Recording& at) {
                                   return duties::record(write, at, duty_id,
                                                         {DutyKind::sits_on,
                                                          "educator",
                                                          {duties::TargetKind::person, "learner"},
                                                          {today + 31, today + 60},
                                                          "",
                                                          0,
                                                          0},
                                                         people_.at("educator"), people_.at("learner"));
                                 }));
      return write.publish(duties::FactsChanged{institution_, clock_.now(), seed});
    });
    EXPECT_TRUE(written) << (written ? "" : written.error().debug_text());
  };
  std::thread first([&] { upload(first_id, seeds[0]); }), second([&] { upload(second_id, seeds[1]); });
  first.join();
  second.join();
  EXPECT_EQ(only_case(id).state, CaseState::open);
  EXPECT_TRUE(now(id).runs());
}

TEST_P(CasesTest, AnotherInstitutionHasNoSuchCase) {
  const auto about = only_case(pair_with_coming_panel());
  const auto stranger = institutions::Viewer::of_operator(InstitutionId::random(random_));
  EXPECT_EQ(choose(about, Way::rematch, stranger).error().key, "relationships.case_unknown");
}

}  // namespace
}  // namespace chiron::relationships
