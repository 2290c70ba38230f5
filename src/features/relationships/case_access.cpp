// Deny by default: only those named here.
#include "features/relationships/case_access.h"

#include <algorithm>

#include "features/programs/program_access.h"

namespace chiron::relationships {
namespace {

/// As what the viewer sees the case; nothing for those who do not.
Result<std::optional<Decider>> stand_of(db::ReadTransaction& read, const institutions::Viewer& viewer,
                                        const Case& about, const Relationship& relationship) {
  if (viewer.person == about.learner) return Decider::learner;
  if (viewer.person == about.educator) {
    if (!about.learner_told_at || relationship.state == State::closed) return std::nullopt;
    const auto parties = TRY(parties_of(read, viewer.institution_id, about.relationship));
    const bool belongs = std::ranges::any_of(
        parties, [&](const KnownParty& party) { return party.person == about.educator && !party.left_on; });
    return belongs ? std::optional(Decider::educator) : std::nullopt;
  }
  if (programs::may_run(viewer, relationship.program)) return Decider::coordinator;
  if (programs::may_see(viewer, relationship.program)) return Decider::lead;
  return std::nullopt;
}

}  // namespace

Result<SeenCase> case_for(db::ReadTransaction& read, const institutions::Viewer& viewer, CaseId id) {
  if (auto found = TRY(find_case(read, viewer.institution_id, id)))
    if (auto relationship = TRY(find(read, viewer.institution_id, found->relationship)))
      if (const auto as = TRY(stand_of(read, viewer, *found, *relationship)))
        return SeenCase{*std::move(found), *std::move(relationship), *as};
  return err(fail(ErrorCode::not_found, "relationships.case_unknown"));
}

}  // namespace chiron::relationships
