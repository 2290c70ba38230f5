// PostgreSQL 15 behind Connection, over libpq: prepared statements, binary values, serializable writes.
#include <libpq-fe.h>

#include <algorithm>
#include <cstring>
#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

#include "platform/db/connection.h"
#include "platform/db/database.h"

namespace chiron::db {
namespace {

// Type numbers of the system catalog (pg_type.dat); they never change.
constexpr Oid oid_bool = 16, oid_bytea = 17, oid_name = 19, oid_int8 = 20, oid_int2 = 21, oid_int4 = 23, oid_text = 25,
              oid_bpchar = 1042, oid_varchar = 1043, oid_numeric = 1700, oid_uuid = 2950, oid_uuids = 2951;

constexpr std::size_t cached_statements = 1'000;

Oid oid_of(Type type) {
  switch (type) {
    case Type::int64: return oid_int8;
    case Type::boolean: return oid_bool;
    case Type::text: return oid_text;
    case Type::bytes: return oid_bytea;
    case Type::id: return oid_uuid;
    case Type::ids: return oid_uuids;
  }
  return oid_text;
}

template <class Unsigned>
Unsigned big_endian(const char* data) {
  Unsigned value = 0;
  for (std::size_t i = 0; i < sizeof value; ++i)
    value = static_cast<Unsigned>((value << 8) | static_cast<std::uint8_t>(data[i]));
  return value;
}

/// A list of ids as an array in its binary form (array_send): one dimension counted from 1, then every id's length and
/// bytes.
std::string array_of(BytesView ids) {
  std::string array;
  const auto number = [&](std::size_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) array += static_cast<char>(static_cast<std::uint8_t>(value >> shift));
  };
  const std::size_t count = ids.size() / 16;
  number(count == 0 ? 0 : 1);
  number(0);
  number(oid_uuid);
  if (count == 0) return array;
  number(count);
  number(1);
  for (std::size_t i = 0; i < count; ++i) {
    number(16);
    array.append(reinterpret_cast<const char*>(ids.data()) + 16 * i, 16);
  }
  return array;
}

/// A whole number in numeric's binary form (numeric_send): digits, weight, sign and scale, then base-10000 digits.
/// sum(bigint) is numeric, so counting code meets it. False for fractions and what does not fit.
bool whole_numeric(const char* data, std::size_t size, std::int64_t& value) {
  if (size < 8) return false;
  const int digits = big_endian<std::uint16_t>(data);
  const int weight = static_cast<std::int16_t>(big_endian<std::uint16_t>(data + 2));
  const int sign = big_endian<std::uint16_t>(data + 4);
  if ((sign != 0 && sign != 0x4000) || size < 8 + 2 * static_cast<std::size_t>(digits)) return false;
  if (weight > 4 || digits > weight + 1) return false;
  __int128 sum = 0;
  for (int i = 0; i <= weight; ++i)
    sum = sum * 10'000 + (i < digits ? big_endian<std::uint16_t>(data + 8 + std::ptrdiff_t{2} * i) : 0);
  if (sign != 0) sum = -sum;
  if (sum < std::numeric_limits<std::int64_t>::min() || sum > std::numeric_limits<std::int64_t>::max()) return false;
  value = static_cast<std::int64_t>(sum);
  return true;
}

/// The highest n of the `$n` outside string literals: PostgreSQL itself takes superfluous arguments in silence.
std::size_t placeholders_in(std::string_view text) {
  std::size_t highest = 0;
  bool literal = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\'') literal = !literal;
    if (literal || text[i] != '$') continue;
    std::size_t number = 0;
    while (i + 1 < text.size() && text[i + 1] >= '0' && text[i + 1] <= '9')
      number = number * 10 + static_cast<std::size_t>(text[++i] - '0');
    highest = std::max(highest, number);
  }
  return highest;
}

struct FreeResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using ResultPointer = std::unique_ptr<PGresult, FreeResult>;

class PostgresCursor final : public Cursor {
 public:
  explicit PostgresCursor(ResultPointer result) : result_(std::move(result)), rows_(PQntuples(result_.get())) {}

  Result<bool> step() override { return ++row_ < rows_; }
  std::int64_t changed() const override {
    const char* text = PQcmdTuples(result_.get());
    return *text == '\0' || PQresultStatus(result_.get()) == PGRES_TUPLES_OK ? 0 : std::strtoll(text, nullptr, 10);
  }
  int column_count() const override { return PQnfields(result_.get()); }
  bool is_null(int column) const override { return PQgetisnull(result_.get(), row_, column) != 0; }

