// One database over SQLite (default) and PostgreSQL: readers with a snapshot per request, and one writer thread that
// commits everything queued while the last commit ran (group commit) and answers after COMMIT.
#pragma once

#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/error.h"
#include "platform/db/sql.h"
#include "platform/db/transaction.h"

namespace chiron::db {

/// Where a database is.
struct Location {
  Engine engine = Engine::sqlite;
  std::string where;   ///< a file path, or a libpq conninfo or URI
  std::string schema;  ///< PostgreSQL only: the schema to live in, made when absent; "" is the role's default

  static Location sqlite(std::string path) { return {Engine::sqlite, std::move(path), ""}; }
  static Location postgres(std::string conninfo, std::string schema = "") {
    return {Engine::postgres, std::move(conninfo), std::move(schema)};
  }
};

/// How hard SQLite works to keep what it acknowledged. Anything but `full` loses data on power failure and exists so
/// that the durability test has a control that must fail.
enum class Synchronous : std::uint8_t { full, normal, off };

struct Options {
  /// Connections for reads, 1-64, made when they are needed; a read waits for a free one. As many as a server has
  /// threads that read: two that answer, one that tells of changes, jobs, and what is worked out beside pages.
  int readers = 8;
  int reader_wait_ms = 5'000;  ///< then the read ends with Error{unavailable, "db.readers_busy"}
  int queue_limit = 10'000;    ///< writes waiting; beyond it Error{unavailable, "db.queue_full"}
  int group_limit = 1'000;     ///< writes in one commit
  int group_ms = 50;           ///< and the time after which a group takes no further write
  int retry_limit = 12;        ///< runs of one write that loses races, then Error{unavailable, "db.busy"}
  Synchronous synchronous = Synchronous::full;
  int checkpoint_pages = 1'000;  ///< SQLite: the WAL's length, in pages of 4 KiB, from which a commit checkpoints
  std::string sqlite_vfs;        ///< "" is the system's; tests name another
};

/// What the writer has done since the start; for /metrics and tests.
struct WriterStatistics {
  std::int64_t writes = 0;       ///< answered with success
  std::int64_t refused = 0;      ///< answered with an error
  std::int64_t commits = 0;      ///< groups committed
  std::int64_t runs_again = 0;   ///< runs of a write beyond its first
  std::int64_t slow_writes = 0;  ///< runs longer than 20 ms (docs/foundations.md 14)
  std::int64_t longest_us = 0;   ///< the longest run of one write, in microseconds; commits are not counted
  std::int64_t longest_commit_us = 0;
  std::int64_t waiting = 0;  ///< in the queue now
};

class Database;

/// Opens an SQLite file that nobody uses, for reading only, and checks every page and reference of it: for backups.
/// The file is not changed. Errors: "db.cannot_open", "db.damaged".
Result<> check_file(const std::string& path);

/// A reader connection with its one transaction, given back when the object dies. One per request.
class Reading {
 public:
  Reading(Reading&& other) noexcept;
  Reading& operator=(Reading&&) = delete;
  ~Reading();
  ReadTransaction& transaction() { return *transaction_; }
  operator ReadTransaction&() { return *transaction_; }
  ReadTransaction* operator->() { return transaction_.get(); }

 private:
  friend class Database;
  Reading(Database& database, std::unique_ptr<Connection> connection);
  Database* database_;
  std::unique_ptr<Connection> connection_;
  std::unique_ptr<ReadTransaction> transaction_;
};

namespace detail {
template <class T>
struct ResultValue;
template <class T>
struct ResultValue<Result<T>> {
  using type = T;
};

/// One queued write with its function and its answer; Database runs it, perhaps several times, then answers once.
class WriteJob {
 public:
  virtual ~WriteJob() = default;
  virtual Result<> run(WriteTransaction& write) = 0;
  /// `ended` is the error that replaces the function's own answer; none when COMMIT succeeded.
  virtual void answer(std::optional<Error> ended) = 0;
  int runs = 0;
  bool alone = false;  ///< lost a race: the next run shares its transaction with no other write
};

template <class Function, class Done>
class WriteJobOf final : public WriteJob {
 public:
  using Answer = std::invoke_result_t<Function&, WriteTransaction&>;
  WriteJobOf(Function function, Done done) : function_(std::move(function)), done_(std::move(done)) {}
  Result<> run(WriteTransaction& write) override {
    answer_.emplace(function_(write));
    if (!*answer_) return err(answer_->error());
    return {};
  }
  void answer(std::optional<Error> ended) override {
    if (ended) answer_.emplace(std::unexpect, *std::move(ended));
    done_(*std::move(answer_));
  }

