// Options handed to CLI11.
#include "app/arguments.h"

#include <algorithm>

#include <CLI/CLI.hpp>

namespace chiron::app {
namespace {

Argument typed(CLI::Option* option, std::string_view type) {
  if (!type.empty()) option->type_name(std::string(type));
  return Argument(option);
}

}  // namespace

Argument& Argument::required() {
  option_->required();
  return *this;
}
Argument& Argument::shows_default() {
  option_->capture_default_str();
  return *this;
}
Argument& Argument::one_of(std::initializer_list<std::string_view> values) {
  option_->check(CLI::IsMember(std::vector<std::string>(values.begin(), values.end())));
  return *this;
}
Argument& Argument::excludes(std::string_view other) {
  option_->excludes(std::string(other));
  return *this;
}
Argument& Argument::needs(std::string_view other) {
  option_->needs(std::string(other));
  return *this;
}

Argument Arguments::value(std::string_view option, std::string& into, std::string_view type) {
  return typed(app_->add_option(std::string(option), into, help(option)), type);
}
Argument Arguments::values(std::string_view option, std::vector<std::string>& into, std::string_view type) {
  return typed(app_->add_option(std::string(option), into, help(option)), type);
}
Argument Arguments::number(std::string_view option, std::uint16_t& into) {
  return Argument(app_->add_option(std::string(option), into, help(option)));
}
Argument Arguments::number(std::string_view option, std::uint64_t& into) {
  return Argument(app_->add_option(std::string(option), into, help(option)));
}
Argument Arguments::flag(std::string_view option, bool& into) {
  return Argument(app_->add_flag(std::string(option), into, help(option)));
}
Argument Arguments::handed(std::string_view option, const std::function<void(const std::string&)>& take,
                           std::string_view help_key) {
  return Argument(app_->add_option_function<std::string>(std::string(option), take, catalog_->format(help_key)));
}

Arguments Arguments::word(std::string_view word, std::string_view help_key) {
  app_->require_subcommand(1);
  return {*app_->add_subcommand(std::string(word), catalog_->format(help_key)), *catalog_};
}

std::string Arguments::help(std::string_view option) const {
  std::string name(option.substr(option.find_first_not_of('-')));
  std::replace(name.begin(), name.end(), '-', '_');
  const std::string own = "option." + app_->get_name() + "." + name;
  return catalog_->format(catalog_->contains(own) ? own : "option." + name);
}

}  // namespace chiron::app
