// The seven charters as one table. Capacities, rhythms: domain.md section 8 ("Reasonable defaults").
#include "features/programs/charter.h"

namespace chiron::programs {

const std::array<Charter, 7>& charters() {
  using enum conflict::Role;
  static const std::array<Charter, 7> table{{
      {mentor, Record::sealed, Acceptance::stands_unless_declined, Readiness::trained_and_declared, 3, 5, 6, 365, 365,
       2},
      {peer_mentor, Record::sealed, Acceptance::stands_unless_declined, Readiness::trained_and_declared, 2, 8, 3, 365,
       365, 2},
      {coach, Record::sealed, Acceptance::explicit_yes, Readiness::trained_and_declared, 4, 10, 3, 365, 365, 2},
      {academic_advisor, Record::institutional, Acceptance::stands_unless_declined, Readiness::declared, 20, 40, 13,
       365, 365, 2},
      {academic_counselor, Record::institutional, Acceptance::explicit_yes, Readiness::trained_and_declared, 15, 30, 4,
       365, 365, 2},
      {career_advisor, Record::institutional, Acceptance::stands_unless_declined, Readiness::declared, 15, 30, 13, 365,
       365, 2},
      {supervisory_coach, Record::institutional, Acceptance::stands_unless_declined, Readiness::declared, 4, 12, 2, 365,
       365, 2},
  }};
  return table;
}

const Charter& charter_of(conflict::Role role) {
  for (const Charter& charter : charters())
    if (charter.role == role) return charter;
  return charters().front();
}

std::string_view name_of(Record record) { return record == Record::sealed ? "sealed" : "institutional"; }

std::string_view name_of(Acceptance acceptance) {
  return acceptance == Acceptance::explicit_yes ? "explicit" : "stands_unless_declined";
}

std::string_view name_of(Readiness readiness) {
  switch (readiness) {
    case Readiness::none: return "none";
    case Readiness::declared: return "declared";
    case Readiness::trained_and_declared: return "trained_and_declared";
  }
  return "none";
}

}  // namespace chiron::programs