  bool read_int64(int column, std::int64_t& value) const override {
    if (is_null(column)) return false;
    switch (PQftype(result_.get(), column)) {
      case oid_int8: value = static_cast<std::int64_t>(big_endian<std::uint64_t>(data(column))); return true;
      case oid_int4: value = static_cast<std::int32_t>(big_endian<std::uint32_t>(data(column))); return true;
      case oid_int2: value = static_cast<std::int16_t>(big_endian<std::uint16_t>(data(column))); return true;
      case oid_numeric: return whole_numeric(data(column), size(column), value);
      default: return false;
    }
  }
  bool read_bool(int column, bool& value) const override {
    if (is_null(column)) return false;
    if (PQftype(result_.get(), column) == oid_bool) {
      value = *data(column) != 0;
      return true;
    }
    // SQLite knows no bool; a 0 or 1 reads as one on both engines.
    std::int64_t number = 0;
    if (!read_int64(column, number) || number < 0 || number > 1) return false;
    value = number == 1;
    return true;
  }
  bool read_text(int column, std::string_view& value) const override {
    if (is_null(column)) return false;
    switch (PQftype(result_.get(), column)) {
      case oid_text:
      case oid_varchar:
      case oid_bpchar:
      case oid_name: value = {data(column), size(column)}; return true;
      default: return false;
    }
  }
  bool read_bytes(int column, BytesView& value) const override {
    if (is_null(column)) return false;
    const Oid type = PQftype(result_.get(), column);
    if (type != oid_bytea && type != oid_uuid) return false;
    value = {reinterpret_cast<const std::uint8_t*>(data(column)), size(column)};
    return true;
  }
  bool read_id(int column, std::array<std::uint8_t, 16>& value) const override {
    BytesView bytes;
    if (!read_bytes(column, bytes) || bytes.size() != value.size()) return false;
    std::memcpy(value.data(), bytes.data(), value.size());
    return true;
  }

 private:
  const char* data(int column) const { return PQgetvalue(result_.get(), row_, column); }
  std::size_t size(int column) const { return static_cast<std::size_t>(PQgetlength(result_.get(), row_, column)); }

  ResultPointer result_;
  int rows_;
  int row_ = -1;
};

class PostgresConnection final : public Connection {
 public:
  explicit PostgresConnection(Role role) : role_(role) {}
  ~PostgresConnection() override { PQfinish(connection_); }

  Result<> open(const Location& location, const Options& options) {
    schema_ = location.schema;
    synchronous_ = options.synchronous;
    connection_ = PQconnectdb(location.where.c_str());
    // The conninfo may hold a password, so the refusal does not repeat it.
    if (connection_ == nullptr || PQstatus(connection_) != CONNECTION_OK)
      return err(fail(ErrorCode::io, "db.cannot_open").with("where", "PostgreSQL"));
    PQsetNoticeProcessor(connection_, [](void*, const char*) {}, nullptr);
    if (role_ == Role::writer && !schema_.empty()) TRY(run_script("CREATE SCHEMA IF NOT EXISTS " + quoted(schema_)));
    TRY(set_up());
    if (role_ == Role::writer) TRY(check_server());
    return {};
  }

  Engine engine() const override { return Engine::postgres; }

  Result<std::unique_ptr<Cursor>> start(const Sql& sql, std::span<const Parameter> parameters) override {
    const std::string* name = TRY(prepared_name(sql, parameters));
    values_.resize(parameters.size());
    lengths_.resize(parameters.size());
    formats_.assign(parameters.size(), 1);
    numbers_.resize(parameters.size());
    arrays_.clear();
    for (std::size_t i = 0; i < parameters.size(); ++i) place(parameters[i], i);
    ResultPointer result(PQexecPrepared(connection_, name->c_str(), static_cast<int>(parameters.size()), values_.data(),
                                        lengths_.data(), formats_.data(), 1));
    TRY(check(result.get(), sql.name));
    return std::make_unique<PostgresCursor>(std::move(result));
  }

  Result<> prepare(const Sql& sql) override {
    ResultPointer result(PQprepare(connection_, "", std::string(sql.postgres).c_str(), 0, nullptr));
    return check(result.get(), sql.name);
  }

  Result<> run_script(std::string_view script) override {
    ResultPointer result(PQexec(connection_, std::string(script).c_str()));
    return check(result.get(), "script");
  }

