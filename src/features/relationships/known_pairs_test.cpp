// Pairs from before on both engines: what keeps one back, taking over twice and at once, seats, and hand-written SQL.
#include "features/relationships/known_pairs.h"

#include <algorithm>
#include <thread>

#include "features/people/people_store.h"
#include "features/relationships/offer_actions.h"
#include "features/relationships/testing_relationships.h"

namespace chiron::relationships {
namespace {

class KnownPairs : public RelationshipsFixture {
 protected:
  void SetUp() override {
    RelationshipsFixture::SetUp();
    if (IsSkipped()) return;
    const auto said = say([&](db::WriteTransaction& write, const people::Recording& at) -> Result<> {
      for (const auto& [name, id] : people_) {
        people::Person person;
        person.id = name, person.given_name = name, person.present = year;
        const bool teaches = name.starts_with("educator");
        person.kind = person.listed_as = teaches ? people::Kind::educator : people::Kind::learner;
        if (teaches) person.capacity = 1;
        TRY(people::record(write, at, id, people::VersionId::random(random_), person));
      }
      return keep_known(write, at,
                        {{people_["learner"], people_["educator"], "mentor", {today - 400, today - 30}},
                         {people_["learner2"], people_["educator"], "", {today - 400, today - 30}},
                         {people_["other"], people_["educator2"], "mentor", {today - 400, today - 30}}});
    });
    ASSERT_TRUE(said) << said.error().debug_text();
  }
  std::map<std::string, std::string> standings() {
    const auto found =
        database().read([&](db::ReadTransaction& read) { return known_pairs_for(read, operator_(), program_); });
    EXPECT_TRUE(found) << (found ? "" : found.error().debug_text());
    std::map<std::string, std::string> by_learner;
    if (found)
      for (const auto& pair : *found) by_learner[pair.learner_name] = name_of(pair.standing);
    return by_learner;
  }
  std::string taken(const institutions::Viewer& viewer) {
    const auto count = take_over(database(), viewer, program_, clock_, random_);
    return count ? std::to_string(*count) : count.error().key;
  }
};

TEST_P(KnownPairs, GoOnWhereNothingKeepsThemBackAndOnlyOnce) {
  ASSERT_TRUE(duty(conflict::DutyKind::assesses, {today + 30, today + 60}, "educator2", "other"));
  EXPECT_EQ(standings(),
            (std::map<std::string, std::string>{{"learner", "free"}, {"learner2", "no_seat"}, {"other", "blocked"}}));
  EXPECT_EQ(taken(as("learner")), "programs.unknown");
  EXPECT_EQ(taken(operator_()), "1");
  EXPECT_EQ(standings()["learner"], "runs");
  EXPECT_EQ(taken(operator_()), "0");
  const auto held =
      database().read([&](db::ReadTransaction& read) { return of_person(read, institution_, people_["learner"]); });
  ASSERT_TRUE(held && held->size() == 1U);
  EXPECT_TRUE(held->front().runs());
  EXPECT_EQ(held->front().days, (DateRange{today, year.to}));
  // Ended, it is not begun again by itself; the seat is free for the other.
  ASSERT_TRUE(end(database(), as("learner"), held->front().id, clock_, random_));
  EXPECT_EQ(standings()["learner"], "over");
  EXPECT_EQ(standings()["learner2"], "free");
}

TEST_P(KnownPairs, AreTakenOverOnceByTwoAtOnce) {
  std::array<std::string, 2> said;
  {
    std::vector<std::jthread> writers;
    for (std::size_t n = 0; n < 2; ++n)
      writers.emplace_back([&, n] {
        SeededRandom own(50 + n);
        const auto count = take_over(database(), operator_(), program_, clock_, own);
        said[n] = count ? std::to_string(*count) : count.error().key;
      });
  }
  EXPECT_EQ(std::stoi(said[0]) + std::stoi(said[1]), 2) << said[0] << " " << said[1];
  for (const char* learner : {"learner", "other"}) {
    const auto held =
        database().read([&](db::ReadTransaction& read) { return of_person(read, institution_, people_.at(learner)); });
    EXPECT_TRUE(held && held->size() == 1U) << learner;
  }
}

CHIRON_ON_BOTH_ENGINES(KnownPairs);

}  // namespace
}  // namespace chiron::relationships
