// One transaction each: access, rule, store, audit, event.
#include "features/relationships/case_actions.h"

#include <algorithm>

#include <fmt/format.h>

#include "features/audit/audit.h"
#include "features/duties/duty_store.h"
#include "features/duties/facts_changed.h"
#include "features/people/change_store.h"
#include "features/programs/program_store.h"
#include "features/relationships/case_access.h"
#include "features/relationships/case_messages.h"
#include "features/relationships/endings.h"

namespace chiron::relationships {
namespace {

using institutions::Viewer;

/// An entry about the learner of a case: ids, days and kinds only.
audit::Salted entry(const At& at, const Case& about, std::string type, std::optional<PersonId> actor,
                    std::string_view more = "") {
  std::optional<audit::AnyId> by;
  if (actor) by = audit::AnyId(actor->bytes());
  return {{std::move(type), by, audit::AnyId(about.learner.bytes()),
           fmt::format(R"({{"case":"{}","tie":"{}"{}}})", about.id.text(), about.tie, more)},
          audit::draw_salt(at.random)};
}

Result<> note(db::WriteTransaction& write, const At& at, const Case& about, std::string type,
              std::optional<PersonId> actor, std::string_view more = "") {
  TRY(audit::append(write, at.institution, at.now, {entry(at, about, std::move(type), actor, more)}));
  return {};
}

/// The learner leaves a group that goes on without them; otherwise the relationship is over. Either way they wait for
/// another.
Result<> rematch(db::WriteTransaction& write, const At& at, const Case& about, const Relationship& relationship) {
  const auto parties = TRY(parties_of(write, at.institution, about.relationship));
  const bool others_stay = std::ranges::any_of(parties, [&](const KnownParty& party) {
    return party.side == Side::learner && party.person != about.learner && !party.left_on;
  });
  if (others_stay) return leave_group(write, at, relationship, about.learner);
  return close_running(write, at, relationship, Again::waits);
}

/// From today as long as the rule looks: to the relationship's end and the look-ahead beyond it.
Result<> recuse_for(db::WriteTransaction& write, const At& at, const Case& about, const Relationship& relationship,
                    Date today) {
  const auto version =
      TRY(programs::find_version(write, at.institution, relationship.program, relationship.charter_version));
  if (!version) return err(fail(ErrorCode::internal, "programs.unknown"));
  const DateRange days{today, relationship.days.to + version->terms.program.policy.look_ahead_days()};
  const people::Recording change{at.institution, people::ChangeId::random(at.random)};
  const auto id = duties::RecusalId::random(at.random);
  return people::change_at_once(write, change, people::ChangeKind::edit, at.now, [&](const people::Recording& in) {
    return duties::record(write, in, id, about.educator, about.learner, days, *recusal_for(about.rule));
  });
}

/// What asking for a waiver draws before the write: two steps, as a learner who asks also consents.
struct AskedWaiver {
  conflicts::WaiverId id;
  conflicts::WaiverStep asking, consenting;

