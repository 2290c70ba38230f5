// On whose behalf something is read or done. Every access function takes one.
#pragma once

#include <cstdint>
#include <optional>

#include "base/id.h"

namespace chiron::institutions {

/// Who stands behind a request.
enum class ViewerKind : std::uint8_t {
  person,     ///< a logged-in person
  operator_,  ///< someone at the machine's command line
  job,        ///< the program itself: a job or an outbox message
  visitor,    ///< nobody yet: before login
};

/// Carries the institution into every query; `person` is set exactly when `kind` is person.
struct Viewer {
  InstitutionId institution_id;
  ViewerKind kind = ViewerKind::visitor;
  std::optional<PersonId> person;

  static Viewer of_person(InstitutionId institution, PersonId person) {
    return {institution, ViewerKind::person, person};
  }
  static Viewer of_operator(InstitutionId institution) { return {institution, ViewerKind::operator_, {}}; }
  static Viewer of_job(InstitutionId institution) { return {institution, ViewerKind::job, {}}; }
  static Viewer of_visitor(InstitutionId institution) { return {institution, ViewerKind::visitor, {}}; }

  bool operator==(const Viewer&) const = default;
};

}  // namespace chiron::institutions
