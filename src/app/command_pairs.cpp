// `chiron pairs`: pairs among peers, given as tables of ids and numbers: the largest total or stable, each with a proof
// that a stranger can check.
#include "app/commands.h"
#include "app/output.h"
#include "engines/matching/peers.h"
#include "features/instances/decimal.h"
#include "features/instances/peer_files.h"

namespace chiron::app {
namespace {

struct Options {
  instances::PeerFiles files;
  std::string objective, out, certificate;
  std::uint64_t seed = 0;
};

/// What became of it, in words.
void tell(const instances::PeerInstance& instance, const matching::PeerSolution& solution, const Console& console) {
  if (instance.not_near > 0) console.say(text::Sentence("command.pairs.not_near").with("pairs", instance.not_near));
  const auto& p = instance.problem;
  console.say(text::Sentence("command.pairs.done")
                  .with("pairs", solution.pairs)
                  .with("people", p.person_count)
                  .with("alone", p.person_count - 2 * solution.pairs)
                  .with("total", instances::text_of(solution.total, instance.decimals)));
  if (solution.outcome == matching::PeerOutcome::no_stable) {
    std::string names;
    constexpr std::size_t most_named = 10;
    for (std::size_t n = 0; n < solution.left_out.size() && n < most_named; ++n)
      names += (n == 0 ? "" : ", ") + std::string(instance.people.text(solution.left_out[n]));
    console.say(text::Sentence("command.pairs.no_stable")
                    .with("left_out", solution.left_out.size())
                    .with("names", names)
                    .with("more", solution.left_out.size() - std::min(solution.left_out.size(), most_named)));
  } else {
    console.say(text::Sentence("command.pairs." + std::string(name_of(solution.outcome)))
                    .with("quantum", instances::text_of(1, instance.decimals)));
  }
}

Result<> pairs(const Options& options, Console& console) {
  const auto& files = options.files;
  TRY(keep_inputs({files.edges, files.people, files.ranks}, {options.out, options.certificate}));
  const auto objective = TRY(objective_named(options.objective, matching::all_peer_objectives));
  console.progress(text::Sentence("progress.reading"));
  auto instance = TRY(instances::read_peers(files));
  auto& problem = instance.problem;
  problem.objective = objective;
  problem.lottery_seed = options.seed;
  console.progress(
      text::Sentence("command.pairs.solving").with("people", problem.person_count).with("pairs", problem.pair_count()));
  const auto solution = TRY(matching::pair_up(problem));
  console.progress(text::Sentence("command.assign.checking"));
  const auto violations = check(problem, solution, 1);
  if (!violations.empty() || solution.outcome == matching::PeerOutcome::stopped)
    return err(fail(ErrorCode::internal, "app.answer_not_proven")
                   .with("why", violations.empty() ? "stopped" : std::string(name_of(violations[0].kind))));
  console.progress(text::Sentence("command.assign.writing"));
  TRY(write_answer(options.out, instances::pairs_csv(instance, solution)));
  if (!options.certificate.empty())
    TRY(write_answer(options.certificate, instances::certificate_csv(instance, solution)));
  tell(instance, solution, console);
  return {};
}

}  // namespace

Command pairs_command() {
  return {"pairs", [](Arguments arguments) {
            auto options = std::make_shared<Options>();
            auto& files = options->files;
            arguments.value("--edges", files.edges, "FILE").required();
            arguments.value("--people", files.people, "FILE");
            arguments.value("--ranks", files.ranks, "FILE");
            arguments.value("--near-stage", files.near_stage, "MIN..MAX");
            arguments.value("--objective", options->objective).required();
            arguments.number("--seed", options->seed).shows_default();
            arguments.value("--out", options->out, "FILE").required();
            arguments.value("--certificate", options->certificate, "FILE");
            return [options](Console& console) { return finish(pairs(*options, console), console); };
          }};
}

}  // namespace chiron::app
