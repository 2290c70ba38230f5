// One transaction each: access, rule, store, audit, event.
#include "features/programs/program_actions.h"

#include <fmt/format.h>

#include "features/audit/audit.h"
#include "features/duties/facts_changed.h"

namespace chiron::programs {
namespace {

/// `program`: none for one that is yet to be made.
Result<> may_set_up(const institutions::Viewer& viewer, std::optional<ProgramId> program = {}) {
  using institutions::AccountRole;
  using institutions::ViewerKind;
  if (viewer.kind == ViewerKind::operator_ || viewer.kind == ViewerKind::job) return {};
  if (program ? viewer.has(AccountRole::coordinator, *program) : viewer.has(AccountRole::coordinator)) return {};
  return err(fail(ErrorCode::forbidden, "programs.not_yours"));
}

Result<> record(db::WriteTransaction& write, const institutions::Viewer& viewer, const CharterVersion& version,
                const audit::Salt& salt) {
  TRY(insert(write, viewer.institution_id, version, viewer.person));
  std::optional<audit::AnyId> actor;
  if (viewer.person) actor = audit::AnyId(viewer.person->bytes());
  TRY(audit::append(write, viewer.institution_id, version.recorded_at,
                    {"charter.recorded", actor, audit::AnyId(version.program.bytes()),
                     fmt::format(R"({{"version":{},"widens":{}}})", version.number, version.widens)},
                    salt));
  return {};
}

}  // namespace

Result<ProgramId> set_up(db::Database& database, const institutions::Viewer& viewer, const Terms& terms,
                         const Clock& clock, Random& random) {
  TRY(may_set_up(viewer));
  TRY(check(terms));
  const CharterVersion version{ProgramId::random(random), 1, terms, false, clock.now()};
  const auto salt = audit::draw_salt(random);
  return database.write_and_wait([&](db::WriteTransaction& write) -> Result<ProgramId> {
    TRY(insert(write, viewer.institution_id, version.program, terms.program));
    TRY(record(write, viewer, version, salt));
    return version.program;
  });
}

Result<CharterVersion> change_charter(db::Database& database, const institutions::Viewer& viewer, ProgramId program,
                                      const Terms& terms, const Clock& clock, Random& random) {
  TRY(may_set_up(viewer, program));
  TRY(check(terms));
  const Instant now = clock.now();
  const auto salt = audit::draw_salt(random);
  const duties::FactsChanged facts_changed{viewer.institution_id, now, crypto::draw_seed(random)};
  return database.write_and_wait([&](db::WriteTransaction& write) -> Result<CharterVersion> {
    const auto before = TRY(newest_version(write, viewer.institution_id, program));
    if (!before) return err(fail(ErrorCode::not_found, "programs.unknown"));
    if (before->terms.program.role != terms.program.role) return err(refuse("programs.role_fixed"));
    CharterVersion next{program, before->number + 1, terms, !widenings(before->terms, terms).empty(), now};
    TRY(record(write, viewer, next, salt));
    TRY(write.publish(facts_changed));
    return next;
  });
}

}  // namespace chiron::programs
