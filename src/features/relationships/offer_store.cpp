// Statements of offers.
#include "features/relationships/offer_store.h"

#include <string_view>

#include "features/people/display_name.h"
#include "features/programs/program_access.h"

namespace chiron::relationships {
namespace {

/// Two columns from `first`: given name, family name.
std::string name_at(const db::Row& row, int first) {
  return people::full_name(row.get<std::string_view>(first), row.get<std::string_view>(first + 1));
}

Standing standing_at(const db::Row& row, int column) {
  return row.get<std::string_view>(column) == name_of(Standing::judged) ? Standing::judged : Standing::unchecked;
}

Side side_at(const db::Row& row, int column) {
  return row.get<std::string_view>(column) == name_of(Side::learner) ? Side::learner : Side::educator;
}

/// What the database holds is one of the names (its constraints), or null.
template <class Value>
std::optional<Value> parsed(const std::optional<std::string>& name, Result<Value> (*parse)(std::string_view)) {
  if (!name) return std::nullopt;
  const auto value = parse(*name);
  return value ? std::optional(*value) : std::nullopt;
}

}  // namespace

Result<> set_seats(db::WriteTransaction& write, InstitutionId institution, programs::ProgramId program,
                   PersonId educator, std::int64_t seats) {
  TRY(write.execute(sql::set_seats, institution, program, educator, seats));
  return {};
}

Result<bool> has_seat_left(db::ReadTransaction& read, InstitutionId institution, programs::ProgramId program,
                           PersonId educator) {
  return read.query(sql::seat_left, institution, program, educator).one<bool>();
}

Result<bool> holds_place(db::ReadTransaction& read, InstitutionId institution, programs::ProgramId program,
                         PersonId learner) {
  return read.query(sql::place_held, institution, program, learner).one<bool>();
}

Result<> insert(db::WriteTransaction& write, InstitutionId institution, RelationshipId id, const Offer& offer) {
  TRY(write.execute(sql::insert_offer, institution, id, programs::name_of(offer.acceptance), offer.offered_on,
                    offer.answer_by));
  return {};
}

Result<std::optional<Offer>> offer_of(db::ReadTransaction& read, InstitutionId institution, RelationshipId id) {
  return read.query(sql::find_offer, institution, id).first([](const db::Row& row) {
    using enum programs::Acceptance;
    const bool needs_yes = row.get<std::string_view>(0) == programs::name_of(explicit_yes);
    return Offer{needs_yes ? explicit_yes : stands_unless_declined, row.get<Date>(1), row.get<Date>(2)};
  });
}

Result<> insert(db::WriteTransaction& write, InstitutionId institution, RelationshipId id, const GivenAnswer& answer,
                Instant now) {
  TRY(write.execute(sql::insert_offer_answer, institution, id, answer.person, name_of(answer.answer), now));
  return {};
}

Result<std::vector<GivenAnswer>> answers_to(db::ReadTransaction& read, InstitutionId institution, RelationshipId id) {
  return read.query(sql::offer_answers_of, institution, id).all([](const db::Row& row) {
    const bool declined = row.get<std::string_view>(1) == name_of(Answer::declined);
    return GivenAnswer{row.get<PersonId>(0), declined ? Answer::declined : Answer::accepted};
  });
}

Result<std::vector<RelationshipId>> offers_due(db::ReadTransaction& read, InstitutionId institution, Date day,
                                               int limit) {
  return read.query(sql::offers_due, institution, day, limit).all<RelationshipId>();
}

Result<> insert(db::WriteTransaction& write, InstitutionId institution, RelationshipId id, const Ended& ended) {
  TRY(write.execute(sql::insert_ending, institution, id, ended.on, name_of(ended.ending)));
  return {};
}

Result<std::optional<Ended>> ending_of(db::ReadTransaction& read, InstitutionId institution, RelationshipId id) {
  struct Stored {
    Date on;
    std::string ending;
  };
  const auto stored = TRY(read.query(sql::ending_of, institution, id).first([](const db::Row& row) {
    return Stored{row.get<Date>(0), row.get<std::string>(1)};
  }));
  if (!stored) return std::optional<Ended>();
  return std::optional(Ended{stored->on, TRY(parse_ending(stored->ending))});
}

Result<std::vector<ProgramLine>> lines_of_program(db::ReadTransaction& read, const institutions::Viewer& viewer,
                                                  programs::ProgramId program, RelationshipId after, int limit) {
  if (!TRY(programs::find_for(read, viewer, program))) return err(fail(ErrorCode::not_found, "programs.unknown"));
  return read.query(sql::lines_of_program, viewer.institution_id, program, after, limit).all([](const db::Row& row) {
    ProgramLine line;
    line.id = row.get<RelationshipId>(0);
    line.learner = name_at(row, 1), line.educator = name_at(row, 3);
    if (const auto state = parse_state(row.get<std::string_view>(5))) line.state = *state;
    line.standing = standing_at(row, 6);
    line.answer_by = row.get<std::optional<Date>>(7);
    line.ending = parsed(row.get<std::optional<std::string>>(8), parse_ending);
    return line;
  });
}

Result<std::int64_t> count_open(db::ReadTransaction& read, InstitutionId institution, programs::ProgramId program) {
  return read.query(sql::count_open_of_program, institution, program).one<std::int64_t>();
}

Result<std::vector<MyPerson>> people_of(db::ReadTransaction& read, const institutions::Viewer& viewer) {
  if (!viewer.person) return std::vector<MyPerson>();
  return read.query(sql::people_of, viewer.institution_id, *viewer.person).all([](const db::Row& row) {
    MyPerson one;
    one.relationship = row.get<RelationshipId>(0);
    one.program = row.get<programs::ProgramId>(1);
    one.program_name = row.get<std::string>(2);
    if (const auto role = conflict::parse_role(row.get<std::string_view>(3))) one.role = *role;
    if (const auto state = parse_state(row.get<std::string_view>(4))) one.state = *state;
    one.standing = standing_at(row, 5);
    one.days = {row.get<Date>(6), row.get<Date>(7)};
    using enum programs::Record;
    one.record = row.get<std::string_view>(8) == programs::name_of(institutional) ? institutional : sealed;
    one.my_side = side_at(row, 9), one.their_side = side_at(row, 10);
    one.name = name_at(row, 11);
    one.answer_by = row.get<std::optional<Date>>(13);
    one.answer = parsed(row.get<std::optional<std::string>>(14), parse_answer);
    one.ending = parsed(row.get<std::optional<std::string>>(15), parse_ending);
    return one;
  });
}

}  // namespace chiron::relationships
