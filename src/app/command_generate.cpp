// `chiron generate`: writes one of the published test instances as the files that `chiron assign` reads.
#include <cmath>
#include <filesystem>

#include <fmt/format.h>

#include "app/commands.h"
#include "app/output.h"
#include "engines/matching/generate.h"
#include "features/instances/answer_files.h"

namespace chiron::app {
namespace {

struct Options {
  std::string family = "real", out;
  std::uint64_t learners = 0, educators = 0, candidates = 0, seed = 1;
};

Result<> generate_instance(const Options& options, Console& console) {
  const auto family = TRY(matching::parse_family(options.family));
  TRY(matching::validate_size(family, options.learners, options.educators, options.candidates));
  const auto count = [](std::uint64_t number) { return static_cast<std::uint32_t>(number); };  // small enough by now
  const auto problem = matching::generate(family, count(options.learners), count(options.educators),
                                          count(options.candidates), options.seed);
  std::error_code failed;
  std::filesystem::create_directories(options.out, failed);
  // One after the other, so that a national instance is never held as text whole.
  for (const auto& [name, text] :
       {std::pair{"edges.csv", &instances::edges_csv}, std::pair{"capacities.csv", &instances::capacities_csv},
        std::pair{"ranks.csv", &instances::ranks_csv}}) {
    TRY(write_answer(options.out + "/" + name, text(problem)));
  }
  console.say(text::Sentence("app.written")
                  .with("directory", options.out)
                  .with("files", "edges.csv, capacities.csv, ranks.csv"));
  console.say(text::Sentence("command.generate.done")
                  .with("learners", problem.learner_count())
                  .with("educators", problem.educator_count)
                  .with("pairs", problem.pair_count())
                  .with("checksum", fmt::format("{:016x}", checksum(problem))));
  return {};
}

}  // namespace

Command generate_command() {
  return {"generate", [](Arguments arguments) {
            auto options = std::make_shared<Options>();
            arguments.value("--family", options->family).shows_default();
            arguments.number("--learners", options->learners).required();
            arguments.number("--educators", options->educators).required();
            arguments.number("--candidates", options->candidates).required();
            arguments.number("--seed", options->seed).shows_default();
            arguments.value("--out", options->out, "DIR").required();
            return [options](Console& console) { return finish(generate_instance(*options, console), console); };
          }};
}

}  // namespace chiron::app
