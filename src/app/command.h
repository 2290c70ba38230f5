// A subcommand of `chiron`: its name, its options, and what it does. commands.cpp lists them all.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string_view>

#include <CLI/CLI.hpp>

#include "app/console.h"

namespace chiron::app {

/// Adds a command's options to the parser and returns what to run once they are read.
struct Command {
  std::string_view name;
  std::function<std::function<ExitCode(Console&)>(CLI::App&, const text::Catalog&)> define;
};

/// Every command in the order of help. The only list of them.
std::span<const Command> commands();

/// The sentence of an option: key `option.<command>.<option>`, or `option.<option>` when commands share it.
std::string option_help(const text::Catalog& catalog, std::string_view command, std::string_view option);

}  // namespace chiron::app
