// On the facts that are known, with the answers as they are at each request.
#include "app/offered.h"

#include <algorithm>
#include <map>

#include "features/educators/participant.h"
#include "features/people/change_store.h"
#include "features/people/stage.h"

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

Result<KnownPool> pool_of(db::ReadTransaction& read, InstitutionId institution, const programs::ProgramNow& program,
                          KnownFacts::Ready facts) {
  const auto& terms = program.charter.terms.program;
  preferences::Collected collected;
  collected.educators =
      TRY(preferences::collected_educators(read, institution, program.id, terms.role, terms.term.from));
  const auto answers = answers_at(facts->positions, collected);
  match_runs::Request request{facts->roster, facts->index, terms, {}, {}, matching::Threads::one, {}};
  request.answers = &answers;
  KnownPool pool{facts, nullptr, {}};
  auto people = match_runs::pooled(request);
  // Nobody to choose from is an empty list, not a fault of the learner's.
  if (!people && people.error().key != "match_runs.no_educators" && people.error().key != "match_runs.no_learners")
    return err(people.error());
  if (people) pool.people = *std::move(people);
  for (const auto& one : answers.educators)
    if (!people::can_teach(facts->roster.people[one.person].listed_as)) pool.answered.push_back(one);
  return pool;
}

Result<preferences::Offered> suggested(db::ReadTransaction& read, InstitutionId institution,
                                       const programs::ProgramNow& program, const KnownPool& pool, PersonId learner,
                                       std::uint32_t most, const std::vector<PersonId>& also) {
  const Facts& facts = *pool.facts;
  preferences::Offered offered;
  const auto me = facts.at(learner);
  if (!me || !pool.people) return offered;
  preferences::Collected collected;
  auto about = TRY(preferences::collected_about(read, institution, program.id, learner));
  collected.vetoes = std::move(about.vetoes), collected.asked = about.asked;
  auto answers = answers_at(facts.positions, collected);
  answers.educators = pool.answered;
  std::vector<match_runs::Person> asked;
  for (const PersonId& id : also)
    if (const auto at = facts.at(id)) asked.push_back(*at);
  const auto& terms = program.charter.terms.program;
  match_runs::Request request{facts.roster, facts.index, terms, {}, {}, matching::Threads::one, {}};
  request.answers = &answers;
  const auto found = TRY(match_runs::suggest(request, *pool.people, *me, most, asked));
  for (const auto at : found.best) offered.best.push_back(facts.ids[at]);
  for (const auto at : found.possible) offered.possible.push_back(facts.ids[at]);
  return offered;
}

std::vector<educators::InTheWay> ways_of(const Facts& facts, const programs::Program& program, PersonId educator) {
  const auto me = facts.at(educator);
  if (!me) return {};
  std::vector<conflict::Person> learners;
  for (conflict::Person at = 0; at < facts.roster.people.size(); ++at) {
    const auto& one = facts.roster.people[at];
    if (at != *me && people::can_learn(one.kind) && one.present.contains(program.term.from) &&
        programs::selects(program.learners, one))
      learners.push_back(at);
  }
  return educators::duties_in_the_way(facts.roster, facts.facts, facts.index, program, learners, *me);
}

/// Whether a program is about somebody of the roster, on either side (educators/participant.h).
bool is_of(const programs::Program& program, std::uint16_t first_stage, const people::Person& person) {
  educators::Participant one;
  one.kind = person.kind, one.present = person.present;
  one.stage = person.stage, one.site = person.site, one.unit = person.unit, one.cohort = person.cohort;
  return educators::learns_in(program, one) || educators::teaches_in(program, one, first_stage);
}

}  // namespace

match_runs::Answers answers_in(const duties::Roster& roster, const std::vector<people::Named>& people,
                               const preferences::Collected& collected) {
  return answers_at(positions_in(roster, people), collected);
}

Result<Suggestions::Mark> Suggestions::mark_of(db::ReadTransaction& read, InstitutionId institution,
                                               const programs::ProgramNow& program) {
  constexpr std::int64_t minute_us = 60'000'000;
  return Mark{TRY(people::newest_change(read, institution)), program.charter.number, clock_.now().micros / minute_us};
}

Result<preferences::Offered> Suggestions::now(db::ReadTransaction& read, InstitutionId institution,
                                              const programs::ProgramNow& program, PersonId learner, std::uint32_t most,
                                              const std::vector<PersonId>& also) {
  const bool large = TRY(people::is_large(read, institution));
  const Mark mark = TRY(mark_of(read, institution, program));
  Pools::Ready pool = large ? pools_.there(program.id, mark) : nullptr;
  if (!pool) {
    pool =
        std::make_shared<const KnownPool>(TRY(pool_of(read, institution, program, TRY(known_.now(read, institution)))));
    if (large) pools_.keep(program.id, mark, pool);
  }
  return suggested(read, institution, program, *pool, learner, most, also);
}

