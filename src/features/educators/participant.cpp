// Selection and presence, as a match run asks for them.
#include "features/educators/participant.h"

#include "features/people/stage.h"

namespace chiron::educators {
namespace {

using Groups = std::vector<programs::LearnerGroup>;

std::uint16_t first_stage_among(const Groups& groups, const programs::Program& program) {
  std::uint16_t first = 0;
  for (const auto& group : groups) {
    if (!programs::selects(program.learners, group)) continue;
    const auto stage = people::stage_number(group.stage);
    if (stage && (!first || stage < first)) first = stage;
  }
  return first;
}

Participant participant_at(const db::Row& row) {
  Participant person;
  person.id = row.get<PersonId>(0);
  const auto kind = row.get<std::string_view>(1);
  person.kind = kind == "educator" ? people::Kind::educator
                : kind == "both"   ? people::Kind::both
                                   : people::Kind::learner;
  person.stage = row.get<std::string>(2), person.site = row.get<std::string>(3);
  person.unit = row.get<std::string>(4), person.cohort = row.get<std::string>(5);
  person.present = {row.get<Date>(6), row.get<Date>(7)};
  person.capacity = row.get<std::optional<std::int64_t>>(8);
  return person;
}

/// `groups`: all learners', read for the first program that asks for them.
Result<std::optional<Place>> place_in(db::ReadTransaction& read, InstitutionId institution,
                                      programs::ProgramNow program, const Participant& person,
                                      std::optional<Groups>& groups) {
  if (program.state != programs::ProgramState::running) return std::nullopt;
  Place place{std::move(program), person, false, false};
  const auto& terms = place.program.charter.terms.program;
  const bool near_peers = terms.role == conflict::Role::peer_mentor && !people::can_teach(person.kind);
  if (near_peers && !groups) groups = TRY(programs::learner_groups(read, institution));
  const std::uint16_t first = near_peers ? first_stage_among(*groups, terms) : std::uint16_t{0};
  place.learns = learns_in(terms, person);
  place.teaches = teaches_in(terms, person, first);
  if (!place.learns && !place.teaches) return std::nullopt;
  return place;
}

}  // namespace

Result<std::optional<Participant>> find_participant(db::ReadTransaction& read, InstitutionId institution,
                                                    PersonId person) {
  return read.query(sql::find_participant, institution, person).first(participant_at);
}

Result<std::vector<Participant>> learners_of(db::ReadTransaction& read, InstitutionId institution,
                                             const programs::Program& program) {
  auto learners = TRY(read.query(sql::participants_who_learn, institution).all(participant_at));
  std::erase_if(learners, [&](const Participant& each) { return !learns_in(program, each); });
  return learners;
}

Result<std::int64_t> count_learners(db::ReadTransaction& read, InstitutionId institution,
                                    const programs::Program& program) {
  return programs::count_selected(read, institution, program.learners, program.term.from);
}

Result<std::vector<Participant>> who_may_teach(db::ReadTransaction& read, InstitutionId institution,
                                               const programs::Program& program) {
  auto people = TRY(read.query(sql::participants, institution).all(participant_at));
  const auto first = TRY(first_stage_of(read, institution, program));
  std::erase_if(people, [&](const Participant& each) { return !teaches_in(program, each, first); });
  return people;
}

bool learns_in(const programs::Program& program, const Participant& person) {
  return people::can_learn(person.kind) && person.present.contains(program.term.from) &&
         programs::selects(program.learners, person);
}

Result<std::uint16_t> first_stage_of(db::ReadTransaction& read, InstitutionId institution,
                                     const programs::Program& program) {
  return first_stage_among(TRY(programs::learner_groups(read, institution)), program);
}

bool teaches_in(const programs::Program& program, const Participant& person, std::uint16_t first_stage) {
  if (!person.present.contains(program.term.from)) return false;
  if (people::can_teach(person.kind)) return true;
  return program.role == conflict::Role::peer_mentor && first_stage > 0 &&
         people::stage_number(person.stage) > first_stage;
}

Result<std::optional<Place>> place_of(db::ReadTransaction& read, const institutions::Viewer& viewer,
                                      programs::ProgramId program) {
  if (!viewer.person) return std::nullopt;
  const auto person = TRY(find_participant(read, viewer.institution_id, *viewer.person));
  if (!person) return std::nullopt;
  auto now = TRY(programs::find(read, viewer.institution_id, program));
  if (!now) return std::nullopt;
  std::optional<Groups> groups;
  return place_in(read, viewer.institution_id, *std::move(now), *person, groups);
}

Result<std::vector<Place>> places_of(db::ReadTransaction& read, const institutions::Viewer& viewer) {
  std::vector<Place> places;
  if (!viewer.person) return places;
  const auto person = TRY(find_participant(read, viewer.institution_id, *viewer.person));
  if (!person) return places;
  std::optional<Groups> groups;
  for (auto& program : TRY(programs::list(read, viewer.institution_id)))
    if (auto place = TRY(place_in(read, viewer.institution_id, std::move(program), *person, groups)))
      places.push_back(*std::move(place));
  return places;
}

}  // namespace chiron::educators
