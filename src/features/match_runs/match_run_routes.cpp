// Parse, call, render.
#include "features/match_runs/match_run_routes.h"

#include <algorithm>
#include <map>

#include "base/kept.h"
#include "features/access_log/access_log.h"
#include "features/match_runs/match_run_actions.h"
#include "features/programs/program_access.h"
#include "features/programs/program_file.h"
#include "features/relationships/relationship_store.h"
#include "platform/json/json.h"

namespace chiron::match_runs {
namespace {

/// A pair that is kept together or ruled out.
struct ChoiceJson {
  PersonId learner, educator;
  Choice choice = Choice::keep;
};
BOOST_DESCRIBE_STRUCT(ChoiceJson, (), (learner, educator, choice))

/// How much one thing counts in a fit, by the names of a program's weights.
struct WeightSaid {
  std::string name;
  Counts counts = Counts::none;
};
BOOST_DESCRIBE_STRUCT(WeightSaid, (), (name, counts))

/// What a coordinator asks for; what is left out stays as in the run `like`, or else as the program says. Weights are
/// said after the preset.
struct PostMatchRun {
  programs::ProgramId program_id;
  std::vector<ChoiceJson> choices;
  std::optional<std::string> preset, objective;
  std::optional<RunId> like;
  std::optional<std::vector<WeightSaid>> weights;
};
BOOST_DESCRIBE_STRUCT(PostMatchRun, (), (program_id, choices, preset, objective, like, weights))

/// How much one thing counted in a run: `points` for one, `most` times at most.
struct WeightShown {
  std::string name;
  Counts counts = Counts::none;
  std::int64_t points = 0, most = 1;
};
BOOST_DESCRIBE_STRUCT(WeightShown, (), (name, counts, points, most))

/// A match run. `error` is the sentence's key when it failed; `seats` are all seats, `educators` all who take part.
struct MatchRun {
  RunId id;
  programs::ProgramId program_id;
  std::int64_t number = 1;
  RunState state = RunState::waiting;
  std::optional<std::string> error;
  Instant asked_at;
  std::int64_t learners = 0, educators = 0, seats = 0, matched = 0;
  std::optional<Instant> signed_off_at, published_at;
};
BOOST_DESCRIBE_STRUCT(MatchRun, (),
                      (id, program_id, number, state, error, asked_at, learners, educators, seats, matched,
                       signed_off_at, published_at))

struct OfProgram {
  programs::ProgramId program_id;
};
BOOST_DESCRIBE_STRUCT(OfProgram, (), (program_id))

struct MatchRuns {
  std::vector<MatchRun> runs;
};
BOOST_DESCRIBE_STRUCT(MatchRuns, (), (runs))

struct OfRun {
  RunId run_id;
};
BOOST_DESCRIBE_STRUCT(OfRun, (), (run_id))

struct PersonShown {
  PersonId id;
  std::string name, site;
};
BOOST_DESCRIBE_STRUCT(PersonShown, (), (id, name, site))

/// One proposal. `margin`: points the whole would lose at least without this pair; absent where it is not told.
/// `became`: what publishing came to, absent before.
struct ProposalShown {
  std::int64_t position = 0;
  PersonShown learner, educator;
  std::int64_t score = 0;
  std::optional<std::int64_t> margin;
  std::string verdict, wished, reasons;
  bool kept = false;
  std::optional<std::string> became;
};
BOOST_DESCRIBE_STRUCT(ProposalShown, (),
                      (position, learner, educator, score, margin, verdict, wished, reasons, kept, became))

/// Proposals from a position on, least certain first.
struct GetProposals {
  RunId run_id;
  std::optional<std::int64_t> from;
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(GetProposals, (), (run_id, from, limit))
struct Proposals {
  std::vector<ProposalShown> proposals;
};
BOOST_DESCRIBE_STRUCT(Proposals, (), (proposals))

/// A learner without a proposal, and why in a word.
struct UnplacedShown {
  PersonShown learner;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(UnplacedShown, (), (learner, reason))

/// How a published run is answered, counted: never by whom. `until` is the last day on which one may say no;
/// `needs_yes`: what is silent then ends instead of beginning.
struct RoomAnswers {
  Date until;
  std::int64_t yes = 0, silent = 0, no = 0;
  bool over = false, needs_yes = false;
};
BOOST_DESCRIBE_STRUCT(RoomAnswers, (), (until, yes, silent, no, over, needs_yes))

/// A run with what its room shows at once. `error_detail`: what the sentence of a failed run is about. `pending`:
/// answers are being counted, ask again.
struct MatchingRoom {
  MatchRun run;
  std::map<std::string, std::string> error_detail;
  std::string program;
  std::string preset, objective;
  std::vector<WeightShown> weights;
  std::vector<ChoiceJson> choices;
  std::vector<UnplacedShown> unplaced;
  std::int64_t offered = 0, not_offered = 0;
  std::optional<RoomAnswers> answers;
  bool may_run = false, may_sign_off = false, pending = false;
};
BOOST_DESCRIBE_STRUCT(MatchingRoom, (),
                      (run, error_detail, program, preset, objective, weights, choices, unplaced, offered, not_offered,
                       answers, may_run, may_sign_off, pending))

constexpr int rows_at_most = 200;

MatchRun shown(const StoredRun& run) {
  MatchRun out{run.id,    run.program,  run.number,        run.state,
               {},        run.asked_at, run.learners,      run.educators,
               run.seats, run.matched,  run.signed_off_at, run.published_at};
  if (!run.error_key.empty()) out.error = run.error_key;
  return out;
}

PersonShown shown(const Shown& person) { return {person.id, person.name, person.site}; }

/// What is shown of a program's run.
template <class Shown>
struct Of {
  programs::ProgramId program;
  Shown shown;
};

using AnswersKept = Kept<RunId, std::vector<std::int64_t>, AnswersGiven>;
constexpr std::int64_t counted_for_a_page = 2'000;

/// None before a run is published. Counted for whoever asks; of a large run beside the page, which shows the newest
/// that are ready.
Result<std::optional<AnswersGiven>> answers_shown(db::Database& database, db::ReadTransaction& read,
                                                  InstitutionId institution, const StoredRun& run, AnswersKept& kept) {
  if (run.state != RunState::publishing && run.state != RunState::published) return AnswersGiven{};
  if (run.matched <= counted_for_a_page) return TRY(answers_given(read, institution, run.id));
  const auto found = kept.newest(
      run.id, TRY(answers_mark(read, institution, run.program)), [&database, institution, run](const std::stop_token&) {
        return database.read([&](db::ReadTransaction& later) -> Result<AnswersKept::Made> {
          return AnswersKept::Made{
              TRY(answers_mark(later, institution, run.program)),
              std::make_shared<const AnswersGiven>(TRY(answers_given(later, institution, run.id)))};
        });
      });
  if (!found.value) return std::nullopt;
  return *found.value;
}

Result<MatchingRoom> room_of(db::Database& database, db::ReadTransaction& read, const institutions::Viewer& viewer,
                             const StoredRun& run, AnswersKept& kept) {
  const auto program = TRY(programs::read_program_text("settings", run.settings));
  MatchingRoom room;
  room.run = shown(run);
  if (run.state == RunState::failed) room.error_detail = TRY(error_details_of(read, viewer.institution_id, run.id));
  room.program = program.name;
  room.preset = std::string(programs::name_of(program.preset));
  room.objective = std::string(matching::name_of(program.objective));
  for (const WeightNow& one : weights_now(program.weights))
    room.weights.push_back({std::string(one.name), one.counts, one.points, one.most});
  for (const auto& one : TRY(choices_of(read, viewer.institution_id, run.id)))
    room.choices.push_back({one.pair.learner, one.pair.educator, one.pair.choice});
  for (const auto& one : TRY(left_out(read, viewer.institution_id, run.id, rows_at_most)))
    room.unplaced.push_back({shown(one.learner), one.reason});
  for (const auto& [became, count] : TRY(outcomes_of(read, viewer.institution_id, run.id))) {
    if (became == "made") room.offered += count;
    else if (!became.empty()) room.not_offered += count;
  }
  const auto counted = TRY(answers_shown(database, read, viewer.institution_id, run, kept));
  room.pending = !counted;
  const auto given = counted.value_or(AnswersGiven{});
  if (given.answer_by) {
    const auto today = TRY(relationships::day_of(read, viewer.institution_id));
    const auto acceptance = programs::charter_of(program.role).acceptance;
    room.answers = RoomAnswers{*given.answer_by - 1,
                               given.yes,
                               given.offers - given.yes - given.no,
                               given.no,
                               today && *today >= *given.answer_by,
                               acceptance == programs::Acceptance::explicit_yes};
  }
  room.may_run = programs::may_run(viewer, run.program);
  room.may_sign_off = may_sign_off(viewer, run.program);
  return room;
}

}  // namespace

void add_routes(http::Router& router, db::Database& database, institutions::ViewerOf viewer_of, const Clock& clock,
                Random& random, std::function<void()> wake) {
  const access_log::Noting log{database, clock, random};
  const auto kept = std::make_shared<AnswersKept>(16);
  router.route<PostMatchRun, MatchRun>(
      http::Method::post, "/api/v1/programs/{program_id}/match_runs",
      {.id = "post_match_run", .summary = "Asks for the program's next match run.", .success = 202},
      [=, &database, &clock, &random](const http::Request& request, const PostMatchRun& body) -> Result<MatchRun> {
        const auto viewer = TRY(viewer_of(request));
        Ask asked{body.program_id, {}, {}, {}, body.like, {}};
        if (body.weights)
          for (const WeightSaid& one : *body.weights) asked.weights.emplace_back(one.name, one.counts);
        for (const ChoiceJson& one : body.choices) asked.choices.push_back({one.learner, one.educator, one.choice});
        if (body.preset) asked.preset = TRY(programs::parse_preset(*body.preset));
        if (body.objective) asked.objective = TRY(programs::parse_objective(*body.objective));
        const auto run = TRY(ask(database, viewer, asked, clock, random));
        wake();
        return shown(run);
      });
  router.route<OfProgram, MatchRuns>(
      http::Method::get, "/api/v1/programs/{program_id}/match_runs",
      {.id = "list_match_runs", .summary = "The newest match runs of a program."},
      [=, &database](const http::Request& request, const OfProgram& asked) -> Result<MatchRuns> {
        const auto viewer = TRY(viewer_of(request));
        return database.read([&](db::ReadTransaction& read) -> Result<MatchRuns> {
          if (!TRY(programs::find_for(read, viewer, asked.program_id)))
            return err(fail(ErrorCode::not_found, "programs.unknown"));
          MatchRuns out;
          for (const auto& run : TRY(runs_of(read, viewer.institution_id, asked.program_id, 50)))
            out.runs.push_back(shown(run));
          return out;
        });
      });
  router.route<OfRun, MatchingRoom>(
      http::Method::get, "/api/v1/match_runs/{run_id}",
      {.id = "get_match_run", .summary = "A match run with what its room shows at once."},
      [=, &database](const http::Request& request, const OfRun& asked) -> Result<MatchingRoom> {
        const auto viewer = TRY(viewer_of(request));
        auto [program, room] = TRY(database.read([&](db::ReadTransaction& read) -> Result<Of<MatchingRoom>> {
          const auto run = TRY(reviewed(read, viewer, asked.run_id));
          return Of<MatchingRoom>{run.program, TRY(room_of(database, read, viewer, run, *kept))};
        }));
        TRY(log.seen(viewer, {access_log::Record::proposals, program}));
        return std::move(room);
      });
  router.route<GetProposals, Proposals>(
      http::Method::get, "/api/v1/match_runs/{run_id}/proposals",
      {.id = "list_proposals", .summary = "Proposals of a match run, least certain first."},
      [=, &database](const http::Request& request, const GetProposals& asked) -> Result<Proposals> {
        const auto viewer = TRY(viewer_of(request));
        auto [program, proposals] = TRY(database.read([&](db::ReadTransaction& read) -> Result<Of<Proposals>> {
          Of<Proposals> of{TRY(reviewed(read, viewer, asked.run_id)).program, {}};
          Proposals& out = of.shown;
          const int limit = std::clamp(asked.limit.value_or(rows_at_most), 1, rows_at_most);
          for (const auto& pair :
               TRY(pairs_from(read, viewer.institution_id, asked.run_id, asked.from.value_or(0), limit))) {
            ProposalShown line{pair.position, shown(pair.learner), shown(pair.educator), pair.score, pair.margin,
                               pair.verdict,  pair.wished,         pair.reasons,         pair.kept,  {}};
            if (!pair.became.empty()) line.became = pair.became;
            out.proposals.push_back(std::move(line));
          }
          return of;
        }));
        TRY(log.seen(viewer, {access_log::Record::proposals, program}));
        return std::move(proposals);
      });
  router.route<OfRun, http::Nothing>(
      http::Method::post, "/api/v1/match_runs/{run_id}/sign_off",
      {.id = "sign_off_match_run", .summary = "A lead who assesses nobody in it signs a match run off."},
      [=, &database, &clock, &random](const http::Request& request, const OfRun& asked) -> Result<> {
        return sign_off(database, TRY(viewer_of(request)), asked.run_id, clock, random);
      });
  router.route<OfRun, http::Nothing>(
      http::Method::post, "/api/v1/match_runs/{run_id}/publish",
      {.id = "publish_match_run", .summary = "Makes the offers of a match run that was signed off."},
      [=, &database, &clock, &random](const http::Request& request, const OfRun& asked) -> Result<> {
        TRY(publish(database, TRY(viewer_of(request)), asked.run_id, clock, random));
        wake();
        return {};
      });
}

}  // namespace chiron::match_runs
