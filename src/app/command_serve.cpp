// `chiron serve`: serves an installation with the operator's settings; and `chiron config check`, which explains them.
#include <cstdio>
#include <filesystem>

#include "app/commands.h"
#include "app/server.h"
#include "features/institutions/institution_store.h"
#include "platform/config/config.h"

namespace chiron::app {
namespace {

struct Options {
  std::string config;
  std::vector<std::pair<std::string, std::string>> flags;
};

Result<config::Config> load(const Options& options) {
  config::Sources sources = config::Sources::of_process();
  if (!options.config.empty()) sources.file = options.config;
  sources.flags = options.flags;
  return config::Config::load(sources);
}

Result<> serve_installation(const Options& options, Console& console) {
  const auto config = TRY(load(options));
  auto installation = TRY(open_installation(config.path("data.directory").string(), data_directory::Missing::create,
                                            config.text("database.url")));
  const auto all = TRY(installation.database->read([](db::ReadTransaction& read) { return institutions::all(read); }));
  ServeOptions serve_options;
  serve_options.address = config.text("http.address");
  serve_options.port = static_cast<std::uint16_t>(config.integer("http.port"));
  serve_options.ops_port = static_cast<std::uint16_t>(config.integer("ops.port"));
  if (!config.text("http.public_url").empty()) serve_options.origins = {config.text("http.public_url")};
  serve_options.trusted_proxies = config.list("http.trusted_proxy");
  serve_options.log_level = TRY(log::parse_level(config.text("log.level")));
  // A fresh installation serves its empty start page and the crisis page; chiron import makes the first institution.
  if (!all.empty()) serve_options.institution = all.front().id;
  return serve(installation, serve_options, all.empty() ? institutions::Mode::production : all.front().mode, console);
}

Result<> check_config(const Options& options, Console& console) {
  const auto config = TRY(load(options));
  for (const auto& setting : config.explain()) {
    const std::string from = setting.where.empty() ? std::string(config::name_of(setting.origin)) : setting.where;
    std::printf("%-22s = %-24s # %s; %s\n", setting.name.c_str(),
                setting.value.empty() ? "(unset)" : setting.value.c_str(), from.c_str(),
                console.catalog().format(setting.meaning_key).c_str());
  }
  return {};
}

/// Every setting of the table is also a flag of the same name.
void define_settings(CLI::App& app, const std::shared_ptr<Options>& options, const text::Catalog& catalog) {
  app.add_option("--config", options->config, option_help(catalog, app.get_name(), "config"))->type_name("FILE");
  for (const auto& setting : config::settings()) {
    const std::string name(setting.name);
    app.add_option_function<std::string>(
        "--" + name, [options, name](const std::string& value) { options->flags.emplace_back(name, value); },
        catalog.format(setting.meaning_key()));
  }
}

}  // namespace

Command serve_command() {
  return {"serve", [](CLI::App& app, const text::Catalog& catalog) {
            auto options = std::make_shared<Options>();
            define_settings(app, options, catalog);
            return [options](Console& console) { return finish(serve_installation(*options, console), console); };
          }};
}

Command config_command() {
  return {"config", [](CLI::App& app, const text::Catalog& catalog) {
            auto options = std::make_shared<Options>();
            app.require_subcommand(1);
            auto* check = app.add_subcommand("check", catalog.format("command.config.check"));
            define_settings(*check, options, catalog);
            return [options](Console& console) { return finish(check_config(*options, console), console); };
          }};
}

}  // namespace chiron::app
