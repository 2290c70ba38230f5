// Facts kept between requests, answers read with each.
#include "app/offered.h"

#include <map>
#include <memory>
#include <mutex>

#include "features/duties/roster_facts.h"
#include "features/imports/import_actions.h"

namespace chiron::app {
namespace {

/// An institution's facts, arranged; never changed once made.
struct Facts {
  duties::Roster roster;
  duties::RosterFacts facts;
  conflict::Index index;
  std::vector<people::Named> people;
};

/// The newest facts that were asked for.
struct Kept {
  std::mutex mutex;
  InstitutionId institution;
  std::int64_t change = -1;
  std::shared_ptr<const Facts> facts;
};

Result<std::shared_ptr<const Facts>> facts_now(db::ReadTransaction& read, InstitutionId institution, Kept& kept) {
  const auto change = TRY(people::newest_change(read, institution));
  // One reads, the others wait for it: all of them would read the same.
  const std::lock_guard lock(kept.mutex);
  if (kept.facts && kept.institution == institution && kept.change == change) return kept.facts;
  auto facts = std::make_shared<Facts>();
  facts->roster = TRY(imports::current_roster(read, institution));
  facts->facts = duties::to_facts(facts->roster);
  facts->index = conflict::build(facts->facts.facts);
  facts->people = TRY(people::known(read, institution));
  kept.institution = institution, kept.change = change, kept.facts = facts;
  return kept.facts;
}

using Positions = std::map<PersonId, match_runs::Person>;

Positions positions_in(const duties::Roster& roster, const std::vector<people::Named>& people) {
  Positions positions;
  for (const auto& one : people)
    if (const auto at = roster.find(one.external_id)) positions.emplace(one.id, *at);
  return positions;
}

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
                                          const std::vector<PersonId>& also, Kept& kept) {
  const auto facts = TRY(facts_now(read, institution, kept));
  const auto& terms = program.charter.terms.program;
  const auto positions = positions_in(facts->roster, facts->people);
  const auto answers =
      answers_at(positions, TRY(preferences::collected(read, institution, program.id, terms.role, terms.term.from)));
  preferences::Offered offered;
  const auto me = positions.find(learner);
  if (me == positions.end()) return offered;
  std::map<match_runs::Person, PersonId> ids;
  for (const auto& [id, at] : positions) ids.emplace(at, id);
  std::vector<match_runs::Person> asked;
  for (const PersonId& id : also)
    if (const auto at = positions.find(id); at != positions.end()) asked.push_back(at->second);
  match_runs::Request request{facts->roster, facts->index, terms, {}, {}, matching::Threads::one, {}};
  request.answers = &answers;
  const auto suggested = match_runs::suggest(request, me->second, most, asked);
  if (!suggested) {
    // Nobody to choose from is an empty list, not a fault of the learner's.
    if (suggested.error().key == "match_runs.no_educators") return offered;
    return err(suggested.error());
  }
  for (const auto at : suggested->best) offered.best.push_back(ids.at(at));
  for (const auto at : suggested->possible) offered.possible.push_back(ids.at(at));
  return offered;
}

}  // namespace

match_runs::Answers answers_in(const duties::Roster& roster, const std::vector<people::Named>& people,
                               const preferences::Collected& collected) {
  return answers_at(positions_in(roster, people), collected);
}

preferences::OfferedTo offered_to() {
  return [kept = std::make_shared<Kept>()](db::ReadTransaction& read, InstitutionId institution,
                                           const programs::ProgramNow& program, PersonId learner,
                                           const std::vector<PersonId>& also) -> Result<preferences::Offered> {
    return suggested_to(read, institution, program, learner, preferences::most_profiles, also, *kept);
  };
}

match_runs::FittingFor fitting_for() {
  return [kept = std::make_shared<Kept>()](db::ReadTransaction& read, InstitutionId institution,
                                           const programs::ProgramNow& program,
                                           PersonId learner) -> Result<std::vector<PersonId>> {
    return TRY(suggested_to(read, institution, program, learner, most_fitting, {}, *kept)).best;
  };
}

}  // namespace chiron::app