  Result<> begin_read() override { return begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"); }
  Result<> begin_write() override { return begin("BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE"); }
  Result<> commit() override {
    ResultPointer result(PQexec(connection_, "COMMIT"));
    TRY(check(result.get(), "commit"));
    // A transaction that had failed answers COMMIT with ROLLBACK, and calls that success.
    if (std::strcmp(PQcmdStatus(result.get()), "COMMIT") == 0) return {};
    damage_ = Damage::transaction;
    return err(fail(ErrorCode::unavailable, "db.busy"));
  }
  void roll_back() override {
    if (in_transaction()) ResultPointer(PQexec(connection_, "ROLLBACK"));
  }
  Result<> save() override {
    damage_ = Damage::statement;
    may_be_a_race_ = false;
    return run_script("SAVEPOINT one_write");
  }
  Result<> release() override { return run_script("RELEASE one_write"); }
  Result<> roll_back_to_save() override { return run_script("ROLLBACK TO one_write; RELEASE one_write"); }

  Damage damage() const override { return damage_; }
  bool in_transaction() const override {
    const auto status = PQtransactionStatus(connection_);
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR || status == PQTRANS_ACTIVE;
  }
  bool may_be_a_race() const override { return may_be_a_race_; }

  Result<> check_integrity() override {
    constexpr Sql unvalidated(
        "SELECT count(*) FROM pg_constraint WHERE NOT convalidated AND connamespace = current_schema()::regnamespace");
    auto cursor = TRY(start(unvalidated, {}));
    TRY(cursor->step());
    std::int64_t findings = 0;
    if (!cursor->read_int64(0, findings) || findings > 0)
      return err(fail(ErrorCode::io, "db.damaged").with("findings", std::to_string(findings)));
    return {};
  }

 private:
  std::string quoted(const std::string& name) const {
    char* text = PQescapeIdentifier(connection_, name.c_str(), name.size());
    std::string result = text == nullptr ? "" : text;
    PQfreemem(text);
    return result;
  }

  Result<> set_up() {
    prepared_.clear();
    std::string settings =
        "SET client_encoding='UTF8'; SET timezone='UTC'; SET standard_conforming_strings=on; SET bytea_output='hex';"
        "SET jit=off; SET lock_timeout='10s'; SET idle_in_transaction_session_timeout='300s';"
        "SET application_name='chiron';";
    settings += synchronous_ == Synchronous::full ? "SET synchronous_commit=on;" : "SET synchronous_commit=off;";
    // A write finds its rows by index. Plans outlive the moment they were made in: one that was made while a table was
    // empty would go on reading it whole when a long change has filled it.
    if (role_ == Role::writer) settings += "SET enable_seqscan=off;";
    if (!schema_.empty()) settings += "SET search_path=" + quoted(schema_) + ";";
    return run_script(settings);
  }

  Result<> check_server() {
    const auto show = [&](const char* setting) {
      ResultPointer result(PQexec(connection_, (std::string("SHOW ") + setting).c_str()));
      return PQntuples(result.get()) == 1 ? std::string(PQgetvalue(result.get(), 0, 0)) : std::string();
    };
    if (const auto encoding = show("server_encoding"); encoding != "UTF8")
      return err(refuse("db.wrong_encoding").with("encoding", encoding));
    for (const char* setting : {"fsync", "full_page_writes"})
      if (show(setting) != "on") return err(refuse("db.unsafe_server").with("setting", setting));
    return {};
  }

  /// A server that was restarted is only noticed by the next statement: connect anew and try once more.
  Result<> begin(const char* text) {
    if (PQstatus(connection_) == CONNECTION_OK) {
      auto begun = run_script(text);
      if (begun || damage_ != Damage::connection) return begun;
    }
    PQreset(connection_);
    if (PQstatus(connection_) != CONNECTION_OK) {
      damage_ = Damage::connection;
      return err(fail(ErrorCode::unavailable, "db.unreachable"));
    }
    TRY(set_up());
    return run_script(text);
  }

  Result<const std::string*> prepared_name(const Sql& sql, std::span<const Parameter> parameters) {
    // One text may be used with different argument types (a null of another type): each is a statement of its own.
    key_.assign(sql.postgres);
    for (const auto& parameter : parameters) key_ += static_cast<char>('0' + static_cast<int>(parameter.type));
    if (const auto found = prepared_.find(key_); found != prepared_.end()) return &found->second;
    if (placeholders_in(sql.postgres) != parameters.size()) {
      damage_ = Damage::statement;
      return err(fail(ErrorCode::internal, "db.parameter_count").with("name", std::string(sql.name)));
    }
    if (prepared_.size() >= cached_statements) {
      TRY(run_script("DEALLOCATE ALL"));
      prepared_.clear();
    }
    std::vector<Oid> types;
    for (const auto& parameter : parameters) types.push_back(oid_of(parameter.type));
    std::string name = "s" + std::to_string(++last_name_);
    ResultPointer result(PQprepare(connection_, name.c_str(), std::string(sql.postgres).c_str(),
                                   static_cast<int>(types.size()), types.data()));
    TRY(check(result.get(), sql.name));
    return &prepared_.emplace(key_, std::move(name)).first->second;
  }

  /// Writes one argument in the binary form of its type.
  void place(const Parameter& parameter, std::size_t i) {
    if (parameter.is_null) {
      values_[i] = nullptr;
      lengths_[i] = 0;
    } else if (parameter.type == Type::int64 || parameter.type == Type::boolean) {
      auto& bytes = numbers_[i];
      const int size = parameter.type == Type::int64 ? 8 : 1;
      for (int k = 0; k < size; ++k)
        bytes[static_cast<std::size_t>(k)] =
            static_cast<char>(static_cast<std::uint64_t>(parameter.number) >> (8 * (size - 1 - k)));
      values_[i] = bytes.data();
      lengths_[i] = size;
    } else if (parameter.type == Type::ids) {
      const std::string& array = arrays_.emplace_back(array_of(parameter.bytes));
      values_[i] = array.data();
      lengths_[i] = static_cast<int>(array.size());
    } else {
      // A null pointer would mean SQL's null; an empty value needs an address.
      values_[i] = parameter.bytes.empty() ? "" : reinterpret_cast<const char*>(parameter.bytes.data());
      lengths_[i] = static_cast<int>(parameter.bytes.size());
    }
  }

  Result<> check(const PGresult* result, std::string_view name) {
    const auto status = PQresultStatus(result);
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY) return {};
    return err(error_of(result, name));
  }