Result<preferences::Offered> Suggestions::shown(db::ReadTransaction& read, InstitutionId institution,
                                                const programs::ProgramNow& program, PersonId learner,
                                                std::uint32_t most, const std::vector<PersonId>& also) {
  if (!TRY(people::is_large(read, institution))) return now(read, institution, program, learner, most, also);
  preferences::Offered none;
  none.pending = true;
  const auto facts = TRY(known_.shown(read, institution));
  if (!facts) return none;
  const Mark mark = TRY(mark_of(read, institution, program));
  const auto pool = pools_.newest(program.id, mark, [this, institution, program](const std::stop_token&) {
    return database_.read([&](db::ReadTransaction& later) -> Result<Pools::Made> {
      const Mark made_of = TRY(mark_of(later, institution, program));
      return Pools::Made{made_of, std::make_shared<const KnownPool>(
                                      TRY(pool_of(later, institution, program, TRY(known_.now(later, institution)))))};
    });
  });
  if (!pool.value) return none;
  return suggested(read, institution, program, *pool.value, learner, most, also);
}

Result<std::optional<std::vector<educators::InTheWay>>> Suggestions::in_the_way(db::ReadTransaction& read,
                                                                                InstitutionId institution,
                                                                                const programs::ProgramNow& program,
                                                                                PersonId educator) {
  const auto& terms = program.charter.terms.program;
  const auto facts = TRY(known_.shown(read, institution));
  if (!facts) return std::nullopt;
  if (!TRY(people::is_large(read, institution))) return ways_of(*facts, terms, educator);
  const std::pair mark{TRY(people::newest_change(read, institution)), program.charter.number};
  const auto found =
      ways_.newest({program.id, educator}, mark, [this, institution, terms, educator, mark](const std::stop_token&) {
        return database_.read([&](db::ReadTransaction& later) -> Result<Ways::Made> {
          const std::pair made_of{TRY(people::newest_change(later, institution)), mark.second};
          const auto newest = TRY(known_.now(later, institution));
          return Ways::Made{
              made_of, std::make_shared<const std::vector<educators::InTheWay>>(ways_of(*newest, terms, educator))};
        });
      });
  if (!found.value) return std::nullopt;
  return *found.value;
}

preferences::OfferedTo offered_to(std::shared_ptr<Suggestions> suggestions) {
  return [suggestions = std::move(suggestions)](db::ReadTransaction& read, InstitutionId institution,
                                                const programs::ProgramNow& program, PersonId learner,
                                                const std::vector<PersonId>& also) {
    return suggestions->now(read, institution, program, learner, preferences::most_profiles, also);
  };
}

preferences::OfferedTo shown_to(std::shared_ptr<Suggestions> suggestions) {
  return [suggestions = std::move(suggestions)](db::ReadTransaction& read, InstitutionId institution,
                                                const programs::ProgramNow& program, PersonId learner,
                                                const std::vector<PersonId>& also) {
    return suggestions->shown(read, institution, program, learner, preferences::most_profiles, also);
  };
}

match_runs::FittingFor fitting_for(std::shared_ptr<Suggestions> suggestions) {
  return [suggestions = std::move(suggestions)](db::ReadTransaction& read, InstitutionId institution,
                                                const programs::ProgramNow& program,
                                                PersonId learner) -> Result<std::vector<PersonId>> {
    return TRY(suggestions->now(read, institution, program, learner, most_fitting, {})).best;
  };
}

educators::InTheWayOf in_the_way_of(std::shared_ptr<Suggestions> suggestions) {
  return [suggestions = std::move(suggestions)](db::ReadTransaction& read, InstitutionId institution,
                                                const programs::ProgramNow& program, PersonId educator) {
    return suggestions->in_the_way(read, institution, program, educator);
  };
}

preferences::FoundByName found_by_name(std::shared_ptr<Suggestions> suggestions) {
  return [suggestions = std::move(suggestions)](db::ReadTransaction& read, InstitutionId institution,
                                                const programs::Program& program, std::string_view wanted,
                                                std::size_t most) -> Result<std::optional<std::vector<PersonId>>> {
    const auto facts = TRY(suggestions->facts().shown(read, institution));
    if (!facts) return std::nullopt;
    const auto first_stage = TRY(educators::first_stage_of(read, institution, program));
    std::vector<PersonId> found;
    for (const conflict::Person at : facts->by_name) {
      if (found.size() == most) break;
      if (facts->search_keys[at].find(wanted) != std::string::npos &&
          is_of(program, first_stage, facts->roster.people[at]))
        found.push_back(facts->ids[at]);
    }
    return found;
  };
}

}  // namespace chiron::app
