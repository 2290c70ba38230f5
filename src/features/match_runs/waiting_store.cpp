// Statements of the waiting list.
#include "features/match_runs/waiting_store.h"

#include "features/people/display_name.h"

namespace chiron::match_runs {

Result<> begin_to_wait(db::WriteTransaction& write, InstitutionId institution, programs::ProgramId program,
                       const ToWait& one) {
  TRY(write.execute(sql::begin_to_wait, institution, program, one.learner, one.goes_first, one.since, one.lot));
  return {};
}

Result<> end_waiting(db::WriteTransaction& write, InstitutionId institution, programs::ProgramId program,
                     PersonId learner) {
  TRY(write.execute(sql::end_waiting, institution, program, learner));
  return {};
}

Result<> end_waiting_of_placed(db::WriteTransaction& write, InstitutionId institution, programs::ProgramId program) {
  TRY(write.execute(sql::end_waiting_of_placed, institution, program));
  return {};
}

Result<bool> waits(db::ReadTransaction& read, InstitutionId institution, programs::ProgramId program,
                   PersonId learner) {
  return read.query(sql::waits, institution, program, learner).one<bool>();
}

Result<std::vector<Waiting>> waiting_in(db::ReadTransaction& read, InstitutionId institution,
                                        programs::ProgramId program, int limit) {
  return read.query(sql::waiting_in_order, institution, program, limit).all([](const db::Row& row) {
    return Waiting{row.get<PersonId>(0), people::full_name(row.get<std::string_view>(1), row.get<std::string_view>(2)),
                   row.get<std::string>(3), row.get<Instant>(4), row.get<bool>(5)};
  });
}

Result<std::int64_t> count_listed(db::ReadTransaction& read, InstitutionId institution, programs::ProgramId program) {
  return read.query(sql::count_listed, institution, program).one<std::int64_t>();
}

Result<std::int64_t> count_waiting(db::ReadTransaction& read, InstitutionId institution, programs::ProgramId program) {
  return read.query(sql::count_waiting, institution, program).one<std::int64_t>();
}

Result<std::vector<WaitsIn>> waits_in(db::ReadTransaction& read, InstitutionId institution, PersonId learner) {
  return read.query(sql::waits_in, institution, learner).all([](const db::Row& row) {
    return WaitsIn{row.get<programs::ProgramId>(0), row.get<std::string>(1)};
  });
}

Result<std::vector<PersonId>> left_over_by(db::ReadTransaction& read, InstitutionId institution, RunId run) {
  return read.query(sql::left_over_by_run, institution, run).all<PersonId>();
}

Result<bool> offers_by_itself(db::ReadTransaction& read, InstitutionId institution, programs::ProgramId program) {
  const auto stored = TRY(read.query(sql::offers_by_itself, institution, program).first([](const db::Row& row) {
    return row.get<bool>(0);
  }));
  return stored.value_or(false);
}

Result<> set_offers_by_itself(db::WriteTransaction& write, InstitutionId institution, programs::ProgramId program,
                              bool by_itself) {
  TRY(write.execute(sql::set_offers_by_itself, institution, program, by_itself));
  return {};
}

Result<std::vector<programs::ProgramId>> programs_by_itself(db::ReadTransaction& read, InstitutionId institution) {
  return read.query(sql::programs_by_itself, institution).all<programs::ProgramId>();
}

}  // namespace chiron::match_runs
