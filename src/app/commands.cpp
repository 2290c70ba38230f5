// The list of commands, and the words of their options.
#include "app/commands.h"

namespace chiron::app {

std::span<const Command> commands() {
  static const std::vector<Command> list{audit_command(),   conflicts_command(), match_command(), program_command(),
                                         check_command(),   import_command(),    serve_command(), backup_command(),
                                         restore_command(), config_command(),    demo_command()};
  return list;
}

std::string option_help(const text::Catalog& catalog, std::string_view command, std::string_view option) {
  const std::string own = "option." + std::string(command) + "." + std::string(option);
  return catalog.format(catalog.contains(own) ? own : "option." + std::string(option));
}

}  // namespace chiron::app
