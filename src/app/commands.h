// The commands, one factory each; the list that help shows is in commands.cpp.
#pragma once

#include "app/command.h"
#include "app/remote.h"

namespace chiron::app {

Command assign_command();
Command audit_command();
Command conflicts_command();
Command match_command();
Command check_command();
Command program_command();
Command demo_command();
Command generate_command();
Command import_command();
Command serve_command();
Command backup_command();
Command restore_command();
Command config_command();

/// What a running server does for commands; the list is in server.cpp.
Task import_task();
Task backup_task();
Task check_task();

/// The exit code of a result, reporting its error.
inline ExitCode finish(const Result<>& result, const Console& console) {
  return result ? ExitCode::done : console.report(result.error());
}

}  // namespace chiron::app
