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

template <class FactId>
Result<std::vector<Recorded<FactId>>> recorded(db::Query facts) {
  return facts.all([](const db::Row& row) { return Recorded<FactId>{row.get<FactId>(0), !row.get<bool>(1)}; });
}

}  // namespace

Result<> record(db::WriteTransaction& write, const Recording& at, DutyId id, const Duty& duty, PersonId holder,
                std::optional<PersonId> target) {
  return record(write, at, {DutyOf{id, duty, holder, target}});
}

Result<> record(db::WriteTransaction& write, const Recording& at, const std::vector<DutyOf>& duties) {
  return write.insert_all(sql::insert_duty, duties, [&](const DutyOf& said) {
    std::optional<std::string_view> group;
    if (!said.target) group = said.duty.target.id;
    return std::tuple(at.institution, said.id, at.change, name_of(said.duty.kind), said.holder,
                      name_of(said.duty.target.kind), said.target, group, said.duty.days.from, said.duty.days.to,
                      said.duty.source);
  });
}

Result<> record(db::WriteTransaction& write, const Recording& at, RecusalId id, PersonId person, PersonId learner,
                DateRange days, RecusedFrom what) {
  TRY(write.execute(sql::insert_recusal, at.institution, id, at.change, person, learner, name_of(what), days.from,
                    days.to));
  return {};
}

Result<> record(db::WriteTransaction& write, const Recording& at, CoverageId id, const CoverageStatement& statement) {
  TRY(write.execute(sql::insert_coverage, at.institution, id, at.change, conflict::name_of(statement.what),
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

Result<> retract(db::WriteTransaction& write, const Recording& at, DutyId id) {
  return retract(write, at, std::vector{id});
}
Result<> retract(db::WriteTransaction& write, const Recording& at, const std::vector<DutyId>& ids) {
  TRY(write.execute(sql::retract_duties, at.institution, ids, at.change));
  return {};
}
Result<> retract(db::WriteTransaction& write, const Recording& at, RecusalId id) {
  TRY(write.execute(sql::retract_recusal, at.institution, id, at.change));
  return {};
}
Result<> retract(db::WriteTransaction& write, const Recording& at, CoverageId id) {
  TRY(write.execute(sql::retract_coverage, at.institution, id, at.change));
  return {};
}

Result<std::vector<Recusal>> current_recusals(db::ReadTransaction& read, InstitutionId institution,
                                              people::TextPool& pool) {
  return read.query(sql::current_recusals, institution).all([&](const db::Row& row) {
    return Recusal{pool.keep(row.get<std::string_view>(0)),
                   pool.keep(row.get<std::string_view>(1)),
                   {row.get<Date>(2), row.get<Date>(3)},
                   0,
                   0,
                   parse_recused_from(row.get<std::string_view>(4)).value_or(RecusedFrom::panel)};
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

Result<std::vector<Recorded<DutyId>>> duties_of_change(db::ReadTransaction& read, InstitutionId institution,
                                                       ChangeId change) {
  return recorded<DutyId>(read.query(sql::duties_of_change, institution, change));
}
Result<std::vector<Recorded<RecusalId>>> recusals_of_change(db::ReadTransaction& read, InstitutionId institution,
                                                            ChangeId change) {
  return recorded<RecusalId>(read.query(sql::recusals_of_change, institution, change));
}
Result<std::vector<Recorded<CoverageId>>> coverage_of_change(db::ReadTransaction& read, InstitutionId institution,
                                                             ChangeId change) {
  return recorded<CoverageId>(read.query(sql::coverage_of_change, institution, change));
}

Result<std::vector<DutyId>> duties_retracted_by(db::ReadTransaction& read, InstitutionId institution, ChangeId change) {
  return read.query(sql::duties_retracted_by, institution, change).all<DutyId>();
}

Result<> say_again(db::WriteTransaction& write, const Recording& at, DutyId retracted, DutyId id) {
  TRY(write.execute(sql::say_duty_again, at.institution, retracted, id, at.change));
  return {};
}

Result<std::int64_t> purge(db::WriteTransaction& write, const Recording& at, int limit) {
  for (const auto* part :
       {&sql::delete_discarded_duties, &sql::delete_discarded_recusals, &sql::delete_discarded_coverage})
    if (const auto deleted = TRY(write.execute(*part, at.institution, at.change, limit)); deleted > 0) return deleted;
  return 0;
}

}  // namespace chiron::duties
