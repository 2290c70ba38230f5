// On the facts that are known, with the answers as they are at each request.
#include "app/offered.h"

#include <map>

#include "features/educators/participant.h"

namespace chiron::app {
namespace {

using Positions = std::map<PersonId, conflict::Person>;

match_runs::Answers answers_at(const Positions& positions, const preferences::Collected& collected) {
  match_runs::Answers answers;
  answers.asked = collected.asked;
  const auto at = [&](PersonId id) -> const match_runs::Person* {
    const auto found = positions.find(id);
    return found == positions.end() ? nullptr : &found->second;
  };
  for (const auto& one : collected.educators)
    if (const auto* person = at(one.person))
      answers.educators.push_back(
          {*person, one.takes_part, static_cast<std::int32_t>(one.capacity), one.ready, one.declared});
  for (const auto& one : collected.wishes)
    if (const auto *learner = at(one.learner), *educator = at(one.educator); learner && educator)
      answers.wishes.push_back({*learner, *educator, static_cast<std::uint8_t>(one.rank)});
  for (const auto& one : collected.vetoes)
    if (const auto *person = at(one.person), *not_with = at(one.not_with); person && not_with)
      answers.vetoes.push_back({*person, *not_with});
  return answers;
}

/// Enough for the last seat of a large program.
constexpr std::uint32_t most_fitting = 500;

Result<preferences::Offered> suggested_to(db::ReadTransaction& read, InstitutionId institution,
                                          const programs::ProgramNow& program, PersonId learner, std::uint32_t most,
                                          const std::vector<PersonId>& also, KnownFacts& known) {
  const auto facts = TRY(known.now(read, institution));
  const auto& terms = program.charter.terms.program;
  const auto answers = answers_at(
      facts->positions, TRY(preferences::collected(read, institution, program.id, terms.role, terms.term.from)));
  preferences::Offered offered;
  const auto me = facts->at(learner);
  if (!me) return offered;
  std::vector<match_runs::Person> asked;
  for (const PersonId& id : also)
    if (const auto at = facts->at(id)) asked.push_back(*at);
  match_runs::Request request{facts->roster, facts->index, terms, {}, {}, matching::Threads::one, {}};
  request.answers = &answers;
  const auto suggested = match_runs::suggest(request, *me, most, asked);
  if (!suggested) {
    // Nobody to choose from is an empty list, not a fault of the learner's.
    if (suggested.error().key == "match_runs.no_educators") return offered;
    return err(suggested.error());
  }
  for (const auto at : suggested->best) offered.best.push_back(facts->ids[at]);
  for (const auto at : suggested->possible) offered.possible.push_back(facts->ids[at]);
  return offered;
}

}  // namespace

match_runs::Answers answers_in(const duties::Roster& roster, const std::vector<people::Named>& people,
                               const preferences::Collected& collected) {
  return answers_at(positions_in(roster, people), collected);
}

preferences::OfferedTo offered_to(std::shared_ptr<KnownFacts> known) {
  return [known = std::move(known)](db::ReadTransaction& read, InstitutionId institution,
                                    const programs::ProgramNow& program, PersonId learner,
                                    const std::vector<PersonId>& also) -> Result<preferences::Offered> {
    return suggested_to(read, institution, program, learner, preferences::most_profiles, also, *known);
  };
}

match_runs::FittingFor fitting_for(std::shared_ptr<KnownFacts> known) {
  return [known = std::move(known)](db::ReadTransaction& read, InstitutionId institution,
                                    const programs::ProgramNow& program,
                                    PersonId learner) -> Result<std::vector<PersonId>> {
    return TRY(suggested_to(read, institution, program, learner, most_fitting, {}, *known)).best;
  };
}

educators::InTheWayOf in_the_way_of(std::shared_ptr<KnownFacts> known) {
  return [known = std::move(known)](db::ReadTransaction& read, InstitutionId institution,
                                    const programs::Program& program,
                                    PersonId educator) -> Result<std::vector<educators::InTheWay>> {
    const auto facts = TRY(known->now(read, institution));
    const auto me = facts->at(educator);
    if (!me) return std::vector<educators::InTheWay>();
    std::vector<conflict::Person> learners;
    for (const auto& one : TRY(educators::learners_of(read, institution, program)))
      if (const auto at = facts->at(one.id); at && at != me) learners.push_back(*at);
    return educators::duties_in_the_way(facts->roster, facts->facts, facts->index, program, learners, *me);
  };
}

}  // namespace chiron::app
