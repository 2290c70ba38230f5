// Statements of cases.
#include "features/relationships/case_store.h"

namespace chiron::relationships {

Case case_at(const db::Row& row) {
  Case found;
  found.id = row.get<CaseId>(0);
  found.relationship = row.get<RelationshipId>(1);
  found.learner = row.get<PersonId>(2);
  found.educator = row.get<PersonId>(3);
  found.tie = row.get<std::string>(4);
  found.rule = row.get<std::string>(5);
  found.level = conflict::parse_level(row.get<std::string_view>(6)).value_or(conflict::Level::block);
  found.opened_on = row.get<Date>(7);
  found.deadline = row.get<Date>(8);
  found.starts_on = row.get<std::optional<Date>>(9);
  found.state = parse_case_state(row.get<std::string_view>(10)).value_or(CaseState::open);
  if (const auto way = row.get<std::optional<std::string_view>>(11)) {
    if (const auto parsed = parse_way(*way)) found.way = *parsed;
  }
  found.learner_told_at = row.get<std::optional<Instant>>(12);
  found.others_told_at = row.get<std::optional<Instant>>(13);
  found.closed_on = row.get<std::optional<Date>>(14);
  found.program = row.get<programs::ProgramId>(15);
  found.revision = row.get<std::int64_t>(16);
  return found;
}

Result<> insert(db::WriteTransaction& write, InstitutionId institution, const std::vector<Case>& opened) {
  return write.insert_all(sql::insert_case, opened, [&](const Case& one) {
    return std::tuple(institution, one.id, one.relationship, one.learner, one.educator, std::string_view(one.tie),
                      std::string_view(one.rule), conflict::name_of(one.level), one.opened_on, one.deadline,
                      one.starts_on);
  });
}

Result<std::optional<Case>> find_case(db::ReadTransaction& read, InstitutionId institution, CaseId id) {
  return read.query(sql::find_case, institution, id).first(case_at);
}

Result<OfRelationships<std::vector<Case>>> open_cases_of(db::ReadTransaction& read, InstitutionId institution,
                                                         const std::vector<RelationshipId>& ids) {
  OfRelationships<std::vector<Case>> cases;
  TRY(read.query(sql::open_cases_of, institution, ids).each([&](const db::Row& row) {
    Case one = case_at(row);
    cases[one.relationship].push_back(std::move(one));
  }));
  return cases;
}

Result<std::vector<Case>> cases_of(db::ReadTransaction& read, InstitutionId institution, RelationshipId id) {
  return read.query(sql::cases_of, institution, id).all(case_at);
}

Result<std::vector<CaseId>> lapsing_cases(db::ReadTransaction& read, InstitutionId institution, Date day, int limit) {
  return read.query(sql::lapsing_cases, institution, day, limit).all<CaseId>();
}

Result<> update(db::WriteTransaction& write, InstitutionId institution, const Case& changed) {
  TRY(write.execute(sql::update_case, institution, changed.id, changed.rule, conflict::name_of(changed.level),
                    changed.deadline, changed.starts_on));
  return {};
}

Result<> set_state(db::WriteTransaction& write, InstitutionId institution, CaseId id, CaseState state,
                   std::optional<Date> closed_on) {
  TRY(write.execute(sql::set_case_state, institution, id, name_of(state), closed_on));
  return {};
}

Result<> decide(db::WriteTransaction& write, InstitutionId institution, CaseId id, Way way,
                std::optional<PersonId> by) {
  TRY(write.execute(sql::decide_case, institution, id, name_of(way), by));
  return {};
}

Result<> note_learner_told(db::WriteTransaction& write, InstitutionId institution, CaseId id, Instant now) {
  TRY(write.execute(sql::learner_told, institution, id, now));
  return {};
}

Result<> note_others_told(db::WriteTransaction& write, InstitutionId institution, CaseId id, Instant now) {
  TRY(write.execute(sql::others_told, institution, id, now));
  return {};
}

std::string_view name_of(ContestAnswer answer) {
  return answer == ContestAnswer::fact_corrected ? "fact_corrected" : "fact_stands";
}

Result<> insert(db::WriteTransaction& write, InstitutionId institution, CaseId about, const Contest& contest) {
  TRY(write.execute(sql::insert_contest, institution, contest.id, about, contest.person, contest.statement,
                    contest.contested_at));
  return {};
}

Result<> answer(db::WriteTransaction& write, InstitutionId institution, CaseId about, ContestId id,
                const ContestAnswered& said, std::optional<PersonId> by, Instant now) {
  std::optional<std::string_view> reason;
  if (!said.reason.empty()) reason = said.reason;
  if (TRY(write.execute(sql::answer_contest, institution, id, about, name_of(said.answer), now, by, reason)) == 0)
    return err(fail(ErrorCode::conflict, "relationships.contest_answered"));
  return {};
}

Result<std::vector<Contest>> contests_of(db::ReadTransaction& read, InstitutionId institution, CaseId about) {
  return read.query(sql::contests_of, institution, about).all([](const db::Row& row) {
    Contest contest{row.get<ContestId>(0), row.get<PersonId>(1), row.get<std::string>(2), row.get<Instant>(3), {}, {}};
    if (const auto said = row.get<std::optional<std::string_view>>(4))
      contest.answer =
          *said == name_of(ContestAnswer::fact_corrected) ? ContestAnswer::fact_corrected : ContestAnswer::fact_stands;
    contest.reason = row.get<std::optional<std::string>>(5).value_or("");
    return contest;
  });
}

}  // namespace chiron::relationships
