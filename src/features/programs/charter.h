// A charter says what a role means: who reads the record, how a match is accepted, what an educator needs
// before the first learner, and the conflict policy. Seven ship, one per role; a program narrows one.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/error.h"
#include "engines/conflict/role.h"

namespace chiron::programs {

/// Who can read what a pair writes (docs/foundations.md 6).
enum class Record : std::uint8_t {
  sealed,         ///< end-to-end encrypted: the pair alone
  institutional,  ///< an institutional record, and visibly so
};

/// What turns an offered match into a relationship (docs/foundations.md 11).
enum class Acceptance : std::uint8_t {
  stands_unless_declined,  ///< stands unless declined within 7 days
  explicit_yes,            ///< both sides say yes
};

/// What an educator must have done before the first learner.
enum class Readiness : std::uint8_t { none, declared, trained_and_declared };

/// The platform's definition of a role. Programs may narrow it, never widen it.
struct Charter {
  conflict::Role role;
  Record record;
  Acceptance acceptance;
  Readiness readiness;
  std::int32_t default_capacity;     ///< learners per educator when the roster is silent (domain.md 8)
  std::int32_t capacity_cap;         ///< the most a program may allow; larger values in a roster are refused
  std::int32_t meeting_every_weeks;  ///< planned rhythm, for reminders
  std::int32_t look_ahead_days;      ///< how far a coming duty is looked for
  std::int32_t look_back_days;       ///< how long a past duty still counts
  std::int32_t chain_depth;          ///< how far up a management chain reaches
};

/// The seven charters that ship, in the order of conflict::Role.
const std::array<Charter, 7>& charters();
/// The charter of a role.
const Charter& charter_of(conflict::Role role);

std::string_view name_of(Record record);
std::string_view name_of(Acceptance acceptance);
std::string_view name_of(Readiness readiness);

}  // namespace chiron::programs
