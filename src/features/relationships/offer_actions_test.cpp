// Offers end to end on both engines: answers, seats, places, the day on which they stand, and hand-written SQL.
#include "features/relationships/offer_actions.h"

#include <algorithm>

#include "features/people/people_store.h"
#include "features/relationships/testing_relationships.h"
#include "platform/mail/letter.h"

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
  void roster_address(const std::string& who, const std::string& email) {
    const auto said = say([&](db::WriteTransaction& write, const people::Recording& at) {
      people::Person person;
      person.id = who;
      person.email = email;
      person.present = year;
      return people::record(write, at, people_.at(who), people::VersionId::random(random_), person);
    });
    ASSERT_TRUE(said) << said.error().debug_text();
  }
  /// An account of the demo, which is active from the first.
  void account(const std::string& who, const std::string& email) {
    accounts::Account one;
    one.id = AccountId::random(random_);
    one.email = email;
    one.person = people_.at(who);
    one.state = accounts::State::active;
    one.scheme = accounts::Scheme::demo_link;
    one.salt.resize(16);
    const auto written = database().write_and_wait(
        [&](db::WriteTransaction& write) { return accounts::insert(write, institution_, one, clock_.now()); });
    ASSERT_TRUE(written) << written.error().debug_text();
  }
  /// The letters in the outbox, by address.
  std::vector<mail::Letter> posted() {
    std::vector<mail::Letter> letters;
    jobs::Runner runner(database(), clock_, random_);
    runner.handle(mail::send_kind, [&](jobs::Work& work) -> Result<jobs::Completion> {
      kept_.push_back(TRY(mail::parse_letter(work.job().payload)));
      return jobs::Completion{};
    });
    EXPECT_TRUE(runner.run_all_due());
    letters = kept_;
    std::ranges::sort(letters, {}, &mail::Letter::to);
    return letters;
  }
  std::vector<mail::Letter> kept_;
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

TEST_P(OfferActions, WritesToBothOnceAndNamesNeitherToTheOther) {
  for (const char* who : {"learner", "educator", "educator2"}) roster_address(who, std::string(who) + "@north.edu");
  account("educator", "ben@account.edu");
  const auto one = pair("learner", "educator");
  ASSERT_EQ(made(one), Offering::made);
  auto letters = posted();
  ASSERT_EQ(letters.size(), 2U);
  // The address that somebody signs in with comes before the roster's.
  EXPECT_EQ(letters[0].to, "ben@account.edu");
  EXPECT_EQ(letters[0].text.front().key, "mail.offer.to_educator");
  EXPECT_EQ(letters[1].to, "learner@north.edu");
  EXPECT_EQ(letters[1].text.front().key, "mail.offer.to_learner");
  for (const auto& letter : letters) {
    EXPECT_EQ(letter.subject.args.front().second, text::Argument(mentoring().program.name));
    EXPECT_EQ(letter.text.back(), text::Sentence("mail.offer.stands").with("day", today + 6));
  }
  // Whoever has no address gets none, and nobody hears of an offer that was not made.
  ASSERT_TRUE(duty(conflict::DutyKind::assesses, {today + 30, today + 60}, "educator2", "learner2"));
  EXPECT_EQ(made(pair("learner2", "educator2")), Offering::conflict);
  EXPECT_EQ(made(pair("learner", "educator2")), Offering::has_place);
  EXPECT_EQ(posted().size(), 2U);
  EXPECT_EQ(made(pair("learner2", "educator", programs::Acceptance::explicit_yes)), Offering::made);
  letters = posted();
  ASSERT_EQ(letters.size(), 3U);
  EXPECT_EQ(
      std::ranges::count(letters, "mail.offer.needs_yes", [](const auto& letter) { return letter.text.back().key; }),
      1);
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

CHIRON_ON_BOTH_ENGINES(OfferActions);

}  // namespace
}  // namespace chiron::relationships
