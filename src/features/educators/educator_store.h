// Answers of educators and the questions that they passed, in the database.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "features/educators/educators_sql.h"
#include "features/educators/taking_part.h"
#include "features/programs/program_now_store.h"

namespace chiron::educators {

/// An answer as it is kept. `declared_on`: the day of its declaration.
struct StoredAnswer {
  std::int64_t revision = 1;
  Answer answer;
  std::optional<Date> declared_on;
};
Result<std::optional<StoredAnswer>> find_answer(db::ReadTransaction& read, InstitutionId institution,
                                                programs::ProgramId program, PersonId person);

/// Keeps an answer that was made from revision `read_at`; 0: from none. Errors: "educators.changed_meanwhile"
/// (conflict).
Result<> keep(db::WriteTransaction& write, InstitutionId institution, programs::ProgramId program, PersonId person,
              std::int64_t read_at, const Answer& answer, std::optional<Date> declared_on, Instant now);

/// Where somebody answered, and whether they take part there.
Result<std::map<programs::ProgramId, bool>> takes_part_in(db::ReadTransaction& read, InstitutionId institution,
                                                          PersonId person);

/// Somebody who answered, as lists show them.
struct Answered {
  PersonId person;
  std::string name, site, specialty;
  Answer answer;  ///< `declared` follows from declared_on
  std::optional<Date> declared_on, passed_on;
};
/// By name, after somebody, at most `limit`. Nobody after whoever is not in the roster.
Result<std::vector<Answered>> answers_page(db::ReadTransaction& read, InstitutionId institution,
                                           programs::ProgramId program, conflict::Role role,
                                           std::optional<PersonId> after, int limit);
/// How many said yes and no, and how many seats they offer.
struct AnswersCounted {
  std::int64_t yes = 0, no = 0, seats = 0;
};
Result<AnswersCounted> count_answers(db::ReadTransaction& read, InstitutionId institution, programs::ProgramId program);
/// Everybody who answered, in the order of ids.
struct WhoAnswered {
  PersonId person;
  bool takes_part = false;
};
Result<std::vector<WhoAnswered>> who_answered(db::ReadTransaction& read, InstitutionId institution,
                                              programs::ProgramId program);
/// Educators of the roster who are there on a day and have not answered.
Result<std::int64_t> count_silent(db::ReadTransaction& read, InstitutionId institution, programs::ProgramId program,
                                  Date day);

/// When they first answered the questions on a role rightly.
Result<std::optional<Date>> passed_on(db::ReadTransaction& read, InstitutionId institution, PersonId person,
                                      conflict::Role role);
/// Nothing, when they had passed before.
Result<> note_passed(db::WriteTransaction& write, InstitutionId institution, PersonId person, conflict::Role role,
                     Date day);

}  // namespace chiron::educators
