// The judgment's transaction: facts, findings, pause, then the claim that all of it is current.
#include "features/relationships/relationship_actions.h"

#include "features/conflicts/neighborhood.h"

namespace chiron::relationships {

Result<Judged> judge(db::WriteTransaction& write, InstitutionId institution, RelationshipId id) {
  const auto relationship = TRY(find(write, institution, id));
  if (!relationship) return err(fail(ErrorCode::not_found, "relationships.unknown"));
  const auto parties = TRY(parties_of(write, institution, id));
  const auto policy = conflict::Policy::standard(relationship->role);
  Judged judged;
  std::vector<StoredFinding> stored;
  for (const KnownParty& learner : parties) {
    if (learner.side != Side::learner) continue;
    for (const KnownParty& educator : parties) {
      if (educator.side != Side::educator) continue;
      const auto around = TRY(conflicts::facts_around(write, institution, learner.person, educator.person));
      const auto verdict =
          conflict::judge(conflict::build(around.facts), policy, around.learner, around.educator, relationship->days);
      judged.answer = std::max(judged.answer, verdict.answer);
      for (const auto& finding : verdict.findings)
        stored.push_back({learner.person, educator.person, std::string(conflict::rules()[finding.rule].id),
                          finding.level, finding.standing, finding.days});
    }
  }
  TRY(replace_findings(write, institution, id, stored));
  const auto today = TRY(day_of(write, institution));
  bool blocked_today = false;
  for (const auto& finding : stored)
    blocked_today = blocked_today || (today && finding.level == conflict::Level::block &&
                                      finding.standing == conflict::Standing::applies && finding.days.contains(*today));
  if (blocked_today && relationship->state == State::active) {
    TRY(set_state(write, institution, id, State::paused));
    judged.paused = true;
  }
  TRY(mark_judged(write, institution, id, parties));
  return judged;
}

Result<int> judge_unchecked(db::WriteTransaction& write, InstitutionId institution, int limit) {
  const auto ids = TRY(unchecked(write, institution, limit));
  for (const RelationshipId& id : ids) TRY(judge(write, institution, id));
  return static_cast<int>(ids.size());
}

Result<> activate(db::WriteTransaction& write, InstitutionId institution, RelationshipId id) {
  TRY(judge(write, institution, id));
  return set_state(write, institution, id, State::active);
}

}  // namespace chiron::relationships
