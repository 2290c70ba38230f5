// On whose behalf something is read or done. Every access function takes one.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/id.h"

namespace chiron::institutions {

/// Who stands behind a request.
enum class ViewerKind : std::uint8_t {
  person,     ///< somebody who is signed in
  operator_,  ///< someone at the machine's command line
  job,        ///< the program itself: a job or an outbox message
  visitor,    ///< nobody yet: before login
};

/// What an account may be trusted with. Being a learner or an educator is none of these: that follows from being a
/// party to a relationship.
enum class AccountRole : std::uint8_t {
  coordinator,           ///< runs a program, or all of them: roster, matching, reports
  lead,                  ///< leads a program without assessing anybody in it
  leader,                ///< is told whether programs are separate, confidential, used and effective; no individuals
  evaluator,             ///< designs and analyzes studies
  operator_,             ///< keeps the installation running and gives access
  confidential_contact,  ///< receives concerns, alone
};
/// "coordinator" …, "operator".
std::string_view name_of(AccountRole role);
/// Errors: "institutions.account_role" {role}.
Result<AccountRole> account_role_of(std::string_view name);

/// A role in one program, or in the whole institution.
struct RoleGrant {
  AccountRole role = AccountRole::coordinator;
  std::optional<ProgramId> program;  ///< none: the whole institution

  bool operator==(const RoleGrant&) const = default;
};

/// Carries the institution into every query. `account` is set exactly when `kind` is person; `person` too when that
/// account belongs to somebody in the roster. `roles` are those that hold now.
struct Viewer {
  InstitutionId institution_id;
  ViewerKind kind = ViewerKind::visitor;
  std::optional<PersonId> person;
  std::optional<AccountId> account = {};
  std::vector<RoleGrant> roles = {};

  static Viewer of_person(InstitutionId institution, PersonId person) {
    return {institution, ViewerKind::person, person};
  }
  static Viewer of_account(InstitutionId institution, AccountId account, std::optional<PersonId> person,
                           std::vector<RoleGrant> roles) {
    return {institution, ViewerKind::person, person, account, std::move(roles)};
  }
  static Viewer of_operator(InstitutionId institution) { return {institution, ViewerKind::operator_, {}}; }
  static Viewer of_job(InstitutionId institution) { return {institution, ViewerKind::job, {}}; }
  static Viewer of_visitor(InstitutionId institution) { return {institution, ViewerKind::visitor, {}}; }

  /// Whether the viewer has the role in the whole institution.
  bool has(AccountRole role) const;
  /// Whether the viewer has it in this program, be it because they have it in the whole institution.
  bool has(AccountRole role, ProgramId program) const;

  bool operator==(const Viewer&) const = default;
};

}  // namespace chiron::institutions
