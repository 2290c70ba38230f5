// `chiron assign`: solves a matching problem given as three tables of ids and numbers, with a certificate that a
// stranger can check.
#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "app/commands.h"
#include "app/output.h"
#include "engines/matching/changes.h"
#include "engines/matching/lottery.h"
#include "engines/matching/solve.h"
#include "features/instances/answer_files.h"

namespace chiron::app {
namespace {

struct Options {
  instances::InstanceFiles files;
  std::string objective, out, certificate, probabilities;
  std::uint64_t seed = 0, lottery_runs = 1'000, trade_off = 0;
  bool fewest_changes = false;
};

Error not_proven(const std::vector<matching::Violation>& violations) {
  return fail(ErrorCode::internal, "app.answer_not_proven")
      .with("why", violations.empty() ? "stopped" : std::string(name_of(violations[0].kind)));
}

/// Solves and checks where learners have a current educator.
Result<matching::Rematch> match_again(const Options& options, const instances::Instance& instance, Console& console) {
  const auto& problem = instance.problem;
  auto answer = TRY(options.fewest_changes ? matching::rematch_with_fewest_changes(problem, instance.current)
                                           : matching::rematch(problem, instance.current, instance.change_price));
  console.progress(text::Sentence("command.assign.checking"));
  const auto claim = options.fewest_changes ? matching::ChangeClaim::fewest : matching::ChangeClaim::priced;
  const auto violations = check(problem, instance.current, answer, claim, 1);
  if (!violations.empty() || answer.solution.outcome != matching::Outcome::optimal) return err(not_proven(violations));
  return answer;
}

/// Solves and checks where nobody has an educator yet.
Result<matching::Solution> match(const matching::Problem& problem, Console& console) {
  auto solution = TRY(matching::solve(problem));
  console.progress(text::Sentence("command.assign.checking"));
  const auto violations = check(problem, solution, 1);
  if (!violations.empty() || solution.outcome != matching::Outcome::optimal) return err(not_proven(violations));
  return solution;
}

/// Who keeps their educator, who does not, and who could not.
void say_changes(const Options& options, const instances::Instance& instance, const matching::Rematch& rematch,
                 const Console& console) {
  console.say(text::Sentence("command.assign.changes")
                  .with("fewest", options.fewest_changes ? "yes" : "no")
                  .with("current", rematch.changes.kept + rematch.changes.changed)
                  .with("kept", rematch.changes.kept)
                  .with("changed", rematch.changes.changed)
                  .with("price", instances::text_of(rematch.price, instance.decimals)));
  const auto& cannot_keep = rematch.cannot_keep;
  if (cannot_keep.empty()) return;
  std::string names;
  constexpr std::size_t most_named = 10;
  const std::size_t named = std::min(cannot_keep.size(), most_named);
  for (std::size_t n = 0; n < named; ++n)
    names += (n == 0 ? "" : ", ") + std::string(instance.learners.text(cannot_keep[n]));
  console.say(text::Sentence("command.assign.cannot_keep")
                  .with("learners", cannot_keep.size())
                  .with("names", names)
                  .with("more", cannot_keep.size() - named));
}

/// What fewer changes cost, each answer checked like the one that is written.
Result<matching::Tradeoff> trade_off(const Options& options, const instances::Instance& instance, Console& console) {
  console.progress(text::Sentence("command.assign.trading_off"));
  auto tradeoff = TRY(matching::tradeoff_of_changes(instance.problem, instance.current, options.trade_off));
  for (std::size_t n = 0; n < tradeoff.answers.size(); ++n) {
    const bool last = n + 1 == tradeoff.answers.size();
    const auto claim = last ? matching::ChangeClaim::fewest : matching::ChangeClaim::priced;
    const auto violations = check(instance.problem, instance.current, tradeoff.answers[n], claim, 1);
    if (!violations.empty()) return err(not_proven(violations));
  }
  return tradeoff;
}

void say_trade_off(const instances::Instance& instance, const matching::Tradeoff& tradeoff, const Console& console) {
  console.say(text::Sentence("command.assign.trade_off")
                  .with("answers", tradeoff.answers.size())
                  .with("complete", tradeoff.complete ? "yes" : "no"));
  for (const matching::Rematch& answer : tradeoff.answers)
    console.say(text::Sentence("command.assign.trade_off_answer")
                    .with("price", instances::text_of(answer.price, instance.decimals))
                    .with("changed", answer.changes.changed)
                    .with("matched", answer.solution.matched)
                    .with("total", instances::text_of(answer.changes.total, instance.decimals)));
}

/// Draws the lottery again and again.
Result<matching::LotteryOutcomes> draw(const Options& options, const matching::Problem& problem, Console& console) {
  console.progress(text::Sentence("command.assign.drawing").with("runs", options.lottery_runs));
  auto outcomes = TRY(matching::draw_lotteries(problem, options.lottery_runs, matching::Threads::two));
  if (const auto violations = check(problem, outcomes, 1); !violations.empty()) return err(not_proven(violations));
  return outcomes;
}

/// What a fair objective looked at first.
void say_fairness(const instances::Instance& instance, const matching::Solution& solution, const Console& console) {
  const auto& proof = solution.certificate;
  std::optional<std::int64_t> smallest;
  std::string ranks;
  std::size_t named = 0;
  switch (instance.problem.objective) {
    case matching::Objective::bottleneck:
      if (!proof.bottleneck.above.learner.empty()) smallest = proof.bottleneck.smallest;
      break;
    case matching::Objective::leximin:
      for (const auto& level : proof.levels.level)
        if (level.value != matching::no_educator && level.count > 0 && !smallest) smallest = level.value;
      break;
    case matching::Objective::rank_maximal:
      for (const auto& level : proof.levels.level)
        if (level.count > 0 && ++named <= 10)
          ranks += fmt::format("{}{}: {}", named > 1 ? ", " : "", level.value, level.count);
      break;
    default: break;
  }
  if (smallest)
    console.say(
        text::Sentence("command.assign.smallest").with("score", instances::text_of(*smallest, instance.decimals)));
  if (named > 0)
    console.say(text::Sentence("command.assign.ranks").with("ranks", ranks).with("more", named > 10 ? named - 10 : 0));
}

Result<> assign(const Options& options, Console& console) {
  const auto& files = options.files;
  TRY(keep_inputs({files.edges, files.capacities, files.ranks, files.pins, files.forbids, files.current},
                  {options.out, options.certificate, options.probabilities}));
  const auto objective = TRY(objective_named(options.objective, matching::all_objectives));
  if (!options.probabilities.empty() && objective != matching::Objective::stable)
    return err(refuse("app.probabilities_need_stable").with("objective", std::string(name_of(objective))));
  if (options.trade_off == 1) return err(refuse("app.trade_off_too_short"));
  if (!files.current.empty() && !counts_totals(objective))
    return err(refuse("app.changes_need_totals").with("objective", std::string(name_of(objective))));
  console.progress(text::Sentence("progress.reading"));
  auto instance = TRY(instances::read_instance(files));
  auto& problem = instance.problem;
  problem.objective = objective;
  problem.lottery_seed = options.seed;
  console.progress(text::Sentence("command.assign.solving")
                       .with("learners", problem.learner_count())
                       .with("educators", problem.educator_count)
                       .with("pairs", problem.pair_count()));
  std::optional<matching::Rematch> again;
  if (!instance.current.empty()) again = TRY(match_again(options, instance, console));
  const auto solution = again ? again->solution : TRY(match(problem, console));
  std::optional<matching::Tradeoff> tradeoff;
  if (options.trade_off > 0) tradeoff = TRY(trade_off(options, instance, console));
  std::optional<matching::LotteryOutcomes> outcomes;
  if (!options.probabilities.empty()) outcomes = TRY(draw(options, problem, console));
  console.progress(text::Sentence("command.assign.writing"));
  TRY(write_answer(options.out, instances::answer_csv(instance, solution)));
  if (!options.certificate.empty())
    TRY(write_answer(options.certificate, again ? instances::certificate_csv(instance, *again)
                                                : instances::certificate_csv(instance, solution)));
  if (outcomes) TRY(write_answer(options.probabilities, instances::probabilities_csv(instance, *outcomes)));
  console.say(text::Sentence("command.assign.done")
                  .with("matched", solution.matched)
                  .with("learners", problem.learner_count())
                  .with("total", instances::text_of(again ? again->changes.total : solution.total, instance.decimals))
                  .with("quantum", instances::text_of(1, instance.decimals)));
  say_fairness(instance, solution, console);
  if (again) say_changes(options, instance, *again, console);
  if (tradeoff) say_trade_off(instance, *tradeoff, console);
  if (outcomes)
    console.say(text::Sentence("command.assign.probabilities")
                    .with("runs", outcomes->runs)
                    .with("undecided", outcomes->undecided)
                    .with("learners", problem.learner_count()));
  if (problem.score_floor > -matching::max_score) {
    const auto placeable = placeable_learners(problem);
    console.say(text::Sentence("command.assign.floor")
                    .with("floor", instances::text_of(problem.score_floor, instance.decimals))
                    .with("unplaced", problem.learner_count() - solution.matched)
                    .with("above", placeable.above_floor)
                    .with("all", placeable.at_all));
  }
  return {};
}

}  // namespace

Command assign_command() {
  return {"assign", [](Arguments arguments) {
            auto options = std::make_shared<Options>();
            auto& files = options->files;
            arguments.value("--edges", files.edges, "FILE").required();
            arguments.value("--capacities", files.capacities, "FILE").required();
            arguments.value("--ranks", files.ranks, "FILE");
            arguments.value("--objective", options->objective).required();
            arguments.value("--pins", files.pins, "FILE");
            arguments.value("--forbid", files.forbids, "FILE");
            arguments.value("--unmatched-penalty", files.penalty, "NUMBER");
            arguments.value("--floor", files.floor, "NUMBER");
            arguments.value("--current", files.current, "FILE");
            arguments.value("--change-price", files.change_price, "NUMBER").needs("--current");
            arguments.flag("--fewest-changes", options->fewest_changes).needs("--current").excludes("--change-price");
            arguments.number("--changes-trade-off", options->trade_off).needs("--current");
            arguments.number("--seed", options->seed).shows_default();
            arguments.value("--out", options->out, "FILE").required();
            arguments.value("--certificate", options->certificate, "FILE");
            arguments.value("--probabilities", options->probabilities, "FILE");
            arguments.number("--lottery-runs", options->lottery_runs).shows_default().needs("--probabilities");
            return [options](Console& console) { return finish(assign(*options, console), console); };
          }};
}

}  // namespace chiron::app
