// What may be asked for.
#include "features/conflicts/waiver.h"

namespace chiron::conflicts {

std::string_view name_of(WaiverReason reason) {
  constexpr std::array<std::string_view, 5> names{"only_expert", "small_site", "continuity", "learner_choice", "other"};
  return names[static_cast<std::size_t>(reason)];
}

Result<WaiverReason> parse_waiver_reason(std::string_view name) {
  for (WaiverReason reason : all_waiver_reasons)
    if (name_of(reason) == name) return reason;
  return err(refuse("conflicts.waiver_reason"));
}

Result<> check(const WaiverRequest& request) {
  const auto rule = TRY(conflict::parse_rule(request.rule));
  if (!conflict::rules()[rule].of(request.role).waivable) {
    return err(refuse("conflicts.not_waivable")
                   .with("rule", request.rule)
                   .with("role", std::string(conflict::name_of(request.role))));
  }
  if (request.learner == request.educator) return err(refuse("conflicts.waiver_parties"));
  if (request.days.empty() || request.days.days() > longest_waiver_days)
    return err(refuse("conflicts.waiver_days").with("days", std::to_string(longest_waiver_days)));
  return {};
}

bool is_independent(const WaiverRequest& request, std::optional<PersonId> asker, std::optional<PersonId> approver) {
  return approver && *approver != request.learner && *approver != request.educator && approver != asker;
}

}  // namespace chiron::conflicts
