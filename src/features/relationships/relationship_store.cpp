// Statements of relationships.
#include "features/relationships/relationship_store.h"

#include <algorithm>

namespace chiron::relationships {
namespace {

Relationship relationship_of(const db::Row& row) {
  Relationship relationship;
  relationship.id = row.get<RelationshipId>(0);
  relationship.program = row.get<programs::ProgramId>(1);
  relationship.charter_version = row.get<std::int64_t>(2);
  if (const auto role = conflict::parse_role(row.get<std::string_view>(3))) relationship.role = *role;
  if (const auto state = parse_state(row.get<std::string_view>(4))) relationship.state = *state;
  relationship.standing =
      row.get<std::string_view>(5) == name_of(Standing::judged) ? Standing::judged : Standing::unchecked;
  relationship.days = {row.get<Date>(6), row.get<Date>(7)};
  relationship.revision = row.get<std::int64_t>(8);
  return relationship;
}

std::string_view name_of_standing(conflict::Standing standing) {
  return standing == conflict::Standing::waived ? "waived" : "applies";
}

}  // namespace

DateRange days_of(const Relationship& relationship, const KnownParty& learner, const KnownParty& educator) {
  DateRange days = relationship.days;
  for (const KnownParty* party : {&learner, &educator})
    if (party->left_on) days.to = std::min(days.to, *party->left_on);
  return days;
}

Result<> insert(db::WriteTransaction& write, InstitutionId institution, const Relationship& relationship,
                const std::vector<Party>& parties) {
  TRY(write.execute(sql::insert_relationship, institution, relationship.id, relationship.program,
                    relationship.charter_version, conflict::name_of(relationship.role), relationship.days.from,
                    relationship.days.to));
  for (const Party& party : parties)
    TRY(write.execute(sql::insert_party, institution, relationship.id, party.person, name_of(party.side)));
  return {};
}

Result<std::optional<Relationship>> find(db::ReadTransaction& read, InstitutionId institution, RelationshipId id) {
  auto found = TRY(find(read, institution, std::vector{id}));
  if (found.empty()) return std::optional<Relationship>();
  return std::optional(found.begin()->second);
}

Result<std::vector<KnownParty>> parties_of(db::ReadTransaction& read, InstitutionId institution, RelationshipId id) {
  return std::move(TRY(parties_of(read, institution, std::vector{id}))[id]);
}

Result<std::vector<StoredFinding>> findings_of(db::ReadTransaction& read, InstitutionId institution,
                                               RelationshipId id) {
  return std::move(TRY(findings_of(read, institution, std::vector{id}))[id]);
}

Result<OfRelationships<Relationship>> find(db::ReadTransaction& read, InstitutionId institution,
                                           const std::vector<RelationshipId>& ids) {
  OfRelationships<Relationship> found;
  TRY(read.query(sql::find_relationships, institution, ids).each([&](const db::Row& row) {
    found.emplace(row.get<RelationshipId>(0), relationship_of(row));
  }));
  return found;
}

Result<OfRelationships<std::vector<KnownParty>>> parties_of(db::ReadTransaction& read, InstitutionId institution,
                                                            const std::vector<RelationshipId>& ids) {
  OfRelationships<std::vector<KnownParty>> parties;
  TRY(read.query(sql::parties_of, institution, ids).each([&](const db::Row& row) {
    const auto side = row.get<std::string_view>(2) == name_of(Side::learner) ? Side::learner : Side::educator;
    parties[row.get<RelationshipId>(0)].push_back({row.get<PersonId>(1), side, row.get<std::optional<Date>>(3)});
  }));
  return parties;
}

Result<OfRelationships<std::vector<StoredFinding>>> findings_of(db::ReadTransaction& read, InstitutionId institution,
                                                                const std::vector<RelationshipId>& ids) {
  OfRelationships<std::vector<StoredFinding>> findings;
  TRY(read.query(sql::findings_of, institution, ids).each([&](const db::Row& row) {
    findings[row.get<RelationshipId>(0)].push_back(
        {row.get<PersonId>(1),
         row.get<PersonId>(2),
         row.get<std::string>(3),
         row.get<std::string_view>(4) == "block" ? conflict::Level::block : conflict::Level::disclose,
         row.get<std::string_view>(5) == "waived" ? conflict::Standing::waived : conflict::Standing::applies,
         {row.get<Date>(6), row.get<Date>(7)}});
  }));
  return findings;
}

Result<std::vector<Relationship>> of_person(db::ReadTransaction& read, InstitutionId institution, PersonId person) {
  return read.query(sql::of_person, institution, person).all(relationship_of);
}

Result<std::vector<RelationshipId>> unchecked(db::ReadTransaction& read, InstitutionId institution, int limit) {
  return read.query(sql::unchecked, institution, limit).all<RelationshipId>();
}

Result<std::vector<RelationshipId>> open_after(db::ReadTransaction& read, InstitutionId institution,
                                               RelationshipId after, int limit) {
  return read.query(sql::open_after, institution, after, limit).all<RelationshipId>();
}

Result<std::vector<RelationshipId>> pausing_on(db::ReadTransaction& read, InstitutionId institution, Date day) {
  return read.query(sql::pausing_on, institution, day).all<RelationshipId>();
}

Result<> leave(db::WriteTransaction& write, InstitutionId institution, RelationshipId id, PersonId person, Date day) {
  if (TRY(write.execute(sql::leave, institution, id, person, day)) == 0)
    return err(fail(ErrorCode::conflict, "relationships.left_already"));
  return {};
}

Result<> insert_consent(db::WriteTransaction& write, InstitutionId institution, RelationshipId id, std::int64_t version,
                        PersonId person, Instant now) {
  TRY(write.execute(sql::insert_charter_consent, institution, id, version, person, now));
  return {};
}

Result<> set_charter_version(db::WriteTransaction& write, InstitutionId institution, RelationshipId id,
                             std::int64_t version) {
  TRY(write.execute(sql::set_charter_version, institution, id, version));
  return {};
}

Result<> replace_findings(db::WriteTransaction& write, InstitutionId institution,
                          const OfRelationships<std::vector<StoredFinding>>& findings) {
  std::vector<RelationshipId> ids;
  for (const auto& [id, found] : findings) ids.push_back(id);
  auto held = TRY(findings_of(write, institution, ids));
  std::vector<RelationshipId> changed;
  std::vector<std::pair<RelationshipId, const StoredFinding*>> rows;
  for (const auto& [id, found] : findings) {
    const auto& before = held[id];
    if (before.size() == found.size() && std::is_permutation(before.begin(), before.end(), found.begin())) continue;
    changed.push_back(id);
    for (const StoredFinding& finding : found) rows.emplace_back(id, &finding);
  }
  if (changed.empty()) return {};
  TRY(write.execute(sql::delete_findings, institution, changed));
  return write.insert_all(sql::insert_finding, rows, [&](const auto& row) {
    const StoredFinding& finding = *row.second;
    const auto* rule = finding.row();
    return std::tuple(institution, row.first, finding.learner, finding.educator, std::string_view(finding.rule),
                      rule ? rule->tie : std::string_view(finding.rule),
                      conflict::name_of(rule ? rule->window : conflict::Window::now), conflict::name_of(finding.level),
                      name_of_standing(finding.standing), finding.days.from, finding.days.to);
  });
}

Result<> take_revisions(db::WriteTransaction& write, InstitutionId institution,
                        const std::vector<RelationshipId>& ids) {
  TRY(write.execute(sql::take_revisions, institution, ids));
  return {};
}

Result<> mark_judged(db::WriteTransaction& write, InstitutionId institution, const std::vector<RelationshipId>& ids) {
  TRY(write.execute(sql::mark_judged, institution, ids));
  return {};
}

Result<> set_state(db::WriteTransaction& write, InstitutionId institution, RelationshipId id, State state) {
  TRY(write.execute(sql::set_state, institution, id, name_of(state)));
  return {};
}

Result<> pause(db::WriteTransaction& write, InstitutionId institution, const std::vector<RelationshipId>& ids) {
  if (!ids.empty()) TRY(write.execute(sql::pause, institution, ids));
  return {};
}

Result<std::optional<Date>> day_of(db::ReadTransaction& read, InstitutionId institution) {
  return read.query(sql::day_of, institution).first<Date>();
}

Result<> set_day(db::WriteTransaction& write, InstitutionId institution, Date day) {
  TRY(write.execute(sql::set_day, institution, day));
  return {};
}

}  // namespace chiron::relationships
