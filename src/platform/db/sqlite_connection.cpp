// SQLite behind Connection: WAL, full synchronization, strict settings, and one connection that writes and checkpoints.
#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "platform/db/connection.h"
#include "platform/db/database.h"

namespace chiron::db {
namespace {

constexpr int busy_wait_ms = 5'000;
constexpr std::size_t cached_statements = 1'000;

struct Prepared {
  sqlite3_stmt* statement = nullptr;
  std::vector<int> places;  ///< places[i] is SQLite's index of `$i+1`, which counts by first appearance
  bool read_only = false;
  bool in_use = false;

  Prepared() = default;
  Prepared(const Prepared&) = delete;
  Prepared& operator=(const Prepared&) = delete;
  ~Prepared() { sqlite3_finalize(statement); }
};

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};

/// `= ANY($n)`, where $n is a list of ids, as SQLite can say it: the list is a blob, cut into sixteens.
std::string with_lists(std::string_view text) {
  constexpr std::string_view any = "= ANY(";
  std::string written;
  while (true) {
    const auto at = text.find(any);
    written += text.substr(0, at);
    if (at == std::string_view::npos) return written;
    text.remove_prefix(at + any.size());
    const std::string list(text.substr(0, text.find(')')));
    text.remove_prefix(std::min(list.size() + 1, text.size()));
    written += "IN (WITH RECURSIVE cut(at) AS (SELECT 1 WHERE length(" + list + ") > 0 UNION ALL SELECT at + 16 FROM" +
               " cut WHERE at + 16 < length(" + list + ")) SELECT substr(" + list + ", at, 16) FROM cut)";
  }
}

class SqliteConnection;

class SqliteCursor final : public Cursor {
 public:
  SqliteCursor(SqliteConnection& connection, Prepared& prepared, std::unique_ptr<Prepared> own)
      : connection_(connection), prepared_(prepared), own_(std::move(own)) {
    prepared_.in_use = true;
  }
  ~SqliteCursor() override {
    // Reset at once: a statement left standing would keep its snapshot and let the WAL grow.
    sqlite3_reset(prepared_.statement);
    sqlite3_clear_bindings(prepared_.statement);
    prepared_.in_use = false;
  }

  Result<bool> step() override;
  std::int64_t changed() const override { return changed_; }
  int column_count() const override { return sqlite3_column_count(prepared_.statement); }
  bool is_null(int column) const override { return type(column) == SQLITE_NULL; }

  bool read_int64(int column, std::int64_t& value) const override {
    if (type(column) != SQLITE_INTEGER) return false;
    value = sqlite3_column_int64(prepared_.statement, column);
    return true;
  }
  bool read_bool(int column, bool& value) const override {
    std::int64_t number = 0;
    if (!read_int64(column, number) || number < 0 || number > 1) return false;
    value = number == 1;
    return true;
  }
  bool read_text(int column, std::string_view& value) const override {
    if (type(column) != SQLITE_TEXT) return false;
    const auto* text = sqlite3_column_text(prepared_.statement, column);
    value = {reinterpret_cast<const char*>(text), size(column)};
    return true;
  }
  bool read_bytes(int column, BytesView& value) const override {
    if (type(column) != SQLITE_BLOB) return false;
    value = {static_cast<const std::uint8_t*>(sqlite3_column_blob(prepared_.statement, column)), size(column)};
    return true;
  }
  bool read_id(int column, std::array<std::uint8_t, 16>& value) const override {
    BytesView bytes;
    if (!read_bytes(column, bytes) || bytes.size() != value.size()) return false;
    std::memcpy(value.data(), bytes.data(), value.size());
    return true;
  }

 private:
  int type(int column) const { return sqlite3_column_type(prepared_.statement, column); }
  std::size_t size(int column) const {
    return static_cast<std::size_t>(sqlite3_column_bytes(prepared_.statement, column));
  }

  SqliteConnection& connection_;
  Prepared& prepared_;
  std::unique_ptr<Prepared> own_;
  std::int64_t changed_ = 0;
};

class SqliteConnection final : public Connection {
 public:
  explicit SqliteConnection(Role role) : role_(role) {}
  ~SqliteConnection() override {
    cache_.clear();
    for (auto* fixed : {&begin_, &look_, &commit_, &save_, &release_, &undo_})
      sqlite3_finalize(std::exchange(fixed->statement, nullptr));
    sqlite3_close_v2(db_);
  }

