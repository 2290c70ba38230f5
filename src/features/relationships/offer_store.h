// Offers, answers, seats and endings in the database.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "features/institutions/viewer.h"
#include "features/relationships/offer.h"
#include "features/relationships/relationships_sql.h"
#include "platform/db/transaction.h"

namespace chiron::relationships {

struct Offer {
  programs::Acceptance acceptance = programs::Acceptance::stands_unless_declined;
  Date offered_on;
  Date answer_by;  ///< the first day on which it no longer waits
};

struct GivenAnswer {
  PersonId person;
  Answer answer = Answer::accepted;
};

struct Ended {
  Date on;
  Ending ending = Ending::completed;
};

/// How many learners an educator takes in a program, from now on; who sits there already stays.
Result<> set_seats(db::WriteTransaction& write, InstitutionId institution, programs::ProgramId program,
                   PersonId educator, std::int64_t seats);
Result<bool> has_seat_left(db::ReadTransaction& read, InstitutionId institution, programs::ProgramId program,
                           PersonId educator);
/// Whether the learner holds a place in the program: an offer or a relationship that is not closed.
Result<bool> holds_place(db::ReadTransaction& read, InstitutionId institution, programs::ProgramId program,
                         PersonId learner);

/// Makes an offered relationship wait for answers. Errors: "relationships.not_offered", "relationships.has_place".
Result<> insert(db::WriteTransaction& write, InstitutionId institution, RelationshipId id, const Offer& offer);
Result<std::optional<Offer>> offer_of(db::ReadTransaction& read, InstitutionId institution, RelationshipId id);
/// Errors: "relationships.offer_settled"; "db.not_unique" for a second answer.
Result<> insert(db::WriteTransaction& write, InstitutionId institution, RelationshipId id, const GivenAnswer& answer,
                Instant now);
Result<std::vector<GivenAnswer>> answers_to(db::ReadTransaction& read, InstitutionId institution, RelationshipId id);
/// Offers that no longer wait on a day, at most `limit`.
Result<std::vector<RelationshipId>> offers_due(db::ReadTransaction& read, InstitutionId institution, Date day,
                                               int limit);

Result<> insert(db::WriteTransaction& write, InstitutionId institution, RelationshipId id, const Ended& ended);
Result<std::optional<Ended>> ending_of(db::ReadTransaction& read, InstitutionId institution, RelationshipId id);

/// One pair in the list of a program: what its coordinators may know (domain.md 2.4).
struct ProgramLine {
  RelationshipId id;
  std::string learner, educator;
  State state = State::offered;
  Standing standing = Standing::unchecked;
  std::optional<Date> answer_by;  ///< while it is offered
  std::optional<Ending> ending;
};
/// Of at most `limit` relationships after an id, in the order of ids, for coordinators and leads of the program.
/// Errors: "programs.unknown" (not_found) for all others.
Result<std::vector<ProgramLine>> lines_of_program(db::ReadTransaction& read, const institutions::Viewer& viewer,
                                                  programs::ProgramId program, RelationshipId after, int limit);

/// How many relationships of a program are not closed.
Result<std::int64_t> count_open(db::ReadTransaction& read, InstitutionId institution, programs::ProgramId program);

/// Somebody whom a person has a relationship with, and how it stands between them.
struct MyPerson {
  RelationshipId relationship;
  programs::ProgramId program;
  std::string program_name;
  conflict::Role role = conflict::Role::mentor;
  State state = State::offered;
  Standing standing = Standing::unchecked;
  DateRange days;
  programs::Record record = programs::Record::sealed;  ///< of the charter it was agreed under
  Side my_side = Side::learner, their_side = Side::educator;
  std::string name;
  std::optional<Date> answer_by;  ///< of the offer it began with
  std::optional<Answer> answer;   ///< one's own
  std::optional<Ending> ending;
};
/// The viewer's own people, newest first; nobody for an account that belongs to no person.
Result<std::vector<MyPerson>> people_of(db::ReadTransaction& read, const institutions::Viewer& viewer);

}  // namespace chiron::relationships
