// What a preview says will pause is what accepting pauses: before anything is written, and afterwards.
#include "features/imports/consequences.h"

#include "features/audit/audit.h"
#include "features/conflicts/waiver_actions.h"
#include "features/imports/imports_sql.h"
#include "features/institutions/institution_store.h"
#include "features/programs/program_actions.h"
#include "features/relationships/relationship_actions.h"
#include "features/relationships/relationship_jobs.h"
#include "platform/db/testing.h"

namespace chiron::imports {
namespace {

using relationships::RelationshipId;
using relationships::Side;

const Date today = *Date::parse("2026-11-22");

class ConsequencesTest : public db::testing::DatabaseTest {
 protected:
  void SetUp() override {
    open({jobs::migrations, institutions::migrations, audit::migrations, people::migrations, duties::migrations,
          programs::migrations, conflicts::migrations, relationships::migrations, imports::migrations});
    if (IsSkipped()) return;
    database().subscribe<duties::FactsChanged>(relationships::on_facts_changed);
    institution_ = InstitutionId::random(random_);
    const auto made =
        institutions::Institution::of(institution_, "north", "North School", "Europe/Berlin", institutions::Mode::demo);
    ASSERT_TRUE(database().write_and_wait([&](db::WriteTransaction& write) -> Result<> {
      TRY(conflicts::keep_rules(write));
      TRY(institutions::insert(write, *made));
      return relationships::set_day(write, institution_, today);
    }));
    const auto terms =
        programs::Terms::of(programs::standard_program(conflict::Role::mentor, {today - 100, today + 265}));
    program_ = *programs::set_up(database(), viewer(), terms, clock_, random_);
    ASSERT_TRUE(take(look(roster({}))));
    for (const char* learner : {"l1", "l2", "l3"}) pairs_[learner] = start(learner);
  }

  institutions::Viewer viewer() const { return institutions::Viewer::of_operator(institution_); }
  struct Assesses {
    const char* holder;
    const char* target;
    std::int32_t from, to;
  };
  std::shared_ptr<duties::Roster> roster(std::initializer_list<Assesses> duties) {
    auto roster = std::make_shared<duties::Roster>();
    for (const char* id : {"l1", "l2", "l3", "e"}) {
      people::Person person;
      person.id = id;
      roster->people.push_back(person);
    }
    for (const auto& duty : duties)
      roster->duties.push_back({conflict::DutyKind::assesses,
                                duty.holder,
                                {duties::TargetKind::person, duty.target},
                                {today + duty.from, today + duty.to},
                                "",
                                0,
                                0});
    roster->index_people();
    return roster;
  }
  Preview look(std::shared_ptr<duties::Roster> said, Completeness completeness = Completeness::additions) {
    auto made = preview(database(), institution_, std::move(said), completeness, today);
    EXPECT_TRUE(made) << (made ? "" : made.error().debug_text());
    return *std::move(made);
  }
  Result<Import> take(const Preview& preview) {
    clock_.set(clock_.now().plus_ms(1000));
    auto accepted = accept(database(), viewer(), preview, clock_, random_);
    // What a write of 20 ms has no room for is the job's.
    jobs::Runner runner(database(), clock_, random_);
    runner.handle(relationships::recheck_kind, relationships::recheck_handler(database(), clock_, random_));
    EXPECT_TRUE(runner.run_all_due());
    return accepted;
  }
  RelationshipId start(const char* learner) {
    relationships::Relationship pair;
    pair.id = RelationshipId::random(random_);
    pair.program = program_;
    pair.days = {today - 100, today + 265};
    const auto seed = crypto::draw_seed(random_);
    const auto started = database().write_and_wait([&](db::WriteTransaction& write) -> Result<> {
      crypto::DerivedRandom drawn(seed);
      people::TextPool pool;
      std::map<std::string, PersonId> ids;
      for (const auto& stored : TRY(people::current(write, institution_, pool)))
        ids[std::string(stored.person.id)] = stored.id;
      TRY(relationships::insert(write, institution_, pair,
                                {{ids[learner], Side::learner}, {ids["e"], Side::educator}}));
      return relationships::activate(write, {institution_, clock_.now(), drawn}, pair.id);
    });
    EXPECT_TRUE(started) << (started ? "" : started.error().debug_text());
    return pair.id;
  }
  std::vector<Pause> pauses(const Preview& preview) {
    const auto found = database().read([&](db::ReadTransaction& read) { return pauses_of(read, preview); });
    EXPECT_TRUE(found) << (found ? "" : found.error().debug_text());
    return found.value_or(std::vector<Pause>{});
  }
  relationships::State state(RelationshipId id) {
    return database()
        .read([&](db::ReadTransaction& read) { return relationships::find(read, institution_, id); })
        .value()
        ->state;
  }

  SeededRandom random_{21};
  FixedClock clock_{Instant{1'790'000'000'000'000}};
  InstitutionId institution_;
  programs::ProgramId program_;
  std::map<std::string, RelationshipId> pairs_;
};
CHIRON_ON_BOTH_ENGINES(ConsequencesTest);

TEST_P(ConsequencesTest, SaysWhichPairsPauseFromWhichDay) {
  const auto seen = look(roster({{"e", "l1", 31, 60}, {"e", "l2", 31, 40}, {"e", "l3", -5, 5}}));
  EXPECT_EQ(by_day(pauses(seen)), (std::vector<PausesOfDay>{{today, 1}, {today + 31, 2}}));
  for (const auto& [learner, id] : pairs_) EXPECT_EQ(state(id), relationships::State::active) << learner;
  ASSERT_TRUE(take(seen));
  EXPECT_EQ(state(pairs_["l3"]), relationships::State::paused);
  EXPECT_EQ(state(pairs_["l1"]), relationships::State::active);
  ASSERT_TRUE(database().write_and_wait(
      [&](db::WriteTransaction& write) { return relationships::set_day(write, institution_, today + 31); }));
  EXPECT_EQ(state(pairs_["l1"]), relationships::State::paused);
  EXPECT_EQ(state(pairs_["l2"]), relationships::State::paused);
}

TEST_P(ConsequencesTest, SaysNothingOfWhatWasKnownAlreadyAndOnlyWhatComesEarlier) {
  ASSERT_TRUE(take(look(roster({{"e", "l1", 31, 60}}))));
  EXPECT_TRUE(pauses(look(roster({{"e", "l1", 31, 60}, {"e", "l1", 50, 70}}))).empty());
  EXPECT_EQ(pauses(look(roster({{"e", "l1", 10, 12}}))), (std::vector<Pause>{{pairs_["l1"], today + 10}}));
}

TEST_P(ConsequencesTest, ADutyThatTheFilesEndPausesNothing) {
  ASSERT_TRUE(take(look(roster({{"e", "l1", 31, 60}}))));
  const auto seen = look(roster({{"e", "l2", 60, 70}}), Completeness::complete);
  EXPECT_EQ(pauses(seen), (std::vector<Pause>{{pairs_["l2"], today + 60}}));
}

TEST_P(ConsequencesTest, ARecusalInTheFilesCounts) {
  auto said = roster({});
  said->duties.push_back(
      {conflict::DutyKind::sits_on, "e", {duties::TargetKind::person, "l1"}, {today + 31, today + 60}, "", 0, 0});
  EXPECT_EQ(pauses(look(said)).size(), 1u);
  said->recusals.push_back({"e", "l1", {today, today + 1000}, 0, 0});
  EXPECT_TRUE(pauses(look(said)).empty());
}

}  // namespace
}  // namespace chiron::imports
