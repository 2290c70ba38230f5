// The program `chiron`: reads the command line and runs one command.
#include <csignal>
#include <cstdio>
#include <exception>

#include <CLI/CLI.hpp>

#include "app/commands.h"
#include "app/output.h"

namespace chiron::app {

namespace {

int run(int argc, char** argv) {
  const text::Catalog& catalog = text::Catalog::english();
  CLI::App app(catalog.format("app.about"), "chiron");
  app.set_version_flag("--version", std::string(version()));
  app.require_subcommand(1);
  app.footer(catalog.format("app.footer"));
  std::function<ExitCode(Console&)> chosen;
  for (const Command& command : commands()) {
    const std::string name(command.name);
    CLI::App* sub = app.add_subcommand(name, catalog.format("command." + name + ".summary"));
    sub->footer(catalog.format("command." + name + ".example") + "\n\n" + catalog.format("app.exit_codes"));
    auto action = command.define(Arguments(*sub, catalog));
    sub->callback([&chosen, action] { chosen = action; });
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : static_cast<int>(ExitCode::usage);
  }
  Console console(catalog);
  return static_cast<int>(chosen(console));
}

}  // namespace
}  // namespace chiron::app

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  try {
    return chiron::app::run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "chiron: stopped by an unexpected error: %s\n", error.what());
    return static_cast<int>(chiron::app::ExitCode::bug);
  }
}
