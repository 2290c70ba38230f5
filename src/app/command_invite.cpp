// `chiron invite`: gives somebody access; the way in for an installation's first coordinator, whose institution it
// makes when told its name, and back in for whoever lost passphrase or app. Prints the link.
#include "app/commands.h"
#include "app/remote.h"
#include "features/accounts/account_actions.h"
#include "features/people/people_store.h"

namespace chiron::app {
namespace {

struct Options {
  std::string institution, name, time_zone = "UTC", email, person, address;
  std::vector<std::string> roles;
};
BOOST_DESCRIBE_STRUCT(Options, (), (institution, name, time_zone, email, person, address, roles))

Result<> invite(Installation& installation, const Options& options, Console& console) {
  SystemClock clock;
  SystemRandom random;
  auto& database = *installation.database;
  const auto secrets = TRY(accounts::load_secrets(installation.directory.secrets(), database, random));
  accounts::NewInvitation invitation{options.email, {}, {}};
  if (!options.name.empty())
    TRY(institution_or_new(database, {options.institution, options.name, options.time_zone}, Making::write, random));
  const auto institution = TRY(database.read([&](db::ReadTransaction& read) -> Result<institutions::Institution> {
    auto found = TRY(institution_named(read, options.institution));
    if (!options.person.empty()) {
      const auto person = TRY(people::find(read, found.id, options.person));
      if (!person) return err(refuse("invite.unknown_person").with("person", options.person));
      invitation.person = person->id;
    }
    return found;
  }));
  for (const auto& role : options.roles) invitation.roles.push_back({TRY(institutions::account_role_of(role)), {}});
  accounts::Gate gate(database, secrets, clock, random);
  const auto made = TRY(accounts::invite(gate, institutions::Viewer::of_operator(institution.id), invitation));
  console.say(text::verbatim(options.address + "/join#" + made.token));
  console.progress(text::Sentence("invite.made")
                       .with("email", made.email)
                       .with("institution", institution.name)
                       .with("days", accounts::invitation_days));
  return {};
}

}  // namespace

Task invite_task(std::string address) {
  return {"invite",
          [address = std::move(address)](Installation& installation, std::string_view text,
                                         const std::vector<std::string>&, Console& console) -> Result<> {
            Options options = TRY(json::parse<Options>(text));
            options.address = address;
            return invite(installation, options, console);
          }};
}

Command invite_command() {
  return {"invite", [](Arguments arguments) {
            auto options = std::make_shared<Options>();
            auto data = std::make_shared<std::string>();
            auto settings = std::make_shared<SettingOptions>();
            arguments.value("--data", *data, "DIR").required();
            arguments.value("--email", options->email).required();
            arguments.values("--role", options->roles);
            arguments.value("--person", options->person, "ID");
            arguments.value("--institution", options->institution, "SLUG");
            arguments.value("--name", options->name);
            arguments.value("--time-zone", options->time_zone).shows_default();
            settings->define(arguments, {"database.", "http.public_url", "http.port"});
            return [options, data, settings](Console& console) {
              const auto missing =
                  options->name.empty() ? data_directory::Missing::refuse : data_directory::Missing::create;
              const auto place = place_of(*data, missing, *settings);
              if (!place) return console.report(place.error());
              const auto config = settings->load();
              if (!config) return console.report(config.error());
              options->address = config->text("http.public_url");
              if (options->address.empty())
                options->address = "http://localhost:" + std::to_string(config->integer("http.port"));
              return on_installation<Options>(*place, "invite", invite, *options, console);
            };
          }};
}

}  // namespace chiron::app
