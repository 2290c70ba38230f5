// Pairs first, while they are free of conflicts; then the duties, as an import would bring them.
#include "app/demo_cases.h"

#include <algorithm>
#include <array>

#include "features/accounts/account_store.h"
#include "features/conflicts/neighborhood.h"
#include "features/duties/duty_store.h"
#include "features/duties/facts_changed.h"
#include "features/people/people_store.h"
#include "features/programs/program_actions.h"
#include "features/programs/program_now_store.h"
#include "features/relationships/case_messages.h"
#include "features/relationships/case_store.h"
#include "features/relationships/offer_store.h"
#include "features/relationships/relationship_actions.h"
#include "platform/crypto/derived_random.h"

namespace chiron::app {
namespace {

using conflict::DutyKind;
using conflicts::People;
using relationships::At;

constexpr std::string_view program_name = "Mentors who see you through";
constexpr std::size_t pairs_wanted = 3;
/// How many pairs are looked at for one that is free.
constexpr std::size_t pairs_tried = 100;

struct Someone {
  PersonId id;
  std::string site;
};

struct Cast {
  std::vector<Someone> learners, educators;  ///< the demo's own first
};

Result<Cast> cast_of(db::ReadTransaction& read, InstitutionId institution) {
  std::vector<PersonId> own;
  for (const auto& account : TRY(accounts::of_scheme(read, institution, accounts::Scheme::demo_link)))
    if (account.person) own.push_back(*account.person);
  people::TextPool pool;
  Cast cast;
  for (const auto& each : TRY(people::current(read, institution, pool))) {
    auto& side = each.person.kind == people::Kind::learner ? cast.learners : cast.educators;
    const Someone one{each.id, std::string(each.person.site)};
    const bool is_own = std::ranges::find(own, each.id) != own.end();
    side.insert(is_own ? side.begin() : side.end(), one);
  }
  return cast;
}

/// The first of some pairs of people of different sites among whom no rule says anything on these days.
Result<std::optional<People>> first_free(db::ReadTransaction& read, InstitutionId institution,
                                         const std::vector<Someone>& learners, const std::vector<Someone>& educators,
                                         DateRange days) {
  std::vector<People> asked;
  for (const Someone& learner : learners)
    for (const Someone& educator : educators)
      if (educator.site != learner.site && asked.size() < pairs_tried) asked.push_back({learner.id, educator.id});
  const auto around =
      TRY(conflicts::facts_around(read, institution, asked, conflict::Role::mentor, conflicts::Asked::findings));
  const auto index = conflict::build(around.facts);
  const auto policy = conflict::Policy::standard(conflict::Role::mentor);
  for (const People& pair : asked)
    if (conflict::judge(index, policy, around.number_of(pair.learner), around.number_of(pair.educator), days)
            .findings.empty())
      return pair;
  return std::nullopt;
}

/// A pair with the demo's learner, one with its educator, and one more; nobody in two of them.
Result<std::vector<People>> free_pairs(db::ReadTransaction& read, InstitutionId institution, DateRange days) {
  Cast cast = TRY(cast_of(read, institution));
  std::vector<People> pairs;
  const auto take = [&](const std::optional<People>& pair) {
    if (!pair) return;
    pairs.push_back(*pair);
    std::erase_if(cast.learners, [&](const Someone& one) { return one.id == pair->learner; });
    std::erase_if(cast.educators, [&](const Someone& one) { return one.id == pair->educator; });
  };
  if (cast.learners.size() < pairs_wanted || cast.educators.size() < pairs_wanted) return pairs;
  const Someone learner = cast.learners.front(), educator = cast.educators.front();
  take(TRY(first_free(read, institution, {learner}, cast.educators, days)));
  take(TRY(first_free(read, institution, cast.learners, {educator}, days)));
  while (pairs.size() < pairs_wanted) {
    const auto before = pairs.size();
    take(TRY(first_free(read, institution, cast.learners, cast.educators, days)));
    if (pairs.size() == before) break;
  }
  return pairs;
}

Result<relationships::RelationshipId> start(db::WriteTransaction& write, const At& at, programs::ProgramId program,
                                            const People& pair, DateRange days) {
  relationships::Relationship made;
  made.id = relationships::RelationshipId::random(at.random);
  made.program = program;
  made.days = days;
  TRY(insert(write, at.institution, made,
             {{pair.learner, relationships::Side::learner}, {pair.educator, relationships::Side::educator}}));
  TRY(relationships::activate(write, at, made.id));
  return made.id;
}

Result<> bring_duty(db::WriteTransaction& write, const At& at, const People& pair, DutyKind kind, DateRange days) {
  const people::Recording change{at.institution, people::ChangeId::random(at.random)};
  const auto id = duties::DutyId::random(at.random);
  return people::change_at_once(write, change, people::ChangeKind::edit, at.now, [&](const people::Recording& in) {
    return duties::record(write, in, id, {kind, "", {duties::TargetKind::person, ""}, days, "", 0, 0}, pair.educator,
                          pair.learner);
  });
}

}  // namespace

Result<> plant_cases(Installation& installation, const institutions::Institution& institution, const Clock& clock,
                     Random& random) {
  auto& database = *installation.database;
  const auto office = institutions::Viewer::of_operator(institution.id);
  std::optional<programs::ProgramId> id;
  for (const auto& program :
       TRY(database.read([&](db::ReadTransaction& read) { return programs::list(read, institution.id); })))
    if (program.charter.terms.program.name == program_name) id = program.id;
  const auto has_pairs = [&](db::ReadTransaction& read) {
    return relationships::lines_of_program(read, office, *id, {}, 1);
  };
  if (id && !TRY(database.read(has_pairs)).empty()) return {};
  const Instant now = clock.now();
  const Date today = now.utc_date();
  const DateRange days{today - 60, today + 305};
  const auto pairs =
      TRY(database.read([&](db::ReadTransaction& read) { return free_pairs(read, institution.id, days); }));
  auto program = programs::standard_program(conflict::Role::mentor, days);
  program.name = program_name;
  if (!id) id = TRY(programs::set_up(database, office, programs::Terms::of(program), clock, random));
  const auto seed = crypto::draw_seed(random);
  const duties::FactsChanged facts_changed{institution.id, now, crypto::draw_seed(random)};
  return database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    crypto::DerivedRandom drawn(seed);
    const At at{institution.id, now, drawn};
    if (!TRY(relationships::day_of(write, institution.id))) TRY(relationships::set_day(write, institution.id, today));
    std::vector<relationships::RelationshipId> made;
    for (const People& pair : pairs) made.push_back(TRY(start(write, at, *id, pair, days)));
    constexpr std::array kinds{DutyKind::sits_on, DutyKind::sits_on, DutyKind::supervises};
    constexpr std::array begin_in{31, 9, 52};
    for (std::size_t n = 0; n < pairs.size(); ++n)
      TRY(bring_duty(write, at, pairs[n], kinds[n], {today + begin_in[n], today + begin_in[n] + 84}));
    TRY(write.publish(facts_changed));
    // The first learner is still to be told; of the others the educators know as well.
    for (const auto& [relationship, cases] : TRY(relationships::open_cases_of(write, institution.id, made)))
      for (const auto& one : cases)
        if (relationship != made.front()) TRY(relationships::learner_knows(write, at, one.id));
    return {};
  });
}

}  // namespace chiron::app