  Result<> open(const Location& location, const Options& options) {
    // NOMUTEX: each connection is used by one thread at a time (the pool and the writer see to it).
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    const char* vfs = options.sqlite_vfs.empty() ? nullptr : options.sqlite_vfs.c_str();
    if (sqlite3_open_v2(location.where.c_str(), &db_, flags, vfs) != SQLITE_OK)
      return err(fail(ErrorCode::io, "db.cannot_open").with("where", location.where));
    sqlite3_busy_timeout(db_, busy_wait_ms);
    // A schema that someone edited must not call functions or load code of ours.
    sqlite3_db_config(db_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(db_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(db_, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_db_config(db_, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
    if (role_ == Role::reader) sqlite3_db_config(db_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);

    std::string settings =
        "PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON; PRAGMA trusted_schema=OFF; PRAGMA temp_store=MEMORY;"
        "PRAGMA cell_size_check=ON;";
    if (role_ == Role::writer) {
      const char* how = options.synchronous == Synchronous::full     ? "FULL"
                        : options.synchronous == Synchronous::normal ? "NORMAL"
                                                                     : "OFF";
      settings = std::string("PRAGMA journal_mode=WAL; PRAGMA synchronous=") + how +
                 "; PRAGMA wal_autocheckpoint=" + std::to_string(options.checkpoint_pages) +
                 "; PRAGMA journal_size_limit=67108864; PRAGMA cache_size=-16000;" + settings;
    } else {
      settings += "PRAGMA query_only=ON; PRAGMA wal_autocheckpoint=0; PRAGMA cache_size=-8000;";
    }
    if (auto set = run_script(settings); !set) {
      // "file is not a database", a directory, no permission: all are met here first.
      return err(fail(ErrorCode::io, "db.cannot_open").with("where", location.where));
    }
    return {};
  }

  Engine engine() const override { return Engine::sqlite; }

  Result<std::unique_ptr<Cursor>> start(const Sql& sql, std::span<const Parameter> parameters) override {
    std::unique_ptr<Prepared> own;
    Prepared* prepared = nullptr;
    if (auto found = cache_.find(sql.sqlite); found != cache_.end() && !found->second->in_use) {
      prepared = found->second.get();
    } else {
      own = TRY(prepare_text(sql));
      prepared = own.get();
      // A statement that runs inside its own rows gets a second copy, which is not kept.
      if (found == cache_.end()) {
        if (cache_.size() >= cached_statements)
          std::erase_if(cache_, [](auto& entry) { return !entry.second->in_use; });
        cache_.emplace(std::string(sql.sqlite), std::move(own));
      }
    }
    if (prepared->places.size() != parameters.size())
      return err(failed(fail(ErrorCode::internal, "db.parameter_count").with("name", std::string(sql.name))));
    if (role_ == Role::reader && !prepared->read_only)
      return err(failed(fail(ErrorCode::internal, "db.write_in_read").with("name", std::string(sql.name))));
    for (std::size_t i = 0; i < parameters.size(); ++i)
      if (bind(prepared->statement, prepared->places[i], parameters[i]) != SQLITE_OK) return err(failed_with_code());
    return std::make_unique<SqliteCursor>(*this, *prepared, std::move(own));
  }

  Result<> prepare(const Sql& sql) override {
    TRY(prepare_text(sql));
    return {};
  }

  Result<> run_script(std::string_view script) override {
    if (sqlite3_exec(db_, std::string(script).c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
      return err(failed_with_code());
    return {};
  }

  Result<> begin_read() override {
    TRY(run(begin_, "BEGIN"));
    // BEGIN alone takes no snapshot: it would be taken by the first statement, at an arbitrary later moment.
    return run(look_, "SELECT 1 FROM sqlite_schema LIMIT 1");
  }
  Result<> begin_write() override { return run(begin_, "BEGIN IMMEDIATE"); }
  Result<> commit() override { return run(commit_, "COMMIT"); }
  void roll_back() override {
    if (in_transaction()) sqlite3_exec(db_, "ROLLBACK", nullptr, nullptr, nullptr);
  }
  Result<> save() override {
    damage_ = Damage::statement;
    return run(save_, "SAVEPOINT one_write");
  }
  Result<> release() override { return run(release_, "RELEASE one_write"); }
  Result<> roll_back_to_save() override {
    TRY(run(undo_, "ROLLBACK TO one_write"));
    return run(release_, "RELEASE one_write");
  }

  Damage damage() const override { return damage_; }
  bool in_transaction() const override { return sqlite3_get_autocommit(db_) == 0; }
  bool may_be_a_race() const override { return false; }  // one writer: every refusal is final

  Result<> check_integrity() override {
    std::int64_t findings = 0;
    for (const char* check : {"PRAGMA integrity_check(100)", "PRAGMA foreign_key_check"}) {
      auto prepared = TRY(prepare_text(Sql(check)));
      int code = 0;
      while ((code = sqlite3_step(prepared->statement)) == SQLITE_ROW) {
        const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(prepared->statement, 0));
        if (text == nullptr || std::strcmp(text, "ok") != 0) ++findings;
      }
      if (code != SQLITE_DONE) ++findings;
    }
    if (findings > 0) return err(fail(ErrorCode::io, "db.damaged").with("findings", std::to_string(findings)));
    return {};
  }

  /// Turns SQLite's last error into ours and records how far it reaches.
  Error failed_with_code() {
    const int code = sqlite3_extended_errcode(db_);
    const std::string message = sqlite3_errmsg(db_);
    damage_ = Damage::statement;
    switch (code & 0xFF) {
      case SQLITE_CONSTRAINT: return constraint_error(code, message);
      case SQLITE_BUSY:
      case SQLITE_LOCKED: damage_ = Damage::transaction; return fail(ErrorCode::unavailable, "db.busy");
      case SQLITE_FULL: damage_ = Damage::transaction; return fail(ErrorCode::unavailable, "db.disk_full");
      case SQLITE_IOERR:
      case SQLITE_CORRUPT:
      case SQLITE_NOTADB:
      case SQLITE_CANTOPEN:
        damage_ = Damage::storage;
        return fail(ErrorCode::io, "db.storage").with("code", std::to_string(code));
      case SQLITE_NOMEM: damage_ = Damage::transaction; return fail(ErrorCode::unavailable, "db.no_memory");
      case SQLITE_READONLY: return fail(ErrorCode::internal, "db.write_in_read").with("name", "");
      case SQLITE_TOOBIG: return fail(ErrorCode::limit, "db.value_too_large");
      default: return fail(ErrorCode::internal, "db.statement").with("name", "").with("reason", message);
    }
  }

 private:
  Error failed(Error error) {
    damage_ = Damage::statement;
    return error;
  }

  static Error constraint_error(int code, const std::string& message) {
    const auto conflict = [](const char* key, std::string table) {
      return fail(ErrorCode::conflict, key).with("table", std::move(table));
    };
    // "UNIQUE constraint failed: people.institution_id, people.id" or "…: index 'name'"
    const auto table_in = [&] {
      const auto colon = message.find(": ");
      if (colon == std::string::npos) return std::string();
      const auto dot = message.find('.', colon + 2);
      return dot == std::string::npos ? std::string() : message.substr(colon + 2, dot - colon - 2);
    };
    switch (code) {
      case SQLITE_CONSTRAINT_TRIGGER:
        if (const auto key = key_in_message(message); !key.empty()) return fail(ErrorCode::conflict, std::string(key));
        return fail(ErrorCode::internal, "db.statement").with("name", "").with("reason", message);
      case SQLITE_CONSTRAINT_CHECK: {
        const auto colon = message.find(": ");
        const auto name = colon == std::string::npos ? std::string() : message.substr(colon + 2);
        if (is_key(name)) return fail(ErrorCode::conflict, name);
        return conflict("db.check_failed", "");
      }
      case SQLITE_CONSTRAINT_NOTNULL: return conflict("db.null_refused", table_in());
      case SQLITE_CONSTRAINT_UNIQUE:
      case SQLITE_CONSTRAINT_PRIMARYKEY:
      case SQLITE_CONSTRAINT_ROWID: return conflict("db.not_unique", table_in());
      case SQLITE_CONSTRAINT_FOREIGNKEY: return conflict("db.missing_reference", "");
      case SQLITE_CONSTRAINT_DATATYPE: return fail(ErrorCode::internal, "db.column_type").with("column", "");
      default: return fail(ErrorCode::internal, "db.statement").with("name", "").with("reason", message);
    }
  }

  Result<std::unique_ptr<Prepared>> prepare_text(const Sql& sql) {
    auto prepared = std::make_unique<Prepared>();
    const char* rest = nullptr;
    const std::string text = with_lists(sql.sqlite);
    const auto length = static_cast<int>(text.size());
    if (sqlite3_prepare_v3(db_, text.data(), length, SQLITE_PREPARE_PERSISTENT, &prepared->statement, &rest) !=
        SQLITE_OK) {
      auto error = failed_with_code();
      if (error.key == "db.statement" && !error.detail.empty()) error.detail[0].value = std::string(sql.name);
      return err(std::move(error));
    }
    const auto left = std::string_view(text).substr(static_cast<std::size_t>(rest - text.data()));
    if (prepared->statement == nullptr || left.find_first_not_of(" \t\r\n") != std::string_view::npos)
      return err(failed(fail(ErrorCode::internal, "db.statement")
                            .with("name", std::string(sql.name))
                            .with("reason", "one statement and nothing after it is expected")));
    const int count = sqlite3_bind_parameter_count(prepared->statement);
    for (int i = 1; i <= count; ++i) {
      const int place = sqlite3_bind_parameter_index(prepared->statement, ("$" + std::to_string(i)).c_str());
      if (place == 0)
        return err(failed(fail(ErrorCode::internal, "db.statement")
                              .with("name", std::string(sql.name))
                              .with("reason", "placeholders are $1, $2 and so on, without gaps")));
      prepared->places.push_back(place);
    }
    prepared->read_only = sqlite3_stmt_readonly(prepared->statement) != 0;
    return prepared;
  }

  static int bind(sqlite3_stmt* statement, int place, const Parameter& parameter) {
    if (parameter.is_null) return sqlite3_bind_null(statement, place);
    const auto* data = reinterpret_cast<const char*>(parameter.bytes.data());
    const auto size = static_cast<sqlite3_uint64>(parameter.bytes.size());
    switch (parameter.type) {
      case Type::int64:
      case Type::boolean: return sqlite3_bind_int64(statement, place, parameter.number);
      case Type::text:
        return sqlite3_bind_text64(statement, place, data == nullptr ? "" : data, size, SQLITE_TRANSIENT, SQLITE_UTF8);
      case Type::bytes:
      case Type::id:
      case Type::ids:
        if (size == 0) return sqlite3_bind_zeroblob(statement, place, 0);
        return sqlite3_bind_blob64(statement, place, data, size, SQLITE_TRANSIENT);
    }
    return SQLITE_MISUSE;
  }

  /// A fixed statement of our own, kept beside the cache since every write runs several.
  Result<> run(Prepared& fixed, const char* text) {
    if (fixed.statement == nullptr &&
        sqlite3_prepare_v3(db_, text, -1, SQLITE_PREPARE_PERSISTENT, &fixed.statement, nullptr) != SQLITE_OK)
      return err(failed_with_code());
    const int code = sqlite3_step(fixed.statement);
    Result<> result;
    if (code != SQLITE_DONE && code != SQLITE_ROW) result = err(failed_with_code());
    sqlite3_reset(fixed.statement);
    return result;
  }

  friend class SqliteCursor;
  Role role_;
  sqlite3* db_ = nullptr;
  std::unordered_map<std::string, std::unique_ptr<Prepared>, TextHash, std::equal_to<>> cache_;
  Prepared begin_, look_, commit_, save_, release_, undo_;
  Damage damage_ = Damage::statement;
};

Result<bool> SqliteCursor::step() {
  const int code = sqlite3_step(prepared_.statement);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) return err(connection_.failed_with_code());
  changed_ = prepared_.read_only ? 0 : sqlite3_changes64(connection_.db_);
  return false;
}

}  // namespace

Result<std::unique_ptr<Connection>> connect_sqlite(const Location& location, const Options& options, Role role) {
  auto connection = std::make_unique<SqliteConnection>(role);
  TRY(connection->open(location, options));
  return connection;
}

}  // namespace chiron::db
