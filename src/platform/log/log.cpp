// Writing log lines; hashing ids with a key of the day.
#include "platform/log/log.h"

#include <cerrno>
#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <fmt/format.h>

namespace chiron::log {
namespace {

/// Writes all bytes, or gives up quietly: a log that cannot be written must not stop the work.
void write_all(int file, std::string_view line) {
  while (!line.empty()) {
    const ssize_t n = ::write(file, line.data(), line.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return;
    line.remove_prefix(static_cast<std::size_t>(n));
  }
}

class FileSink final : public Sink {
 public:
  explicit FileSink(int file) : file_(file) {}
  ~FileSink() override {
    if (file_ != STDERR_FILENO) ::close(file_);
  }
  void write(std::string_view line) override { write_all(file_, line); }

 private:
  int file_;
};

enum class ValueKind : std::uint8_t { number, word, hashed };

struct FieldRow {
  std::string_view name;
  ValueKind kind;
};

/// The allow-list: name and kind of value of each field.
constexpr FieldRow row_of(Field field) {
  switch (field) {
    case Field::request_id: return {"request_id", ValueKind::word};
    case Field::incident: return {"incident", ValueKind::word};
    case Field::method: return {"method", ValueKind::word};
    case Field::route: return {"route", ValueKind::word};
    case Field::status: return {"status", ValueKind::number};
    case Field::duration_us: return {"duration_us", ValueKind::number};
    case Field::bytes: return {"bytes", ValueKind::number};
    case Field::code: return {"code", ValueKind::word};
    case Field::key: return {"key", ValueKind::word};
    case Field::errno_value: return {"errno", ValueKind::number};
    case Field::sql_state: return {"sql_state", ValueKind::word};
    case Field::statement: return {"statement", ValueKind::word};
    case Field::port: return {"port", ValueKind::number};
    case Field::address: return {"address", ValueKind::word};
    case Field::setting: return {"setting", ValueKind::word};
    case Field::version: return {"version", ValueKind::word};
    case Field::process: return {"process", ValueKind::number};
    case Field::signal: return {"signal", ValueKind::number};
    case Field::kind: return {"kind", ValueKind::word};
    case Field::job: return {"job", ValueKind::hashed};
    case Field::attempt: return {"attempt", ValueKind::number};
    case Field::rows: return {"rows", ValueKind::number};
    case Field::count: return {"count", ValueKind::number};
    case Field::person: return {"person", ValueKind::hashed};
    case Field::institution: return {"institution", ValueKind::hashed};
    case Field::step: return {"step", ValueKind::word};
  }
  return {"unknown", ValueKind::number};
}

bool is_word(std::string_view text) {
  if (text.empty() || text.size() > 120) return false;
  for (const char c : text)
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.')) return false;
  return true;
}

}  // namespace

std::string_view name_of(Level level) {
  switch (level) {
    case Level::debug: return "debug";
    case Level::info: return "info";
    case Level::warning: return "warning";
    case Level::error: return "error";
  }
  return "error";
}

Result<Level> parse_level(std::string_view text) {
  for (const auto level : {Level::debug, Level::info, Level::warning, Level::error})
    if (name_of(level) == text) return level;
  return err(refuse("log.unknown_level").with("found", std::string(text)));
}

std::string_view name_of(Field field) { return row_of(field).name; }

Value Value::key_of(const Error& error) { return Value(Shown{is_word(error.key) ? error.key : "?"}); }
Value Value::code_of(const Error& error) { return Value(Shown{std::string(chiron::name_of(error.code))}); }

std::unique_ptr<Sink> stderr_sink() { return std::make_unique<FileSink>(STDERR_FILENO); }

Result<std::unique_ptr<Sink>> file_sink(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0) return err(fail(ErrorCode::io, "log.unwritable").with("path", path.string()));
  return std::make_unique<FileSink>(file);
}

Log::Log(std::unique_ptr<Sink> sink, Level least, const Clock& clock, Random& random)
    : sink_(std::move(sink)), least_(least), clock_(clock) {
  random.fill(secret_);
}

Log::~Log() { sodium_memzero(secret_.data(), secret_.size()); }

void Log::append_value(std::string& line, Field field, const Value& value, Date day) const {
  const ValueKind kind = row_of(field).kind;
  if (const auto* number = std::get_if<std::int64_t>(&value.value_); number && kind == ValueKind::number) {
    fmt::format_to(std::back_inserter(line), "{}", *number);
  } else if (const auto* word = std::get_if<std::string>(&value.value_); word && kind == ValueKind::word) {
    line += '"';
    for (const char c : *word) line += c < ' ' || c == '"' || c == '\\' || c == 127 ? '?' : c;
    line += '"';
  } else if (const auto* id = std::get_if<Value::Hashed>(&value.value_); id && kind == ValueKind::hashed) {
    // BLAKE2b keyed with the process's secret over day and id: lines of one day can be joined, days cannot.
    std::array<std::uint8_t, 20> input;
    const std::int32_t days = day.days_since_epoch();
    std::memcpy(input.data(), &days, 4);
    std::memcpy(input.data() + 4, id->bytes.data(), 16);
    std::array<std::uint8_t, 16> hash;
    crypto_generichash(hash.data(), hash.size(), input.data(), input.size(), secret_.data(), secret_.size());
    line += '"';
    line += id_text(hash).substr(0, 12);
    line += '"';
  } else {
    line += "\"?\"";
  }
}

void Log::write(Level level, Word event, std::initializer_list<Entry> entries) {
  if (!wants(level)) return;
  const Instant now = clock_.now();
  std::string line;
  line.reserve(256);
  fmt::format_to(std::back_inserter(line), R"({{"time":"{}","level":"{}","event":"{}")", now.iso(), name_of(level),
                 event.text());
  for (const auto& entry : entries) {
    line += ",\"";
    line += name_of(entry.field);
    line += "\":";
    append_value(line, entry.field, entry.value, now.utc_date());
  }
  line += "}\n";
  const std::lock_guard lock(mutex_);
  sink_->write(line);
}

}  // namespace chiron::log
