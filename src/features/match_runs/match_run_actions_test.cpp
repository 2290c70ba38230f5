// Runs asked for, computed, signed off and published, on both engines; who may not, and who comes second.
#include "features/match_runs/match_run_actions.h"

#include <gtest/gtest.h>

#include "features/accounts/account_store.h"
#include "features/audit/audit.h"
#include "features/conflicts/waiver_actions.h"
#include "features/duties/duty_store.h"
#include "features/educators/educators_sql.h"
#include "features/institutions/institution_store.h"
#include "features/people/people_store.h"
#include "features/programs/program_actions.h"
#include "features/programs/program_file.h"
#include "features/relationships/offer_actions.h"
#include "platform/db/testing.h"

namespace chiron::match_runs {
namespace {

using institutions::AccountRole;
using institutions::Viewer;

const Date today = *Date::parse("2026-11-22");
const DateRange year{today, today + 365};

class MatchRunActions : public db::testing::DatabaseTest {
 protected:
  void SetUp() override {
    open({jobs::migrations, institutions::migrations, audit::migrations, people::migrations, duties::migrations,
          programs::migrations, accounts::migrations, conflicts::migrations, educators::migrations,
          preferences::migrations, relationships::migrations, match_runs::migrations});
    if (IsSkipped()) return;
    institution_ = InstitutionId::random(random_);
    const auto made =
        institutions::Institution::of(institution_, "north", "North School", "Europe/Berlin", institutions::Mode::demo);
    const auto written = database().write_and_wait([&](db::WriteTransaction& write) -> Result<> {
      TRY(conflicts::keep_rules(write));
      TRY(institutions::insert(write, *made));
      return relationships::set_day(write, institution_, today);
    });
    ASSERT_TRUE(written) << written.error().debug_text();
    const people::Recording change{institution_, people::ChangeId::random(random_)};
    const auto said = database().write_and_wait([&](db::WriteTransaction& write) {
      return people::change_at_once(
          write, change, people::ChangeKind::edit, clock_.now(), [&](const people::Recording& at) -> Result<> {
            for (const char* id : {"ada", "ben", "cleo", "dora", "eli", "lead"}) {
              people_[id] = PersonId::random(random_);
              people::Person person;
              person.id = id, person.given_name = id;
              TRY(people::insert(write, at, people_[id], id));
              TRY(people::record(write, at, people_[id], people::VersionId::random(random_), person));
            }
            return {};
          });
    });
    ASSERT_TRUE(said) << said.error().debug_text();
    auto program = programs::standard_program(conflict::Role::mentor, year);
    program.name = "Mentoring";
    const auto set_up =
        programs::set_up(database(), Viewer::of_operator(institution_), programs::Terms::of(program), clock_, random_);
    ASSERT_TRUE(set_up) << set_up.error().debug_text();
    program_ = *set_up;
    runner_.emplace(database(), clock_, random_);
    runner_->handle(run_kind, run_handler(database(), [this](jobs::Work&, const StoredRun&,
                                                             const std::vector<NamedChoice>& choices) {
                      choices_seen_ = choices;
                      return found_;
                    }));
    runner_->handle(publish_kind, publish_handler(database(), clock_, random_));
    Found found;
    found.pairs = {pair("ada", "dora", 1), pair("ben", "dora", 1), pair("cleo", "eli", 2)};
    found.left = {{"lead", "no_seat"}};
    found.learners = 4, found.educators = 2, found.seats = 3;
    found.report = "{}";
    found_ = found;
  }

