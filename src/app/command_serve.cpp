// `chiron serve`: serves an installation with the operator's settings; and `chiron config check`, which explains them.
#include <cstdio>

#include "app/commands.h"
#include "app/server.h"
#include "app/settings.h"

namespace chiron::app {
namespace {

Result<> serve_installation(const SettingOptions& settings, Console& console) {
  const auto config = TRY(settings.load());
  const std::string directory = config.path("data.directory").string();
  auto installation = open_installation(directory, data_directory::Missing::create, config.text("database.url"));
  if (!installation) return err(already_served(directory, std::move(installation.error()), console));
  installation->import_limits = import_limits(config);
  ServeOptions options;
  options.address = config.text("http.address");
  options.port = static_cast<std::uint16_t>(config.integer("http.port"));
  options.ops_port = static_cast<std::uint16_t>(config.integer("ops.port"));
  options.workers = static_cast<int>(config.integer("http.workers"));
  options.connections_max = static_cast<std::size_t>(config.integer("http.connections_max"));
  if (!config.text("http.public_url").empty()) options.origins = {config.text("http.public_url")};
  options.trusted_proxies = config.list("http.trusted_proxy");
  options.log_level = TRY(log::parse_level(config.text("log.level")));
  options.log_file = config.path("log.file");
  options.help_page = config.path("help.page");
  options.mail = TRY(mail_options(config));
  return serve(*installation, options, console);
}

Result<> check_config(const SettingOptions& settings, Console& console) {
  const auto config = TRY(settings.load());
  for (const auto& setting : config.explain()) {
    const std::string from = setting.where.empty() ? std::string(config::name_of(setting.origin)) : setting.where;
    std::printf("%-22s = %-24s # %s; %s\n", setting.name.c_str(),
                setting.value.empty() ? "(unset)" : setting.value.c_str(), from.c_str(),
                console.catalog().format(setting.meaning_key).c_str());
  }
  return {};
}

}  // namespace

Command serve_command() {
  return {"serve", [](Arguments arguments) {
            auto settings = std::make_shared<SettingOptions>();
            settings->define(arguments, {""});
            return [settings](Console& console) { return finish(serve_installation(*settings, console), console); };
          }};
}

Command config_command() {
  return {"config", [](Arguments arguments) {
            auto settings = std::make_shared<SettingOptions>();
            settings->define(arguments.word("check", "command.config.check"), {""});
            return [settings](Console& console) { return finish(check_config(*settings, console), console); };
          }};
}

}  // namespace chiron::app
