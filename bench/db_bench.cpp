// Durable writes per second through db::Database against hand-written SQLite with the same group commit, in one run
// and in turns, on the same disk. Usage: db_bench [directory] [seconds per turn] [turns]
#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "platform/db/database.h"

namespace {

using chiron::Result;
using std::chrono::steady_clock;

constexpr const char* table =
    "CREATE TABLE IF NOT EXISTS notes (n INTEGER PRIMARY KEY, author BLOB NOT NULL, body TEXT NOT NULL) STRICT";
constexpr const char* insert_text = "INSERT INTO notes (author, body) VALUES ($1, $2)";
const std::string body(200, 'x');
const std::string author(16, 'a');

/// The rival: the least code that does the same, a queue and one thread that commits what waits.
class Raw {
 public:
  explicit Raw(const std::string& path) {
    sqlite3_open(path.c_str(), &db_);
    for (const char* text : {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", table})
      sqlite3_exec(db_, text, nullptr, nullptr, nullptr);
    const auto prepare = [&](const char* text) {
      sqlite3_stmt* statement = nullptr;
      sqlite3_prepare_v3(db_, text, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
      return statement;
    };
    insert_ = prepare(insert_text);
    begin_ = prepare("BEGIN IMMEDIATE");
    commit_ = prepare("COMMIT");
    save_ = prepare("SAVEPOINT one");
    release_ = prepare("RELEASE one");
    thread_ = std::thread([this] { run(); });
  }
  ~Raw() {
    {
      std::lock_guard lock(mutex_);
      closing_ = true;
    }
    filled_.notify_one();
    thread_.join();
    for (auto* statement : {insert_, begin_, commit_, save_, release_}) sqlite3_finalize(statement);
    sqlite3_close(db_);
  }
  template <class Done>
  void write(Done done) {
    {
      std::lock_guard lock(mutex_);
      queue_.emplace_back(std::move(done));
    }
    filled_.notify_one();
  }

 private:
  static void step(sqlite3_stmt* statement) {
    sqlite3_step(statement);
    sqlite3_reset(statement);
  }
  void run() {
    std::unique_lock lock(mutex_);
    while (true) {
      filled_.wait(lock, [&] { return closing_ || !queue_.empty(); });
      if (queue_.empty()) return;
      std::vector<std::function<void()>> group;
      while (!queue_.empty() && group.size() < 1'000) {
        group.push_back(std::move(queue_.front()));
        queue_.pop_front();
      }
      lock.unlock();
      step(begin_);
      for (std::size_t i = 0; i < group.size(); ++i) {
        step(save_);
        sqlite3_bind_blob(insert_, 1, author.data(), static_cast<int>(author.size()), SQLITE_STATIC);
        sqlite3_bind_text(insert_, 2, body.data(), static_cast<int>(body.size()), SQLITE_STATIC);
        step(insert_);
        step(release_);
      }
      step(commit_);
      for (auto& done : group) done();
      lock.lock();
    }
  }
  sqlite3* db_ = nullptr;
  sqlite3_stmt *insert_ = nullptr, *begin_ = nullptr, *commit_ = nullptr, *save_ = nullptr, *release_ = nullptr;
  std::mutex mutex_;
  std::condition_variable filled_;
  std::deque<std::function<void()>> queue_;
  bool closing_ = false;
  std::thread thread_;
};

class Ours {
 public:
  explicit Ours(const std::string& path)
      : database_(chiron::db::Database::open(chiron::db::Location::sqlite(path)).value()) {
    (void)database_->write_and_wait(
        [](chiron::db::WriteTransaction& write) { return write.execute(chiron::db::Sql(table)); });
  }
  template <class Done>
  void write(Done done) {
    static constexpr chiron::db::Sql insert(insert_text);
    database_->write_then(
        [](chiron::db::WriteTransaction& write) {
          return write.execute(insert, chiron::BytesView(chiron::bytes_of(author)), body);
        },
        [done = std::move(done)](Result<std::int64_t> answer) mutable {
          if (!answer) std::abort();
          done();
        });
  }

 private:
  std::unique_ptr<chiron::db::Database> database_;
};

struct Measured {
  double per_second = 0;
  double cpu_us = 0;  ///< processor time of the whole process per write: what the layer costs, whatever the disk does
};

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// Keeps `clients` writes under way for a while, each answered after its commit.
template <class Store>
Measured measure(Store& store, int clients, double seconds) {
  std::atomic<std::int64_t> done = 0;
  std::atomic<bool> on = true;
  std::atomic<int> open = clients;
  std::function<void()> again = [&] {
    ++done;
    if (on) store.write([&] { again(); });
    else --open;
  };
  const auto start = steady_clock::now();
  const double cpu = cpu_seconds();
  for (int i = 0; i < clients; ++i) store.write([&] { again(); });
  std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
  const double took = std::chrono::duration<double>(steady_clock::now() - start).count();
  const auto count = static_cast<double>(done.load());
  const double used = cpu_seconds() - cpu;
  on = false;
  while (open > 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  return {count / took, 1e6 * used / count};
}

template <class Value>
double median(const std::vector<Measured>& measured, Value value) {
  std::vector<double> values;
  for (const auto& each : measured) values.push_back(value(each));
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
  const std::filesystem::path directory =
      argc > 1 ? argv[1] : std::filesystem::temp_directory_path() / "chiron-db-bench";
  const double seconds = argc > 2 ? std::atof(argv[2]) : 1;
  const int turns = argc > 3 ? std::atoi(argv[3]) : 5;
  std::filesystem::create_directories(directory);
  fmt::print("durable writes per second (synchronous=FULL, a savepoint a write), median of {} turns\n", turns);
  fmt::print("{:>8} {:>12} {:>12} {:>8} {:>12} {:>12}\n", "clients", "raw sqlite", "Database", "share", "raw cpu us",
             "our cpu us");
  for (const int clients : {1, 16, 64, 256}) {
    std::vector<Measured> raw, ours, shares;
    for (int turn = 0; turn < turns; ++turn) {
      for (const char* file : {"raw.db", "raw.db-wal", "raw.db-shm", "ours.db", "ours.db-wal", "ours.db-shm"})
        std::filesystem::remove(directory / file);
      Raw theirs((directory / "raw.db").string());
      Ours mine((directory / "ours.db").string());
      // In turns that change sides, so that a busy moment of the machine falls on both.
      if (turn % 2 == 0) {
        raw.push_back(measure(theirs, clients, seconds));
        ours.push_back(measure(mine, clients, seconds));
      } else {
        ours.push_back(measure(mine, clients, seconds));
        raw.push_back(measure(theirs, clients, seconds));
      }
      shares.push_back({ours.back().per_second / raw.back().per_second, 0});
    }
    const auto rate = [](const Measured& each) { return each.per_second; };
    const auto cost = [](const Measured& each) { return each.cpu_us; };
    fmt::print("{:>8} {:>12.0f} {:>12.0f} {:>8.2f} {:>12.1f} {:>12.1f}\n", clients, median(raw, rate),
               median(ours, rate), median(shares, rate), median(raw, cost), median(ours, cost));
  }
  std::filesystem::remove_all(directory);
}
