// Offers: a published proposal waits for answers, then stands or ends. Pure.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "base/date.h"
#include "base/error.h"
#include "features/programs/charter.h"
#include "features/relationships/relationship.h"

namespace chiron::relationships {

/// How long an offer waits: "stands unless declined within 7 days" (docs/foundations.md 11); a yes has as long.
inline constexpr std::int32_t answer_days = 7;

enum class Answer : std::uint8_t { accepted, declined };
BOOST_DESCRIBE_ENUM(Answer, accepted, declined)
std::string_view name_of(Answer answer);
/// Errors: "relationships.unknown_answer" {answer}.
Result<Answer> parse_answer(std::string_view name);

/// How a relationship ended. Others than the confidential contact see an early end as that and nothing more.
enum class Ending : std::uint8_t {
  declined,      ///< a party said no to the offer
  not_answered,  ///< the charter asks for a yes of everybody, and somebody said nothing
  conflict,      ///< facts changed after the match: a block lies in the term
  withdrawn,     ///< the program took the offer back
  ended_early,   ///< by a party, before the term was over
  completed,     ///< with the term
};
std::string_view name_of(Ending ending);
/// "" for an unknown name is an error of the caller: the database holds no other.
Result<Ending> parse_ending(std::string_view name);

/// What becomes of an offer on a day.
enum class Fate : std::uint8_t { waits, stands, declined, not_answered };

/// `answers` are those that were given, `parties` how many are asked. `answer_by` is the first day on which it is too
/// late to decline.
Fate fate_of(programs::Acceptance acceptance, const std::vector<Answer>& answers, std::size_t parties, Date answer_by,
             Date today);

}  // namespace chiron::relationships
