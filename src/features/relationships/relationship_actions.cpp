// The judgment's transaction: facts, findings, cases, pause, then the claim that all of it is current.
#include "features/relationships/relationship_actions.h"

#include <algorithm>

#include <fmt/format.h>

#include "features/audit/audit.h"
#include "features/conflicts/neighborhood.h"
#include "features/programs/program_store.h"
#include "features/relationships/case_actions.h"
#include "features/relationships/relationship_events.h"
#include "platform/crypto/derived_random.h"

namespace chiron::relationships {
namespace {

using institutions::Viewer;
using institutions::ViewerKind;

using Findings = std::vector<StoredFinding>;

/// A learner and an educator of a relationship, and the days on which both belong to it.
struct Pair {
  RelationshipId relationship;
  conflicts::People people;
  DateRange days;
};

/// What is judged at once: those that have not begun to end, with what judging them takes.
struct Batch {
  std::vector<RelationshipId> ids, begun;  ///< begun: all but the offers
  OfRelationships<Relationship> relationships;
  std::map<std::pair<programs::ProgramId, std::int64_t>, programs::CharterVersion> versions;
  std::map<conflict::Role, std::vector<Pair>> pairs;

  const programs::Terms& terms_of(RelationshipId id) const {
    const Relationship& relationship = relationships.at(id);
    return versions.at({relationship.program, relationship.charter_version}).terms;
  }
};

Result<Batch> read_batch(db::ReadTransaction& read, InstitutionId institution, const std::vector<RelationshipId>& ids) {
  Batch batch;
  batch.relationships = TRY(find(read, institution, ids));
  for (const RelationshipId id : ids) {
    const auto found = batch.relationships.find(id);
    if (found == batch.relationships.end()) return err(fail(ErrorCode::not_found, "relationships.unknown"));
    const Relationship& relationship = found->second;
    if (relationship.state == State::closing || relationship.state == State::closed) continue;
    batch.ids.push_back(id);
    if (relationship.state != State::offered) batch.begun.push_back(id);
    const std::pair key(relationship.program, relationship.charter_version);
    if (batch.versions.contains(key)) continue;
    auto version = TRY(programs::find_version(read, institution, key.first, key.second));
    if (!version) return err(fail(ErrorCode::internal, "programs.unknown"));
    batch.versions.emplace(key, *std::move(version));
  }
  for (const auto& [id, parties] : TRY(parties_of(read, institution, batch.ids))) {
    const Relationship& relationship = batch.relationships.at(id);
    for (const KnownParty& learner : parties)
      for (const KnownParty& educator : parties) {
        if (learner.side != Side::learner || educator.side != Side::educator) continue;
        const DateRange days = days_of(relationship, learner, educator);
        if (!days.empty()) batch.pairs[relationship.role].push_back({id, {learner.person, educator.person}, days});
      }
  }
  return batch;
}

/// Judges every learner with every educator, each role's pairs among facts that were read once for all of them. Only
/// findings are stored, so what is covered is not read.
Result<OfRelationships<Findings>> find_between(db::ReadTransaction& read, InstitutionId institution,
                                               const Batch& batch) {
  OfRelationships<Findings> found;
  for (const RelationshipId id : batch.ids) found[id];
  for (const auto& [role, pairs] : batch.pairs) {
    std::vector<conflicts::People> people;
    for (const Pair& pair : pairs) people.push_back(pair.people);
    const auto around = TRY(conflicts::facts_around(read, institution, people, role, conflicts::Asked::findings));
    const auto index = conflict::build(around.facts);
    for (const Pair& pair : pairs) {
      const auto verdict =
          conflict::judge(index, batch.terms_of(pair.relationship).program.policy,
                          around.number_of(pair.people.learner), around.number_of(pair.people.educator), pair.days);
      for (const auto& finding : verdict.findings)
        found[pair.relationship].push_back({pair.people.learner, pair.people.educator,
                                            std::string(conflict::rules()[finding.rule].id), finding.level,
                                            finding.standing, finding.days});
    }
  }
  return found;
}

audit::Salted entry(const At& at, RelationshipId id, std::string type, std::optional<PersonId> actor,
                    std::string payload = "{}") {
  std::optional<audit::AnyId> by;
  if (actor) by = audit::AnyId(actor->bytes());
  return {{std::move(type), by, audit::AnyId(id.bytes()), std::move(payload)}, audit::draw_salt(at.random)};
}

Result<> note(db::WriteTransaction& write, const At& at, RelationshipId id, std::string type,
              std::optional<PersonId> actor, std::string payload = "{}") {
  TRY(audit::append(write, at.institution, at.now, {entry(at, id, std::move(type), actor, std::move(payload))}));
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

Result<std::vector<Judged>> judge(db::WriteTransaction& write, const At& at, const std::vector<RelationshipId>& ids) {
  std::vector<Judged> all(ids.size());
  const Batch batch = TRY(read_batch(write, at.institution, ids));
  if (batch.ids.empty()) return all;
  TRY(take_revisions(write, at.institution, batch.ids));
  const auto findings = TRY(find_between(write, at.institution, batch));
  TRY(replace_findings(write, at.institution, findings));
  const Date today = TRY(today_of(write, at));
  auto cases = TRY(open_cases_of(write, at.institution, batch.begun));
  Together together;
  std::vector<RelationshipId> paused, free;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto found = findings.find(ids[i]);
    if (found == findings.end()) continue;
    Judged& judged = all[i];
    const State state = batch.relationships.at(ids[i]).state;
    if (state == State::offered) continue;
    const auto matters = matters_of(found->second, batch.terms_of(ids[i]).matters, today);
    const auto settled = TRY(settle_cases(write, at, ids[i], std::move(cases[ids[i]]), matters, today, together));
    judged.cases_opened = settled.opened, judged.cases_closed = settled.closed;
    const bool pauses =
        std::ranges::any_of(found->second, [&](const auto& one) { return one.pauses() && one.days.contains(today); });
    judged.paused = state == State::active && pauses;
    judged.resumed = state == State::paused && !pauses;
    if (judged.paused) {
      paused.push_back(ids[i]);
      together.entries.push_back(entry(at, ids[i], "relationship.paused", std::nullopt));
    }
    if (judged.resumed) {
      free.push_back(ids[i]);
      together.entries.push_back(entry(at, ids[i], "relationship.resumed", std::nullopt));
    }
  }
  TRY(pause(write, at.institution, paused));
  TRY(write_together(write, at, together));
  TRY(mark_judged(write, at.institution, batch.ids));
  for (const RelationshipId id : free) TRY(set_state(write, at.institution, id, State::active));
  for (const auto& [ids, change] : {std::pair(&paused, Change::paused), std::pair(&free, Change::resumed)})
    if (!ids->empty())
      TRY(write.publish(
          RelationshipsChanged{at.institution, at.now, *ids, change, today, crypto::draw_seed(at.random)}));
  return all;
}

Result<Judged> judge(db::WriteTransaction& write, const At& at, RelationshipId id) {
  return TRY(judge(write, at, std::vector{id})).front();
}

Result<int> judge_unchecked(db::WriteTransaction& write, const At& at, int limit) {
  const auto ids = TRY(unchecked(write, at.institution, limit));
  if (!ids.empty()) TRY(judge(write, at, ids));
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
