// Statements of offers.
#include "features/relationships/offer_store.h"

#include <string_view>

namespace chiron::relationships {

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

}  // namespace chiron::relationships
