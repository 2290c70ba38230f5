// The judgment's transaction: facts, findings, cases, pause, then the claim that all of it is current.
#include "features/relationships/relationship_actions.h"

#include <algorithm>

#include <fmt/format.h>

#include "features/audit/audit.h"
#include "features/conflicts/neighborhood.h"
#include "features/programs/program_store.h"
#include "features/relationships/case_actions.h"
#include "platform/crypto/derived_random.h"

namespace chiron::relationships {
namespace {

using institutions::Viewer;
using institutions::ViewerKind;

/// Judges every learner with every educator. Only findings are stored, so what is covered is not read.
Result<std::vector<StoredFinding>> find_between(db::ReadTransaction& read, InstitutionId institution,
                                                const Relationship& relationship, const conflict::Policy& policy,
                                                const std::vector<KnownParty>& parties) {
  std::vector<StoredFinding> found;
  for (const KnownParty& learner : parties) {
    if (learner.side != Side::learner) continue;
    for (const KnownParty& educator : parties) {
      if (educator.side != Side::educator) continue;
      const DateRange days = days_of(relationship, learner, educator);
      if (days.empty()) continue;
      const auto around = TRY(conflicts::facts_around(read, institution, learner.person, educator.person,
                                                      relationship.role, conflicts::Asked::findings));
      const auto verdict =
          conflict::judge(conflict::build(around.facts), policy, around.learner, around.educator, days);
      for (const auto& finding : verdict.findings)
        found.push_back({learner.person, educator.person, std::string(conflict::rules()[finding.rule].id),
                         finding.level, finding.standing, finding.days});
    }
  }
  return found;
}

Result<> note(db::WriteTransaction& write, const At& at, RelationshipId id, std::string type,
              std::optional<PersonId> actor, std::string payload = "{}") {
  std::optional<audit::AnyId> by;
  if (actor) by = audit::AnyId(actor->bytes());
  TRY(audit::append(write, at.institution, at.now, {std::move(type), by, audit::AnyId(id.bytes()), std::move(payload)},
                    audit::draw_salt(at.random)));
  return {};
}

Result<Relationship> known(db::ReadTransaction& read, InstitutionId institution, RelationshipId id) {
  auto found = TRY(find(read, institution, id));
  if (!found) return err(fail(ErrorCode::not_found, "relationships.unknown"));
  return *std::move(found);
}

}  // namespace

Result<Date> today_of(db::ReadTransaction& read, const At& at) {
  return TRY(day_of(read, at.institution)).value_or(at.now.utc_date());
}

Result<Judged> judge(db::WriteTransaction& write, const At& at, RelationshipId id) {
  const Relationship relationship = TRY(known(write, at.institution, id));
  Judged judged;
  if (relationship.state == State::closing || relationship.state == State::closed) return judged;
  const auto version =
      TRY(programs::find_version(write, at.institution, relationship.program, relationship.charter_version));
  if (!version) return err(fail(ErrorCode::internal, "programs.unknown"));
  const auto parties = TRY(parties_of(write, at.institution, id));
  const auto findings = TRY(find_between(write, at.institution, relationship, version->terms.program.policy, parties));
  TRY(replace_findings(write, at.institution, id, findings));
  if (relationship.state != State::offered) {
    const Date today = TRY(today_of(write, at));
    const auto settled = TRY(settle_cases(write, at, id, matters_of(findings, version->terms.matters, today), today));
    judged.cases_opened = settled.opened, judged.cases_closed = settled.closed;
    judged.paused = relationship.state == State::active &&
                    std::any_of(findings.begin(), findings.end(), [&](const StoredFinding& finding) {
                      return finding.pauses() && finding.days.contains(today);
                    });
    if (judged.paused) {
      TRY(set_state(write, at.institution, id, State::paused));
      TRY(note(write, at, id, "relationship.paused", std::nullopt));
    }
  }
  TRY(mark_judged(write, at.institution, id, parties));
  return judged;
}

Result<int> judge_unchecked(db::WriteTransaction& write, const At& at, int limit) {
  const auto ids = TRY(unchecked(write, at.institution, limit));
  for (const RelationshipId& id : ids) TRY(judge(write, at, id));
  return static_cast<int>(ids.size());
}

Result<> activate(db::WriteTransaction& write, const At& at, RelationshipId id) {
  TRY(judge(write, at, id));
  return set_state(write, at.institution, id, State::active);
}

Result<> consent_to_charter(db::Database& database, const Viewer& viewer, RelationshipId id, std::int64_t version,
                            const Clock& clock, Random& random) {
  const Instant now = clock.now();
  const auto seed = crypto::draw_seed(random);
  return database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    crypto::DerivedRandom drawn(seed);
    const At at{viewer.institution_id, now, drawn};
    const auto parties = TRY(parties_of(write, at.institution, id));
    const bool is_party = std::any_of(parties.begin(), parties.end(), [&](const KnownParty& party) {
      return viewer.person == party.person && !party.left_on;
    });
    if (!is_party) return err(fail(ErrorCode::not_found, "relationships.unknown"));
    TRY(insert_consent(write, at.institution, id, version, *viewer.person, now));
    return note(write, at, id, "charter.consented", viewer.person, fmt::format(R"({{"version":{}}})", version));
  });
}

Result<> move_to_charter(db::Database& database, const Viewer& viewer, RelationshipId id, std::int64_t version,
                         const Clock& clock, Random& random) {
  if (viewer.kind != ViewerKind::operator_ && viewer.kind != ViewerKind::job)
    return err(fail(ErrorCode::forbidden, "relationships.charter_not_yours"));
  const Instant now = clock.now();
  const auto seed = crypto::draw_seed(random);
  return database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    crypto::DerivedRandom drawn(seed);
    const At at{viewer.institution_id, now, drawn};
    TRY(known(write, at.institution, id));
    TRY(set_charter_version(write, at.institution, id, version));
    TRY(judge(write, at, id));
    return note(write, at, id, "charter.moved", viewer.person, fmt::format(R"({{"version":{}}})", version));
  });
}

}  // namespace chiron::relationships
