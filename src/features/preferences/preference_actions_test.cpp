// Wishes and vetoes, on both engines: who may, what is kept, what the database refuses, and what a run is given.
#include "features/preferences/preference_actions.h"

#include <gtest/gtest.h>

#include <thread>

#include "features/educators/educator_actions.h"
#include "features/educators/testing_program.h"

namespace chiron::preferences {
namespace {

class PreferenceActions : public educators::ProgramTest {
 protected:
  void SetUp() override { set_up({educators::migrations, preferences::migrations}); }

  std::string wished(const std::string& who, std::int64_t read_at, const std::vector<std::string>& names) {
    NewWishes asked{program_, read_at, {}};
    for (const auto& name : names) asked.wishes.push_back(people_.at(name));
    const OfferedTo offered_to = [this](db::ReadTransaction&, InstitutionId, const programs::ProgramNow&, PersonId,
                                        const std::vector<PersonId>&) -> Result<Offered> {
      Offered offered;
      for (const auto& name : offered_) offered.best.push_back(people_.at(name));
      return offered;
    };
    SystemRandom random;
    const auto done = wish(database(), as(who), asked, offered_to, clock_, random);
    return done ? "" : done.error().key;
  }
  std::vector<PersonId> list_of(const std::string& who) {
    const auto found = database().read(
        [&](db::ReadTransaction& read) { return find_wishes(read, institution_, program_, people_[who]); });
    EXPECT_TRUE(found);
    return found && *found ? (*found)->wishes : std::vector<PersonId>();
  }
  std::string not_with(const std::string& who, const std::string& whom, bool stands = true) {
    const auto done = rule_out(database(), as(who), program_, people_.at(whom), stands);
    return done ? "" : done.error().key;
  }
  Collected all() {
    return database()
        .read([&](db::ReadTransaction& read) {
          return collected(read, institution_, program_, conflict::Role::mentor, term_.from);
        })
        .value();
  }
  std::size_t entries() {
    return static_cast<std::size_t>(
        database().read([&](db::ReadTransaction& read) { return audit::head(read, institution_); })->seq);
  }

  std::vector<std::string> offered_{"dora", "eli", "fay", "gus"};
};

TEST_P(PreferenceActions, WishesAreKeptInOrderAndReplaced) {
  EXPECT_EQ(wished("ada", 0, {"fay", "dora", "eli"}), "");
  EXPECT_EQ(list_of("ada"), (std::vector{people_["fay"], people_["dora"], people_["eli"]}));
  EXPECT_EQ(wished("ada", 0, {"fay", "dora", "eli"}), "") << "the same request, come twice";
  EXPECT_EQ(wished("ada", 0, {"dora", "eli", "fay"}), "preferences.changed_meanwhile");
  EXPECT_EQ(wished("ada", 1, {"dora", "eli", "fay", "gus"}), "");
  EXPECT_EQ(list_of("ada").size(), 4U);
  EXPECT_TRUE(list_of("ben").empty());
  EXPECT_EQ(wished("dora", 0, {"eli", "fay", "gus"}), "preferences.unknown");
}

TEST_P(PreferenceActions, WhoIsOfferedNoMoreMayStayOnTheListButNotJoinIt) {
  EXPECT_EQ(wished("ada", 0, {"fay", "dora", "eli"}), "");
  offered_ = {"dora", "eli", "late"};
  EXPECT_EQ(wished("ada", 1, {"fay", "eli", "dora"}), "");
  EXPECT_EQ(wished("ben", 0, {"fay", "eli", "dora"}), "preferences.not_offered");
}

TEST_P(PreferenceActions, OfTwoWindowsThatSaveAtOnceOneIsTold) {
  ASSERT_EQ(wished("ada", 0, {"fay", "dora", "eli"}), "");
  std::string one, other;
  std::thread first([&] { one = wished("ada", 1, {"dora", "eli", "fay"}); });
  std::thread second([&] { other = wished("ada", 1, {"eli", "fay", "gus"}); });
  first.join();
  second.join();
  EXPECT_EQ(one + other, "preferences.changed_meanwhile");
  EXPECT_EQ(list_of("ada").front(), people_[one.empty() ? "dora" : "eli"]);
}

TEST_P(PreferenceActions, OnlyWhileTheCalendarHasThemOpen) {
  clock_.set(Instant{clock_.now().micros - std::int64_t{13} * 86'400'000'000});
  EXPECT_EQ(wished("ada", 0, {"fay", "dora", "eli"}), "preferences.not_open");
  clock_.set(Instant{clock_.now().micros + std::int64_t{23} * 86'400'000'000});
  EXPECT_EQ(wished("ada", 0, {"fay", "dora", "eli"}), "preferences.closed");
}

TEST_P(PreferenceActions, NotThisPersonIsKeptForEitherSideAndLeavesNoTrace) {
  const auto before = entries();
  EXPECT_EQ(not_with("ada", "dora"), "");
  EXPECT_EQ(not_with("ada", "dora"), "");
  EXPECT_EQ(not_with("dora", "ben"), "");
  EXPECT_EQ(not_with("ada", "ada"), "preferences.unknown");
  EXPECT_EQ(not_with("ada", "late"), "preferences.unknown");
  EXPECT_EQ(not_with("late", "ada"), "preferences.unknown");
  EXPECT_EQ(all().vetoes.size(), 2U);
  EXPECT_EQ(wished("ada", 0, {"dora", "eli", "fay"}), "preferences.not_offered");
  EXPECT_EQ(not_with("ada", "dora", false), "");
  EXPECT_EQ(all().vetoes, (std::vector<Collected::Veto>{{people_["dora"], people_["ben"]}}));
  EXPECT_EQ(entries(), before) << "an audit entry would tell that there is a veto";
}

TEST_P(PreferenceActions, ARunIsGivenEverythingAndWhetherAnybodyWasAsked) {
  educators::Answer yes;
  yes.takes_part = true, yes.capacity = 2, yes.declared = true;
  ASSERT_TRUE(educators::answer(database(), as("dora"), {program_, 0, yes}, clock_, random_));
  ASSERT_EQ(wished("ada", 0, {"fay", "dora", "eli"}), "");
  const auto given = all();
  EXPECT_TRUE(given.asked);
  ASSERT_EQ(given.educators.size(), 1U);
  EXPECT_EQ(given.educators[0], (Collected::Educator{people_["dora"], true, 2, false, true}));
  ASSERT_EQ(given.wishes.size(), 3U);
  EXPECT_EQ(given.wishes[0], (Collected::Wish{people_["ada"], people_["fay"], 1}));
}

TEST_P(PreferenceActions, TheDatabaseRefusesWhatTheProgramNeverDoes) {
  ASSERT_EQ(wished("ada", 0, {"fay", "dora", "eli"}), "");
  EXPECT_NE(by_hand("UPDATE wishes SET rank = 6 WHERE rank = 3").find("preferences.rank"), std::string::npos);
  EXPECT_NE(by_hand("UPDATE wishes SET educator_id = learner_id WHERE rank = 3").find("preferences.not_oneself"),
            std::string::npos);
  EXPECT_NE(by_hand("UPDATE wish_lists SET revision = 9").find("preferences.changed_meanwhile"), std::string::npos);
}

CHIRON_ON_BOTH_ENGINES(PreferenceActions);

}  // namespace
}  // namespace chiron::preferences
