// Parse, call, render.
#include "features/programs/program_routes.h"

#include <map>

#include "features/institutions/today.h"
#include "features/programs/program_actions.h"
#include "features/programs/program_edits.h"
#include "features/programs/program_json.h"

namespace chiron::programs {
namespace {

using http::Method;
using http::Nothing;
using http::Request;
using institutions::Viewer;

/// A new program; what is absent stands as the charter and the preset have it. The term is "2027-08-01..2028-08-01".
struct NewProgram {
  std::string name;
  std::string role;
  std::string term;
  std::optional<std::string> preset;
  std::optional<LearnersSelected> learners;
  std::optional<std::int64_t> default_capacity;
  std::optional<std::int64_t> capacity_cap;
};
BOOST_DESCRIBE_STRUCT(NewProgram, (), (name, role, term, preset, learners, default_capacity, capacity_cap))
struct ProgramMade {
  ProgramId id;
};
BOOST_DESCRIBE_STRUCT(ProgramMade, (), (id))
struct OneProgram {
  ProgramId program_id;
};
BOOST_DESCRIBE_STRUCT(OneProgram, (), (program_id))
/// What to change of a charter that was read at version `number`; what is absent stays.
struct ChangeCharter {
  ProgramId program_id;
  std::int64_t number = 1;
  std::optional<std::string> name;
  std::optional<std::string> term;
  std::optional<std::string> preset;
  std::optional<LearnersSelected> learners;
  std::optional<std::int64_t> default_capacity;
  std::optional<std::int64_t> capacity_cap;
  std::optional<std::int64_t> look_ahead_days;
  std::optional<std::int64_t> look_back_days;
  std::optional<std::int64_t> chain_depth;
  std::optional<Record> record;
  std::optional<conflict::Level> matters;
  std::optional<std::map<std::string, std::string>> rules;
};
BOOST_DESCRIBE_STRUCT(ChangeCharter, (),
                      (program_id, number, name, term, preset, learners, default_capacity, capacity_cap,
                       look_ahead_days, look_back_days, chain_depth, record, matters, rules))
/// Where one step of the calendar is to stand.
struct StepPlaced {
  Step step = Step::recruit;
  std::int32_t starts = 0;
  std::int32_t days = 1;
};
BOOST_DESCRIBE_STRUCT(StepPlaced, (), (step, starts, days))
struct PlaceSteps {
  ProgramId program_id;
  std::int64_t revision = 1;
  std::vector<StepPlaced> steps;
};
BOOST_DESCRIBE_STRUCT(PlaceSteps, (), (program_id, revision, steps))
struct CloneProgram {
  ProgramId program_id;
  std::string name;
  std::string term;
};
BOOST_DESCRIBE_STRUCT(CloneProgram, (), (program_id, name, term))
struct MoveProgram {
  ProgramId program_id;
  std::int64_t revision = 1;
};
BOOST_DESCRIBE_STRUCT(MoveProgram, (), (program_id, revision))

/// Learners who share these groups, for choosing who takes part.
struct LearnerGroupEntry {
  std::string cohort;
  std::string stage;
  std::string site;
  std::string unit;
  std::int64_t learners = 0;
};
BOOST_DESCRIBE_STRUCT(LearnerGroupEntry, (), (cohort, stage, site, unit, learners))
struct LearnerGroups {
  std::vector<LearnerGroupEntry> groups;
};
BOOST_DESCRIBE_STRUCT(LearnerGroups, (), (groups))

/// What the routes share.
struct Parts {
  db::Database& database;
  institutions::ViewerOf viewer_of;
  const Clock& clock;
  Random& random;
};

Error unknown() { return fail(ErrorCode::not_found, "programs.unknown"); }

Result<ProgramPage> page_for(db::ReadTransaction& read, const Viewer& viewer, ProgramId id, const Clock& clock) {
  const auto program = TRY(find_for(read, viewer, id));
  if (!program) return err(unknown());
  const Program& terms = program->charter.terms.program;
  auto page = page_of(*program, TRY(calendar_of(read, viewer.institution_id, id, terms.term)),
                      TRY(institutions::today_of(read, viewer.institution_id, clock)));
  page.may_run = may_run(viewer, id);
  for (const LearnerGroup& group : TRY(learner_groups(read, viewer.institution_id)))
    if (selects(terms.learners, group)) page.learners_selected += group.learners;
  return page;
}

Result<ProgramPage> page_for(const Parts& parts, const Viewer& viewer, ProgramId id) {
  return parts.database.read([&](db::ReadTransaction& read) { return page_for(read, viewer, id, parts.clock); });
}

void take(ProgramEdits& edits, const std::optional<LearnersSelected>& learners) {
  if (!learners) return;
  edits.cohort = learners->cohort;
  edits.stage = learners->stage;
  edits.site = learners->site;
  edits.unit = learners->unit;
}

Result<ProgramMade> make(const Parts& parts, const Viewer& viewer, const NewProgram& asked) {
  auto role = conflict::parse_role(asked.role);
  if (!role) return err(Error(role.error()).with("setting", "role"));
  ProgramEdits edits;
  edits.name = asked.name;
  edits.term = asked.term;
  edits.preset = asked.preset.value_or("balanced");
  edits.default_capacity = asked.default_capacity;
  edits.capacity_cap = asked.capacity_cap;
  take(edits, asked.learners);
  const auto preset = parse_preset(*edits.preset);
  if (!preset) return err(Error(preset.error()).with("setting", "preset"));
  const auto terms = Terms::of(TRY(edited(standard_program(*role, {}, *preset), edits)));
  return ProgramMade{TRY(set_up(parts.database, viewer, terms, parts.clock, parts.random))};
}

Result<ProgramPage> change(const Parts& parts, const Viewer& viewer, const ChangeCharter& asked) {
  const auto before =
      TRY(parts.database.read([&](db::ReadTransaction& read) { return find_for(read, viewer, asked.program_id); }));
  if (!before) return err(unknown());
  ProgramEdits edits;
  edits.name = asked.name;
  edits.term = asked.term;
  edits.preset = asked.preset;
  edits.default_capacity = asked.default_capacity;
  edits.capacity_cap = asked.capacity_cap;
  edits.look_ahead_days = asked.look_ahead_days;
  edits.look_back_days = asked.look_back_days;
  edits.chain_depth = asked.chain_depth;
  edits.rules = asked.rules.value_or(std::map<std::string, std::string>());
  take(edits, asked.learners);
  Terms terms = before->charter.terms;
  terms.program = TRY(edited(terms.program, edits));
  terms.record = asked.record.value_or(terms.record);
  terms.matters = asked.matters.value_or(terms.matters);
  TRY(change_charter(parts.database, viewer, asked.program_id, terms, parts.clock, parts.random, asked.number));
  return page_for(parts, viewer, asked.program_id);
}

Result<ProgramPage> place(const Parts& parts, const Viewer& viewer, const PlaceSteps& asked) {
  Calendar calendar = TRY(parts.database.read([&](db::ReadTransaction& read) -> Result<Calendar> {
    const auto program = TRY(find_for(read, viewer, asked.program_id));
    if (!program) return err(unknown());
    return calendar_of(read, viewer.institution_id, asked.program_id, program->charter.terms.program.term);
  }));
  for (const StepPlaced& each : asked.steps) calendar[static_cast<std::size_t>(each.step)] = {each.starts, each.days};
  TRY(change_calendar(parts.database, viewer, asked.program_id, calendar, asked.revision, parts.clock, parts.random));
  return page_for(parts, viewer, asked.program_id);
}

void add_looking(http::Router& router, const std::shared_ptr<const Parts>& parts) {
  router.route<Nothing, Charters>(
      Method::get, "/api/v1/charters",
      {.id = "list_charters", .summary = "The seven charters, and the conflict rules with their examples."},
      [parts](const Request& request, const Nothing&) -> Result<Charters> {
        TRY(parts->viewer_of(request));
        return charters_json();
      });
  router.route<Nothing, LearnerGroups>(
      Method::get, "/api/v1/learner_groups",
      {.id = "list_learner_groups", .summary = "Cohorts, stages, sites and units of learners, for who takes part."},
      [parts](const Request& request, const Nothing&) -> Result<LearnerGroups> {
        const Viewer viewer = TRY(parts->viewer_of(request));
        if (!may_run(viewer)) return err(fail(ErrorCode::forbidden, "programs.not_yours"));
        LearnerGroups list;
        for (auto& group : TRY(parts->database.read(
                 [&](db::ReadTransaction& read) { return learner_groups(read, viewer.institution_id); })))
          list.groups.push_back({group.cohort, group.stage, group.site, group.unit, group.learners});
        return list;
      });
  router.route<Nothing, Programs>(
      Method::get, "/api/v1/programs", {.id = "list_programs", .summary = "The programs that one sees, by name."},
      [parts](const Request& request, const Nothing&) -> Result<Programs> {
        const Viewer viewer = TRY(parts->viewer_of(request));
        return parts->database.read([&](db::ReadTransaction& read) -> Result<Programs> {
          Programs answer{{}, may_run(viewer)};
          const Date today = TRY(institutions::today_of(read, viewer.institution_id, parts->clock));
          const auto programs = TRY(list_for(read, viewer));
          const auto calendars = TRY(calendars_of(read, viewer.institution_id, programs));
          for (std::size_t n = 0; n < programs.size(); ++n)
            answer.programs.push_back(entry_of(programs[n], calendars[n], today));
          return answer;
        });
      });
  router.route<OneProgram, ProgramPage>(
      Method::get, "/api/v1/programs/{program_id}",
      {.id = "get_program", .summary = "A program with its newest charter, who sees what, and its calendar."},
      [parts](const Request& request, const OneProgram& asked) -> Result<ProgramPage> {
        return page_for(*parts, TRY(parts->viewer_of(request)), asked.program_id);
      });
}

void add_changing(http::Router& router, const std::shared_ptr<const Parts>& parts) {
  router.route<NewProgram, ProgramMade>(
      Method::post, "/api/v1/programs",
      {.id = "make_program", .summary = "Sets up a program under one of the seven charters.", .success = 201},
      [parts](const Request& request, const NewProgram& asked) -> Result<ProgramMade> {
        return make(*parts, TRY(parts->viewer_of(request)), asked);
      });
  router.route<ChangeCharter, ProgramPage>(
      Method::post, "/api/v1/programs/{program_id}/charter",
      {.id = "change_charter", .summary = "Records the next version of the charter, made from the one that was read."},
      [parts](const Request& request, const ChangeCharter& asked) -> Result<ProgramPage> {
        return change(*parts, TRY(parts->viewer_of(request)), asked);
      });
  router.route<PlaceSteps, ProgramPage>(
      Method::post, "/api/v1/programs/{program_id}/calendar",
      {.id = "place_steps", .summary = "Places steps of the calendar, in days from the cohort's start."},
      [parts](const Request& request, const PlaceSteps& asked) -> Result<ProgramPage> {
        return place(*parts, TRY(parts->viewer_of(request)), asked);
      });
  router.route<CloneProgram, ProgramMade>(
      Method::post, "/api/v1/programs/{program_id}/clone",
      {.id = "clone_program", .summary = "The same charter and calendar for another cohort.", .success = 201},
      [parts](const Request& request, const CloneProgram& asked) -> Result<ProgramMade> {
        return ProgramMade{TRY(clone(parts->database, TRY(parts->viewer_of(request)), asked.program_id, asked.name,
                                     asked.term, parts->clock, parts->random))};
      });
  const auto moving = [&](log::Word pattern, log::Word id, log::Word summary, Move move) {
    router.route<MoveProgram, ProgramPage>(
        Method::post, pattern, {.id = id, .summary = summary},
        [parts, move](const Request& request, const MoveProgram& asked) -> Result<ProgramPage> {
          const Viewer viewer = TRY(parts->viewer_of(request));
          TRY(make_move(parts->database, viewer, asked.program_id, move, asked.revision, parts->clock, parts->random));
          return page_for(*parts, viewer, asked.program_id);
        });
  };
  moving("/api/v1/programs/{program_id}/start", "start_program", "A draft begins to run.", Move::start);
  moving("/api/v1/programs/{program_id}/archive", "archive_program", "Puts a program away; nothing is lost.",
         Move::archive);
  moving("/api/v1/programs/{program_id}/reopen", "reopen_program", "Takes an archived program out again.",
         Move::reopen);
}

}  // namespace

void add_routes(http::Router& router, db::Database& database, const institutions::ViewerOf& viewer_of,
                const Clock& clock, Random& random) {
  const auto parts = std::make_shared<const Parts>(Parts{database, viewer_of, clock, random});
  add_looking(router, parts);
  add_changing(router, parts);
}

}  // namespace chiron::programs
