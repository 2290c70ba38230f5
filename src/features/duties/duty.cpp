// The names of target kinds.
#include "features/duties/duty.h"

namespace chiron::duties {

std::string_view name_of(TargetKind kind) {
  switch (kind) {
    case TargetKind::person: return "person";
    case TargetKind::unit: return "unit";
    case TargetKind::cohort: return "cohort";
    case TargetKind::site: return "site";
  }
  return "";
}

}  // namespace chiron::duties
