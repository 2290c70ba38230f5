// The operator's settings (platform/config) as options of a command: --config FILE and a flag for each setting.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/arguments.h"
#include "platform/config/config.h"
#include "platform/csv/csv.h"

namespace chiron::app {

/// The settings a command looks at. It reads no others, so that a slip in the server's does not stop it.
class SettingOptions {
 public:
  /// Adds --config and the flags of the settings whose names begin with one of the prefixes ("limits."; "" is all).
  /// `this` must outlive the parsing.
  void define(Arguments arguments, std::initializer_list<std::string_view> prefixes);
  /// Reads file, environment and flags; the errors of config::Config::load.
  Result<config::Config> load() const;

 private:
  std::string file_;
  std::vector<std::string> prefixes_;
  std::vector<std::pair<std::string, std::string>> flags_;
};

/// limits.import_bytes and limits.import_rows.
csv::Limits import_limits(const config::Config& config);

}  // namespace chiron::app
