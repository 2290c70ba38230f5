// `chiron mail`: posts a mail that says that mail works, as any other letter: over the outbox and its server.
#include "app/commands.h"
#include "platform/mail/letter.h"

namespace chiron::app {
namespace {

struct Options {
  std::string institution, to;
};
BOOST_DESCRIBE_STRUCT(Options, (), (institution, to))

Result<> post_trial(Installation& installation, const Options& options, Console& console) {
  const SystemClock clock;
  SystemRandom random;
  auto& database = *installation.database;
  TRY(mail::check_address(options.to));
  const auto institution =
      TRY(database.read([&](db::ReadTransaction& read) { return institution_named(read, options.institution); }));
  const auto id = jobs::JobId::random(random);
  const Instant now = clock.now();
  const mail::Letter letter{options.to, text::Sentence("mail.trial.subject"), {text::Sentence("mail.trial.text")}};
  TRY(database.write_and_wait([&](db::WriteTransaction& write) {
    return jobs::post(write, institution.id, id, mail::letter_request("trial " + id.text(), letter, now), now);
  }));
  console.say(text::Sentence("mail.posted").with("to", options.to).with("institution", institution.name));
  return {};
}

}  // namespace

Task mail_task() { return task<Options>("mail", post_trial); }

Command mail_command() {
  return {"mail", [](Arguments arguments) {
            auto options = std::make_shared<Options>();
            auto data = std::make_shared<std::string>();
            auto settings = std::make_shared<SettingOptions>();
            arguments.value("--data", *data, "DIR").required();
            arguments.value("--to", options->to).required();
            arguments.value("--institution", options->institution, "SLUG");
            settings->define(arguments, {"database."});
            return [options, data, settings](Console& console) {
              const auto place = place_of(*data, data_directory::Missing::refuse, *settings);
              if (!place) return console.report(place.error());
              return on_installation<Options>(*place, "mail", post_trial, *options, console);
            };
          }};
}

}  // namespace chiron::app
