// A subcommand of `chiron`: its name, its options, and what it does. commands.cpp lists them all.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string_view>

#include "app/arguments.h"
#include "app/console.h"

namespace chiron::app {

/// Says what a command takes and returns what to run once that is read.
struct Command {
  std::string_view name;
  std::function<std::function<ExitCode(Console&)>(Arguments)> define;
};

/// Every command in the order of help. The only list of them.
std::span<const Command> commands();

}  // namespace chiron::app
