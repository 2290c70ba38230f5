// What an answer may hold, at its limits.
#include "features/educators/taking_part.h"

#include <gtest/gtest.h>

namespace chiron::educators {
namespace {

Answer yes(std::int64_t capacity = 2) {
  Answer answer;
  answer.takes_part = true;
  answer.capacity = capacity;
  return answer;
}
std::string refused(const Answer& answer) {
  const auto kept = checked(answer, 5);
  return kept ? "" : kept.error().key + " " + std::string(kept.error()["setting"]);
}

TEST(TakingPart, SeatsLieBetweenOneAndTheCap) {
  EXPECT_EQ(refused(yes(1)), "");
  EXPECT_EQ(refused(yes(5)), "");
  EXPECT_EQ(refused(yes(0)), "educators.capacity capacity");
  EXPECT_EQ(refused(yes(6)), "educators.capacity capacity");
}

TEST(TakingPart, ANoHoldsNoSeats) {
  auto answer = yes(99);
  answer.takes_part = false;
  ASSERT_TRUE(checked(answer, 5));
  EXPECT_EQ(checked(answer, 5)->capacity, 0);
}

TEST(TakingPart, APathIsCountedInCharactersWithoutOuterBlanks) {
  auto answer = yes();
  for (int n = 0; n < 600; ++n) answer.path += "ä";
  EXPECT_EQ(refused(answer), "");
  answer.path = "  " + answer.path + "\n";
  EXPECT_EQ(refused(answer), "");
  answer.path = "a" + answer.path.substr(2);
  EXPECT_EQ(refused(answer), "educators.too_long path");
  answer = yes();
  answer.released_by = std::string(121, 'x');
  EXPECT_EQ(refused(answer), "educators.too_long released_by");
}

TEST(TakingPart, HoursLieInAMonth) {
  auto answer = yes();
  answer.hours_per_month = 200;
  EXPECT_EQ(refused(answer), "");
  answer.hours_per_month = 201;
  EXPECT_EQ(refused(answer), "educators.hours hours");
  answer.hours_per_month = -1;
  EXPECT_EQ(refused(answer), "educators.hours hours");
}

TEST(TakingPart, ListsAreKeptInOrderAndOnce) {
  auto answer = yes();
  answer.topics = {Topic::exams, Topic::study_skills, Topic::exams};
  EXPECT_EQ(checked(answer, 5)->topics, (std::vector{Topic::study_skills, Topic::exams}));
  std::vector<Topic> all;
  for (const auto& row : all_topics) all.push_back(row.value);
  EXPECT_EQ(topics_in(written(all)), all);
  std::vector<WorkingWay> ways;
  for (const auto& row : all_ways) ways.push_back(row.value);
  EXPECT_EQ(ways_in(written(ways)), ways);
  EXPECT_TRUE(topics_in("").empty());
  EXPECT_TRUE(topics_in("unheard_of").empty());
}

}  // namespace
}  // namespace chiron::educators