  AskedWaiver(const Viewer& viewer, const Clock& clock, Random& random)
      : id(conflicts::WaiverId::random(random)), asking(viewer, clock, random), consenting(viewer, clock, random) {}
};

Result<> ask_for_waiver(db::WriteTransaction& write, const AskedWaiver& asked, const SeenCase& seen,
                        std::optional<conflicts::WaiverReason> reason, Date today) {
  const auto& [about, relationship, as] = seen;
  const InstitutionId institution = asked.asking.viewer.institution_id;
  if (!reason) return err(refuse("conflicts.waiver_reason"));
  for (const auto& other :
       TRY(conflicts::waivers_of_pair(write, institution, about.learner, about.educator, relationship.role)))
    if (other.request.rule == about.rule && !other.withdrawn_at && other.request.days.to > today)
      return err(fail(ErrorCode::conflict, "relationships.case_settled"));
  const auto days = waiver_days(about, TRY(findings_of(write, institution, about.relationship)), today);
  if (!days) return err(fail(ErrorCode::conflict, "relationships.case_changed"));
  TRY(conflicts::request_waiver(write, asked.asking, asked.id,
                                {about.learner, about.educator, relationship.role, about.rule, *days, *reason}));
  if (as != Decider::learner) return {};
  return conflicts::consent(write, asked.consenting, asked.id);
}

}  // namespace

Result<Settled> settle_cases(db::WriteTransaction& write, const At& at, RelationshipId relationship,
                             std::vector<Case> cases, std::span<const Matter> matters, Date today, Together& together) {
  Settled settled;
  for (const Matter& matter : matters) {
    const auto held = std::find_if(cases.begin(), cases.end(), [&](const Case& one) { return one.is_about(matter); });
    if (held == cases.end()) {
      Case opened;
      opened.id = CaseId::random(at.random);
      opened.relationship = relationship;
      opened.learner = matter.learner, opened.educator = matter.educator;
      opened.tie = matter.tie, opened.rule = matter.rule, opened.level = matter.level;
      opened.opened_on = today, opened.deadline = deadline_of(today, matter.starts_on);
      opened.starts_on = matter.starts_on;
      together.entries.push_back(entry(at, opened, "case.opened", std::nullopt));
      together.opened.push_back(std::move(opened));
      ++settled.opened;
      continue;
    }
    Case followed = *held;
    followed.rule = matter.rule, followed.level = matter.level, followed.starts_on = matter.starts_on;
    if (matter.starts_on)
      followed.deadline = std::max(followed.opened_on, std::min(followed.deadline, *matter.starts_on));
    if (followed.rule != held->rule || followed.level != held->level || followed.starts_on != held->starts_on)
      TRY(update(write, at.institution, followed));
    cases.erase(held);
  }
  for (const Case& gone : cases) {
    TRY(set_state(write, at.institution, gone.id, CaseState::closed, today));
    together.entries.push_back(entry(at, gone, "case.closed", std::nullopt));
    ++settled.closed;
  }
  return settled;
}

Result<> write_together(db::WriteTransaction& write, const At& at, const Together& together) {
  TRY(insert(write, at.institution, together.opened));
  if (!together.entries.empty()) TRY(audit::append(write, at.institution, at.now, together.entries));
  return post_first_messages(write, at, together.opened);
}

Result<int> lapse_cases(db::WriteTransaction& write, const At& at, Date day, int limit) {
  const auto ids = TRY(lapsing_cases(write, at.institution, day, limit));
  for (CaseId id : ids) {
    TRY(set_state(write, at.institution, id, CaseState::lapsed));
    TRY(note(write, at, *TRY(find_case(write, at.institution, id)), "case.lapsed", std::nullopt));
  }
  return static_cast<int>(ids.size());
}

Result<> note_told(db::Database& database, const Viewer& viewer, CaseId id, const Clock& clock, Random& random) {
  const auto seed = crypto::draw_seed(random);
  const Instant now = clock.now();
  return database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    crypto::DerivedRandom drawn(seed);
    const At at{viewer.institution_id, now, drawn};
    const auto [about, relationship, as] = TRY(case_for(write, viewer, id));
    if (as != Decider::learner && as != Decider::coordinator)
      return err(fail(ErrorCode::forbidden, "relationships.told_not_yours"));
    if (about.learner_told_at) return {};
    TRY(learner_knows(write, at, id));
    return note(write, at, about, "case.told", viewer.person);
  });
}

std::optional<DateRange> waiver_days(const Case& about, const std::vector<StoredFinding>& findings, Date today) {
  Date last = today;
  for (const StoredFinding& finding : findings)
    if (finding.learner == about.learner && finding.educator == about.educator && finding.rule == about.rule)
      last = std::max(last, finding.days.to);
  if (last == today) return std::nullopt;
  return DateRange{today, std::min(last, today + conflicts::longest_waiver_days)};
}

