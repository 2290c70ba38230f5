// The waiting list on both engines: who waits in which order, whose a free seat is, who asks for somebody else, and
// two who offer at once.
#include "features/match_runs/waiting_actions.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "features/accounts/account_store.h"
#include "features/audit/audit.h"
#include "features/conflicts/waiver_actions.h"
#include "features/duties/duty_store.h"
#include "features/educators/educators_sql.h"
#include "features/institutions/institution_store.h"
#include "features/people/people_store.h"
#include "features/preferences/preference_store.h"
#include "features/programs/program_actions.h"
#include "features/relationships/offer_actions.h"
#include "platform/db/testing.h"

namespace chiron::match_runs {
namespace {

using institutions::AccountRole;
using institutions::Viewer;
using relationships::Offering;
using relationships::RelationshipId;

const Date today = *Date::parse("2026-11-22");
const DateRange year{today, today + 365};

class WaitingList : public db::testing::DatabaseTest {
 protected:
  void SetUp() override {
    open({jobs::migrations, institutions::migrations, audit::migrations, people::migrations, duties::migrations,
          programs::migrations, accounts::migrations, conflicts::migrations, educators::migrations,
          preferences::migrations, relationships::migrations, match_runs::migrations});
    if (IsSkipped()) return;
    database().subscribe<relationships::RelationshipClosed>(on_closed);
    institution_ = InstitutionId::random(random_);
    const auto made =
        institutions::Institution::of(institution_, "north", "North School", "Europe/Berlin", institutions::Mode::demo);
    ASSERT_TRUE(done(database().write_and_wait([&](db::WriteTransaction& write) -> Result<> {
      TRY(conflicts::keep_rules(write));
      TRY(institutions::insert(write, *made));
      return relationships::set_day(write, institution_, today);
    })));
    const people::Recording change{institution_, people::ChangeId::random(random_)};
    ASSERT_TRUE(done(database().write_and_wait([&](db::WriteTransaction& write) {
      return people::change_at_once(
          write, change, people::ChangeKind::edit, clock_.now(), [&](const people::Recording& at) -> Result<> {
            for (const char* id : {"ada", "ben", "cleo", "dora", "eli"}) {
              people_[id] = PersonId::random(random_);
              people::Person person;
              person.id = id, person.given_name = id, person.capacity = 1;
              TRY(people::insert(write, at, people_[id], id));
              TRY(people::record(write, at, people_[id], people::VersionId::random(random_), person));
            }
            return {};
          });
    })));
    program_ = set_up("Mentoring"), other_ = set_up("Another");
  }
  template <class Value>
  static bool done(const Result<Value>& result) {
    EXPECT_TRUE(result) << (result ? "" : result.error().debug_text());
    return result.has_value();
  }
  template <class Value>
  static std::string key(const Result<Value>& result) {
    return result ? "" : result.error().key;
  }
  programs::ProgramId set_up(const char* name) {
    auto program = programs::standard_program(conflict::Role::mentor, year);
    program.name = name;
    const auto made =
        programs::set_up(database(), Viewer::of_operator(institution_), programs::Terms::of(program), clock_, random_);
    return done(made) ? *made : programs::ProgramId{};
  }
  Viewer as(const std::string& who) const { return Viewer::of_person(institution_, people_.at(who)); }
  Viewer coordinator(std::optional<programs::ProgramId> of = {}) {
    return Viewer::of_account(institution_, AccountId::random(random_), {}, {{AccountRole::coordinator, of}});
  }
  RelationshipId offered(const std::string& learner, const std::string& educator) {
    const auto id = RelationshipId::random(random_);
    const auto seed = crypto::draw_seed(random_);
    const auto became = database().write_and_wait([&](db::WriteTransaction& write) -> Result<Offering> {
      crypto::DerivedRandom drawn(seed);
      TRY(relationships::set_seats(write, institution_, program_, people_.at(educator), 1));
      relationships::NewOffer offer;
      offer.id = id, offer.program = program_, offer.days = year;
      offer.learner = people_.at(learner), offer.educator = people_.at(educator);
      return TRY(relationships::make_offers(write, {institution_, clock_.now(), drawn}, {offer})).front();
    });
    EXPECT_TRUE(done(became) && *became == Offering::made);
    return id;
  }
  void waits_from(const std::string& who, std::int64_t second, std::int64_t lot = 0) {
    ASSERT_TRUE(done(database().write_and_wait([&](db::WriteTransaction& write) {
      return begin_to_wait(write, institution_, program_, {people_.at(who), false, Instant{second * 1'000'000}, lot});
    })));
  }
  match_runs::WaitingList list() {
    auto found = database().read([&](db::ReadTransaction& read) {
      return waiting_list(read, coordinator(), program_, seats_worked_out(fitting()));
    });
    return done(found) ? *std::move(found) : match_runs::WaitingList{};
  }
  std::vector<std::string> order() {
    std::vector<std::string> names;
    for (const auto& one : list().waiting) names.push_back(one.name);
    return names;
  }
  /// Dora fits everybody, then Eli, whatever the rules say: what the write finds for itself is looked at here.
  FittingFor fitting() {
    return [this](db::ReadTransaction&, InstitutionId, const programs::ProgramNow&, PersonId) {
      return Result<std::vector<PersonId>>(fits_);
    };
  }
  std::string seat(const Viewer& viewer, const std::string& learner, const std::string& educator) {
    return key(offer_seat(database(), viewer, program_, people_.at(learner), people_.at(educator), fitting(), clock_,
                          random_));
  }
  std::string rematch(const Viewer& viewer, RelationshipId id) {
    return key(relationships::ask_for_rematch(database(), viewer, id, clock_, random_));
  }
  std::string answer(const std::string& who, RelationshipId id, relationships::Answer said) {
    return key(relationships::answer_offer(database(), as(who), id, said, clock_, random_));
  }
  std::string ending(RelationshipId id) {
    const auto found =
        database().read([&](db::ReadTransaction& read) { return relationships::ending_of(read, institution_, id); });
    return done(found) && *found ? std::string(relationships::name_of((*found)->ending)) : "";
  }
  void fill() {
    jobs::Runner runner(database(), clock_, random_);
    runner.handle(fill_kind, fill_handler(database(), fitting(), clock_, random_));
    ASSERT_TRUE(done(runner.run_all_due()));
  }

