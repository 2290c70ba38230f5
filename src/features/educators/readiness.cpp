// The questions as tables, and marking.
#include "features/educators/readiness.h"

#include <algorithm>

namespace chiron::educators {
namespace {

/// By conflict::Role.
constexpr std::array<Question, conflict::role_count> purposes{{
    {"purpose_mentor", 2},
    {"purpose_peer_mentor", 1},
    {"purpose_coach", 3},
    {"purpose_academic_advisor", 2},
    {"purpose_academic_counselor", 1},
    {"purpose_career_advisor", 3},
    {"purpose_supervisory_coach", 2},
}};

}  // namespace

std::array<Question, question_count> questions_of(conflict::Role role) {
  // A supervisory coach assesses and says so: for the others, a panel's question is not theirs to answer.
  const Question apart = role == conflict::Role::supervisory_coach ? Question{"openly", 1} : Question{"apart", 3};
  return {{purposes[static_cast<std::size_t>(role)], {"ask_first", 2}, {"limits", 1}, apart, {"refer", 3}}};
}

Result<std::vector<Marked>> mark(conflict::Role role, const std::vector<Chosen>& chosen) {
  const auto questions = questions_of(role);
  std::vector<Marked> marked;
  for (const Question& question : questions) {
    const auto answer = std::ranges::find(chosen, question.id, &Chosen::question);
    if (answer == chosen.end() || answer->option < 1 || answer->option > option_count) break;
    marked.push_back({question.id, answer->option == question.right});
  }
  if (marked.size() != questions.size() || chosen.size() != questions.size())
    return err(refuse("educators.check_incomplete"));
  return marked;
}

}  // namespace chiron::educators
