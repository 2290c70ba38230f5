// Statements of relationships.
#include "features/relationships/relationship_store.h"

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
  return read.query(sql::find_relationship, institution, id).first(relationship_of);
}

Result<std::vector<KnownParty>> parties_of(db::ReadTransaction& read, InstitutionId institution, RelationshipId id) {
  return read.query(sql::parties_of, institution, id).all([](const db::Row& row) {
    return KnownParty{row.get<PersonId>(0),
                      row.get<std::string_view>(1) == name_of(Side::learner) ? Side::learner : Side::educator,
                      row.get<std::int64_t>(2), row.get<std::optional<Date>>(3)};
  });
}

Result<std::vector<StoredFinding>> findings_of(db::ReadTransaction& read, InstitutionId institution,
                                               RelationshipId id) {
  return read.query(sql::findings_of, institution, id).all([](const db::Row& row) {
    return StoredFinding{
        row.get<PersonId>(0),
        row.get<PersonId>(1),
        row.get<std::string>(2),
        row.get<std::string_view>(3) == "block" ? conflict::Level::block : conflict::Level::disclose,
        row.get<std::string_view>(4) == "waived" ? conflict::Standing::waived : conflict::Standing::applies,
        {row.get<Date>(5), row.get<Date>(6)}};
  });
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

Result<> replace_findings(db::WriteTransaction& write, InstitutionId institution, RelationshipId id,
                          const std::vector<StoredFinding>& findings) {
  TRY(write.execute(sql::delete_findings, institution, id));
  for (const StoredFinding& finding : findings) {
    const auto* row = finding.row();
    TRY(write.execute(sql::insert_finding, institution, id, finding.learner, finding.educator, finding.rule,
                      row ? row->tie : std::string_view(finding.rule),
                      conflict::name_of(row ? row->window : conflict::Window::now), conflict::name_of(finding.level),
                      name_of_standing(finding.standing), finding.days.from, finding.days.to));
  }
  return {};
}

Result<> mark_judged(db::WriteTransaction& write, InstitutionId institution, RelationshipId id,
                     const std::vector<KnownParty>& parties) {
  for (const KnownParty& party : parties)
    TRY(write.execute(sql::set_judged_revision, institution, id, party.person, party.revision));
  TRY(write.execute(sql::mark_judged, institution, id));
  return {};
}

Result<> set_state(db::WriteTransaction& write, InstitutionId institution, RelationshipId id, State state) {
  TRY(write.execute(sql::set_state, institution, id, name_of(state)));
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
