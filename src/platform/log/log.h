// The log: one JSON object a line, from a closed list of fields. What a person typed cannot be passed: a value is
// a number, a word that stands in the source text, an error's key, or an id (hashed with a key of the day).
#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <variant>

#include "base/clock.h"
#include "base/error.h"
#include "base/id.h"

namespace chiron::log {

enum class Level : std::uint8_t { debug, info, warning, error };

/// Stable lower-case name; "warning" and the like.
std::string_view name_of(Level level);
/// Reads what name_of writes; refuses with "log.unknown_level" (found).
Result<Level> parse_level(std::string_view text);

/// The allow-list. Every field has one kind of value (see `kind_of`); another kind is written as "?".
enum class Field : std::uint8_t {
  request_id,   ///< word made by the server for one request
  incident,     ///< word a person was told when something failed
  method,       ///< GET, POST …
  route,        ///< a route's pattern, never the path
  status,       ///< HTTP status
  duration_us,
  bytes,
  code,         ///< ErrorCode
  key,          ///< error key
  errno_value,  ///< errno of a system call
  sql_state,    ///< SQLSTATE or SQLite result code
  statement,    ///< name of a SQL file
  port,
  address,      ///< a listening address from the configuration
  setting,      ///< a setting's name
  version,
  process,      ///< pid
  signal,
  kind,         ///< of a job, a message, a migration
  job,          ///< a job's id, hashed
  attempt,
  rows,
  count,
  person,       ///< hashed with a key of the day
  institution,  ///< hashed with a key of the day
  step,         ///< named part of a longer work
};
std::string_view name_of(Field field);

/// Text that stands in the source: only a literal converts.
class Word {
 public:
  consteval Word(const char* literal) : text_(literal) {}  // NOLINT: implicit on purpose
  constexpr std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

/// One value of a line.
class Value {
 public:
  template <std::integral T>
  Value(T number) : value_(static_cast<std::int64_t>(number)) {}  // NOLINT: implicit on purpose
  Value(Word word) : value_(std::string(word.text())) {}           // NOLINT: implicit on purpose
  /// An error's key; anything but [a-z0-9_.] makes it "?".
  static Value key_of(const Error& error);
  static Value code_of(const Error& error);
  /// A random id that names no person: shown as it is.
  template <class Tag>
  static Value id(const Id<Tag>& id)
    requires requires { typename Tag::names_no_person; }
  {
    return Value(Shown{id.text()});
  }
  /// An id of a person or of something that leads to one: 12 characters of a keyed hash that changes each UTC day.
  template <class Tag>
  static Value hashed(const Id<Tag>& id) {
    return Value(Hashed{id.bytes()});
  }

 private:
  friend class Log;
  struct Shown { std::string text; };
  struct Hashed { std::array<std::uint8_t, 16> bytes; };
  explicit Value(Shown shown) : value_(std::move(shown.text)) {}
  explicit Value(Hashed hashed) : value_(hashed) {}
  std::variant<std::int64_t, std::string, Hashed> value_;
};

struct Entry {
  Field field;
  Value value;
};

/// Where lines go.
class Sink {
 public:
  virtual ~Sink() = default;
  /// One whole line with its line feed; called under the log's lock.
  virtual void write(std::string_view line) = 0;
};
std::unique_ptr<Sink> stderr_sink();
/// Appends to a file of mode 0600; refuses with "log.unwritable" (path).
Result<std::unique_ptr<Sink>> file_sink(const std::filesystem::path& path);

/// Writes `{"time":…,"level":…,"event":…, fields…}`. Thread-safe.
class Log {
 public:
  Log(std::unique_ptr<Sink> sink, Level least, const Clock& clock, Random& random);
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  void write(Level level, Word event, std::initializer_list<Entry> entries = {});
  void debug(Word event, std::initializer_list<Entry> entries = {}) { write(Level::debug, event, entries); }
  void info(Word event, std::initializer_list<Entry> entries = {}) { write(Level::info, event, entries); }
  void warning(Word event, std::initializer_list<Entry> entries = {}) { write(Level::warning, event, entries); }
  void error(Word event, std::initializer_list<Entry> entries = {}) { write(Level::error, event, entries); }
  /// Whether a line of that level would be written; spares its making.
  bool wants(Level level) const { return level >= least_; }

 private:
  void append_value(std::string& line, Field field, const Value& value, Date day) const;
  std::unique_ptr<Sink> sink_;
  Level least_;
  const Clock& clock_;
  std::array<std::uint8_t, 32> secret_{};
  std::mutex mutex_;
};

}  // namespace chiron::log
