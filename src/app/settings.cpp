// From the table of settings to flags, and back to one checked Config.
#include "app/settings.h"

#include <algorithm>

namespace chiron::app {

void SettingOptions::define(Arguments arguments, std::initializer_list<std::string_view> prefixes) {
  prefixes_.assign(prefixes.begin(), prefixes.end());
  arguments.value("--config", file_, "FILE");
  for (const auto& setting : config::settings()) {
    if (std::ranges::none_of(prefixes_, [&](const auto& prefix) { return setting.name.starts_with(prefix); })) continue;
    const std::string name(setting.name);
    arguments.handed(
        "--" + name, [this, name](const std::string& value) { flags_.emplace_back(name, value); },
        setting.meaning_key());
  }
}

Result<config::Config> SettingOptions::load() const {
  config::Sources sources = config::Sources::of_process(prefixes_);
  if (!file_.empty()) sources.file = file_;
  sources.flags = flags_;
  return config::Config::load(sources);
}

csv::Limits import_limits(const config::Config& config) {
  csv::Limits limits;
  limits.bytes = static_cast<std::uint64_t>(config.integer("limits.import_bytes"));
  limits.rows = static_cast<std::uint64_t>(config.integer("limits.import_rows"));
  return limits;
}

}  // namespace chiron::app
