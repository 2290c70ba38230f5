// One transaction each: access, rule, store, audit, event.
#include "features/conflicts/waiver_actions.h"

#include <set>

#include <fmt/format.h>

#include "features/audit/audit.h"
#include "features/duties/facts_changed.h"

namespace chiron::conflicts {
namespace {

using institutions::Viewer;
using institutions::ViewerKind;

/// What every step of a waiver writes besides its row, drawn before the write.
struct Step {
  const Viewer& viewer;
  Instant now;
  audit::Salt salt;
  duties::FactsChanged facts_changed;

  Step(const Viewer& whose, const Clock& clock, Random& random)
      : viewer(whose),
        now(clock.now()),
        salt(audit::draw_salt(random)),
        facts_changed{whose.institution_id, now, crypto::draw_seed(random)} {}

  Result<> finish(db::WriteTransaction& write, std::string type, const Waiver& waiver) const {
    std::optional<audit::AnyId> actor;
    if (viewer.person) actor = audit::AnyId(viewer.person->bytes());
    TRY(audit::append(write, viewer.institution_id, now,
                      {std::move(type), actor, audit::AnyId(waiver.request.learner.bytes()),
                       fmt::format(R"({{"waiver":"{}","rule":"{}"}})", waiver.id.text(), waiver.request.rule)},
                      salt));
    return write.publish(facts_changed);
  }
};

Error not_yours() { return fail(ErrorCode::forbidden, "conflicts.waiver_not_yours"); }

Result<Waiver> waiver_of(db::ReadTransaction& read, const Viewer& viewer, WaiverId id) {
  auto found = TRY(find_waiver(read, viewer.institution_id, id));
  if (!found) return err(fail(ErrorCode::not_found, "conflicts.waiver_unknown"));
  return *std::move(found);
}

/// Runs the statement that settles one column of the waiver, if it is not settled yet.
Result<> settle(db::WriteTransaction& write, const Step& step, const db::Sql& statement, const Waiver& waiver,
                std::string type) {
  if (TRY(write.execute(statement, step.viewer.institution_id, waiver.id, step.now, step.viewer.person)) == 0)
    return err(fail(ErrorCode::conflict, "conflicts.waiver_settled"));
  return step.finish(write, std::move(type), waiver);
}

}  // namespace

Result<> keep_rules(db::WriteTransaction& write) {
  std::set<std::pair<std::string, std::string>> wanted;
  for (const auto& rule : conflict::rules())
    for (conflict::Role role : conflict::all_roles)
      if (rule.of(role).waivable) wanted.emplace(rule.id, conflict::name_of(role));
  const auto held = TRY(write.query(sql::waivable_rules).all([](const db::Row& row) {
    return std::pair(row.get<std::string>(0), row.get<std::string>(1));
  }));
  for (const auto& pair : held)
    if (wanted.erase(pair) == 0) TRY(write.execute(sql::delete_waivable_rule, pair.first, pair.second));
  for (const auto& [rule, role] : wanted) TRY(write.execute(sql::insert_waivable_rule, rule, role));
  return {};
}

Result<std::optional<Waiver>> find_waiver(db::ReadTransaction& read, InstitutionId institution, WaiverId id) {
  return read.query(sql::find_waiver, institution, id).first([](const db::Row& row) {
    Waiver waiver;
    waiver.id = row.get<WaiverId>(0);
    waiver.request.learner = row.get<PersonId>(1);
    waiver.request.educator = row.get<PersonId>(2);
    waiver.request.role = conflict::parse_role(row.get<std::string_view>(3)).value_or(conflict::Role::mentor);
    waiver.request.rule = row.get<std::string>(4);
    waiver.request.days = {row.get<Date>(5), row.get<Date>(6)};
    waiver.request.reason = parse_waiver_reason(row.get<std::string_view>(7)).value_or(WaiverReason::other);
    waiver.consented_at = row.get<std::optional<Instant>>(8);
    waiver.approved_by = row.get<std::optional<PersonId>>(9);
    waiver.withdrawn_at = row.get<std::optional<Instant>>(10);
    return waiver;
  });
}

Result<WaiverId> request_waiver(db::Database& database, const Viewer& viewer, const WaiverRequest& request,
                                const Clock& clock, Random& random) {
  if (viewer.kind != ViewerKind::operator_ && viewer.person != request.learner && viewer.person != request.educator)
    return err(not_yours());
  TRY(check(request));
  const Waiver waiver{WaiverId::random(random), request, {}, {}, {}};
  const Step step(viewer, clock, random);
  return database.write_and_wait([&](db::WriteTransaction& write) -> Result<WaiverId> {
    TRY(write.execute(sql::insert_waiver, viewer.institution_id, waiver.id, request.learner, request.educator,
                      conflict::name_of(request.role), request.rule, request.days.from, request.days.to,
                      name_of(request.reason), step.now, viewer.person));
    TRY(step.finish(write, "waiver.requested", waiver));
    return waiver.id;
  });
}

Result<> consent(db::Database& database, const Viewer& viewer, WaiverId id, const Clock& clock, Random& random) {
  const Step step(viewer, clock, random);
  return database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    const Waiver waiver = TRY(waiver_of(write, viewer, id));
    if (viewer.person != waiver.request.learner) return err(not_yours());
    return settle(write, step, sql::consent_to_waiver, waiver, "waiver.consented");
  });
}

Result<> approve(db::Database& database, const Viewer& viewer, WaiverId id, const Clock& clock, Random& random) {
  const Step step(viewer, clock, random);
  return database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    const Waiver waiver = TRY(waiver_of(write, viewer, id));
    if (!is_independent(waiver.request, viewer.person))
      return err(fail(ErrorCode::forbidden, "conflicts.approver_independent"));
    if (!waiver.consented_at) return err(fail(ErrorCode::conflict, "conflicts.consent_first"));
    return settle(write, step, sql::approve_waiver, waiver, "waiver.approved");
  });
}

Result<> withdraw(db::Database& database, const Viewer& viewer, WaiverId id, const Clock& clock, Random& random) {
  const Step step(viewer, clock, random);
  return database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    const Waiver waiver = TRY(waiver_of(write, viewer, id));
    if (viewer.kind != ViewerKind::operator_ && viewer.person != waiver.request.learner) return err(not_yours());
    return settle(write, step, sql::withdraw_waiver, waiver, "waiver.withdrawn");
  });
}

}  // namespace chiron::conflicts
