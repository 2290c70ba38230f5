// Five short questions on a role, before the first learner: what it is for, asking before telling, the limits of
// confidentiality, keeping apart from assessment, what belongs to somebody else. Pure.
// Source: domain.md 2.1 (roles), 2.3 (limits), the coach competencies of Wolff 2021 (domain.md 1, row 3).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "engines/conflict/role.h"

namespace chiron::educators {

inline constexpr std::size_t question_count = 5;
inline constexpr std::int32_t option_count = 3;

/// One question with three options, of which one is right. Its words: educators.check.<id>, .1, .2, .3 and .why.
struct Question {
  std::string_view id;
  std::int32_t right = 1;  ///< 1 … option_count
};
/// The questions of a role, in the order asked.
std::array<Question, question_count> questions_of(conflict::Role role);

/// What somebody chose.
struct Chosen {
  std::string question;
  std::int32_t option = 0;
};
struct Marked {
  std::string_view question;
  bool right = false;
};
/// In the order of the questions. Errors: "educators.check_incomplete" (a question without an answer, with two, or with
/// one that is not asked in this role).
Result<std::vector<Marked>> mark(conflict::Role role, const std::vector<Chosen>& chosen);

}  // namespace chiron::educators
