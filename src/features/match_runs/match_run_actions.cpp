// Short writes throughout: a run is stored, and its offers are made, a few pairs at a time.
#include "features/match_runs/match_run_actions.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "features/audit/actor.h"
#include "features/conflicts/neighborhood.h"
#include "features/match_runs/match_run_events.h"
#include "features/match_runs/waiting_actions.h"
#include "features/people/people_store.h"
#include "features/programs/program_access.h"
#include "features/programs/program_file.h"
#include "features/programs/program_store.h"
#include "features/relationships/offer_actions.h"
#include "platform/crypto/derived_random.h"

namespace chiron::match_runs {
namespace {

using institutions::Viewer;

constexpr std::size_t stored_in_one_write = 100;
constexpr int offered_in_one_write = 4;
constexpr int looked_at_once = 200;

Error unknown() { return fail(ErrorCode::not_found, "match_runs.unknown"); }

Result<> note(db::WriteTransaction& write, const Viewer& viewer, Instant now, const audit::Salt& salt, std::string type,
              RunId id) {
  TRY(audit::append(write, viewer.institution_id, now,
                    {std::move(type), audit::actor_of(viewer), audit::AnyId(id.bytes()), "{}"}, salt));
  return {};
}

/// How many learners of the run the person has a present or coming duty over that keeps a mentor away.
Result<std::int64_t> learners_assessed_by(db::ReadTransaction& read, InstitutionId institution, const StoredRun& run,
                                          const programs::CharterVersion& version, PersonId person) {
  const auto policy = programs::standard_program(conflict::Role::mentor, version.terms.program.term).policy;
  std::int64_t count = 0;
  for (std::int64_t from = 0;; from += looked_at_once) {
    const auto pairs = TRY(pairs_from(read, institution, run.id, from, looked_at_once));
    std::vector<conflicts::People> people;
    for (const ShownPair& pair : pairs)
      if (pair.learner.id != person) people.push_back({pair.learner.id, person});
    if (!people.empty()) {
      const auto around =
          TRY(conflicts::facts_around(read, institution, people, conflict::Role::mentor, conflicts::Asked::findings));
      const auto index = conflict::build(around.facts);
      for (const auto& one : people) {
        const auto verdict = conflict::judge(index, policy, around.number_of(one.learner),
                                             around.number_of(one.educator), version.terms.program.term);
        count += std::ranges::any_of(verdict.findings, [](const conflict::Finding& finding) {
          return finding.level == conflict::Level::block &&
                 conflict::rules()[finding.rule].window == conflict::Window::now;
        });
      }
    }
    if (pairs.size() < static_cast<std::size_t>(looked_at_once)) return count;
  }
}

/// What the room says of a run that was refused. Whatever keeps a chosen pair apart is told in the same words, of which
/// pair and no more: a word of its own for private answers would tell that there is one.
Error told_of(const Error& error) {
  const bool kept_apart = error.key == "match_runs.keep_private" || error.key == "match_runs.keep_breaks_rule";
  if (!kept_apart) return error;
  return refuse("match_runs.keep_not_available")
      .with("learner", std::string(error["learner"]))
      .with("educator", std::string(error["educator"]));
}

Result<PeopleByExternalId> people_known(db::Database& database, InstitutionId institution) {
  PeopleByExternalId people;
  for (auto& named : TRY(database.read([&](db::ReadTransaction& read) { return people::known(read, institution); })))
    people.emplace(std::move(named.external_id), named.id);
  return people;
}

Result<programs::CharterVersion> version_of(db::ReadTransaction& read, InstitutionId institution,
                                            const StoredRun& run) {
  auto version = TRY(programs::find_version(read, institution, run.program, run.charter_version));
  if (!version) return err(fail(ErrorCode::internal, "programs.unknown"));
  return *std::move(version);
}

/// The program as it is to be run.
Result<programs::Program> program_of(db::ReadTransaction& read, const Viewer& viewer, const Ask& asked,
                                     const programs::CharterVersion& version) {
  programs::Program program = version.terms.program;
  if (asked.like) {
    const auto like = TRY(find(read, viewer.institution_id, *asked.like));
    if (!like || like->program != asked.program) return err(unknown());
    const auto before = TRY(programs::read_program_text("settings", like->settings));
    program.preset = before.preset, program.weights = before.weights, program.objective = before.objective;
  }
  if (asked.preset) programs::apply_preset(program, *asked.preset);
  if (asked.objective) program.objective = *asked.objective;
  for (const auto& [name, counts] : asked.weights) TRY(choose(program.weights, name, counts));
  return program;
}

}  // namespace

Result<StoredRun> ask(db::Database& database, const Viewer& viewer, const Ask& asked, const Clock& clock,
                      Random& random) {
  std::set<std::pair<PersonId, PersonId>> pairs;
  std::set<PersonId> kept;
  for (const ChosenPair& pair : asked.choices)
    if (!pairs.emplace(pair.learner, pair.educator).second ||
        (pair.choice == Choice::keep && !kept.insert(pair.learner).second))
      return err(refuse("match_runs.chosen_twice"));
  const auto id = RunId::random(random);
  const auto job = jobs::JobId::random(random);
  const auto salt = audit::draw_salt(random);
  const Instant now = clock.now();
  return database.write_and_wait([&](db::WriteTransaction& write) -> Result<StoredRun> {
    const auto version = TRY(programs::newest_version(write, viewer.institution_id, asked.program));
    if (!version || !programs::may_run(viewer, asked.program))
      return err(fail(ErrorCode::not_found, "programs.unknown"));
    const programs::Program program = TRY(program_of(write, viewer, asked, *version));
    TRY(insert(write, viewer.institution_id, id, *version, programs::write_program(program), asked.choices, now,
               viewer.account));
    TRY(note(write, viewer, now, salt, "match_run.asked", id));
    TRY(jobs::enqueue(write, viewer.institution_id, job, {run_kind, 1, id.text(), id.text(), now, 3}, now));
    return *TRY(find(write, viewer.institution_id, id));
  });
}

Result<StoredRun> reviewed(db::ReadTransaction& read, const Viewer& viewer, RunId id) {
  auto run = TRY(find(read, viewer.institution_id, id));
  if (!run || !programs::may_see(viewer, run->program)) return err(unknown());
  return *std::move(run);
}

Result<> sign_off(db::Database& database, const Viewer& viewer, RunId id, const Clock& clock, Random& random) {
  const auto salt = audit::draw_salt(random);
  RunMoved moved{viewer.institution_id, {}, clock.now(), crypto::draw_seed(random)};
  // Looked at before the write, which stays short; a duty learned in between comes up when offers are judged.
  TRY(database.read([&](db::ReadTransaction& read) -> Result<> {
    const StoredRun run = TRY(reviewed(read, viewer, id));
    moved.program = run.program;
    if (!may_sign_off(viewer, run.program)) return err(fail(ErrorCode::forbidden, "match_runs.sign_off_not_yours"));
    if (!viewer.person) return {};
    const auto version = TRY(version_of(read, viewer.institution_id, run));
    const auto count = TRY(learners_assessed_by(read, viewer.institution_id, run, version, *viewer.person));
    if (count == 0) return {};
    return err(fail(ErrorCode::forbidden, "match_runs.lead_assesses").with("learners", std::to_string(count)));
  }));
  return database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    if (!TRY(sign_off(write, viewer.institution_id, id, moved.now, viewer.account)))
      return err(fail(ErrorCode::conflict, "match_runs.not_to_sign_off"));
    TRY(write.publish(moved));
    return note(write, viewer, moved.now, salt, "match_run.signed_off", id);
  });
}

