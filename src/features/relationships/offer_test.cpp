// The rule of offers, day by day.
#include "features/relationships/offer.h"

#include <gtest/gtest.h>

namespace chiron::relationships {
namespace {

const Date answer_by = *Date::parse("2027-08-08");

struct Case {
  programs::Acceptance acceptance;
  std::vector<Answer> answers;
  int days_before;  ///< today is this many days before answer_by
  Fate fate;
};

TEST(Offer, StandsOrEndsAsTheCharterSays) {
  using enum programs::Acceptance;
  using enum Answer;
  for (const Case& one : {
           Case{stands_unless_declined, {}, 7, Fate::waits},
           Case{stands_unless_declined, {}, 1, Fate::waits},
           Case{stands_unless_declined, {}, 0, Fate::stands},
           Case{stands_unless_declined, {accepted}, 1, Fate::waits},
           Case{stands_unless_declined, {accepted, accepted}, 7, Fate::stands},
           Case{stands_unless_declined, {declined}, 7, Fate::declined},
           Case{stands_unless_declined, {accepted, declined}, -3, Fate::declined},
           Case{explicit_yes, {}, 1, Fate::waits},
           Case{explicit_yes, {accepted}, 0, Fate::not_answered},
           Case{explicit_yes, {accepted, accepted}, 3, Fate::stands},
           Case{explicit_yes, {accepted, accepted}, -3, Fate::stands},
           Case{explicit_yes, {declined}, 3, Fate::declined},
       })
    EXPECT_EQ(fate_of(one.acceptance, one.answers, 2, answer_by, answer_by - one.days_before), one.fate)
        << programs::name_of(one.acceptance) << ", " << one.answers.size() << " answers, " << one.days_before;
}

TEST(Offer, NamesReadBack) {
  for (const Answer answer : {Answer::accepted, Answer::declined}) EXPECT_EQ(*parse_answer(name_of(answer)), answer);
  EXPECT_EQ(parse_answer("maybe").error().key, "relationships.unknown_answer");
  for (const Ending ending : {Ending::declined, Ending::not_answered, Ending::conflict, Ending::withdrawn,
                              Ending::ended_early, Ending::completed})
    EXPECT_EQ(*parse_ending(name_of(ending)), ending);
}

}  // namespace
}  // namespace chiron::relationships