  SeededRandom random_{7};
  FixedClock clock_{Instant{1'790'000'000'000'000}};
  InstitutionId institution_;
  programs::ProgramId program_, other_;
  std::map<std::string, PersonId> people_;
  std::vector<PersonId> fits_;
};

TEST_P(WaitingList, GoesByWhoLostAPlaceThenByDayThenByLot) {
  waits_from("cleo", 2, 5), waits_from("ben", 2, 3);
  EXPECT_EQ(order(), (std::vector<std::string>{"ben", "cleo"}));
  const auto id = offered("ada", "dora");
  EXPECT_EQ(answer("dora", id, relationships::Answer::declined), "");
  EXPECT_EQ(order(), (std::vector<std::string>{"ada", "ben", "cleo"}));
  // Whoever holds a place does not wait, whatever the table says.
  (void)offered("ben", "eli");
  EXPECT_EQ(order(), (std::vector<std::string>{"ada", "cleo"}));
}

TEST_P(WaitingList, OffersAFreeSeatOnceAndNeverThePersonBefore) {
  fits_ = {people_["dora"]};
  waits_from("ben", 2), waits_from("cleo", 3);
  const auto id = offered("ada", "dora");
  EXPECT_TRUE(list().seats.empty()) << "dora's seat is taken";
  EXPECT_EQ(answer("ada", id, relationships::Answer::declined), "");
  const auto now = list();
  EXPECT_EQ(now.waiting.front().name, "ada");
  ASSERT_EQ(now.seats.size(), 1U);
  EXPECT_EQ(now.seats[0].learner_name, "ben");
  EXPECT_EQ(seat(coordinator(), "ada", "dora"), "match_runs.seat_not_free");
  EXPECT_EQ(seat(coordinator(other_), "ben", "dora"), "programs.unknown");
  EXPECT_EQ(seat(as("ben"), "ben", "dora"), "programs.unknown");
  EXPECT_EQ(seat(coordinator(), "ben", "eli"), "match_runs.seat_not_free");
  EXPECT_EQ(seat(coordinator(program_), "ben", "dora"), "");
  EXPECT_EQ(seat(coordinator(), "ben", "dora"), "match_runs.waits_no_more");
  EXPECT_EQ(seat(coordinator(), "cleo", "dora"), "match_runs.seat_not_free");
}

TEST_P(WaitingList, LooksAgainForAVetoMadeMeanwhile) {
  fits_ = {people_["dora"]};
  waits_from("ben", 2);
  for (const auto& [who, not_with] : {std::pair{"ben", "dora"}, std::pair{"dora", "ben"}}) {
    const auto rules_out = [&](bool stands) {
      ASSERT_TRUE(done(database().write_and_wait([&](db::WriteTransaction& write) {
        return preferences::keep_veto(write, institution_, program_, people_.at(who), people_.at(not_with), stands);
      })));
    };
    rules_out(true);
    EXPECT_EQ(seat(coordinator(), "ben", "dora"), "match_runs.seat_not_free") << who;
    rules_out(false);
  }
  EXPECT_EQ(seat(coordinator(), "ben", "dora"), "");
}

TEST_P(WaitingList, OffersByItselfOnlyWhereTheProgramSaysSo) {
  fits_ = {people_["dora"], people_["eli"]};
  waits_from("ben", 2), waits_from("cleo", 3);
  const auto by_itself = [&](const Viewer& viewer, bool on) {
    return key(let_offer_by_itself(database(), viewer, program_, on, clock_, random_));
  };
  const auto id = offered("ada", "dora");
  EXPECT_EQ(by_itself(coordinator(other_), true), "programs.unknown");
  EXPECT_EQ(by_itself(as("ben"), true), "programs.unknown");
  EXPECT_EQ(answer("ada", id, relationships::Answer::declined), "");
  fill();
  EXPECT_EQ(order(), (std::vector<std::string>{"ada", "ben", "cleo"})) << "off until somebody turns it on";
  EXPECT_EQ(by_itself(coordinator(), true), "");
  fill();
  // Ada had Dora before and gets Eli; Ben gets Dora; nobody is left for Cleo.
  EXPECT_EQ(order(), (std::vector<std::string>{"cleo"}));
}

TEST_P(WaitingList, AsksForSomebodyElseWithoutSayingWho) {
  const auto id = offered("ada", "dora");
  EXPECT_EQ(answer("ada", id, relationships::Answer::accepted), "");
  EXPECT_EQ(answer("dora", id, relationships::Answer::accepted), "");
  const auto untouched = offered("ben", "eli");
  EXPECT_EQ(rematch(as("cleo"), id), "relationships.unknown");
  EXPECT_EQ(rematch(as("ben"), id), "relationships.unknown");
  EXPECT_EQ(rematch(coordinator(other_), id), "relationships.unknown");
  EXPECT_EQ(rematch(as("dora"), id), "relationships.rematch_not_yours");
  EXPECT_EQ(rematch(as("ada"), id), "");
  EXPECT_EQ(ending(id), "ended_early");
  EXPECT_EQ(rematch(as("ada"), id), "relationships.not_running") << "twice";
  EXPECT_EQ(order(), (std::vector<std::string>{"ada"}));
  // An offer, within its week: that one ends, nothing else.
  EXPECT_EQ(ending(untouched), "");
  EXPECT_EQ(rematch(as("ben"), untouched), "");
  EXPECT_EQ(ending(untouched), "declined");
  const auto entries = database().read([&](db::ReadTransaction& read) {
    return audit::entries_about(read, institution_, audit::AnyId(id.bytes()), 1'000'000, 100);
  });
  ASSERT_TRUE(entries);
  for (const auto& entry : *entries) EXPECT_FALSE(entry.actor) << entry.type;
}

TEST_P(WaitingList, ALearnerWhoLeavesDoesNotWaitAndOneWhoWasLeftDoes) {
  const auto running = [&](const std::string& learner, const std::string& educator) {
    const auto id = offered(learner, educator);
    EXPECT_EQ(answer(learner, id, relationships::Answer::accepted), "");
    EXPECT_EQ(answer(educator, id, relationships::Answer::accepted), "");
    return id;
  };
  const auto left = running("ada", "dora"), leaves = running("ben", "eli");
  EXPECT_EQ(key(relationships::end(database(), as("dora"), left, clock_, random_)), "");
  EXPECT_EQ(key(relationships::end(database(), as("ben"), leaves, clock_, random_)), "");
  EXPECT_EQ(order(), (std::vector<std::string>{"ada"}));
  EXPECT_EQ(key(stop_waiting(database(), as("ben"), program_)), "programs.unknown");
  EXPECT_EQ(key(stop_waiting(database(), as("ada"), program_)), "");
  EXPECT_TRUE(order().empty());
}

TEST_P(WaitingList, GivesOneSeatToOneOfTwoAndALearnerOneOfTwoSeats) {
  fits_ = {people_["dora"], people_["eli"]};
  waits_from("ada", 1), waits_from("ben", 2), waits_from("cleo", 3);
  const auto both = [&](std::array<std::pair<const char*, const char*>, 2> asked, std::uint64_t seed) {
    std::array<std::string, 2> said;
    const auto viewer = coordinator();
    {
      std::vector<std::jthread> writers;
      for (std::size_t n = 0; n < 2; ++n)
        writers.emplace_back([&, n] {
          SeededRandom own(seed + n);
          said[n] = key(offer_seat(database(), viewer, program_, people_.at(asked[n].first),
                                   people_.at(asked[n].second), fitting(), clock_, own));
        });
    }
    std::ranges::sort(said);
    return said;
  };
  EXPECT_EQ(both({{{"ada", "dora"}, {"ben", "dora"}}}, 100),
            (std::array<std::string, 2>{"", "match_runs.seat_not_free"}));
  const std::string waiting = order().front();
  const auto last = both({{{waiting.c_str(), "eli"}, {waiting.c_str(), "eli"}}}, 200);
  EXPECT_EQ(last, (std::array<std::string, 2>{"", "match_runs.waits_no_more"}));
}

CHIRON_ON_BOTH_ENGINES(WaitingList);

}  // namespace
}  // namespace chiron::match_runs
