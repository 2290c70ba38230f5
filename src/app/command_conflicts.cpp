// `chiron conflicts`: every finding for every pair of learners and educators.
#include <cstdio>

#include "app/commands.h"
#include "app/judging.h"
#include "app/output.h"
#include "app/roster_options.h"
#include "features/conflicts/findings_file.h"
#include "features/programs/program_file.h"

namespace chiron::app {
namespace {

struct Options {
  RosterOptions roster;
  std::string term, role, program, out;
};

/// As many rows as Chiron reads from one file; above, missing facts are written once for each learner.
constexpr std::uint64_t most_unknown_rows = 2'000'000;

Result<> conflicts_of(const Options& options, Console& console) {
  TRY(options.roster.keep_inputs({options.out}, options.program));
  auto program = options.program.empty() ? programs::standard_program(conflict::Role::mentor, {})
                                         : TRY(programs::read_program(options.program));
  if (!options.role.empty()) program = programs::standard_program(TRY(conflict::parse_role(options.role)), {});
  if (!options.term.empty()) program.term = TRY(DateRange::parse(options.term));
  if (program.term.from == Date::min() || program.term.to == Date::max()) return err(refuse("match_runs.open_term"));

  console.progress(text::Sentence("progress.reading"));
  const auto reading = TRY(options.roster.read(console, program.term));
  const auto judging = TRY(arrange(reading.roster, console));
  std::vector<conflict::Person> learners, educators;
  for (conflict::Person person = 0; person < reading.roster.people.size(); ++person) {
    if (!reading.roster.people[person].on_list) continue;  // known for their duties only
    if (people::can_learn(reading.roster.people[person].listed_as)) learners.push_back(person);
    if (people::can_teach(reading.roster.people[person].listed_as)) educators.push_back(person);
  }
  console.progress(text::Sentence("progress.judging").with("pairs", learners.size() * educators.size()));
  conflicts::FindingsFile findings(reading.roster);
  std::uint64_t pairs = 0, blocked = 0;
  for_each_finding(judging.index, program.policy, learners, educators, program.term,
                   [&](conflict::Pair pair, std::span<const conflict::Finding> found) {
                     findings.add(pair, found);
                     ++pairs;
                     for (const auto& finding : found)
                       if (finding.level == conflict::Level::block && finding.standing == conflict::Standing::applies) {
                         ++blocked;
                         break;
                       }
                     return true;
                   });
  std::vector<std::pair<conflict::Person, std::vector<DateRange>>> unknown;
  std::uint64_t unknown_rows = 0;
  for (conflict::Person learner : learners) {
    auto days = unknown_days(judging.index, program.policy, learner, program.term);
    if (days.empty()) continue;
    unknown_rows += days.size() * educators.size();
    unknown.emplace_back(learner, std::move(days));
  }
  for (const auto& [learner, days] : unknown) {
    if (unknown_rows > most_unknown_rows) findings.add_unknown_for_all(learner, days);
    else
      for (conflict::Person educator : educators)
        if (educator != learner) findings.add_unknown({learner, educator}, days);
  }
  TRY(write_answer(options.out, findings.text()));
  console.say(text::Sentence("command.conflicts.done")
                  .with("pairs", pairs)
                  .with("blocked", blocked)
                  .with("unknown", unknown.size())
                  .with("file", options.out));
  return {};
}

}  // namespace

Command conflicts_command() {
  return {"conflicts", [](Arguments arguments) {
            auto options = std::make_shared<Options>();
            options->roster.define(arguments, Takes::either);
            arguments.value("--program", options->program, "FILE");
            arguments.value("--role", options->role, "ROLE").excludes("--program");
            arguments.value("--term", options->term, "FROM..TO");
            arguments.value("--out", options->out, "FILE").required();
            return [options](Console& console) { return finish(conflicts_of(*options, console), console); };
          }};
}

}  // namespace chiron::app