 private:
  Function function_;
  Done done_;
  std::optional<Answer> answer_;
};
}  // namespace detail

class Database {
 public:
  /// Opens (and for SQLite creates) the database, checks its settings and starts the writer. Nothing is migrated yet.
  /// Errors: "db.cannot_open" (with `where` for SQLite), "db.wrong_encoding", "db.unsafe_server" (fsync or
  /// full_page_writes off).
  static Result<std::unique_ptr<Database>> open(const Location& location, const Options& options = {});
  /// Answers every queued write, then closes.
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  Engine engine() const;

  /// Brings the schema to this program's, each migration in one transaction with its row in schema_migrations; a
  /// killed run is resumed by the next. Errors: "db.schema_newer" (the database knows a migration that the program
  /// does not: use the newer program), "db.migration_changed" (an applied text differs), "db.migration_number_twice".
  Result<> migrate(std::span<const MigrationSet> sets);

  /// Begins a read transaction. Two readings in one thread at once can starve the pool: use one per request.
  Result<Reading> begin_read();
  /// `read([](ReadTransaction& read) -> Result<T> { … })`: one snapshot for the whole function.
  template <class Function>
  auto read(Function function) -> std::invoke_result_t<Function&, ReadTransaction&> {
    auto reading = begin_read();
    if (!reading) return err(std::move(reading.error()));
    return function(reading->transaction());
  }

  /// Queues a write and returns at once. `function(WriteTransaction&) -> Result<T>` runs on the writer thread in a
  /// savepoint; its errors undo it alone. It may run again (a lost race, a group undone), so it must be repeatable and
  /// short (20 ms). The future is ready after COMMIT. Further errors:
  /// "db.busy", "db.queue_full", "db.closing", "db.disk_full" (unavailable); "db.writes_stopped" (io: the disk failed,
  /// the process must end); "db.commit_unknown" (io: the answer to COMMIT was lost; the request key decides);
  /// "db.write_threw" (internal).
  template <class Function>
  auto write(Function function) -> std::future<std::invoke_result_t<Function&, WriteTransaction&>> {
    using Answer = std::invoke_result_t<Function&, WriteTransaction&>;
    auto promise = std::make_shared<std::promise<Answer>>();
    auto future = promise->get_future();
    write_then(std::move(function), [promise](Answer answer) { promise->set_value(std::move(answer)); });
    return future;
  }
  /// As write, but calls `done(Result<T>)` on the writer thread (or at once, when the write is not accepted): it must
  /// hand the answer on and return.
  template <class Function, class Done>
  void write_then(Function function, Done done) {
    queue(std::make_unique<detail::WriteJobOf<Function, Done>>(std::move(function), std::move(done)));
  }
  /// As write, and waits: for commands and jobs, never on the writer thread.
  template <class Function>
  auto write_and_wait(Function function) -> std::invoke_result_t<Function&, WriteTransaction&> {
    return write(std::move(function)).get();
  }

  /// Adds `subscriber(WriteTransaction&, const Event&) -> Result<>`; only before the first write.
  template <class Event>
  void subscribe(std::function<Result<>(WriteTransaction&, const Event&)> subscriber) {
    subscriptions().template add<Event>(std::move(subscriber));
  }

  /// Calls `told` on the writer thread after each commit of this process that stored something, until another or none
  /// is given: it must only wake somebody. When the call that takes it away has returned, it runs no more.
  void after_commit(std::function<void()> told);
  /// Differs from an earlier one whenever something was committed in between: by this process, and on PostgreSQL by
  /// any other. (An SQLite file has one process, which holds its directory.) May also differ for nothing.
  Result<std::string> change_mark();

  WriterStatistics statistics() const;
  /// False after the disk reported an error: the process should end (docs/foundations.md 24).
  bool accepts_writes() const;

  /// SQLite: integrity_check and foreign_key_check of the whole file; PostgreSQL: that no constraint is unvalidated.
  /// Error{io, "db.damaged"} with `findings` (a number).
  Result<> check_integrity();
  /// Copies the live database to a file (SQLite), while reads and writes go on: one snapshot, written beside `to`,
  /// opened, checked, synchronized and only then renamed to `to`, so that being killed leaves an older `to` whole.
  /// Errors: "db.backup_failed" (io, with `code`), "db.damaged", "db.backup_elsewhere" (PostgreSQL has its own tools).
  Result<> back_up(const std::string& to);
  /// Counts the rows of these tables for the planner, on a connection of its own while reads and writes go on. For who
  /// fills tables: PostgreSQL otherwise keeps reading them as it planned when they were empty, until its own daemon
  /// comes by. SQLite needs none.
  Result<> refresh_statistics(std::span<const std::string_view> tables);
  /// Prepares each statement on the engine; the error names the first that fails ("db.statement", `name`, `reason`).
  Result<> prepare_all(std::span<const Sql* const> statements);

 private:
  friend class Reading;
  struct Inside;
  explicit Database(std::unique_ptr<Inside> inside);
  void queue(std::unique_ptr<detail::WriteJob> job);
  Subscriptions& subscriptions();
  std::unique_ptr<Inside> inside_;
};

}  // namespace chiron::db
