// `chiron match`: proposals with reasons, who is left without one and what would help, and the proof.
#include <chrono>

#include "app/commands.h"
#include "app/judging.h"
#include "app/output.h"
#include "app/program_notes.h"
#include "app/roster_options.h"
#include "base/clock.h"
#include "features/match_runs/match_report.h"
#include "features/programs/program_file.h"

namespace chiron::app {
namespace {

struct Options {
  RosterOptions roster;
  std::string program, term, role, preset, objective, floor, out;
};

/// The program file, narrowed by what the command line says.
Result<programs::Program> program_of(const Options& options) {
  programs::Program program;
  if (!options.program.empty()) program = TRY(programs::read_program(options.program));
  else {
    const auto role = options.role.empty() ? conflict::Role::mentor : TRY(conflict::parse_role(options.role));
    program = programs::standard_program(role, {});
    // Without a term of its own the program runs for a year from today.
    const Date today = SystemClock().now().utc_date();
    program.term = {today, today + 365};
  }
  if (!options.term.empty()) program.term = TRY(DateRange::parse(options.term));
  if (!options.preset.empty()) {
    const auto preset = TRY(programs::parse_preset(options.preset));
    if (options.program.empty()) program = programs::standard_program(program.role, program.term, preset);
    else apply_preset(program, preset);
  }
  if (!options.objective.empty()) program.objective = TRY(programs::parse_objective(options.objective));
  if (!options.floor.empty()) program.score_floor = TRY(programs::parse_floor(options.floor));
  return program;
}

Result<std::vector<match_runs::RosterPair>> kept_pairs(const duties::Roster& roster) {
  std::vector<match_runs::RosterPair> pairs;
  for (const auto& pair : roster.pairs)
    if (const auto learner = roster.find(pair.learner), educator = roster.find(pair.educator); learner && educator)
      pairs.push_back({*learner, *educator});
  return pairs;
}

Result<> match(const Options& options, Console& console) {
  Output output(options.out);
  TRY(options.roster.keep_inputs({output.path("matches.csv"), output.path("unmatched.csv"), output.path("report.html"),
                                  output.path("program.toml")},
                                 options.program));
  const auto program = TRY(program_of(options));
  console.progress(text::Sentence("progress.reading"));
  const auto reading = TRY(options.roster.read(console, program.term));
  console.progress(text::Sentence("progress.arranging")
                       .with("people", reading.roster.people.size())
                       .with("duties", reading.roster.duties.size()));
  const auto judging = TRY(arrange(reading.roster, console));
  match_runs::Request request{reading.roster, judging.index, program, {}, {}, matching::Threads::two, {}};
  request.keep = TRY(kept_pairs(reading.roster));
  request.progress = [&](match_runs::Stage stage) {
    console.progress(text::Sentence("progress.stage." + std::string(match_runs::name_of(stage))));
  };
  using Clock = std::chrono::steady_clock;
  request.listed = [&console, told = Clock::now()](std::uint32_t done, std::uint32_t all) mutable {
    if (done == all || Clock::now() - told < std::chrono::seconds(2)) return;
    told = Clock::now();
    console.progress(text::Sentence("progress.listed").with("done", done).with("all", all));
  };
  const auto run = TRY(match_runs::run(request));

  console.progress(text::Sentence("progress.writing"));
  match_runs::RunRecord record;
  record.files = TRY(
      options.roster.fingerprints(options.program.empty() ? std::vector<std::string>{} : std::vector{options.program}));
  record.prepared_on = SystemClock().now().utc_date();
  record.version = version();
  output.add("matches.csv", match_runs::matches_csv(request, run));
  output.add("unmatched.csv", match_runs::unmatched_csv(request, run));
  output.add("report.html", page(match_runs::match_document(request, run, record), console.catalog()));
  output.add("program.toml", programs::write_program(program, program_notes(console.catalog())));
  TRY(output.write());
  console.say(text::Sentence("match.eligibility.standing")
                  .with("enough", run.eligibility.histogram[3])
                  .with("learners", run.learners.size())
                  .with("minimum", 3));
  console.say(text::Sentence("match.standing")
                  .with("matched", run.proposals.size())
                  .with("learners", run.learners.size())
                  .with("unmatched", run.unplaced.size()));
  console.say(text::Sentence("app.written")
                  .with("directory", options.out)
                  .with("files", "report.html, matches.csv, unmatched.csv, program.toml"));
  return {};
}

}  // namespace

Command match_command() {
  return {"match", [](Arguments arguments) {
            auto options = std::make_shared<Options>();
            options->roster.define(arguments, Takes::either);
            arguments.value("--preferences", options->roster.files.preferences, "FILE");
            arguments.value("--vetoes", options->roster.files.vetoes, "FILE");
            arguments.value("--pairs", options->roster.files.pairs, "FILE");
            arguments.value("--program", options->program, "FILE");
            arguments.value("--role", options->role).excludes("--program");
            arguments.value("--term", options->term, "FROM..TO");
            arguments.value("--preset", options->preset);
            arguments.value("--objective", options->objective);
            arguments.value("--floor", options->floor, "POINTS");
            arguments.value("--out", options->out, "DIR").required();
            return [options](Console& console) { return finish(match(*options, console), console); };
          }};
}

}  // namespace chiron::app
