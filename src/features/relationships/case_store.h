// Cases and contests in the database.
#pragma once

#include <optional>
#include <vector>

#include "features/relationships/case.h"
#include "features/relationships/relationships_sql.h"
#include "platform/db/transaction.h"

namespace chiron::relationships {

/// Opens cases. Errors: "db.not_unique" (there is one of this tie that is not closed).
Result<> insert(db::WriteTransaction& write, InstitutionId institution, const std::vector<Case>& opened);
/// A row of a statement that selects what find_case.sql does.
Case case_at(const db::Row& row);
Result<std::optional<Case>> find_case(db::ReadTransaction& read, InstitutionId institution, CaseId id);
/// Those that are not closed, oldest first.
Result<OfRelationships<std::vector<Case>>> open_cases_of(db::ReadTransaction& read, InstitutionId institution,
                                                         const std::vector<RelationshipId>& ids);
/// All of them, oldest first.
Result<std::vector<Case>> cases_of(db::ReadTransaction& read, InstitutionId institution, RelationshipId id);
/// Open ones whose deadline has come, at most `limit`.
Result<std::vector<CaseId>> lapsing_cases(db::ReadTransaction& read, InstitutionId institution, Date day, int limit);

/// Follows the finding: its row, its level, and the day it starts; a deadline never moves later.
Result<> update(db::WriteTransaction& write, InstitutionId institution, const Case& changed);
/// To lapsed, or with the day to closed. Errors: "relationships.case_moves", "relationships.case_still_open" (the block
/// is still there).
Result<> set_state(db::WriteTransaction& write, InstitutionId institution, CaseId id, CaseState state,
                   std::optional<Date> closed_on = {});
Result<> decide(db::WriteTransaction& write, InstitutionId institution, CaseId id, Way way, std::optional<PersonId> by);

/// Each once; the database refuses the second before the first ("relationships.learner_first").
Result<> note_learner_told(db::WriteTransaction& write, InstitutionId institution, CaseId id, Instant now);
Result<> note_others_told(db::WriteTransaction& write, InstitutionId institution, CaseId id, Instant now);

enum class ContestAnswer : std::uint8_t { fact_stands, fact_corrected };
BOOST_DESCRIBE_ENUM(ContestAnswer, fact_stands, fact_corrected)
std::string_view name_of(ContestAnswer answer);

struct Contest {
  ContestId id;
  PersonId person;
  std::string statement;
  Instant contested_at;
  std::optional<ContestAnswer> answer;
  std::string reason;  ///< why the fact stands; "" while it is not answered
};
/// What is said to a contest. That a fact stands needs a reason of 1 to 1,000 characters; that it was corrected, none.
struct ContestAnswered {
  ContestAnswer answer = ContestAnswer::fact_stands;
  std::string reason;
};
/// Errors: "relationships.contest_not_yours" (no party, or the case is closed), "relationships.contest_statement".
Result<> insert(db::WriteTransaction& write, InstitutionId institution, CaseId about, const Contest& contest);
/// Errors: "relationships.contest_answered" (conflict, or there is none about this case), "relationships.contest_fixed"
/// (a party), "relationships.contest_reason".
Result<> answer(db::WriteTransaction& write, InstitutionId institution, CaseId about, ContestId id,
                const ContestAnswered& said, std::optional<PersonId> by, Instant now);
Result<std::vector<Contest>> contests_of(db::ReadTransaction& read, InstitutionId institution, CaseId about);

}  // namespace chiron::relationships