Result<> decide(db::Database& database, const Viewer& viewer, CaseId id, const Decision& decision, const Clock& clock,
                Random& random) {
  const duties::FactsChanged facts_changed{viewer.institution_id, clock.now(), crypto::draw_seed(random)};
  const auto seed = crypto::draw_seed(random);
  const AskedWaiver asked(viewer, clock, random);
  return database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    crypto::DerivedRandom drawn(seed);
    const At at{viewer.institution_id, facts_changed.now, drawn};
    const auto [about, relationship, as] = TRY(case_for(write, viewer, id));
    const Way way = decision.way;
    if (!about.may_choose(way)) return err(fail(ErrorCode::conflict, "relationships.case_settled"));
    if (about.revision != decision.revision) return err(fail(ErrorCode::conflict, "relationships.case_changed"));
    const auto ways = ways_out(about.rule, relationship.role, about.level);
    if (std::ranges::find(ways, way) == ways.end())
      return err(refuse("relationships.way_not_open").with("way", std::string(name_of(way))));
    if (!may_decide(way, as)) return err(fail(ErrorCode::forbidden, "relationships.way_not_yours"));
    TRY(decide(write, at.institution, id, way, viewer.person));
    TRY(note(write, at, about, "case.decided", viewer.person, fmt::format(R"(,"way":"{}")", name_of(way))));
    const Date today = TRY(today_of(write, at));
    if (way == Way::recusal) TRY(recuse_for(write, at, about, relationship, today));
    if (way == Way::rematch) TRY(rematch(write, at, about, relationship));
    if (way == Way::waiver) TRY(ask_for_waiver(write, asked, {about, relationship, as}, decision.reason, today));
    TRY(judge(write, at, about.relationship));
    return write.publish(facts_changed);
  });
}

Result<> answer_waiver(db::Database& database, const Viewer& viewer, CaseId about_id, conflicts::WaiverId id,
                       WaiverAnswer answer, const Clock& clock, Random& random) {
  const conflicts::WaiverStep step(viewer, clock, random);
  return database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    const auto [about, relationship, as] = TRY(case_for(write, viewer, about_id));
    const auto waiver = TRY(conflicts::find_waiver(write, viewer.institution_id, id));
    if (!waiver || waiver->request.learner != about.learner || waiver->request.educator != about.educator ||
        waiver->request.role != relationship.role)
      return err(fail(ErrorCode::not_found, "conflicts.waiver_unknown"));
    const bool of_office = as == Decider::coordinator || as == Decider::lead;
    switch (answer) {
      case WaiverAnswer::consent: return conflicts::consent(write, step, id);
      case WaiverAnswer::approve:
        if (!of_office) return err(fail(ErrorCode::forbidden, "conflicts.approver_independent"));
        return conflicts::approve(write, step, id);
      case WaiverAnswer::withdraw:
        if (!of_office && as != Decider::learner) return err(fail(ErrorCode::forbidden, "conflicts.waiver_not_yours"));
        return conflicts::withdraw(write, step, id);
    }
    return {};
  });
}

Result<ContestId> contest(db::Database& database, const Viewer& viewer, CaseId id, std::string statement,
                          const Clock& clock, Random& random) {
  const auto contest_id = ContestId::random(random);
  const auto seed = crypto::draw_seed(random);
  const Instant now = clock.now();
  return database.write_and_wait([&](db::WriteTransaction& write) -> Result<ContestId> {
    crypto::DerivedRandom drawn(seed);
    const At at{viewer.institution_id, now, drawn};
    const auto [about, relationship, as] = TRY(case_for(write, viewer, id));
    if (as != Decider::learner && as != Decider::educator)
      return err(fail(ErrorCode::forbidden, "relationships.contest_not_yours"));
    for (const Contest& said : TRY(contests_of(write, at.institution, id)))
      if (said.person == viewer.person && !said.answer)
        return err(fail(ErrorCode::conflict, "relationships.contest_waits"));
    TRY(insert(write, at.institution, id, Contest{contest_id, *viewer.person, statement, now, {}, {}}));
    TRY(note(write, at, about, "case.contested", viewer.person));
    return contest_id;
  });
}

Result<> answer_contest(db::Database& database, const Viewer& viewer, CaseId about_id, ContestId id,
                        const ContestAnswered& said, const Clock& clock, Random& random) {
  const auto seed = crypto::draw_seed(random);
  const Instant now = clock.now();
  return database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    crypto::DerivedRandom drawn(seed);
    const At at{viewer.institution_id, now, drawn};
    const auto [about, relationship, as] = TRY(case_for(write, viewer, about_id));
    if (as != Decider::coordinator) return err(fail(ErrorCode::forbidden, "relationships.contest_fixed"));
    if (said.answer == ContestAnswer::fact_stands && said.reason.empty())
      return err(refuse("relationships.contest_reason"));
    TRY(answer(write, at.institution, about_id, id, said, viewer.person, now));
    return note(write, at, about, "case.contest_answered", viewer.person,
                fmt::format(R"(,"answer":"{}")", name_of(said.answer)));
  });
}

}  // namespace chiron::relationships
