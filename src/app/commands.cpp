// The list of commands.
#include "app/commands.h"

namespace chiron::app {

std::span<const Command> commands() {
  static const std::vector<Command> list{
      audit_command(),  conflicts_command(), match_command(),  program_command(), check_command(),  import_command(),
      invite_command(), mail_command(),      serve_command(),  backup_command(),  restore_command(), config_command(),
      demo_command(),   assign_command(),    pairs_command(),  groups_command(),  generate_command()};
  return list;
}

}  // namespace chiron::app
