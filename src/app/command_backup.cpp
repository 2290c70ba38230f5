// `chiron backup` and `chiron restore`: one command each way; a backup counts only once it has been opened and checked.
#include "app/commands.h"
#include "app/remote.h"

namespace chiron::app {
namespace {

struct Backup {
  std::string to, secrets_to;

  /// A server stands in another directory than its command.
  void before_sending() {
    to = std::filesystem::absolute(to).string();
    if (!secrets_to.empty()) secrets_to = std::filesystem::absolute(secrets_to).string();
  }
};
BOOST_DESCRIBE_STRUCT(Backup, (), (to, secrets_to))

Result<> back_up(Installation& installation, const Backup& options, Console& console) {
  const Instant now = SystemClock().now();
  console.progress(text::Sentence("backup.copying"));
  const auto made =
      TRY(data_directory::back_up(installation.directory, {installation.database.get(), nullptr}, options.to, now));
  console.say(text::Sentence("backup.made").with("path", made.string()));
  if (!options.secrets_to.empty()) {
    const auto secrets = TRY(data_directory::back_up_secrets(installation.directory, options.secrets_to, now));
    console.say(text::Sentence("backup.secrets_made").with("path", secrets.string()));
  }
  return {};
}

struct Restore {
  std::string from, data;
};

Result<> restore(const Restore& options, Console& console) {
  TRY(data_directory::restore(options.from, options.data));
  // Opened once, so that a database of another version or with a fault says so now and not at the next start.
  auto installation = TRY(open_installation(options.data, data_directory::Missing::refuse));
  TRY(installation.database->check_integrity());
  console.say(text::Sentence("backup.restored").with("path", options.data));
  return {};
}

}  // namespace

Task backup_task() { return task<Backup>("backup", back_up); }

Command backup_command() {
  return {"backup", [](Arguments arguments) {
            auto options = std::make_shared<Backup>();
            auto data = std::make_shared<std::string>();
            auto settings = std::make_shared<SettingOptions>();
            arguments.value("--data", *data, "DIR").required();
            arguments.value("--to", options->to, "DIR").required();
            arguments.value("--secrets-to", options->secrets_to, "DIR");
            settings->define(arguments, {"database."});
            return [options, data, settings](Console& console) {
              const auto place = place_of(*data, data_directory::Missing::refuse, *settings);
              if (!place) return console.report(place.error());
              return on_installation<Backup>(*place, "backup", back_up, *options, console);
            };
          }};
}

Command restore_command() {
  return {"restore", [](Arguments arguments) {
            auto options = std::make_shared<Restore>();
            arguments.value("--from", options->from, "BACKUP").required();
            arguments.value("--data", options->data, "DIR").required();
            return [options](Console& console) { return finish(restore(*options, console), console); };
          }};
}

}  // namespace chiron::app
