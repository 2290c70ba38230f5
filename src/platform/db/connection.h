// One connection to one engine: the seam between the generic layer (transaction.h, database.h) and the two engines.
// Features never see it.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/error.h"
#include "platform/db/row.h"
#include "platform/db/sql.h"

namespace chiron::db {

/// What became of the transaction when a statement failed.
enum class Damage : std::uint8_t {
  statement,    ///< only the statement (or its savepoint) failed
  transaction,  ///< the whole transaction is gone; it may be tried again (40001, 40P01, SQLite busy)
  connection,   ///< the connection is lost; a new one may be made
  storage,      ///< the disk reported an error: nothing more may be written by this process
};

struct Location;
struct Options;

/// The one connection that writes and checkpoints, or one of the many that read.
enum class Role : std::uint8_t { reader, writer };

class Connection {
 public:
  virtual ~Connection() = default;
  virtual Engine engine() const = 0;

  /// Prepares (or takes from the cache), binds and starts a statement.
  virtual Result<std::unique_ptr<Cursor>> start(const Sql& sql, std::span<const Parameter> parameters) = 0;
  /// Prepares a statement without running it, its parameters' types left to the engine; for the test of every constant.
  virtual Result<> prepare(const Sql& sql) = 0;
  /// Runs a script of several statements without parameters (migrations, pragmas).
  virtual Result<> run_script(std::string_view script) = 0;

  virtual Result<> begin_read() = 0;
  virtual Result<> begin_write() = 0;
  virtual Result<> commit() = 0;
  /// Ends the transaction; never fails from the caller's point of view.
  virtual void roll_back() = 0;
  virtual Result<> save() = 0;
  virtual Result<> release() = 0;
  virtual Result<> roll_back_to_save() = 0;

  /// How far the last failure of this connection reached; set by every call above that returns an error.
  virtual Damage damage() const = 0;
  /// Whether begin_write's transaction still stands.
  virtual bool in_transaction() const = 0;
  /// Whether the last failure could also be a lost race with another server, so that running again in a new
  /// transaction decides (a unique violation on PostgreSQL).
  virtual bool may_be_a_race() const = 0;
  /// Error{io, "db.damaged"} when the engine's own checks find something.
  virtual Result<> check_integrity() = 0;
};

Result<std::unique_ptr<Connection>> connect_sqlite(const Location& location, const Options& options, Role role);
Result<std::unique_ptr<Connection>> connect_postgres(const Location& location, const Options& options, Role role);

/// Database::back_up for SQLite.
Result<> back_up_sqlite(const Location& from, const Options& options, const std::string& to);

/// Makes the key of a message that a trigger raised with `chiron:room.key`; "" when it is not of that form.
std::string_view key_in_message(std::string_view message);
/// Whether a constraint's name is a refusal's key: lower-case words joined by at least one dot.
bool is_key(std::string_view name);

}  // namespace chiron::db