Result<> publish(db::Database& database, const Viewer& viewer, RunId id, const Clock& clock, Random& random) {
  const auto job = jobs::JobId::random(random);
  const auto salt = audit::draw_salt(random);
  const Instant now = clock.now();
  return database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    const auto run = TRY(find(write, viewer.institution_id, id));
    if (!run || !programs::may_run(viewer, run->program)) return err(unknown());
    if (run->state != RunState::done) return err(fail(ErrorCode::conflict, "match_runs.not_to_publish"));
    if (!run->signed_off_at) return err(fail(ErrorCode::conflict, "match_runs.sign_off_first"));
    const auto newest = TRY(programs::newest_version(write, viewer.institution_id, run->program));
    if (!newest || newest->number != run->charter_version)
      return err(fail(ErrorCode::conflict, "match_runs.charter_changed"));
    if (!TRY(begin_publishing(write, viewer.institution_id, id, viewer.account)))
      return err(fail(ErrorCode::conflict, "match_runs.not_to_publish"));
    TRY(note(write, viewer, now, salt, "match_run.published", id));
    TRY(jobs::enqueue(write, viewer.institution_id, job, {publish_kind, 1, id.text(), id.text(), now, 50}, now));
    return {};
  });
}

jobs::Handler run_handler(db::Database& database, Compute compute) {
  return [&database, compute = std::move(compute)](jobs::Work& work) -> Result<jobs::Completion> {
    const InstitutionId institution = work.job().institution;
    const auto id = TRY(RunId::parse(work.job().payload));
    const auto run = TRY(database.read([&](db::ReadTransaction& read) { return find(read, institution, id); }));
    if (!run || run->state != RunState::waiting) return jobs::Completion{};
    const auto choices =
        TRY(database.read([&](db::ReadTransaction& read) { return choices_of(read, institution, id); }));
    auto computed = compute(work, *run, choices);
    TRY(work.heartbeat(800));  // what a stop cut short is computed again
    const auto people = TRY(people_known(database, institution));
    if (!computed)
      return jobs::Completion{"", [=, error = told_of(computed.error())](db::WriteTransaction& write) {
                                return fail_run(write, institution, id, error, people);
                              }};
    const auto found = std::make_shared<const Found>(*std::move(computed));
    TRY(database.write_and_wait([&](db::WriteTransaction& write) { return forget_found(write, institution, id); }));
    const auto& answers = found->answers;
    const std::size_t rows = std::max({found->pairs.size(), found->left.size(), answers.educators.size(),
                                       answers.wishes.size(), answers.vetoes.size()});
    for (std::size_t first = 0; first < rows; first += stored_in_one_write) {
      TRY(database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
        TRY(store_answers(write, institution, id, *found, first, stored_in_one_write));
        TRY(store_pairs(write, institution, id, *found, first, stored_in_one_write, people));
        return store_left(write, institution, id, *found, first, stored_in_one_write, people);
      }));
      TRY(work.heartbeat(900));
    }
    return jobs::Completion{"", [=](db::WriteTransaction& write) { return finish(write, institution, id, *found); }};
  };
}

