// `chiron program`: writes a program file to start from, one of seven charters with one of three presets.
#include <cstdio>

#include "app/commands.h"
#include "app/output.h"
#include "app/program_notes.h"
#include "features/programs/program_file.h"
#include "platform/csv/csv.h"

namespace chiron::app {
namespace {

struct Options {
  std::string role = "mentor", preset = "balanced", term, name, out;
};

Result<> write_template(const Options& options, Console& console) {
  const auto role = TRY(conflict::parse_role(options.role));
  const auto preset = TRY(programs::parse_preset(options.preset));
  auto program = programs::standard_program(role, TRY(DateRange::parse(options.term)), preset);
  program.name = options.name;
  const std::string text = programs::write_program(program, program_notes(console.catalog()));
  if (options.out.empty()) {
    std::fputs(text.c_str(), stdout);
    return {};
  }
  TRY(write_new_file(options.out, text));
  console.say(text::Sentence("command.program.done").with("file", options.out));
  return {};
}

}  // namespace

Command program_command() {
  return {"program", [](Arguments arguments) {
            auto options = std::make_shared<Options>();
            arguments.value("--role", options->role, "ROLE").shows_default();
            arguments.value("--preset", options->preset, "PRESET").shows_default();
            arguments.value("--term", options->term, "FROM..TO").required();
            arguments.value("--name", options->name, "TEXT");
            arguments.value("--out", options->out, "FILE");
            return [options](Console& console) { return finish(write_template(*options, console), console); };
          }};
}

}  // namespace chiron::app
