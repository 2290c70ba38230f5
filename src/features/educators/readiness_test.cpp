// Every role has its five questions, and only all of them right is a pass.
#include "features/educators/readiness.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace chiron::educators {
namespace {

std::vector<Chosen> right_answers(conflict::Role role) {
  std::vector<Chosen> chosen;
  for (const auto& question : questions_of(role)) chosen.push_back({std::string(question.id), question.right});
  return chosen;
}

TEST(Readiness, EveryRoleAsksFiveQuestionsOfItsOwn) {
  std::set<std::string_view> first;
  for (const auto role : conflict::all_roles) {
    const auto questions = questions_of(role);
    std::set<std::string_view> ids;
    for (const auto& question : questions) {
      ids.insert(question.id);
      EXPECT_TRUE(question.right >= 1 && question.right <= option_count) << question.id;
    }
    EXPECT_EQ(ids.size(), question_count);
    first.insert(questions.front().id);
    EXPECT_TRUE(std::ranges::all_of(*mark(role, right_answers(role)), &Marked::right));
  }
  EXPECT_EQ(first.size(), conflict::role_count);
}

TEST(Readiness, AWrongAnswerIsMarkedAlone) {
  auto chosen = right_answers(conflict::Role::coach);
  chosen[2].option = chosen[2].option % option_count + 1;
  const auto marked = mark(conflict::Role::coach, chosen);
  ASSERT_TRUE(marked);
  for (std::size_t at = 0; at < marked->size(); ++at) EXPECT_EQ((*marked)[at].right, at != 2) << at;
}

TEST(Readiness, LeftOutTwiceOrForeignIsIncomplete) {
  const auto key = [](const std::vector<Chosen>& chosen) {
    const auto marked = mark(conflict::Role::mentor, chosen);
    return marked ? "" : marked.error().key;
  };
  auto chosen = right_answers(conflict::Role::mentor);
  EXPECT_EQ(key(chosen), "");
  auto fewer = chosen;
  fewer.pop_back();
  EXPECT_EQ(key(fewer), "educators.check_incomplete");
  auto twice = chosen;
  twice.push_back(chosen.front());
  EXPECT_EQ(key(twice), "educators.check_incomplete");
  auto beyond = chosen;
  beyond[0].option = 4;
  EXPECT_EQ(key(beyond), "educators.check_incomplete");
  EXPECT_EQ(key(right_answers(conflict::Role::coach)), "educators.check_incomplete");
}

}  // namespace
}  // namespace chiron::educators
