// Names of engines and of the keys that the schema itself carries.
#include "platform/db/sql.h"

#include "platform/db/connection.h"

namespace chiron::db {

std::string_view name_of(Engine engine) { return engine == Engine::sqlite ? "sqlite" : "postgres"; }

bool is_key(std::string_view name) {
  bool dot = false;
  char before = '.';
  for (const char c : name) {
    const bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    if (!word && (c != '.' || before == '.')) return false;
    dot = dot || c == '.';
    before = c;
  }
  return dot && before != '.';
}

std::string_view key_in_message(std::string_view message) {
  constexpr std::string_view mark = "chiron:";
  if (!message.starts_with(mark)) return {};
  const auto key = message.substr(mark.size());
  return is_key(key) ? key : std::string_view();
}

}  // namespace chiron::db
