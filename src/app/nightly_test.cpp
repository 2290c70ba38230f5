// The night on both engines with a clock that the test moves: once a day whoever asks, at each zone's own midnight, on
// the days of 23 and 25 hours, after downtime, with clocks that run backwards, and with work cut short by a stop.
#include "app/nightly.h"

#include <gtest/gtest.h>

#include <future>
#include <limits>
#include <map>
#include <tuple>

#include "app/installation.h"
#include "features/duties/duty_store.h"
#include "features/institutions/institution_store.h"
#include "features/people/change_store.h"
#include "features/people/people_store.h"
#include "features/programs/program_actions.h"
#include "features/relationships/relationship_actions.h"
#include "platform/db/testing.h"
#include "platform/text/zone.h"

namespace chiron::app {
namespace {

constexpr db::Sql jobs_in_all("SELECT count(*) FROM jobs");
constexpr db::Sql jobs_not_done("SELECT count(*) FROM jobs WHERE state <> 'done'");
constexpr db::Sql results("SELECT result FROM jobs WHERE queue = 'job' ORDER BY idempotency_key, institution_id");

class NightlyTest : public db::testing::DatabaseTest {
 protected:
  void SetUp() override {
    open({});
    if (IsSkipped()) return;
    ASSERT_TRUE(database().migrate(all_migrations()));
  }
  InstitutionId institution(const char* slug, const char* zone) {
    const auto id = InstitutionId::random(random_);
    const auto made = institutions::Institution::of(id, slug, slug, zone, institutions::Mode::demo).value();
    EXPECT_TRUE(
        database().write_and_wait([&](db::WriteTransaction& write) { return institutions::insert(write, made); }));
    return id;
  }
  /// A wall-clock moment in a zone.
  static Instant at(const char* zone, const char* day, int hour = 0, int minute = 0) {
    return text::Zone::named(zone).value().at(Date::parse(day).value(), {hour, minute});
  }
  Instant ask() {
    auto next = ask_for_nights(database(), clock_, random_);
    EXPECT_TRUE(next) << (next ? "" : next.error().debug_text());
    return next.value_or(Instant{});
  }
  int run() {
    jobs::Runner runner(database(), clock_, random_);
    runner.handle(nightly_kind, nightly_handler(database(), clock_, random_));
    return runner.run_all_due().value();
  }
  std::int64_t count(const db::Sql& sql) {
    return database().read([&](db::ReadTransaction& read) { return read.query(sql).one<std::int64_t>(); }).value();
  }
  std::vector<std::string> all_results() {
    return database().read([&](db::ReadTransaction& read) { return read.query(results).all<std::string>(); }).value();
  }
  std::string day_of(InstitutionId id) {
    const auto day =
        database().read([&](db::ReadTransaction& read) { return relationships::day_of(read, id); }).value();
    return day ? day->iso() : "none";
  }

