// The reader pool, the writer thread with its group commit, and migrations.
#include "platform/db/database.h"

#include <openssl/sha.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>

#include "platform/db/connection.h"
#include "platform/db/portable_ddl.h"

namespace chiron::db {
namespace {

using Job = std::unique_ptr<detail::WriteJob>;
using Group = std::vector<Job>;
using std::chrono::steady_clock;

constexpr auto slow_write = std::chrono::milliseconds(20);
constexpr std::int64_t migration_lock = 0x636869726f6e;  // "chiron": servers that start together migrate in turn

std::int64_t microseconds_of(steady_clock::duration duration) {
  return std::chrono::duration_cast<std::chrono::microseconds>(duration).count();
}

Result<std::unique_ptr<Connection>> connect(const Location& location, const Options& options, Role role) {
  return location.engine == Engine::sqlite ? connect_sqlite(location, options, role)
                                           : connect_postgres(location, options, role);
}

std::string fingerprint_of(const Migration& migration, Engine engine) {
  std::string text(migration.portable);
  text += '\0';
  text += engine == Engine::sqlite ? migration.sqlite : migration.postgres;
  std::uint8_t hash[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const std::uint8_t*>(text.data()), text.size(), hash);
  constexpr const char* digits = "0123456789abcdef";
  std::string hex;
  for (const auto byte : hash) hex += {digits[byte >> 4], digits[byte & 15]};
  return hex;
}

}  // namespace

struct Database::Inside {
  Location location;
  Options options;

  std::mutex pool_mutex;
  std::condition_variable reader_free;
  std::vector<std::unique_ptr<Connection>> idle_readers;
  int open_readers = 0;

  mutable std::mutex queue_mutex;
  std::condition_variable queue_filled;
  std::deque<Job> queue;
  std::deque<std::function<void(Connection&)>> tasks;
  bool closing = false;
  bool stopped = false;  ///< the disk failed
  WriterStatistics statistics;
  Subscriptions subscriptions;
  std::mutex told_mutex;
  std::function<void()> told;  ///< after each commit
  std::unique_ptr<Connection> writer;
  std::thread thread;

  /// Runs a function on the writer's connection between two groups, and waits for it.
  template <class Function>
  auto on_writer(Function function) -> std::invoke_result_t<Function&, Connection&> {
    std::promise<std::invoke_result_t<Function&, Connection&>> promise;
    auto future = promise.get_future();
    {
      std::lock_guard lock(queue_mutex);
      tasks.emplace_back([&](Connection& connection) { promise.set_value(function(connection)); });
    }
    queue_filled.notify_one();
    return future.get();
  }

