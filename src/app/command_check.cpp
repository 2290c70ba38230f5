// `chiron check`: reads an institution's files as every other command does and says what is wrong or unclear.
// Writes nothing but, when asked, the names that are still to be chosen.
#include "app/commands.h"
#include "app/judging.h"
#include "app/roster_options.h"

namespace chiron::app {
namespace {

Result<> check(const RosterOptions& options, Console& console) {
  // The names file may be the one that is read: choices in it are kept.
  if (options.open_names != options.files.names) TRY(options.keep_inputs({options.open_names}));
  const auto reading = TRY(options.read(console, {}));
  TRY(arrange(reading.roster, console));
  const auto& roster = reading.roster;
  console.say(text::Sentence("command.check.done")
                  .with("people", roster.people.size())
                  .with("duties", roster.duties.size())
                  .with("unresolved", roster.unresolved.size())
                  .with("warnings", roster.problems.count(people::Severity::warning)));
  return {};
}

}  // namespace

Command check_command() {
  return {"check", [](CLI::App& app, const text::Catalog& catalog) {
            auto options = std::make_shared<RosterOptions>();
            options->define(app, catalog, Takes::either);
            const auto help = [&](std::string_view option) { return option_help(catalog, "check", option); };
            app.add_option("--pairs", options->files.pairs, help("pairs"))->type_name("FILE");
            app.add_option("--preferences", options->files.preferences, help("preferences"))->type_name("FILE");
            app.add_option("--vetoes", options->files.vetoes, help("vetoes"))->type_name("FILE");
            app.add_option("--open-names", options->open_names, help("open_names"))->type_name("FILE");
            return [options](Console& console) { return finish(check(*options, console), console); };
          }};
}

}  // namespace chiron::app