jobs::Handler publish_handler(db::Database& database, const Clock& clock, Random& random) {
  return [&database, &clock, &random](jobs::Work& work) -> Result<jobs::Completion> {
    const InstitutionId institution = work.job().institution;
    const auto id = TRY(RunId::parse(work.job().payload));
    const auto run = TRY(database.read([&](db::ReadTransaction& read) { return find(read, institution, id); }));
    if (!run || run->state != RunState::publishing) return jobs::Completion{};
    const auto version =
        TRY(database.read([&](db::ReadTransaction& read) { return version_of(read, institution, *run); }));
    const auto& program = version.terms.program;
    for (bool more = true; more;) {
      const auto seed = crypto::draw_seed(random);
      const Instant now = clock.now();
      more = TRY(database.write_and_wait([&](db::WriteTransaction& write) -> Result<bool> {
        crypto::DerivedRandom drawn(seed);
        const relationships::At at{institution, now, drawn};
        const auto pairs = TRY(to_offer(write, institution, id, offered_in_one_write));
        std::vector<relationships::NewOffer> offers;
        for (const ToOffer& pair : pairs) {
          TRY(relationships::set_seats(write, institution, run->program, pair.educator, pair.seats));
          offers.push_back({relationships::RelationshipId::random(drawn), run->program, run->charter_version,
                            program.role, programs::charter_of(program.role).acceptance, program.term, pair.learner,
                            pair.educator});
        }
        const auto became = TRY(relationships::make_offers(write, at, offers));
        for (std::size_t n = 0; n < pairs.size(); ++n)
          TRY(note_became(write, institution, id, pairs[n].learner, relationships::name_of(became[n])));
        return !pairs.empty();
      }));
      TRY(work.heartbeat(500));
    }
    const Instant now = clock.now();
    const auto left =
        TRY(database.read([&](db::ReadTransaction& read) { return left_over_by(read, institution, id); }));
    for (std::size_t first = 0; first < left.size(); first += stored_in_one_write) {
      const auto some = std::span(left).subspan(first, std::min(stored_in_one_write, left.size() - first));
      TRY(database.write_and_wait([&](db::WriteTransaction& write) {
        return let_wait(write, institution, run->program, program.lottery_seed, now, some);
      }));
      TRY(work.heartbeat(900));
    }
    const auto seed = crypto::draw_seed(random), told = crypto::draw_seed(random);
    return jobs::Completion{"", [=, program_id = run->program](db::WriteTransaction& write) -> Result<> {
                              crypto::DerivedRandom drawn(seed);
                              TRY(end_waiting_of_placed(write, institution, program_id));
                              TRY(end_publishing(write, institution, id, now));
                              TRY(ask_to_fill(write, institution, program_id, now, drawn));
                              return write.publish(RunMoved{institution, program_id, now, told});
                            }};
  };
}

}  // namespace chiron::match_runs