  void run_writer();
  void run_group(Group group);
  enum class Outcome { committed, again, ended };
  Outcome try_group(Group& group, Group& alone);
  void end_all(Group& group, const Error& error);
  void stop_writes();
  Result<> migrate_on(Connection& connection, const std::vector<const Migration*>& migrations);
};

// ---- reading ----

Reading::Reading(Database& database, std::unique_ptr<Connection> connection)
    : database_(&database),
      connection_(std::move(connection)),
      transaction_(std::make_unique<ReadTransaction>(*connection_)) {}

Reading::Reading(Reading&& other) noexcept = default;

Reading::~Reading() {
  if (!connection_) return;
  transaction_.reset();
  const bool whole = connection_->commit().has_value();
  if (!whole) connection_->roll_back();
  auto& inside = *database_->inside_;
  {
    std::lock_guard lock(inside.pool_mutex);
    if (whole || !connection_->in_transaction()) {
      inside.idle_readers.push_back(std::move(connection_));
    } else {
      --inside.open_readers;
    }
  }
  inside.reader_free.notify_one();
}

Result<Reading> Database::begin_read() {
  std::unique_ptr<Connection> connection;
  {
    std::unique_lock lock(inside_->pool_mutex);
    const auto free = [&] {
      return !inside_->idle_readers.empty() || inside_->open_readers < inside_->options.readers;
    };
    if (!inside_->reader_free.wait_for(lock, std::chrono::milliseconds(inside_->options.reader_wait_ms), free))
      return err(fail(ErrorCode::unavailable, "db.readers_busy"));
    if (!inside_->idle_readers.empty()) {
      connection = std::move(inside_->idle_readers.back());
      inside_->idle_readers.pop_back();
    } else {
      ++inside_->open_readers;
    }
  }
  const auto give_up = [&](Error error) {
    {
      std::lock_guard lock(inside_->pool_mutex);
      --inside_->open_readers;
    }
    inside_->reader_free.notify_one();
    return err(std::move(error));
  };
  if (!connection) {
    auto made = connect(inside_->location, inside_->options, Role::reader);
    if (!made) return give_up(std::move(made.error()));
    connection = std::move(*made);
  }
  if (auto begun = connection->begin_read(); !begun) return give_up(std::move(begun.error()));
  return Reading(*this, std::move(connection));
}

// ---- writing ----

void Database::queue(std::unique_ptr<detail::WriteJob> job) {
  std::unique_lock lock(inside_->queue_mutex);
  std::optional<Error> refused;
  if (inside_->stopped) refused = fail(ErrorCode::io, "db.writes_stopped");
  else if (inside_->closing) refused = fail(ErrorCode::unavailable, "db.closing");
  else if (inside_->queue.size() >= static_cast<std::size_t>(inside_->options.queue_limit))
    refused = fail(ErrorCode::unavailable, "db.queue_full");
  if (refused) {
    lock.unlock();
    job->answer(std::move(refused));
    return;
  }
  inside_->queue.push_back(std::move(job));
  lock.unlock();
  inside_->queue_filled.notify_one();
}

void Database::Inside::run_writer() {
  std::unique_lock lock(queue_mutex);
  while (true) {
    queue_filled.wait(lock, [&] { return closing || !queue.empty() || !tasks.empty(); });
    if (!tasks.empty()) {
      auto task = std::move(tasks.front());
      tasks.pop_front();
      lock.unlock();
      task(*writer);
      lock.lock();
      continue;
    }
    if (queue.empty()) return;  // closing, and everything is answered
    Group group;
    while (!queue.empty() && group.size() < static_cast<std::size_t>(options.group_limit)) {
      group.push_back(std::move(queue.front()));
      queue.pop_front();
    }
    lock.unlock();
    run_group(std::move(group));
    lock.lock();
  }
}

void Database::Inside::run_group(Group group) {
  Group alone;
  for (int attempt = 1; !group.empty(); ++attempt) {
    if (try_group(group, alone) != Outcome::again) break;
    // The whole transaction lost a race and nothing of it is stored. First together again, then one by one, so that
    // one write that loses every time does not keep the others waiting.
    const int wait_ms = std::min(1 << std::min(attempt, 6), 50);
    std::this_thread::sleep_for(std::chrono::milliseconds(wait_ms));
    if (group.size() > 1 && attempt >= 3) {
      for (auto& job : group) alone.push_back(std::move(job));
      break;
    }
    if (group.size() == 1 && group[0]->runs >= options.retry_limit)
      return end_all(group, fail(ErrorCode::unavailable, "db.busy"));
  }
  for (auto& job : alone) {
    job->alone = true;
    Group single;
    single.push_back(std::move(job));
    run_group(std::move(single));
  }
}

/// Runs the group in one transaction. `again` leaves every job in `group`; jobs that should run in a transaction of
/// their own are moved to `alone`.
Database::Inside::Outcome Database::Inside::try_group(Group& group, Group& alone) {
  // Decides what the loss of the whole transaction means for its writes.
  const auto lose = [&](const Error& error) {
    const Damage damage = writer->damage();
    writer->roll_back();
    if (damage == Damage::storage) {
      stop_writes();
      end_all(group, fail(ErrorCode::io, "db.writes_stopped"));
      return Outcome::ended;
    }
    const bool lost_race = damage == Damage::transaction && error.key == "db.busy";
    if (lost_race || damage == Damage::connection) {
      const bool tired =
          std::all_of(group.begin(), group.end(), [&](const Job& job) { return job->runs >= options.retry_limit; });
      if (!tired) return Outcome::again;
    }
    end_all(group, error);
    return Outcome::ended;
  };

  if (auto begun = writer->begin_write(); !begun) {
    if (writer->damage() == Damage::connection || location.engine == Engine::sqlite) {
      // The server cannot be reached, or another process holds the file: waiting here would help nobody.
      for (auto& job : group) job->runs = options.retry_limit;
    }
    return lose(begun.error());
  }
  /// What a run came to: `instead` replaces the function's own answer; `rerun` asks for a transaction of its own.
  struct Ran {
    bool stored = false;
    bool rerun = false;
    std::optional<Error> instead;
  };
  std::vector<Ran> ran;
  ran.reserve(group.size());
  const auto started = steady_clock::now();
  for (auto& job : group) {
    if (!ran.empty() && steady_clock::now() - started > std::chrono::milliseconds(options.group_ms)) break;
    if (auto saved = writer->save(); !saved) return lose(saved.error());
    auto& outcome = ran.emplace_back();
    WriteTransaction transaction(*writer, subscriptions);
    ++job->runs;
    const auto run_started = steady_clock::now();
    try {
      outcome.stored = job->run(transaction).has_value();
    } catch (...) {
      // Third-party code below a feature may throw; the write is undone and the writer goes on.
      outcome.instead = fail(ErrorCode::internal, "db.write_threw");
    }
    const auto took = steady_clock::now() - run_started;
    {
      std::lock_guard lock(queue_mutex);
      statistics.slow_writes += took > slow_write ? 1 : 0;
      statistics.longest_us = std::max(statistics.longest_us, microseconds_of(took));
      statistics.runs_again += job->runs > 1 ? 1 : 0;
    }
    if (const auto& spoilt = transaction.spoilt_by()) {
      if (writer->damage() != Damage::statement || !writer->in_transaction()) return lose(*spoilt);
      if (outcome.stored) outcome.instead = *spoilt;  // the function went on after a failed statement
      outcome.stored = false;
      outcome.rerun = writer->may_be_a_race() && !job->alone;
    }
    auto ended = outcome.stored ? writer->release() : writer->roll_back_to_save();
    if (!ended) return lose(ended.error());
  }
  if (ran.size() < group.size()) {
    // What the group's time did not suffice for goes first in the next one.
    std::lock_guard lock(queue_mutex);
    for (std::size_t i = group.size(); i > ran.size(); --i) queue.push_front(std::move(group[i - 1]));
    group.resize(ran.size());
  }
  const auto commit_started = steady_clock::now();
  if (auto committed = writer->commit(); !committed) {
    const Damage damage = writer->damage();
    if (damage == Damage::transaction) return lose(committed.error());
    writer->roll_back();
    // Whether COMMIT arrived cannot be known. After a disk's error it must not be tried again either: a second fsync
    // may report success for pages that the first one lost.
    if (damage != Damage::connection) stop_writes();
    end_all(group, fail(ErrorCode::io, "db.commit_unknown"));
    return Outcome::ended;
  }

  {
    std::lock_guard lock(queue_mutex);
    ++statistics.commits;
    statistics.longest_commit_us =
        std::max(statistics.longest_commit_us, microseconds_of(steady_clock::now() - commit_started));
    for (const auto& outcome : ran)
      if (!outcome.rerun) ++(outcome.stored ? statistics.writes : statistics.refused);
  }
  for (std::size_t i = 0; i < ran.size(); ++i) {
    if (ran[i].rerun) alone.push_back(std::move(group[i]));
    else group[i]->answer(std::move(ran[i].instead));
  }
  group.clear();
  if (std::ranges::any_of(ran, &Ran::stored)) {
    const std::lock_guard lock(told_mutex);
    if (told) told();
  }
  return Outcome::committed;
}

void Database::Inside::end_all(Group& group, const Error& error) {
  {
    std::lock_guard lock(queue_mutex);
    statistics.refused += static_cast<std::int64_t>(group.size());
  }
  for (auto& job : group) job->answer(error);
  group.clear();
}

void Database::Inside::stop_writes() {
  std::deque<Job> waiting;
  {
    std::lock_guard lock(queue_mutex);
    stopped = true;
    waiting.swap(queue);
    statistics.refused += static_cast<std::int64_t>(waiting.size());
  }
  for (auto& job : waiting) job->answer(fail(ErrorCode::io, "db.writes_stopped"));
}

// ---- opening, closing, migrating ----

Database::Database(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}

Result<std::unique_ptr<Database>> Database::open(const Location& location, const Options& options) {
  auto inside = std::make_unique<Inside>();
  inside->location = location;
  inside->options = options;
  inside->options.readers = std::clamp(options.readers, 1, 64);
  inside->writer = TRY(connect(location, options, Role::writer));
  inside->thread = std::thread([&it = *inside] { it.run_writer(); });
  return std::unique_ptr<Database>(new Database(std::move(inside)));
}

Database::~Database() {
  {
    std::lock_guard lock(inside_->queue_mutex);
    inside_->closing = true;
  }
  inside_->queue_filled.notify_one();
  inside_->thread.join();
  // Readers first: the writer's connection, closed last, checkpoints the WAL.
  inside_->idle_readers.clear();
  inside_->writer.reset();
}

Engine Database::engine() const { return inside_->location.engine; }

Subscriptions& Database::subscriptions() { return inside_->subscriptions; }

void Database::after_commit(std::function<void()> told) {
  const std::lock_guard lock(inside_->told_mutex);
  inside_->told = std::move(told);
}

Result<std::string> Database::change_mark() {
  if (engine() == Engine::sqlite) return std::to_string(statistics().commits);
  // Which transactions have ended: a new commit either raises the first or second number or leaves the list.
  return read([](ReadTransaction& read) {
    return read.query(Sql("SELECT CAST(pg_current_snapshot() AS text)")).one<std::string>();
  });
}

WriterStatistics Database::statistics() const {
  std::lock_guard lock(inside_->queue_mutex);
  auto statistics = inside_->statistics;
  statistics.waiting = static_cast<std::int64_t>(inside_->queue.size());
  return statistics;
}

bool Database::accepts_writes() const {
  std::lock_guard lock(inside_->queue_mutex);
  return !inside_->stopped && !inside_->closing;
}

Result<> Database::check_integrity() {
  return inside_->on_writer([](Connection& connection) { return connection.check_integrity(); });
}

Result<> Database::back_up(const std::string& to) {
  if (engine() == Engine::postgres) return err(refuse("db.backup_elsewhere"));
  return back_up_sqlite(inside_->location, inside_->options, to);
}

Result<> Database::refresh_statistics(std::span<const std::string_view> tables) {
  if (engine() == Engine::sqlite) return {};
  const auto connection = TRY(connect(inside_->location, inside_->options, Role::writer));
  for (const auto table : tables) TRY(connection->run_script("ANALYZE " + std::string(table)));
  return {};
}

Result<> Database::prepare_all(std::span<const Sql* const> statements) {
  return inside_->on_writer([&](Connection& connection) -> Result<> {
    for (const Sql* sql : statements) TRY(connection.prepare(*sql));
    return {};
  });
}

Result<> Database::migrate(std::span<const MigrationSet> sets) {
  std::vector<const Migration*> migrations;
  for (const auto& set : sets)
    for (const auto& migration : set) migrations.push_back(&migration);
  std::sort(migrations.begin(), migrations.end(), [](auto* a, auto* b) { return a->number < b->number; });
  for (std::size_t i = 1; i < migrations.size(); ++i)
    if (migrations[i]->number == migrations[i - 1]->number)
      return err(
          fail(ErrorCode::internal, "db.migration_number_twice").with("number", std::to_string(migrations[i]->number)));
  return inside_->on_writer([&](Connection& connection) {
    const bool postgres = connection.engine() == Engine::postgres;
    const auto lock = std::to_string(migration_lock);
    if (postgres)
      if (auto locked = connection.run_script("SELECT pg_advisory_lock(" + lock + ")"); !locked) return locked;
    auto migrated = inside_->migrate_on(connection, migrations);
    if (!migrated) connection.roll_back();
    if (postgres) (void)connection.run_script("SELECT pg_advisory_unlock(" + lock + ")");
    return migrated;
  });
}

Result<> Database::Inside::migrate_on(Connection& connection, const std::vector<const Migration*>& migrations) {
  static constexpr Sql known("SELECT number, fingerprint FROM schema_migrations ORDER BY number");
  static constexpr Sql note("INSERT INTO schema_migrations (number, name, fingerprint) VALUES ($1, $2, $3)");
  static constexpr std::string_view table =
      "CREATE TABLE IF NOT EXISTS schema_migrations (number int64 PRIMARY KEY, name text NOT NULL,"
      " fingerprint text NOT NULL)";
  const Engine engine = connection.engine();
  TRY(connection.begin_write());
  const auto table_script = TRY(expand_portable_ddl(table, engine));
  TRY(connection.run_script(table_script));
  TRY(connection.commit());

  std::map<int, std::string> applied;
  {
    ReadTransaction read(connection);
    auto rows = TRY((read.query(known).all<int, std::string>()));
    for (auto& [number, fingerprint] : rows) applied.emplace(number, std::move(fingerprint));
  }
  std::vector<const Migration*> missing;
  for (const auto* migration : migrations) {
    const auto found = applied.find(migration->number);
    if (found == applied.end()) {
      missing.push_back(migration);
      continue;
    }
    if (found->second != fingerprint_of(*migration, engine))
      return err(fail(ErrorCode::internal, "db.migration_changed").with("number", std::to_string(migration->number)));
    applied.erase(found);
  }
  if (!applied.empty()) return err(refuse("db.schema_newer").with("number", std::to_string(applied.rbegin()->first)));

  for (const auto* migration : missing) {
    TRY(connection.begin_write());
    WriteTransaction write(connection, subscriptions);
    const auto script = TRY(expand_portable_ddl(migration->portable, engine));
    TRY(connection.run_script(script));
    TRY(connection.run_script(engine == Engine::sqlite ? migration->sqlite : migration->postgres));
    TRY(write.execute(note, migration->number, migration->name, fingerprint_of(*migration, engine)));
    TRY(connection.commit());
  }
  return {};
}

}  // namespace chiron::db
