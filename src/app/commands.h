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
Command pairs_command();
Command program_command();
Command demo_command();
Command generate_command();
Command groups_command();
Command import_command();
Command invite_command();
Command mail_command();
Command serve_command();
Command backup_command();
Command restore_command();
Command config_command();

/// What a running server does for commands; the list is in server.cpp.
Task import_task();
Task backup_task();
Task check_task();
Task mail_task();
/// `address` is what the links begin with.
Task invite_task(std::string address);

/// The exit code of a result, reporting its error.
inline ExitCode finish(const Result<>& result, const Console& console) {
  return result ? ExitCode::done : console.report(result.error());
}

/// The objective of that name among all of a kind: "app.unknown_objective" {objective, known}.
template <class Objective, std::size_t count>
Result<Objective> objective_named(const std::string& name, const Objective (&all)[count]) {
  std::string known;
  for (const Objective objective : all) {
    if (name_of(objective) == name) return objective;
    known += (known.empty() ? "" : ", ") + std::string(name_of(objective));
  }
  return err(refuse("app.unknown_objective").with("objective", name).with("known", known));
}

}  // namespace chiron::app
