// For the tests of what a program's people answer: an institution with a mentor program that runs, two learners, some
// educators, and one who comes later.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "base/random.h"
#include "features/audit/audit.h"
#include "features/conflicts/conflicts_sql.h"
#include "features/duties/duty_store.h"
#include "features/institutions/institution_store.h"
#include "features/people/people_store.h"
#include "features/programs/program_actions.h"
#include "platform/db/testing.h"

namespace chiron::educators {

class ProgramTest : public db::testing::DatabaseTest {
 protected:
  /// Wishes are open on the clock's day; `more`: migrations of the room under test.
  void set_up(const std::vector<db::MigrationSet>& more) {
    std::vector<db::MigrationSet> sets{institutions::migrations, audit::migrations,    people::migrations,
                                       duties::migrations,       programs::migrations, conflicts::migrations};
    sets.insert(sets.end(), more.begin(), more.end());
    open(sets);
    if (IsSkipped()) return;
    institution_ = InstitutionId::random(random_);
    const auto made = institutions::Institution::of(institution_, "north", "North School", "Europe/Berlin", mode_);
    const auto written =
        database().write_and_wait([&](db::WriteTransaction& write) { return institutions::insert(write, *made); });
    ASSERT_TRUE(written) << written.error().debug_text();
    say([&](const people::Recording& at, db::WriteTransaction& write) -> Result<> {
      for (const char* name : {"ada", "ben"}) TRY(person(write, at, name, people::Kind::learner, {}));
      for (const char* name : {"dora", "eli", "fay", "gus"}) TRY(person(write, at, name, people::Kind::educator, {}));
      return person(write, at, "late", people::Kind::educator, {term_.from + 1, Date::max()});
    });
    terms_ = programs::standard_program(conflict::Role::mentor, term_);
    terms_.name = "Mentoring";
    const auto viewer = institutions::Viewer::of_operator(institution_);
    const auto program = programs::set_up(database(), viewer, programs::Terms::of(terms_), clock_, random_);
    ASSERT_TRUE(program) << program.error().debug_text();
    program_ = *program;
    ASSERT_TRUE(programs::make_move(database(), viewer, program_, programs::Move::start, 1, clock_, random_));
  }
  institutions::Viewer as(const std::string& who) {
    return institutions::Viewer::of_person(institution_, people_.at(who));
  }
  void archive() {
    ASSERT_TRUE(programs::make_move(database(), institutions::Viewer::of_operator(institution_), program_,
                                    programs::Move::archive, 2, clock_, random_));
  }
  void duty(conflict::DutyKind kind, const std::string& holder, const std::string& target) {
    say([&](const people::Recording& at, db::WriteTransaction& write) {
      const duties::Duty one{kind, holder, {duties::TargetKind::person, target}, term_, "", 0, 0};
      return duties::record(write, at, duties::DutyId::random(random_), one, people_[holder], people_[target]);
    });
  }

  SeededRandom random_{5};
  FixedClock clock_{Instant{1'790'000'000'000'000}};
  const DateRange term_{clock_.now().utc_date() + 30, clock_.now().utc_date() + 395};
  institutions::Mode mode_ = institutions::Mode::demo;
  InstitutionId institution_;
  programs::ProgramId program_;
  programs::Program terms_;
  std::map<std::string, PersonId> people_;

 private:
  template <class Say>
  void say(Say what) {
    const people::Recording change{institution_, people::ChangeId::random(random_)};
    const auto said = database().write_and_wait([&](db::WriteTransaction& write) {
      return people::change_at_once(write, change, people::ChangeKind::edit, clock_.now(),
                                    [&](const people::Recording& at) { return what(at, write); });
    });
    ASSERT_TRUE(said) << said.error().debug_text();
  }
  Result<> person(db::WriteTransaction& write, const people::Recording& at, const char* name, people::Kind kind,
                  DateRange present) {
    people_[name] = PersonId::random(random_);
    people::Person person;
    person.id = name, person.given_name = name, person.kind = kind, person.present = present;
    TRY(people::insert(write, at, people_[name], name));
    return people::record(write, at, people_[name], people::VersionId::random(random_), person);
  }
};

}  // namespace chiron::educators
