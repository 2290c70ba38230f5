// `chiron check`: reads an institution's files as every other command does and says what is wrong or unclear; or, with
// --data, reads a whole installation: its database and the chain of its audit log. Writes nothing but, when asked, the
// names that are still to be chosen.
#include "app/commands.h"
#include "app/judging.h"
#include "app/remote.h"
#include "app/roster_options.h"
#include "features/audit/audit.h"
#include "features/institutions/institution_store.h"

namespace chiron::app {
namespace {

/// Checking an installation needs no choices.
struct Whole {};
BOOST_DESCRIBE_STRUCT(Whole, (), ())

Result<> check_installation(Installation& installation, const Whole&, Console& console) {
  auto& database = *installation.database;
  console.progress(text::Sentence("command.check.database"));
  TRY(database.check_integrity());
  const auto all = TRY(database.read([](db::ReadTransaction& read) { return institutions::all(read); }));
  std::int64_t entries = 0;
  for (const auto& institution : all) {
    console.progress(text::Sentence("command.check.audit").with("institution", institution.name));
    const auto verified =
        TRY(database.read([&](db::ReadTransaction& read) { return audit::verify(read, institution.id); }));
    if (verified.fault)
      return err(fail(ErrorCode::io, "app.audit_broken")
                     .with("institution", institution.name)
                     .with("entry", std::to_string(verified.fault_seq)));
    entries += verified.entries;
  }
  console.say(
      text::Sentence("command.check.installation_done").with("institutions", all.size()).with("entries", entries));
  return {};
}

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

Task check_task() { return task<Whole>("check", check_installation); }

Command check_command() {
  return {"check", [](Arguments arguments) {
            auto options = std::make_shared<RosterOptions>();
            auto data = std::make_shared<std::string>();
            options->define(arguments, Takes::either);
            arguments.value("--pairs", options->files.pairs, "FILE");
            arguments.value("--preferences", options->files.preferences, "FILE");
            arguments.value("--vetoes", options->files.vetoes, "FILE");
            arguments.value("--open-names", options->open_names, "FILE");
            arguments.value("--data", *data, "DIR");
            return [options, data](Console& console) {
              if (data->empty()) return finish(check(*options, console), console);
              bool names_files = false;
              options->each_file([&](const std::string&) { names_files = true; });
              if (names_files) return console.report(refuse("app.check_one_thing"));
              const auto place = place_of(*data, data_directory::Missing::refuse, options->settings);
              if (!place) return console.report(place.error());
              return on_installation<Whole>(*place, "check", check_installation, {}, console);
            };
          }};
}

}  // namespace chiron::app
