// The answers as a table.
#include "features/preferences/role_needed.h"

namespace chiron::preferences {

RoleNeeded role_needed(Need need, Trouble trouble, Help help) {
  using enum conflict::Role;
  // Difficulty in study comes first: its helper must stand outside assessment (LCME 11.1).
  if (trouble == Trouble::studies) return {academic_counselor, "academic_counselor"};
  const auto by_need = [&]() -> RoleNeeded {
    switch (need) {
      case Need::growth: return {mentor, "mentor"};
      case Need::belonging: return {peer_mentor, "peer_mentor"};
      case Need::goal:
        // A coach knows how to ask, not the way: who wants experience is better served by a mentor.
        if (help == Help::experience) return {mentor, "mentor_for_goal"};
        return {coach, "coach"};
      case Need::requirements: return {academic_advisor, "academic_advisor"};
      case Need::career:
        if (help == Help::questions) return {coach, "coach_for_career"};
        return {career_advisor, "career_advisor"};
    }
    return {mentor, "mentor"};
  };
  RoleNeeded needed = by_need();
  needed.see_help = trouble == Trouble::unwell;
  return needed;
}

}  // namespace chiron::preferences
