// Statements of educators' answers.
#include "features/educators/educator_store.h"

#include "features/people/display_name.h"

namespace chiron::educators {
namespace {

/// So many answers are sorted at once; of more, a page is looked for along everybody's names.
constexpr std::int64_t few = 2'000;

Answered answered_at(const db::Row& row) {
  Answered one;
  one.person = row.get<PersonId>(0);
  one.name = people::full_name(row.get<std::string_view>(1), row.get<std::string_view>(2));
  one.site = row.get<std::string>(3);
  one.answer.takes_part = row.get<bool>(4);
  one.answer.capacity = row.get<std::int64_t>(5);
  one.answer.hours_per_month = row.get<std::optional<std::int64_t>>(6);
  one.answer.topics = topics_in(row.get<std::string_view>(7));
  one.answer.ways = ways_in(row.get<std::string_view>(8));
  one.answer.path = row.get<std::string>(9);
  one.declared_on = row.get<std::optional<Date>>(10);
  one.answer.declared = one.declared_on.has_value();
  one.passed_on = row.get<std::optional<Date>>(11);
  one.specialty = row.get<std::string>(12);
  one.answer.released_by = row.get<std::string>(13);
  return one;
}

}  // namespace

Result<std::optional<StoredAnswer>> find_answer(db::ReadTransaction& read, InstitutionId institution,
                                                programs::ProgramId program, PersonId person) {
  return read.query(sql::find_educator_answer, institution, program, person).first([](const db::Row& row) {
    StoredAnswer stored;
    stored.revision = row.get<std::int64_t>(0);
    stored.answer.takes_part = row.get<bool>(1);
    stored.answer.capacity = row.get<std::int64_t>(2);
    stored.answer.hours_per_month = row.get<std::optional<std::int64_t>>(3);
    stored.answer.released_by = row.get<std::string>(4);
    stored.answer.topics = topics_in(row.get<std::string_view>(5));
    stored.answer.ways = ways_in(row.get<std::string_view>(6));
    stored.answer.path = row.get<std::string>(7);
    stored.declared_on = row.get<std::optional<Date>>(8);
    stored.answer.declared = stored.declared_on.has_value();
    return stored;
  });
}

Result<std::map<programs::ProgramId, bool>> takes_part_in(db::ReadTransaction& read, InstitutionId institution,
                                                          PersonId person) {
  std::map<programs::ProgramId, bool> answered;
  TRY(read.query(sql::takes_part_in, institution, person).each([&](const db::Row& row) {
    answered.emplace(row.get<programs::ProgramId>(0), row.get<bool>(1));
  }));
  return answered;
}

Result<> keep(db::WriteTransaction& write, InstitutionId institution, programs::ProgramId program, PersonId person,
              std::int64_t read_at, const Answer& answer, std::optional<Date> declared_on, Instant now) {
  const std::string topics = written(answer.topics), ways = written(answer.ways);
  if (read_at == 0 && !TRY(find_answer(write, institution, program, person))) {
    TRY(write.execute(sql::insert_educator_answer, institution, program, person, answer.takes_part, answer.capacity,
                      answer.hours_per_month, answer.released_by, topics, ways, answer.path, declared_on, now));
    return {};
  }
  if (TRY(write.execute(sql::update_educator_answer, institution, program, person, read_at, answer.takes_part,
                        answer.capacity, answer.hours_per_month, answer.released_by, topics, ways, answer.path,
                        declared_on, now)) == 0)
    return err(fail(ErrorCode::conflict, "educators.changed_meanwhile"));
  return {};
}

Result<std::vector<Answered>> answers_page(db::ReadTransaction& read, InstitutionId institution,
                                           programs::ProgramId program, conflict::Role role,
                                           std::optional<PersonId> after, int limit) {
  std::pair<std::string, std::string> name;
  if (after) {
    auto found = TRY(read.query(sql::name_in_list, institution, *after).first([](const db::Row& row) {
      return std::pair(row.get<std::string>(0), row.get<std::string>(1));
    }));
    if (!found) return std::vector<Answered>();
    name = *std::move(found);
  }
  const auto counted = TRY(count_answers(read, institution, program));
  const auto& page = counted.yes + counted.no > few ? sql::many_answers_page : sql::few_answers_page;
  return read
      .query(page, institution, program, conflict::name_of(role), name.first, name.second, after.value_or(PersonId{}),
             limit)
      .all(answered_at);
}

Result<AnswersCounted> count_answers(db::ReadTransaction& read, InstitutionId institution,
                                     programs::ProgramId program) {
  AnswersCounted counted;
  TRY(read.query(sql::count_answers, institution, program).each([&](const db::Row& row) {
    (row.get<bool>(0) ? counted.yes : counted.no) += row.get<std::int64_t>(1);
    counted.seats += row.get<std::int64_t>(2);
  }));
  return counted;
}

Result<std::vector<WhoAnswered>> who_answered(db::ReadTransaction& read, InstitutionId institution,
                                              programs::ProgramId program) {
  return read.query(sql::who_answered, institution, program).all([](const db::Row& row) {
    return WhoAnswered{row.get<PersonId>(0), row.get<bool>(1)};
  });
}

Result<std::int64_t> count_silent(db::ReadTransaction& read, InstitutionId institution, programs::ProgramId program,
                                  Date day) {
  return read.query(sql::count_silent, institution, day, program).one<std::int64_t>();
}

Result<std::optional<Date>> passed_on(db::ReadTransaction& read, InstitutionId institution, PersonId person,
                                      conflict::Role role) {
  return read.query(sql::find_readiness, institution, person, conflict::name_of(role)).first<Date>();
}

Result<> note_passed(db::WriteTransaction& write, InstitutionId institution, PersonId person, conflict::Role role,
                     Date day) {
  TRY(write.execute(sql::insert_readiness, institution, person, conflict::name_of(role), day));
  return {};
}

}  // namespace chiron::educators