  SeededRandom random_{77};
  FixedClock clock_{Instant{}};
};
CHIRON_ON_BOTH_ENGINES(NightlyTest);

TEST_P(NightlyTest, TheFirstNightMakesTheDay) {
  const auto berlin = institution("berlin", "Europe/Berlin");
  clock_.set(at("Europe/Berlin", "2027-05-12", 14));
  EXPECT_EQ(day_of(berlin), "none");
  EXPECT_EQ(ask(), at("Europe/Berlin", "2027-05-13"));
  EXPECT_EQ(run(), 1);
  EXPECT_EQ(day_of(berlin), "2027-05-12");
}

TEST_P(NightlyTest, NothingIsAskedForWithoutAnInstitution) {
  EXPECT_EQ(ask().micros, std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(count(jobs_in_all), 0);
}

TEST_P(NightlyTest, EachInstitutionHasItsOwnMidnight) {
  const auto auckland = institution("auckland", "Pacific/Auckland");
  const auto chicago = institution("chicago", "America/Chicago");
  clock_.set(at("UTC", "2027-06-15", 12));  // midnight in Auckland (UTC+12)
  EXPECT_EQ(ask(), at("America/Chicago", "2027-06-16"));
  EXPECT_EQ(run(), 2);
  EXPECT_EQ(day_of(auckland), "2027-06-16");
  EXPECT_EQ(day_of(chicago), "2027-06-15");
  clock_.set({at("America/Chicago", "2027-06-16").micros - 1});
  ask();
  EXPECT_EQ(run(), 0) << "a microsecond before midnight";
  clock_.set(at("America/Chicago", "2027-06-16"));
  EXPECT_EQ(ask(), at("Pacific/Auckland", "2027-06-17"));
  EXPECT_EQ(run(), 1);
  EXPECT_EQ(day_of(chicago), "2027-06-16");
  EXPECT_EQ(day_of(auckland), "2027-06-16");
}

TEST_P(NightlyTest, DaysOf23And25HoursAreOneDay) {
  const auto berlin = institution("berlin", "Europe/Berlin");
  for (const auto& [day, next, hours] :
       {std::tuple{"2027-03-28", "2027-03-29", 23}, {"2027-10-31", "2027-11-01", 25}}) {
    clock_.set(at("Europe/Berlin", day));
    const Instant began = clock_.now();
    EXPECT_EQ(ask().micros - began.micros, hours * 3'600'000'000LL);
    EXPECT_EQ(run(), 1);
    for (int hour = 1; hour < hours; ++hour) {
      clock_.set(began.plus_ms(hour * 3'600'000LL));
      ask();
      EXPECT_EQ(run(), 0) << day << " hour " << hour;
      EXPECT_EQ(day_of(berlin), day);
    }
    clock_.set(began.plus_ms(hours * 3'600'000LL));
    ask();
    EXPECT_EQ(run(), 1);
    EXPECT_EQ(day_of(berlin), next);
  }
}

TEST_P(NightlyTest, ADayBeginsAtOneWhereMidnightIsSkipped) {
  const auto santiago = institution("santiago", "America/Santiago");
  clock_.set(at("America/Santiago", "2027-09-04", 12));
  const Instant next = ask();
  EXPECT_EQ(run(), 1);
  clock_.set({next.micros - 1});
  ask();
  EXPECT_EQ(run(), 0);
  clock_.set(next);
  ask();
  EXPECT_EQ(run(), 1);
  EXPECT_EQ(day_of(santiago), "2027-09-05");
  EXPECT_EQ(text::Zone::named("America/Santiago").value().time_of(next), (text::TimeOfDay{1, 0}));
}

TEST_P(NightlyTest, SeveralServersAskOftenAndTheNightIsOne) {
  const auto berlin = institution("berlin", "Europe/Berlin");
  institution("island", "Europe/Berlin");
  auto second = GetParam() == db::Engine::postgres ? open_again() : nullptr;
  db::Database& other = second ? *second : database();
  clock_.set(at("Europe/Berlin", "2027-05-12", 3));
  for (int i = 0; i < 3; ++i) {
    ask();
    ASSERT_TRUE(ask_for_nights(other, clock_, random_));
  }
  EXPECT_EQ(count(jobs_in_all), 2) << "one for each institution";
  jobs::Runner runner(other, clock_, random_);
  runner.handle(nightly_kind, nightly_handler(other, clock_, random_));
  EXPECT_EQ(runner.run_all_due().value() + run(), 2);
  ask();
  EXPECT_EQ(run(), 0);
  EXPECT_EQ(day_of(berlin), "2027-05-12");
}

TEST_P(NightlyTest, AfterDowntimeTheDayCatchesUpOnce) {
  const auto berlin = institution("berlin", "Europe/Berlin");
  clock_.set(at("Europe/Berlin", "2027-05-12", 3));
  ask();  // asked for, and then the server died before it was done
  clock_.set(at("Europe/Berlin", "2027-05-20", 9));
  ask();
  EXPECT_EQ(run(), 2);
  EXPECT_EQ(day_of(berlin), "2027-05-20");
  EXPECT_EQ(all_results(), (std::vector<std::string>{"over", "judged 0"}));
}

TEST_P(NightlyTest, ADayNeverGoesBack) {
  const auto berlin = institution("berlin", "Europe/Berlin");
  clock_.set(at("Europe/Berlin", "2027-05-12", 3));
  ask();
  EXPECT_EQ(run(), 1);
  clock_.set(at("Europe/Berlin", "2027-05-11", 3));  // somebody set the clock back
  ask();
  EXPECT_EQ(run(), 1);
  EXPECT_EQ(day_of(berlin), "2027-05-12");
  EXPECT_EQ(count(jobs_not_done), 0);
}

TEST_P(NightlyTest, WorkThatComesTooEarlyWaitsForItsDay) {
  const auto berlin = institution("berlin", "Europe/Berlin");
  clock_.set(at("Europe/Berlin", "2027-05-12"));
  ask();
  const FixedClock behind({at("Europe/Berlin", "2027-05-12").micros - 1});  // of another server
  jobs::Runner runner(database(), clock_, random_);
  runner.handle(nightly_kind, nightly_handler(database(), behind, random_));
  EXPECT_EQ(runner.run_all_due().value(), 1);
  EXPECT_EQ(day_of(berlin), "none");
  EXPECT_EQ(count(jobs_not_done), 1);
  clock_.set(clock_.now().plus_ms(2'000));
  EXPECT_EQ(run(), 1);
  EXPECT_EQ(day_of(berlin), "2027-05-12");
}

TEST_P(NightlyTest, TheNightPausesWhoseConflictBeginsAndJudgesWhatIsUnchecked) {
  const auto berlin = institution("berlin", "Europe/Berlin");
  const Date day = Date::parse("2027-05-12").value();
  const DateRange year{day - 100, day + 265};
  const auto learner = PersonId::random(random_);
  std::vector<relationships::RelationshipId> pairs;
  const auto write = [&](auto function) {
    const auto done = database().write_and_wait(function);
    ASSERT_TRUE(done) << done.error().debug_text();
  };
  clock_.set(at("Europe/Berlin", "2027-05-11", 1));
  ask();
  EXPECT_EQ(run(), 1);
  /// Says facts in a change of its own.
  const auto say = [&](auto facts) {
    const people::Recording change{berlin, people::ChangeId::random(random_)};
    write([&](db::WriteTransaction& w) {
      return people::change_at_once(w, change, people::ChangeKind::edit, Instant{1},
                                    [&](const people::Recording& at) -> Result<> { return facts(w, at); });
    });
  };
  const auto add_person = [&](PersonId id, const char* name) {
    say([&](db::WriteTransaction& w, const people::Recording& at) -> Result<> {
      people::Person person;
      person.id = name;
      TRY(people::insert(w, at, id, name));
      return people::record(w, at, id, people::VersionId::random(random_), person);
    });
  };
  add_person(learner, "learner");
  const auto program =
      programs::set_up(database(), institutions::Viewer::of_operator(berlin),
                       programs::Terms::of(programs::standard_program(conflict::Role::mentor, year)), clock_, random_)
          .value();
  const char* const names[] = {"e1", "e2", "e3", "e4", "e5", "e6", "e7", "e8", "e9"};  // more than one write judges
  for (const char* name : names) {
    const auto educator = PersonId::random(random_);
    relationships::Relationship pair;
    pair.id = relationships::RelationshipId::random(random_);
    pair.program = program;
    pair.days = year;
    pairs.push_back(pair.id);
    add_person(educator, name);
    write([&](db::WriteTransaction& w) {
      return relationships::insert(
          w, berlin, pair, {{learner, relationships::Side::learner}, {educator, relationships::Side::educator}});
    });
    write(
        [&](db::WriteTransaction& w) { return relationships::activate(w, {berlin, clock_.now(), random_}, pair.id); });
    say([&](db::WriteTransaction& w, const people::Recording& at) {
      return duties::record(w, at, duties::DutyId::random(random_),
                            {conflict::DutyKind::assesses,
                             name,
                             {duties::TargetKind::person, "learner"},
                             DateRange{day, day + 30},
                             "",
                             0,
                             0},
                            educator, learner);
    });
  }
  const auto states = [&] {
    std::map<std::string, int> found;
    for (const auto& id : pairs) {
      const auto pair =
          database().read([&](db::ReadTransaction& read) { return relationships::find(read, berlin, id); }).value();
      ++found[std::string(relationships::name_of(pair->state)) + " " +
              std::string(relationships::name_of(pair->standing))];
    }
    return found;
  };
  EXPECT_EQ(states(), (std::map<std::string, int>{{"active unchecked", 9}}));
  clock_.set(at("Europe/Berlin", "2027-05-12"));
  ask();
  EXPECT_EQ(run(), 1);
  EXPECT_EQ(states(), (std::map<std::string, int>{{"paused judged", 9}}));
  EXPECT_EQ(all_results().back(), "judged 9");
}

TEST_P(NightlyTest, ForgetsOldJobsAndKeepsTheRecent) {
  institution("berlin", "Europe/Berlin");
  for (const char* day : {"2027-01-01", "2027-03-01", "2027-04-10"}) {
    clock_.set(at("Europe/Berlin", day));
    ask();
    EXPECT_EQ(run(), 1);
  }
  EXPECT_EQ(count(jobs_in_all), 2) << "the first of January is more than ninety days ago";
}

TEST_P(NightlyTest, TheWatchAsksByItselfAndEndsAtOnce) {
  const auto berlin = institution("berlin", "Europe/Berlin");
  clock_.set(at("Europe/Berlin", "2027-05-12", 3));
  std::promise<void> ran;
  jobs::Runner runner(database(), clock_, random_);
  runner.handle(nightly_kind, [&, handler = nightly_handler(database(), clock_, random_)](jobs::Work& work) {
    auto completed = handler(work);
    ran.set_value();
    return completed;
  });
  SystemRandom random;
  runner.start();
  NightWatch watch(database(), clock_, random, runner);
  ran.get_future().wait();
  watch.stop();
  runner.stop();
  EXPECT_EQ(day_of(berlin), "2027-05-12");
}

}  // namespace
}  // namespace chiron::app