  Error error_of(const PGresult* result, std::string_view name) {
    const auto field = [&](int code) {
      const char* text = PQresultErrorField(result, code);
      return text == nullptr ? std::string() : std::string(text);
    };
    const std::string state = field(PG_DIAG_SQLSTATE);
    const std::string message = field(PG_DIAG_MESSAGE_PRIMARY);
    damage_ = Damage::statement;
    may_be_a_race_ = false;
    const auto conflict = [&](const char* key) {
      return fail(ErrorCode::conflict, key).with("table", field(PG_DIAG_TABLE_NAME));
    };
    const auto whole = [&](Damage damage, ErrorCode code, const char* key) {
      damage_ = damage;
      return fail(code, key);
    };
    if (PQstatus(connection_) != CONNECTION_OK || state.starts_with("08") || state.starts_with("57P"))
      return whole(Damage::connection, ErrorCode::unavailable, "db.unreachable");
    if (state == "40001" || state == "40P01" || state == "55P03")
      return whole(Damage::transaction, ErrorCode::unavailable, "db.busy");
    if (state == "53100") return whole(Damage::transaction, ErrorCode::unavailable, "db.disk_full");
    if (state == "53200") return whole(Damage::transaction, ErrorCode::unavailable, "db.no_memory");
    if (state.starts_with("58") || state == "XX001" || state == "XX002")
      return whole(Damage::storage, ErrorCode::io, "db.storage").with("code", state);
    if (state == "P0001") {
      if (const auto key = key_in_message(message); !key.empty()) return fail(ErrorCode::conflict, std::string(key));
    } else if (state == "23514") {
      if (const auto constraint = field(PG_DIAG_CONSTRAINT_NAME); is_key(constraint))
        return fail(ErrorCode::conflict, constraint);
      return fail(ErrorCode::conflict, "db.check_failed").with("table", "");
    } else if (state == "23505" || state == "23P01") {
      may_be_a_race_ = true;
      return conflict("db.not_unique");
    } else if (state == "23503") {
      may_be_a_race_ = true;
      return fail(ErrorCode::conflict, "db.missing_reference").with("table", "");
    } else if (state == "23502") {
      return conflict("db.null_refused");
    } else if (state == "25006") {
      return fail(ErrorCode::internal, "db.write_in_read").with("name", std::string(name));
    }
    return fail(ErrorCode::internal, "db.statement").with("name", std::string(name)).with("reason", message);
  }

  Role role_;
  PGconn* connection_ = nullptr;
  std::string schema_;
  Synchronous synchronous_ = Synchronous::full;
  std::unordered_map<std::string, std::string> prepared_;
  std::int64_t last_name_ = 0;
  std::string key_;
  std::vector<const char*> values_;
  std::vector<int> lengths_;
  std::vector<int> formats_;
  std::vector<std::array<char, 8>> numbers_;
  std::deque<std::string> arrays_;
  Damage damage_ = Damage::statement;
  bool may_be_a_race_ = false;
};

}  // namespace

Result<std::unique_ptr<Connection>> connect_postgres(const Location& location, const Options& options, Role role) {
  auto connection = std::make_unique<PostgresConnection>(role);
  TRY(connection->open(location, options));
  return connection;
}

}  // namespace chiron::db
