// Which kind of person somebody needs: three questions, a role, and why (domain.md 2.1). What is answered is not kept.
// Pure.
#pragma once

#include <cstdint>
#include <string_view>

#include <boost/describe.hpp>

#include "engines/conflict/role.h"

namespace chiron::preferences {

/// What somebody wants most.
enum class Need : std::uint8_t {
  growth,        ///< somebody who knows the field and stands by me
  belonging,     ///< somebody who was lately where I am
  goal,          ///< to reach something that I set myself
  requirements,  ///< to plan my studies and meet what is required
  career,        ///< to choose a specialty, to apply
};
BOOST_DESCRIBE_ENUM(Need, growth, belonging, goal, requirements, career)

/// Whether something is going badly.
enum class Trouble : std::uint8_t { none, studies, unwell };
BOOST_DESCRIBE_ENUM(Trouble, none, studies, unwell)

/// What helps more.
enum class Help : std::uint8_t { questions, experience };
BOOST_DESCRIBE_ENUM(Help, questions, experience)

struct RoleNeeded {
  conflict::Role role = conflict::Role::mentor;
  std::string_view why;   ///< the sentence's key: preferences.why.<why>
  bool see_help = false;  ///< no role treats: the page of help is named first
};
RoleNeeded role_needed(Need need, Trouble trouble, Help help);

}  // namespace chiron::preferences
