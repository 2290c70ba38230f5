// What follows from a finding on a running relationship: a case with a deadline and ways out. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "base/clock.h"
#include "features/duties/duty.h"
#include "features/relationships/finding.h"
#include "features/relationships/relationship.h"

namespace chiron::relationships {

using CaseId = Id<struct CaseTag>;
using ContestId = Id<struct ContestTag>;

enum class CaseState : std::uint8_t {
  open,
  lapsed,   ///< nothing was decided by the deadline: the pair pauses when the duty starts and stays paused
  decided,  ///< a way out was chosen; closes when the finding is gone, or another way is chosen
  closed,
};
BOOST_DESCRIBE_ENUM(CaseState, open, lapsed, decided, closed)
inline constexpr std::array<CaseState, 4> all_case_states{CaseState::open, CaseState::lapsed, CaseState::decided,
                                                          CaseState::closed};
std::string_view name_of(CaseState state);
Result<CaseState> parse_case_state(std::string_view name);
/// open → lapsed → decided → closed; any may be left out but the last.
bool may_move(CaseState from, CaseState to);

/// The ways out of a case.
enum class Way : std::uint8_t {
  recusal,       ///< the educator keeps out of the decision about this learner
  reassignment,  ///< somebody else takes over the duty
  rematch,       ///< the relationship ends and the learner is matched anew; of a group, the learner leaves it
  waiver,        ///< the learner consents and somebody independent approves
  acknowledged,  ///< of a disclosure: known, and left as it is
};
BOOST_DESCRIBE_ENUM(Way, recusal, reassignment, rematch, waiver, acknowledged)
inline constexpr std::array<Way, 5> all_ways{Way::recusal, Way::reassignment, Way::rematch, Way::waiver,
                                             Way::acknowledged};
std::string_view name_of(Way way);
Result<Way> parse_way(std::string_view name);

/// The ways that a case's rule leaves open for a role: recusal and waiver where its row allows it, acknowledgment for
/// what is only disclosed.
std::vector<Way> ways_out(std::string_view rule, conflict::Role role, conflict::Level level);
/// What an educator recuses from so that a rule does not apply; none where recusal is no way.
std::optional<duties::RecusedFrom> recusal_for(std::string_view rule);

/// How somebody stands to a case.
enum class Decider : std::uint8_t {
  learner,
  educator,
  coordinator,  ///< of the program or the institution, or the machine's operator
  lead,         ///< looks, and may approve a waiver; decides nothing
};
BOOST_DESCRIBE_ENUM(Decider, learner, educator, coordinator, lead)
/// The educator recuses, or the coordinator who knows of it; only the coordinator reassigns a duty; only the learner
/// acknowledges; each of the three may choose a rematch or a waiver, which needs the learner's consent besides.
bool may_decide(Way way, Decider who);

/// One thing that somebody must do something about.
struct Matter {
  PersonId learner, educator;
  std::string tie;   ///< conflict::Rule::tie
  std::string rule;  ///< the row to show: that which pauses, else the first
  conflict::Level level = conflict::Level::disclose;
  std::optional<Date> starts_on;  ///< the day on which it pauses the pair, if any; may lie in the past
};
/// The matters among findings: unwaived, of `from` or more, on some day from `today` on; by learner, educator, tie.
std::vector<Matter> matters_of(std::span<const StoredFinding> findings, conflict::Level from, Date today);

/// How long a case stays open unless the duty starts earlier (domain.md 2.2, rule 4).
inline constexpr std::int32_t days_to_decide = 14;
/// The day by which something must be decided: in 14 days, not later than the day the duty starts, not before today.
Date deadline_of(Date today, std::optional<Date> starts_on);

/// A stored case.
struct Case {
  CaseId id;
  RelationshipId relationship;
  PersonId learner, educator;
  std::string tie, rule;
  conflict::Level level = conflict::Level::disclose;
  Date opened_on, deadline;
  std::optional<Date> starts_on;
  CaseState state = CaseState::open;
  std::optional<Way> way;
  std::optional<Instant> learner_told_at, others_told_at;
  std::optional<Date> closed_on;
  programs::ProgramId program;
  std::int64_t revision = 1;  ///< of what a decision hangs on

  /// Whether a way may be chosen now: until the case is closed, one that is not chosen already. A waiver may be asked
  /// for again, as the one that was asked for may have come to nothing.
  bool may_choose(Way wanted) const {
    return state != CaseState::closed && (state != CaseState::decided || way != wanted || wanted == Way::waiver);
  }
  /// The day on which something happens: the pair pauses, or else it must be decided.
  Date day() const { return starts_on.value_or(deadline); }
  bool is_about(const Matter& matter) const {
    return learner == matter.learner && educator == matter.educator && tie == matter.tie;
  }
};

}  // namespace chiron::relationships
