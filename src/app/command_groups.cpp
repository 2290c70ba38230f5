// `chiron groups`: peer groups mixed over stage and site that meet wishes, with a bound on how far the best can be from
// them.
#include <tuple>

#include "app/commands.h"
#include "app/output.h"
#include "engines/matching/groups.h"
#include "features/instances/peer_files.h"

namespace chiron::app {
namespace {

struct Options {
  instances::GroupFiles files{"", "", "5..8"};
  std::string out, certificate;
  std::uint16_t first_wish = matching::GroupWeights().first_wish, later_wish = matching::GroupWeights().later_wish;
  std::uint16_t same_stage = matching::GroupWeights().same_stage, same_site = matching::GroupWeights().same_site;
  std::uint64_t seed = 0;
};

Result<> groups(const Options& options, Console& console) {
  const auto& files = options.files;
  TRY(keep_inputs({files.people, files.wishes}, {options.out, options.certificate}));
  console.progress(text::Sentence("progress.reading"));
  auto instance = TRY(instances::read_groups(files));
  auto& problem = instance.problem;
  problem.weights = {options.same_stage, options.same_site, options.first_wish, options.later_wish};
  problem.lottery_seed = options.seed;
  console.progress(text::Sentence("command.groups.solving")
                       .with("people", problem.person_count)
                       .with("wishes", problem.wishes.size()));
  const auto solution = TRY(matching::group_up(problem));
  console.progress(text::Sentence("command.assign.checking"));
  if (const auto violations = check(problem, solution); !violations.empty())
    return err(
        fail(ErrorCode::internal, "app.answer_not_proven").with("why", std::string(name_of(violations[0].kind))));
  console.progress(text::Sentence("command.assign.writing"));
  TRY(write_answer(options.out, instances::groups_csv(instance, solution)));
  if (!options.certificate.empty())
    TRY(write_answer(options.certificate, instances::certificate_csv(instance, solution)));

  const std::uint32_t smaller = problem.person_count / solution.groups;
  const bool even = problem.person_count % solution.groups == 0;
  console.say(text::Sentence("command.groups.done")
                  .with("people", problem.person_count)
                  .with("groups", solution.groups)
                  .with("smaller", smaller)
                  .with("even", even ? "yes" : "no")
                  .with("larger", smaller + 1));
  if (!problem.wishes.empty())
    console.say(text::Sentence("command.groups.wishes")
                    .with("people", solution.with_wish)
                    .with("met", solution.wishes_met)
                    .with("wishes", problem.wishes.size()));
  for (const auto& [given, excess, kind] : {std::tuple(!problem.stage.empty(), solution.stage_excess, "stage"),
                                            std::tuple(!problem.site.empty(), solution.site_excess, "site")})
    if (given) console.say(text::Sentence("command.groups.mixed").with("kind", kind).with("excess", excess));
  console.say(text::Sentence("command.groups." + std::string(name_of(solution.outcome)))
                  .with("value", solution.value)
                  .with("bound", solution.bound));
  return {};
}

}  // namespace

Command groups_command() {
  return {"groups", [](Arguments arguments) {
            auto options = std::make_shared<Options>();
            arguments.value("--people", options->files.people, "FILE").required();
            arguments.value("--size", options->files.size, "MIN..MAX").shows_default();
            arguments.value("--wishes", options->files.wishes, "FILE");
            arguments.number("--first-wish", options->first_wish).shows_default();
            arguments.number("--later-wish", options->later_wish).shows_default();
            arguments.number("--same-stage", options->same_stage).shows_default();
            arguments.number("--same-site", options->same_site).shows_default();
            arguments.number("--seed", options->seed).shows_default();
            arguments.value("--out", options->out, "FILE").required();
            arguments.value("--certificate", options->certificate, "FILE");
            return [options](Console& console) { return finish(groups(*options, console), console); };
          }};
}

}  // namespace chiron::app
