// One transaction each: access, rule, store, audit, event.
#include "features/conflicts/waiver_actions.h"

#include <set>

#include <fmt/format.h>

namespace chiron::conflicts {
namespace {

using institutions::Viewer;
using institutions::ViewerKind;

Result<> finish(db::WriteTransaction& write, const WaiverStep& step, std::string type, WaiverId id,
                const WaiverRequest& request) {
  std::optional<audit::AnyId> actor;
  if (step.viewer.person) actor = audit::AnyId(step.viewer.person->bytes());
  TRY(audit::append(write, step.viewer.institution_id, step.now,
                    {std::move(type), actor, audit::AnyId(request.learner.bytes()),
                     fmt::format(R"({{"waiver":"{}","rule":"{}"}})", id.text(), request.rule)},
                    step.salt));
  return write.publish(step.facts_changed);
}

Error not_yours() { return fail(ErrorCode::forbidden, "conflicts.waiver_not_yours"); }

Waiver waiver_at(const db::Row& row) {
  Waiver waiver;
  waiver.id = row.get<WaiverId>(0);
  waiver.request.learner = row.get<PersonId>(1);
  waiver.request.educator = row.get<PersonId>(2);
  waiver.request.role = conflict::parse_role(row.get<std::string_view>(3)).value_or(conflict::Role::mentor);
  waiver.request.rule = row.get<std::string>(4);
  waiver.request.days = {row.get<Date>(5), row.get<Date>(6)};
  waiver.request.reason = parse_waiver_reason(row.get<std::string_view>(7)).value_or(WaiverReason::other);
  waiver.requested_at = row.get<Instant>(8);
  waiver.requested_by = row.get<std::optional<PersonId>>(9);
  waiver.consented_at = row.get<std::optional<Instant>>(10);
  waiver.approved_by = row.get<std::optional<PersonId>>(11);
  waiver.withdrawn_at = row.get<std::optional<Instant>>(12);
  return waiver;
}

Result<Waiver> waiver_of(db::ReadTransaction& read, const Viewer& viewer, WaiverId id) {
  auto found = TRY(find_waiver(read, viewer.institution_id, id));
  if (!found) return err(fail(ErrorCode::not_found, "conflicts.waiver_unknown"));
  return *std::move(found);
}

/// Runs the statement that settles one column of the waiver, if it is not settled yet.
Result<> settle(db::WriteTransaction& write, const WaiverStep& step, const db::Sql& statement, const Waiver& waiver,
                std::string type) {
  if (TRY(write.execute(statement, step.viewer.institution_id, waiver.id, step.now, step.viewer.person)) == 0)
    return err(fail(ErrorCode::conflict, "conflicts.waiver_settled"));
  return finish(write, step, std::move(type), waiver.id, waiver.request);
}

}  // namespace

WaiverStep::WaiverStep(const Viewer& whose, const Clock& clock, Random& random)
    : viewer(whose),
      now(clock.now()),
      salt(audit::draw_salt(random)),
      facts_changed{whose.institution_id, now, crypto::draw_seed(random)} {}

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
  return read.query(sql::find_waiver, institution, id).first(waiver_at);
}

Result<std::vector<Waiver>> waivers_of_pair(db::ReadTransaction& read, InstitutionId institution, PersonId learner,
                                            PersonId educator, conflict::Role role) {
  return read.query(sql::waivers_of_pair, institution, learner, educator, conflict::name_of(role)).all(waiver_at);
}

Result<> request_waiver(db::WriteTransaction& write, const WaiverStep& step, WaiverId id,
                        const WaiverRequest& request) {
  TRY(check(request));
  TRY(write.execute(sql::insert_waiver, step.viewer.institution_id, id, request.learner, request.educator,
                    conflict::name_of(request.role), request.rule, request.days.from, request.days.to,
                    name_of(request.reason), step.now, step.viewer.person));
  return finish(write, step, "waiver.requested", id, request);
}

Result<> consent(db::WriteTransaction& write, const WaiverStep& step, WaiverId id) {
  const Waiver waiver = TRY(waiver_of(write, step.viewer, id));
  if (step.viewer.person != waiver.request.learner) return err(not_yours());
  return settle(write, step, sql::consent_to_waiver, waiver, "waiver.consented");
}

Result<> approve(db::WriteTransaction& write, const WaiverStep& step, WaiverId id) {
  const Waiver waiver = TRY(waiver_of(write, step.viewer, id));
  if (!is_independent(waiver.request, waiver.requested_by, step.viewer.person))
    return err(fail(ErrorCode::forbidden, "conflicts.approver_independent"));
  if (!waiver.consented_at) return err(fail(ErrorCode::conflict, "conflicts.consent_first"));
  return settle(write, step, sql::approve_waiver, waiver, "waiver.approved");
}

Result<> withdraw(db::WriteTransaction& write, const WaiverStep& step, WaiverId id) {
  const Waiver waiver = TRY(waiver_of(write, step.viewer, id));
  return settle(write, step, sql::withdraw_waiver, waiver, "waiver.withdrawn");
}

Result<WaiverId> request_waiver(db::Database& database, const Viewer& viewer, const WaiverRequest& request,
                                const Clock& clock, Random& random) {
  if (viewer.kind != ViewerKind::operator_ && viewer.person != request.learner && viewer.person != request.educator)
    return err(not_yours());
  const auto id = WaiverId::random(random);
  const WaiverStep step(viewer, clock, random);
  return database.write_and_wait([&](db::WriteTransaction& write) -> Result<WaiverId> {
    TRY(request_waiver(write, step, id, request));
    return id;
  });
}

Result<> consent(db::Database& database, const Viewer& viewer, WaiverId id, const Clock& clock, Random& random) {
  const WaiverStep step(viewer, clock, random);
  return database.write_and_wait([&](db::WriteTransaction& write) { return consent(write, step, id); });
}

Result<> approve(db::Database& database, const Viewer& viewer, WaiverId id, const Clock& clock, Random& random) {
  const WaiverStep step(viewer, clock, random);
  return database.write_and_wait([&](db::WriteTransaction& write) { return approve(write, step, id); });
}

Result<> withdraw(db::Database& database, const Viewer& viewer, WaiverId id, const Clock& clock, Random& random) {
  const WaiverStep step(viewer, clock, random);
  return database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    const Waiver waiver = TRY(waiver_of(write, viewer, id));
    if (viewer.kind != ViewerKind::operator_ && viewer.person != waiver.request.learner) return err(not_yours());
    return withdraw(write, step, id);
  });
}

}  // namespace chiron::conflicts
