// The options of a command. The library that reads the command line stays behind this: its header alone costs every
// file that includes it seconds to compile.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "platform/text/catalog.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace chiron::app {

/// One option, to say what else holds of it.
class Argument {
 public:
  explicit Argument(CLI::Option* option) : option_(option) {}
  Argument& required();
  /// Help says what it is when not given.
  Argument& shows_default();
  Argument& one_of(std::initializer_list<std::string_view> values);
  /// Not together with / only together with another option ("--out"), which must be there already.
  Argument& excludes(std::string_view other);
  Argument& needs(std::string_view other);

 private:
  CLI::Option* option_;
};

/// What a command takes. The sentence of an option "--open-names" is `option.<command>.open_names` of the catalog, or
/// `option.open_names`, which commands share. Everything given must outlive the parsing. `type` is the word in the help
/// for what is expected ("FILE"); "" for the type's own.
class Arguments {
 public:
  Arguments(CLI::App& app, const text::Catalog& catalog) : app_(&app), catalog_(&catalog) {}

  Argument value(std::string_view option, std::string& into, std::string_view type = "");
  Argument values(std::string_view option, std::vector<std::string>& into, std::string_view type = "");
  Argument number(std::string_view option, std::uint16_t& into);
  Argument number(std::string_view option, std::uint64_t& into);
  Argument flag(std::string_view option, bool& into);
  /// Hands over what is given instead of keeping it; the sentence has a key of its own.
  Argument handed(std::string_view option, const std::function<void(const std::string&)>& take,
                  std::string_view help_key);

  /// The command is only complete with another word: the arguments of that.
  Arguments word(std::string_view word, std::string_view help_key);

 private:
  std::string help(std::string_view option) const;

  CLI::App* app_;
  const text::Catalog* catalog_;
};

}  // namespace chiron::app