  static Found::Pair pair(const char* learner, const char* educator, std::int64_t seats) {
    return {learner, educator, 70, std::nullopt, "allow", "neither", "same_site 12", false, seats};
  }
  Viewer with(AccountRole role, std::optional<PersonId> person = {}) {
    return Viewer::of_account(institution_, AccountId::random(random_), person, {{role, {}}});
  }
  StoredRun asked(const std::vector<ChosenPair>& choices = {}) {
    const auto run = ask(database(), with(AccountRole::coordinator), {program_, choices, {}, {}}, clock_, random_);
    EXPECT_TRUE(run) << (run ? "" : run.error().debug_text());
    return run.value_or(StoredRun{});
  }
  void work() {
    const auto ran = runner_->run_all_due();
    ASSERT_TRUE(ran) << ran.error().debug_text();
  }
  StoredRun now(RunId id) {
    const auto run = database().read([&](db::ReadTransaction& read) { return find(read, institution_, id); });
    EXPECT_TRUE(run && *run);
    return run && *run ? **run : StoredRun{};
  }
  std::map<std::string, std::string> details(RunId id) {
    const auto found =
        database().read([&](db::ReadTransaction& read) { return error_details_of(read, institution_, id); });
    EXPECT_TRUE(found) << (found ? "" : found.error().debug_text());
    return found.value_or(std::map<std::string, std::string>());
  }
  std::string signed_off(RunId id, const Viewer& viewer) {
    const auto done = sign_off(database(), viewer, id, clock_, random_);
    return done ? "" : done.error().key;
  }
  std::string published(RunId id, const Viewer& viewer) {
    const auto done = publish(database(), viewer, id, clock_, random_);
    return done ? "" : done.error().key;
  }
  std::map<std::string, std::int64_t> outcomes(RunId id) {
    const auto counts = database().read([&](db::ReadTransaction& read) { return outcomes_of(read, institution_, id); });
    EXPECT_TRUE(counts);
    return counts.value_or(std::map<std::string, std::int64_t>());
  }

