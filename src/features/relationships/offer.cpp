// The rule of offers.
#include "features/relationships/offer.h"

#include <algorithm>
#include <array>
#include <string>

namespace chiron::relationships {
namespace {

constexpr std::array answers{Answer::accepted, Answer::declined};
constexpr std::array endings{Ending::declined,  Ending::not_answered, Ending::conflict,
                             Ending::withdrawn, Ending::ended_early,  Ending::completed};

}  // namespace

std::string_view name_of(Answer answer) { return answer == Answer::accepted ? "accepted" : "declined"; }

Result<Answer> parse_answer(std::string_view name) {
  for (const Answer answer : answers)
    if (name == name_of(answer)) return answer;
  return err(refuse("relationships.unknown_answer").with("answer", std::string(name)));
}

std::string_view name_of(Ending ending) {
  switch (ending) {
    case Ending::declined: return "declined";
    case Ending::not_answered: return "not_answered";
    case Ending::conflict: return "conflict";
    case Ending::withdrawn: return "withdrawn";
    case Ending::ended_early: return "ended_early";
    case Ending::completed: return "completed";
  }
  return "";
}

Result<Ending> parse_ending(std::string_view name) {
  for (const Ending ending : endings)
    if (name == name_of(ending)) return ending;
  return err(fail(ErrorCode::internal, "relationships.ending"));
}

Fate fate_of(programs::Acceptance acceptance, const std::vector<Answer>& answers, std::size_t parties, Date answer_by,
             Date today) {
  if (std::ranges::find(answers, Answer::declined) != answers.end()) return Fate::declined;
  if (answers.size() == parties) return Fate::stands;
  if (today < answer_by) return Fate::waits;
  return acceptance == programs::Acceptance::stands_unless_declined ? Fate::stands : Fate::not_answered;
}

}  // namespace chiron::relationships
