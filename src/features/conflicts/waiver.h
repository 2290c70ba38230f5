// A waiver: the learner's consent that a rule does not count between them and one educator for a time, for a reason,
// approved by somebody independent (domain.md 2.2, rule 6). Pure.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/describe.hpp>

#include "base/date.h"
#include "base/error.h"
#include "base/id.h"
#include "engines/conflict/rules.h"

namespace chiron::conflicts {

using WaiverId = Id<struct WaiverTag>;

/// Why a waiver is asked for: a category, no text, so that nothing private is written down.
enum class WaiverReason : std::uint8_t { only_expert, small_site, continuity, learner_choice, other };
BOOST_DESCRIBE_ENUM(WaiverReason, only_expert, small_site, continuity, learner_choice, other)
inline constexpr std::array<WaiverReason, 5> all_waiver_reasons{WaiverReason::only_expert, WaiverReason::small_site,
                                                                WaiverReason::continuity, WaiverReason::learner_choice,
                                                                WaiverReason::other};
std::string_view name_of(WaiverReason reason);
/// Refuses with "conflicts.waiver_reason".
Result<WaiverReason> parse_waiver_reason(std::string_view name);

/// A waiver ends at the latest after this many days; a longer need is asked for again.
inline constexpr std::int32_t longest_waiver_days = 366;

/// What is asked for. `days.to` is the expiry.
struct WaiverRequest {
  PersonId learner;
  PersonId educator;
  conflict::Role role = conflict::Role::mentor;
  std::string rule;
  DateRange days;
  WaiverReason reason = WaiverReason::other;
};

/// Errors: "conflict.unknown_rule", "conflicts.not_waivable" {rule, role}, "conflicts.waiver_days" {days},
/// "conflicts.waiver_parties" (learner and educator are one person).
Result<> check(const WaiverRequest& request);

/// Whether somebody may approve: a person who is neither the learner nor the educator nor the one who asked. Whoever is
/// no person of the roster may not: nobody could tell that they are none of the three.
bool is_independent(const WaiverRequest& request, std::optional<PersonId> asker, std::optional<PersonId> approver);

}  // namespace chiron::conflicts
