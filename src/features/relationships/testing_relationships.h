// For this folder's tests: an institution with a mentoring program, four people and a day, on both engines.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "features/accounts/account_store.h"
#include "features/audit/audit.h"
#include "features/conflicts/waiver_actions.h"
#include "features/duties/duty_store.h"
#include "features/duties/recusal_actions.h"
#include "features/educators/educators_sql.h"
#include "features/institutions/institution_store.h"
#include "features/people/change_store.h"
#include "features/programs/program_actions.h"
#include "features/relationships/case_actions.h"
#include "features/relationships/case_messages.h"
#include "features/relationships/relationship_closed.h"
#include "features/relationships/relationship_events.h"
#include "features/relationships/relationship_jobs.h"
#include "platform/db/testing.h"

namespace chiron::relationships {

inline const Date today = *Date::parse("2026-11-22");
inline const DateRange year{today - 100, today + 265};

class RelationshipsFixture : public db::testing::DatabaseTest {
 protected:
  void SetUp() override {
    open({jobs::migrations, institutions::migrations, audit::migrations, people::migrations, duties::migrations,
          programs::migrations, accounts::migrations, conflicts::migrations, educators::migrations,
          relationships::migrations});
    if (IsSkipped()) return;
    database().subscribe<duties::FactsChanged>(on_facts_changed);
    database().subscribe<OffersMade>([this](db::WriteTransaction&, const OffersMade& event) -> Result<> {
      offers_told_.push_back(event);
      return {};
    });
    database().subscribe<RelationshipClosed>(
        [this](db::WriteTransaction&, const RelationshipClosed& event) -> Result<> {
          closed_told_.push_back(event);
          return {};
        });
    database().subscribe<RelationshipsChanged>(
        [this](db::WriteTransaction&, const RelationshipsChanged& event) -> Result<> {
          changes_told_.push_back(event);
          return {};
        });
    institution_ = InstitutionId::random(random_);
    const auto made =
        institutions::Institution::of(institution_, "north", "North School", "Europe/Berlin", institutions::Mode::demo);
    const auto written = database().write_and_wait([&](db::WriteTransaction& write) -> Result<> {
      TRY(conflicts::keep_rules(write));
      TRY(institutions::insert(write, *made));
      return set_day(write, institution_, today);
    });
    ASSERT_TRUE(written) << written.error().debug_text();
    for (const char* id : {"learner", "learner2", "educator", "educator2", "other"})
      people_[id] = PersonId::random(random_);
    // The learner's unit has stated its supervisors and assessors: the verdict can be green.
    const auto said = say([&](db::WriteTransaction& write, const people::Recording& at) -> Result<> {
      for (const auto& [name, id] : people_) TRY(people::insert(write, at, id, name));
      TRY(duties::record(write, at, duties::DutyId::random(random_),
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
    ASSERT_TRUE(said) << said.error().debug_text();
    program_ = set_up_program(mentoring());
  }

  people::Recording a_change() { return {institution_, people::ChangeId::random(random_)}; }
  /// Says facts in a change of their own, without anybody judging yet: `facts(write, recording)`.
  template <class Facts>
  Result<> say(Facts facts) {
    const auto change = a_change();
    return database().write_and_wait([&](db::WriteTransaction& write) {
      return people::change_at_once(write, change, people::ChangeKind::edit, clock_.now(),
                                    [&](const people::Recording& at) { return facts(write, at); });
    });
  }
  institutions::Viewer operator_() const { return institutions::Viewer::of_operator(institution_); }
  institutions::Viewer as(const std::string& who) const {
    return institutions::Viewer::of_person(institution_, people_.at(who));
  }
  static programs::Terms mentoring() {
    return programs::Terms::of(programs::standard_program(conflict::Role::mentor, year));
  }
  programs::ProgramId set_up_program(const programs::Terms& terms) {
    const auto made = programs::set_up(database(), operator_(), terms, clock_, random_);
    EXPECT_TRUE(made) << (made ? "" : made.error().debug_text());
    return made.value_or(programs::ProgramId{});
  }

  RelationshipId offer_group(const std::vector<std::pair<std::string, Side>>& parties) {
    Relationship relationship;
    relationship.id = RelationshipId::random(random_);
    relationship.program = program_;
    relationship.days = year;
    std::vector<Party> who;
    for (const auto& [name, side] : parties) who.push_back({people_.at(name), side});
    const auto written = database().write_and_wait(
        [&](db::WriteTransaction& write) { return insert(write, institution_, relationship, who); });
    EXPECT_TRUE(written) << (written ? "" : written.error().debug_text());
    return relationship.id;
  }
  RelationshipId offer() { return offer_group({{"learner", Side::learner}, {"educator", Side::educator}}); }

  /// Runs a function of the judgment's kind in a write, with randomness of its own.
  template <class Function>
  auto judged(Function function) {
    const auto seed = crypto::draw_seed(random_);
    return database().write_and_wait([this, seed, function](db::WriteTransaction& write) {
      crypto::DerivedRandom drawn(seed);
      return function(write, At{institution_, clock_.now(), drawn});
    });
  }
  Result<> start(RelationshipId id) {
    return judged([id](db::WriteTransaction& write, const At& at) { return activate(write, at, id); });
  }
  RelationshipId running() {
    const auto id = offer();
    const auto started = start(id);
    EXPECT_TRUE(started) << (started ? "" : started.error().debug_text());
    return id;
  }
  int recheck() {
    const auto count =
        judged([](db::WriteTransaction& write, const At& at) { return judge_unchecked(write, at, 100); });
    EXPECT_TRUE(count) << (count ? "" : count.error().debug_text());
    return count ? *count : -1;
  }

  /// Records a duty of one person towards another, without anybody judging yet.
  Result<duties::DutyId> duty(conflict::DutyKind kind, DateRange days, const std::string& holder = "educator",
                              const std::string& target = "learner") {
    const auto id = duties::DutyId::random(random_);
    TRY(say([&](db::WriteTransaction& write, const people::Recording& at) {
      return duties::record(write, at, id, {kind, holder, {duties::TargetKind::person, target}, days, "", 0, 0},
                            people_.at(holder), people_.at(target));
    }));
    return id;
  }
  /// The same as an import would: judged in the same transaction.
  duties::DutyId duty_known(conflict::DutyKind kind, DateRange days, const std::string& holder = "educator",
                            const std::string& target = "learner") {
    const auto id = duty(kind, days, holder, target);
    EXPECT_TRUE(id) << (id ? "" : id.error().debug_text());
    tell_of_facts();
    return id.value_or(duties::DutyId{});
  }
  void no_longer(duties::DutyId id) {
    EXPECT_TRUE(
        say([&](db::WriteTransaction& write, const people::Recording& at) { return duties::retract(write, at, id); }));
    tell_of_facts();
  }
  void tell_of_facts() {
    const duties::FactsChanged event{institution_, clock_.now(), crypto::draw_seed(random_)};
    const auto told = database().write_and_wait([&](db::WriteTransaction& write) { return write.publish(event); });
    EXPECT_TRUE(told) << (told ? "" : told.error().debug_text());
  }
  void move_day(Date day) {
    const auto moved =
        database().write_and_wait([&](db::WriteTransaction& write) { return set_day(write, institution_, day); });
    EXPECT_TRUE(moved) << (moved ? "" : moved.error().debug_text());
  }
  Result<> set(RelationshipId id, State state) {
    return database().write_and_wait(
        [&](db::WriteTransaction& write) { return set_state(write, institution_, id, state); });
  }

  Relationship now(RelationshipId id) {
    const auto found = database().read([&](db::ReadTransaction& read) { return find(read, institution_, id); });
    EXPECT_TRUE(found && *found);
    return **found;
  }
  std::vector<Case> cases(RelationshipId id) {
    const auto found = database().read([&](db::ReadTransaction& read) { return cases_of(read, institution_, id); });
    EXPECT_TRUE(found) << (found ? "" : found.error().debug_text());
    return found.value_or(std::vector<Case>{});
  }
  std::vector<StoredFinding> findings(RelationshipId id) {
    return database().read([&](db::ReadTransaction& read) { return findings_of(read, institution_, id); }).value();
  }
  /// The names of a program's entries about somebody or something, oldest first.
  template <class AnId>
  std::vector<std::string> entries(AnId about) {
    std::vector<std::string> types;
    const auto found = database().read([&](db::ReadTransaction& read) {
      return audit::entries_about(read, institution_, audit::AnyId(about.bytes()), 1'000'000, 1000);
    });
    EXPECT_TRUE(found);
    for (const auto& entry : *found) types.insert(types.begin(), entry.type);
    return types;
  }
  bool refuses(const std::string& statement, std::string_view key) {
    const std::string said = by_hand(statement);
    EXPECT_NE(said.find(key), std::string::npos) << statement << " was answered: " << said;
    return said.find(key) != std::string::npos;
  }

  SeededRandom random_{9};
  FixedClock clock_{Instant{1'790'000'000'000'000}};
  InstitutionId institution_;
  programs::ProgramId program_;
  std::map<std::string, PersonId> people_;
  std::vector<OffersMade> offers_told_;  ///< what subscribers heard
  std::vector<RelationshipClosed> closed_told_;
  std::vector<RelationshipsChanged> changes_told_;
};

}  // namespace chiron::relationships
