// The names of a person's kinds and reasons for leaving.
#include "features/people/person.h"

namespace chiron::people {

std::string_view name_of(Kind kind) {
  switch (kind) {
    case Kind::learner: return "learner";
    case Kind::educator: return "educator";
    case Kind::both: return "both";
  }
  return "";
}

std::string_view name_of(LeaveReason reason) {
  switch (reason) {
    case LeaveReason::none: return "";
    case LeaveReason::graduated: return "graduated";
    case LeaveReason::transferred: return "transferred";
    case LeaveReason::resigned: return "resigned";
    case LeaveReason::dismissed: return "dismissed";
    case LeaveReason::other: return "other";
  }
  return "";
}

}  // namespace chiron::people
