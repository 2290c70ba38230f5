// Statements of duties.
#include "features/duties/duty_store.h"

#include <fmt/format.h>

namespace chiron::duties {
namespace {

// What the database holds was checked when it was recorded; a name it does not know can only come from a newer program.
DutyKind kind_named(std::string_view name) {
  const auto kind = conflict::parse_duty_kind(name);
  return kind ? *kind : DutyKind::other;
}

TargetKind target_kind_named(std::string_view name) {
  for (TargetKind kind : {TargetKind::unit, TargetKind::cohort, TargetKind::site})
    if (name_of(kind) == name) return kind;
  return TargetKind::person;
}

}  // namespace

Result<> record(db::WriteTransaction& write, const Recording& at, DutyId id, const Duty& duty, PersonId holder,
                std::optional<PersonId> target) {
  std::optional<std::string_view> group;
  if (!target) group = duty.target.id;
  TRY(write.execute(sql::insert_duty, at.institution, id, at.import, at.now, name_of(duty.kind), holder,
                    name_of(duty.target.kind), target, group, duty.days.from, duty.days.to, duty.source));
  return {};
}

Result<> retract(db::WriteTransaction& write, const Recording& at, DutyId id) {
  TRY(write.execute(sql::retract_duty, at.institution, id, at.now, at.import));
  return {};
}

Result<> record(db::WriteTransaction& write, const Recording& at, RecusalId id, PersonId person, PersonId learner,
                DateRange days) {
  TRY(write.execute(sql::insert_recusal, at.institution, id, at.import, at.now, person, learner, days.from, days.to));
  return {};
}

Result<> record(db::WriteTransaction& write, const Recording& at, CoverageId id, const CoverageStatement& statement) {
  TRY(write.execute(sql::insert_coverage, at.institution, id, at.import, at.now, conflict::name_of(statement.what),
                    name_of(statement.scope.kind), statement.scope.id, statement.days.from, statement.days.to));
  return {};
}

Result<std::vector<StoredDuty>> current_duties(db::ReadTransaction& read, InstitutionId institution,
                                               people::TextPool& pool) {
  return read.query(sql::current_duties, institution).all([&](const db::Row& row) {
    StoredDuty stored;
    stored.id = row.get<DutyId>(0);
    stored.duty.kind = kind_named(row.get<std::string_view>(1));
    stored.duty.person = pool.keep(row.get<std::string_view>(2));
    stored.duty.target.kind = target_kind_named(row.get<std::string_view>(3));
    stored.duty.target.id = pool.keep(row.get<std::string_view>(stored.duty.target.kind == TargetKind::person ? 4 : 5));
    stored.duty.days = {row.get<Date>(6), row.get<Date>(7)};
    stored.duty.source = pool.keep(row.get<std::string_view>(8));
    return stored;
  });
}

Result<std::vector<Recusal>> current_recusals(db::ReadTransaction& read, InstitutionId institution,
                                              people::TextPool& pool) {
  return read.query(sql::current_recusals, institution).all([&](const db::Row& row) {
    return Recusal{pool.keep(row.get<std::string_view>(0)),
                   pool.keep(row.get<std::string_view>(1)),
                   {row.get<Date>(2), row.get<Date>(3)},
                   0,
                   0};
  });
}

Result<std::vector<CoverageStatement>> current_coverage(db::ReadTransaction& read, InstitutionId institution,
                                                        people::TextPool& pool) {
  return read.query(sql::current_coverage, institution).all([&](const db::Row& row) {
    CoverageStatement statement;
    statement.scope = {target_kind_named(row.get<std::string_view>(1)), pool.keep(row.get<std::string_view>(2))};
    if (const auto what = conflict::parse_coverage_class(row.get<std::string_view>(0))) statement.what = *what;
    statement.days = {row.get<Date>(3), row.get<Date>(4)};
    return statement;
  });
}

Result<std::vector<RecordedDuty>> duties_of_import(db::ReadTransaction& read, InstitutionId institution,
                                                   ImportId import) {
  return read.query(sql::duties_of_import, institution, import).all([](const db::Row& row) {
    return RecordedDuty{row.get<DutyId>(0), !row.is_null(1)};
  });
}

Result<std::vector<RetractedDuty>> retracted_by(db::ReadTransaction& read, InstitutionId institution, ImportId import,
                                                people::TextPool& pool) {
  return read.query(sql::restore_duties_retracted_by, institution, import).all([&](const db::Row& row) {
    RetractedDuty retracted;
    retracted.duty.kind = kind_named(row.get<std::string_view>(1));
    retracted.holder = row.get<PersonId>(2);
    retracted.duty.target.kind = target_kind_named(row.get<std::string_view>(3));
    retracted.target = row.get<std::optional<PersonId>>(4);
    if (!retracted.target) retracted.duty.target.id = pool.keep(row.get<std::string_view>(5));
    retracted.duty.days = {row.get<Date>(6), row.get<Date>(7)};
    retracted.duty.source = pool.keep(row.get<std::string_view>(8));
    return retracted;
  });
}

Result<std::int64_t> retract_statements_of(db::WriteTransaction& write, const Recording& at, ImportId import) {
  return TRY(write.execute(sql::retract_import_recusals, at.institution, import, at.now, at.import)) +
         TRY(write.execute(sql::retract_import_coverage, at.institution, import, at.now, at.import));
}

}  // namespace chiron::duties
