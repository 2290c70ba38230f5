// The commands, one factory each; the list that help shows is in main.cpp.
#pragma once

#include "app/command.h"

namespace chiron::app {

Command audit_command();
Command conflicts_command();
Command match_command();
Command check_command();
Command program_command();
Command demo_command();
Command import_command();
Command serve_command();
Command backup_command();
Command restore_command();
Command config_command();

/// The exit code of a result, reporting its error.
inline ExitCode finish(const Result<>& result, const Console& console) {
  return result ? ExitCode::done : console.report(result.error());
}

}  // namespace chiron::app