  SeededRandom random_{7};
  FixedClock clock_{Instant{1'790'000'000'000'000}};
  InstitutionId institution_;
  programs::ProgramId program_;
  std::map<std::string, PersonId> people_;
  std::optional<jobs::Runner> runner_;
  Result<Found> found_ = Found{};
  std::vector<NamedChoice> choices_seen_;
};

TEST_P(MatchRunActions, FromAskingToOffers) {
  const auto run = asked({{people_["ada"], people_["dora"], Choice::keep}});
  EXPECT_EQ(run.number, 1);
  EXPECT_EQ(run.state, RunState::waiting);
  work();
  ASSERT_EQ(choices_seen_.size(), 1U);
  EXPECT_EQ(choices_seen_[0].learner, "ada");
  EXPECT_EQ(choices_seen_[0].educator, "dora");
  EXPECT_EQ(now(run.id).state, RunState::done);
  EXPECT_EQ(now(run.id).matched, 3);
  const auto coordinator = with(AccountRole::coordinator);
  EXPECT_EQ(published(run.id, coordinator), "match_runs.sign_off_first");
  EXPECT_EQ(signed_off(run.id, coordinator), "match_runs.sign_off_not_yours");
  EXPECT_EQ(signed_off(run.id, with(AccountRole::lead, people_["lead"])), "");
  EXPECT_EQ(signed_off(run.id, with(AccountRole::lead)), "match_runs.not_to_sign_off");
  EXPECT_EQ(published(run.id, coordinator), "");
  EXPECT_EQ(published(run.id, with(AccountRole::coordinator)), "match_runs.not_to_publish");
  work();
  EXPECT_EQ(now(run.id).state, RunState::published);
  // Dora has one seat: whoever comes second is told so, and nobody sits on one too many.
  EXPECT_EQ(outcomes(run.id), (std::map<std::string, std::int64_t>{{"made", 2}, {"no_seat", 1}}));
  const auto rows =
      database().read([&](db::ReadTransaction& read) { return pairs_from(read, institution_, run.id, 1, 10); });
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->size(), 2U);
  EXPECT_EQ((*rows)[0].learner.name, "ben");
  EXPECT_EQ((*rows)[0].became, "no_seat");
  // A second run of the same program offers nobody twice.
  const auto again = asked();
  EXPECT_EQ(again.number, 2);
  work();
  EXPECT_EQ(signed_off(again.id, with(AccountRole::lead)), "");
  EXPECT_EQ(published(again.id, coordinator), "");
  work();
  EXPECT_EQ(outcomes(again.id), (std::map<std::string, std::int64_t>{{"has_place", 2}, {"no_seat", 1}}));
}

TEST_P(MatchRunActions, TakesOverWhatCountedAndChangesOneThing) {
  const auto weights_of = [](const StoredRun& run) {
    return programs::read_program_text("settings", run.settings).value().weights;
  };
  const auto viewer = with(AccountRole::coordinator);
  const auto asked_for = [&](Ask asked) {
    const auto run = ask(database(), viewer, asked, clock_, random_);
    return run ? *run : StoredRun{};
  };
  Ask first{program_, {}, programs::Preset::wishes_first, {}};
  first.weights = {{"same_site", Counts::decisive}};
  const auto one = asked_for(first);
  EXPECT_EQ(weights_of(one).wished_by_learner, 600);
  EXPECT_EQ(weights_of(one).same_site, 600);
  Ask next{program_, {{people_["ada"], people_["dora"], Choice::keep}}, {}, {}};
  next.like = one.id;
  const auto two = asked_for(next);
  EXPECT_EQ(weights_of(two).same_site, 600) << "a choice of a pair loses no weight";
  EXPECT_EQ(weights_of(two).wished_by_learner, 600);
  Ask evil{program_, {}, {}, {}};
  evil.like = RunId::random(random_);
  EXPECT_EQ(ask(database(), viewer, evil, clock_, random_).error().key, "match_runs.unknown");
  evil.like = {}, evil.weights = {{"lottery_seed", Counts::much}};
  EXPECT_EQ(ask(database(), viewer, evil, clock_, random_).error().key, "match_runs.weight");
  const auto newest = database().read([&](db::ReadTransaction& read) { return newest_runs(read, institution_); });
  ASSERT_TRUE(newest && newest->size() == 1);
  EXPECT_EQ(newest->front().id, two.id);
}

TEST_P(MatchRunActions, SaysWhyItFailed) {
  found_ = err(refuse("match_runs.keep_below_floor")
                   .with("learner", "ada")
                   .with("educator", "nobody")
                   .with("fit", "12")
                   .with("floor", "300"));
  const auto run = asked();
  work();
  EXPECT_EQ(now(run.id).state, RunState::failed);
  EXPECT_EQ(now(run.id).error_key, "match_runs.keep_below_floor");
  // Numbers as they were, people by the name they have, whoever is not known by what was said.
  using Details = std::map<std::string, std::string>;
  EXPECT_EQ(details(run.id), (Details{{"learner", "ada"}, {"educator", "nobody"}, {"fit", "12"}, {"floor", "300"}}));
  EXPECT_NE(by_hand("DELETE FROM match_run_errors").find("match_runs.fixed"), std::string::npos);
  EXPECT_EQ(published(run.id, with(AccountRole::coordinator)), "match_runs.not_to_publish");
}

TEST_P(MatchRunActions, IsNotThereForOthers) {
  const auto run = asked();
  work();
  for (const auto role :
       {AccountRole::leader, AccountRole::evaluator, AccountRole::operator_, AccountRole::confidential_contact}) {
    const auto viewer = with(role);
    EXPECT_EQ(ask(database(), viewer, {program_, {}, {}, {}}, clock_, random_).error().key, "programs.unknown");
    EXPECT_EQ(signed_off(run.id, viewer), "match_runs.unknown");
    EXPECT_EQ(published(run.id, viewer), "match_runs.unknown");
  }
  // A coordinator of another program, and one of another institution.
  const auto other = Viewer::of_account(institution_, AccountId::random(random_), {},
                                        {{AccountRole::coordinator, programs::ProgramId::random(random_)}});
  EXPECT_EQ(published(run.id, other), "match_runs.unknown");
  const auto elsewhere = Viewer::of_account(InstitutionId::random(random_), AccountId::random(random_), {},
                                            {{AccountRole::coordinator, {}}});
  EXPECT_EQ(published(run.id, elsewhere), "match_runs.unknown");
  EXPECT_EQ(ask(database(), elsewhere, {program_, {}, {}, {}}, clock_, random_).error().key, "programs.unknown");
}

TEST_P(MatchRunActions, IsNotSignedOffByWhoeverAssesses) {
  const people::Recording change{institution_, people::ChangeId::random(random_)};
  const auto said = database().write_and_wait([&](db::WriteTransaction& write) {
    return people::change_at_once(
        write, change, people::ChangeKind::edit, clock_.now(), [&](const people::Recording& at) {
          return duties::record(
              write, at, duties::DutyId::random(random_),
              {conflict::DutyKind::assesses, "lead", {duties::TargetKind::person, "ben"}, year, "", 0, 0},
              people_["lead"], people_["ben"]);
        });
  });
  ASSERT_TRUE(said) << said.error().debug_text();
  const auto run = asked();
  work();
  EXPECT_EQ(signed_off(run.id, with(AccountRole::lead, people_["lead"])), "match_runs.lead_assesses");
  EXPECT_EQ(signed_off(run.id, with(AccountRole::lead, people_["eli"])), "");
}

TEST_P(MatchRunActions, IsNotPublishedUnderAChangedCharter) {
  const auto run = asked();
  work();
  EXPECT_EQ(signed_off(run.id, with(AccountRole::lead)), "");
  auto terms = programs::Terms::of(programs::standard_program(conflict::Role::mentor, year));
  terms.program.name = "Mentoring";
  terms.program.capacity_cap = 4;
  const auto changed =
      programs::change_charter(database(), Viewer::of_operator(institution_), program_, terms, clock_, random_);
  ASSERT_TRUE(changed) << changed.error().debug_text();
  EXPECT_EQ(published(run.id, with(AccountRole::coordinator)), "match_runs.charter_changed");
}

TEST_P(MatchRunActions, RefusesContradictoryChoicesAndHandWrittenSql) {
  const auto coordinator = with(AccountRole::coordinator);
  const Ask twice{program_,
                  {{people_["ada"], people_["dora"], Choice::keep}, {people_["ada"], people_["eli"], Choice::keep}},
                  {},
                  {}};
  EXPECT_EQ(ask(database(), coordinator, twice, clock_, random_).error().key, "match_runs.chosen_twice");
  const auto run = asked();
  work();
  const auto tried = [&](auto statement) {
    const auto written = database().write_and_wait(statement);
    return written ? std::string() : written.error().key;
  };
  EXPECT_EQ(tried([&](db::WriteTransaction& write) -> Result<> {
              TRY(begin_publishing(write, institution_, run.id, {}));
              return {};
            }),
            "match_runs.sign_off_first");
  EXPECT_EQ(tried([&](db::WriteTransaction& write) {
              return store_pairs(write, institution_, run.id, *found_, 0, 1,
                                 {{"ada", people_["ada"]}, {"dora", people_["dora"]}});
            }),
            "match_runs.fixed");
}

TEST_P(MatchRunActions, KeepsTheAnswersItWasComputedFrom) {
  preferences::Collected answers;
  answers.educators = {{people_["dora"], true, 1, true, true}};
  for (int n = 0; n < 2; ++n) answers.wishes.push_back({people_[n ? "ben" : "ada"], people_["dora"], n + 1});
  answers.vetoes = {{people_["eli"], people_["ada"]}};
  found_->answers = answers;
  const auto run = asked();
  work();
  auto kept = database().read([&](db::ReadTransaction& read) { return answers_of(read, institution_, run.id); });
  ASSERT_TRUE(kept) << kept.error().debug_text();
  std::ranges::sort(kept->wishes, {}, &preferences::Collected::Wish::rank);
  EXPECT_EQ(kept->educators, answers.educators);
  EXPECT_EQ(kept->wishes, answers.wishes);
  EXPECT_EQ(kept->vetoes, answers.vetoes);
  // A run that is done does not change, whoever writes.
  for (const char* table : {"match_educators", "match_wishes", "match_vetoes"})
    EXPECT_NE(by_hand(std::string("DELETE FROM ") + table).find("match_runs.fixed"), std::string::npos) << table;
}

TEST_P(MatchRunActions, APairKeptAgainstAVetoIsRefusedLikeAnyOther) {
  for (const char* key : {"match_runs.keep_private", "match_runs.keep_breaks_rule"}) {
    found_ = err(refuse(key).with("learner", "ada").with("educator", "dora").with("rule", "veto"));
    const auto run = asked();
    work();
    EXPECT_EQ(now(run.id).error_key, "match_runs.keep_not_available") << key;
    EXPECT_EQ(details(run.id), (std::map<std::string, std::string>{{"learner", "ada"}, {"educator", "dora"}})) << key;
  }
}

TEST_P(MatchRunActions, PreparesEveryStatement) { EXPECT_TRUE(database().prepare_all(sql::all)); }

CHIRON_ON_BOTH_ENGINES(MatchRunActions);

}  // namespace
}  // namespace chiron::match_runs
