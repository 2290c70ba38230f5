// Offers end to end on both engines: answers, seats, places, the day on which they stand, and hand-written SQL.
#include "features/relationships/offer_actions.h"

#include <algorithm>

#include "features/relationships/testing_relationships.h"

namespace chiron::relationships {
namespace {

class OfferActions : public RelationshipsFixture {
 protected:
  NewOffer pair(const std::string& learner, const std::string& educator,
                programs::Acceptance acceptance = programs::Acceptance::stands_unless_declined) {
    NewOffer offer;
    offer.id = RelationshipId::random(random_);
    offer.program = program_;
    offer.acceptance = acceptance;
    offer.days = year;
    offer.learner = people_.at(learner), offer.educator = people_.at(educator);
    return offer;
  }
  Offering made(const NewOffer& offer) {
    const auto became =
        judged([&](db::WriteTransaction& write, const At& at) { return make_offers(write, at, {offer}); });
    EXPECT_TRUE(became) << (became ? "" : became.error().debug_text());
    return became ? became->front() : Offering::conflict;
  }
  void seats(const std::string& educator, std::int64_t count) {
    const auto set = database().write_and_wait([&](db::WriteTransaction& write) {
      return set_seats(write, institution_, program_, people_.at(educator), count);
    });
    ASSERT_TRUE(set) << set.error().debug_text();
  }
  std::string answered(const std::string& who, RelationshipId id, Answer answer) {
    const auto said = answer_offer(database(), as(who), id, answer, clock_, random_);
    return said ? "" : said.error().key;
  }
  std::string ended(const std::string& who, RelationshipId id) {
    const auto said = end(database(), as(who), id, clock_, random_);
    return said ? "" : said.error().key;
  }
  State state_of(RelationshipId id) {
    const auto found = database().read([&](db::ReadTransaction& read) { return find(read, institution_, id); });
    EXPECT_TRUE(found && *found);
    return (*found)->state;
  }
  std::string ending(RelationshipId id) {
    const auto found = database().read([&](db::ReadTransaction& read) { return ending_of(read, institution_, id); });
    EXPECT_TRUE(found) << (found ? "" : found.error().debug_text());
    return found && *found ? std::string(name_of((*found)->ending)) : "";
  }
  /// As the night does it: first the day, then the offers.
  int settled_on(Date day) {
    const auto moved =
        database().write_and_wait([&](db::WriteTransaction& write) { return set_day(write, institution_, day); });
    EXPECT_TRUE(moved) << (moved ? "" : moved.error().debug_text());
    const auto count =
        judged([&](db::WriteTransaction& write, const At& at) { return settle_offers(write, at, day, 9); });
    EXPECT_TRUE(count) << (count ? "" : count.error().debug_text());
    return count ? *count : -1;
  }
};

TEST_P(OfferActions, TellsOfWhatWaitsAndOfNothingElse) {
  const auto one = pair("learner", "educator");
  ASSERT_EQ(made(one), Offering::made);
  ASSERT_EQ(offers_told_.size(), 1U);
  ASSERT_EQ(offers_told_[0].offers.size(), 1U);
  EXPECT_EQ(offers_told_[0].offers[0].id, one.id);
  EXPECT_EQ(offers_told_[0].offers[0].learner, one.learner);
  EXPECT_EQ(offers_told_[0].offers[0].educator, one.educator);
  EXPECT_EQ(offers_told_[0].answer_by, today + answer_days);
  // Nobody hears of an offer that was not made, or that ended before anybody knew of it.
  ASSERT_TRUE(duty(conflict::DutyKind::assesses, {today + 30, today + 60}, "educator2", "learner2"));
  EXPECT_EQ(made(pair("learner2", "educator2")), Offering::conflict);
  EXPECT_EQ(made(pair("learner", "educator2")), Offering::has_place);
  EXPECT_EQ(offers_told_.size(), 1U);
  EXPECT_TRUE(changes_told_.empty());
  EXPECT_EQ(answered("educator", one.id, Answer::declined), "");
  ASSERT_EQ(changes_told_.size(), 1U);
  EXPECT_EQ(changes_told_[0].ids, std::vector{one.id});
  EXPECT_EQ(changes_told_[0].change, Change::ended);
}

TEST_P(OfferActions, StandsAfterAWeekUnlessDeclined) {
  const auto one = pair("learner", "educator"), two = pair("learner2", "educator2");
  ASSERT_EQ(made(one), Offering::made);
  ASSERT_EQ(made(two), Offering::made);
  EXPECT_EQ(settled_on(today + 6), 0);
  EXPECT_EQ(answered("educator2", two.id, Answer::declined), "");
  EXPECT_EQ(state_of(two.id), State::closed);
  EXPECT_EQ(ending(two.id), "declined");
  EXPECT_EQ(settled_on(today + 7), 1);
  EXPECT_EQ(state_of(one.id), State::active);
  EXPECT_EQ(answered("learner", one.id, Answer::declined), "relationships.offer_settled");
}

TEST_P(OfferActions, BeginsAtOnceWhenEverybodySaysYes) {
  const auto one = pair("learner", "educator", programs::Acceptance::explicit_yes);
  ASSERT_EQ(made(one), Offering::made);
  EXPECT_EQ(answered("other", one.id, Answer::accepted), "relationships.unknown");
  EXPECT_EQ(answered("learner", one.id, Answer::accepted), "");
  EXPECT_EQ(answered("learner", one.id, Answer::declined), "relationships.answered");
  EXPECT_EQ(state_of(one.id), State::offered);
  EXPECT_EQ(answered("educator", one.id, Answer::accepted), "");
  EXPECT_EQ(state_of(one.id), State::active);
  const auto silent = pair("learner2", "educator", programs::Acceptance::explicit_yes);
  ASSERT_EQ(made(silent), Offering::made);
  EXPECT_EQ(answered("educator", silent.id, Answer::accepted), "");
  EXPECT_EQ(settled_on(today + 7), 1);
  EXPECT_EQ(ending(silent.id), "not_answered");
}

TEST_P(OfferActions, KeepsSeatsAndPlaces) {
  seats("educator", 1);
  const auto one = pair("learner", "educator");
  ASSERT_EQ(made(one), Offering::made);
  EXPECT_EQ(made(pair("learner2", "educator")), Offering::no_seat);
  EXPECT_EQ(made(pair("learner", "educator2")), Offering::has_place);
  EXPECT_EQ(answered("learner", one.id, Answer::declined), "");
  EXPECT_EQ(made(pair("learner2", "educator")), Offering::made);
}

TEST_P(OfferActions, IsNotMadeOverABlockLearnedSinceTheMatch) {
  ASSERT_TRUE(duty(conflict::DutyKind::assesses, {today + 30, today + 60}));
  const auto one = pair("learner", "educator");
  EXPECT_EQ(made(one), Offering::conflict);
  EXPECT_EQ(ending(one.id), "conflict");
  // Nobody waits for it any more: the learner may be offered somebody else.
  EXPECT_EQ(made(pair("learner", "educator2")), Offering::made);
}

TEST_P(OfferActions, IsNotMadeWhenTheTermIsOver) {
  auto late = pair("learner", "educator");
  late.days = {today - 300, today};
  EXPECT_EQ(made(late), Offering::too_late);
}

TEST_P(OfferActions, DoesNotBeginOverABlockLearnedWhileItWaited) {
  const auto one = pair("learner", "educator");
  ASSERT_EQ(made(one), Offering::made);
  duty_known(conflict::DutyKind::assesses, {today + 30, today + 60});
  EXPECT_EQ(settled_on(today + 7), 1);
  EXPECT_EQ(ending(one.id), "conflict");
}

TEST_P(OfferActions, EndsWhenAPartyLeavesAndTellsNoMore) {
  const auto one = pair("learner", "educator");
  ASSERT_EQ(made(one), Offering::made);
  EXPECT_EQ(ended("learner", one.id), "relationships.not_running");
  settled_on(today + 7);
  EXPECT_EQ(ended("other", one.id), "relationships.unknown");
  EXPECT_EQ(ended("learner", one.id), "");
  EXPECT_EQ(ending(one.id), "ended_early");
  EXPECT_EQ(ended("educator", one.id), "relationships.not_running");
  const auto entries = database().read([&](db::ReadTransaction& read) {
    return audit::entries_about(read, institution_, audit::AnyId(one.id.bytes()), 1'000'000, 100);
  });
  ASSERT_TRUE(entries);
  ASSERT_FALSE(entries->empty());
  for (const auto& entry : *entries) EXPECT_FALSE(entry.actor) << entry.type;
}

TEST_P(OfferActions, RefusesHandWrittenSql) {
  seats("educator", 1);
  const auto one = pair("learner", "educator");
  ASSERT_EQ(made(one), Offering::made);
  const auto second = offer_group({{"learner2", Side::learner}, {"educator2", Side::educator}});
  const auto tried = [&](auto statement) {
    const auto written = database().write_and_wait(statement);
    return written ? std::string() : written.error().key;
  };
  EXPECT_EQ(tried([&](db::WriteTransaction& write) -> Result<> {
              TRY(write.execute(sql::insert_party, institution_, second, people_["educator"], "educator"));
              return {};
            }),
            "relationships.no_seat");
  const auto third = offer_group({{"learner", Side::learner}, {"educator2", Side::educator}});
  EXPECT_EQ(tried([&](db::WriteTransaction& write) {
              return insert(write, institution_, third,
                            Offer{programs::Acceptance::stands_unless_declined, today, today + answer_days});
            }),
            "relationships.has_place");
  EXPECT_EQ(start(one.id).error().key, "relationships.not_accepted");
  EXPECT_EQ(answered("learner", one.id, Answer::declined), "");
  EXPECT_EQ(tried([&](db::WriteTransaction& write) {
              return insert(write, institution_, one.id, GivenAnswer{people_["educator"], Answer::accepted},
                            clock_.now());
            }),
            "relationships.offer_settled");
}

TEST_P(OfferActions, RelationshipsOfAProgramComeInPagesAndGroupsWhole) {
  std::vector<RelationshipId> ids{
      offer_group({{"learner", Side::learner}, {"learner2", Side::learner}, {"educator", Side::educator}})};
  for (int n = 0; n < 4; ++n) ids.push_back(offer());
  std::ranges::sort(ids);
  const auto viewer = institutions::Viewer::of_operator(institution_);
  const auto page = [&](RelationshipId after, int limit) {
    const auto found = database().read(
        [&](db::ReadTransaction& read) { return lines_of_program(read, viewer, program_, after, limit); });
    EXPECT_TRUE(found) << (found ? "" : found.error().debug_text());
    return found ? *found : std::vector<ProgramLine>{};
  };
  const auto all = page({}, 100);
  ASSERT_EQ(all.size(), ids.size() + 1) << "a line for every two of the group";
  std::vector<RelationshipId> paged;
  RelationshipId after;
  for (auto some = page(after, 2); !some.empty(); some = page(after, 2)) {
    for (const auto& line : some) paged.push_back(line.id);
    after = some.back().id;
    ASSERT_LE(paged.size(), all.size()) << "a page begins again";
  }
  ASSERT_EQ(paged.size(), all.size());
  for (std::size_t n = 0; n < all.size(); ++n) EXPECT_EQ(paged[n], all[n].id) << n;
  EXPECT_TRUE(std::ranges::is_sorted(paged));
  const auto open =
      database().read([&](db::ReadTransaction& read) { return count_open(read, institution_, program_); });
  EXPECT_EQ(*open, std::ssize(ids));
}

CHIRON_ON_BOTH_ENGINES(OfferActions);

}  // namespace
}  // namespace chiron::relationships
