// Backups of a live database: whole, one snapshot, and never half in the place of an older one.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "platform/db/database.h"
#include "platform/db/power_fail_vfs.h"
#include "platform/db/testing.h"

namespace chiron::db {
namespace {

constexpr Migration steps[] = {{1, "pairs",
                                "CREATE TABLE a (n int64 PRIMARY KEY, body bytes NOT NULL);"
                                "CREATE TABLE b (n int64 PRIMARY KEY REFERENCES a (n));",
                                "", ""}};
const MigrationSet sets[] = {steps};

class Backup : public ::testing::Test {
 protected:
  testing::TemporaryDirectory directory_;
  Location live_ = Location::sqlite((directory_.path() / "chiron.db").string());
  std::string to_ = (directory_.path() / "backup.db").string();

  static Result<> add(Database& database, std::int64_t from, std::int64_t count) {
    return database.write_and_wait([=](WriteTransaction& write) -> Result<> {
      for (std::int64_t n = from; n < from + count; ++n) {
        TRY(write.execute(Sql("INSERT INTO a (n, body) VALUES ($1, $2)"), n, Bytes(1'000)));
        TRY(write.execute(Sql("INSERT INTO b (n) VALUES ($1)"), n));
      }
      return {};
    });
  }
  /// The number of rows in a database that is sound and whose two tables agree; -1 otherwise.
  static std::int64_t rows_in(const std::string& path) {
    auto database = Database::open(Location::sqlite(path));
    if (!database || !(*database)->check_integrity()) return -1;
    auto counts = (*database)->read([](ReadTransaction& read) {
      return read.query(Sql("SELECT (SELECT count(*) FROM a), (SELECT count(*) FROM b)"))
          .one<std::int64_t, std::int64_t>();
    });
    return counts && std::get<0>(*counts) == std::get<1>(*counts) ? std::get<0>(*counts) : -1;
  }
};

TEST_F(Backup, IsOneSnapshotWhileWritesGoOn) {
  auto database = Database::open(live_).value();
  ASSERT_TRUE(database->migrate(sets));
  ASSERT_TRUE(add(*database, 0, 2'000));
  std::atomic<bool> on = true;
  std::thread writer([&] {
    for (std::int64_t n = 2'000; on && n < 4'000; ++n) ASSERT_TRUE(add(*database, n, 1));
  });
  for (int i = 0; i < 3; ++i) {
    auto done = database->back_up(to_);
    ASSERT_TRUE(done) << done.error().debug_text();
    EXPECT_GE(rows_in(to_), 2'000);
  }
  on = false;
  writer.join();
  EXPECT_FALSE(std::filesystem::exists(to_ + ".part"));
}

TEST_F(Backup, RefusesADamagedSourceAndKeepsTheOlderBackup) {
  {
    auto database = Database::open(live_).value();
    ASSERT_TRUE(database->migrate(sets));
    ASSERT_TRUE(add(*database, 0, 2'000));
    ASSERT_TRUE(database->back_up(to_));
  }
  {
    std::fstream bytes(live_.where, std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekp(100 * 4096);
    bytes << std::string(4096, '\x7f');
  }
  auto database = Database::open(live_).value();
  EXPECT_EQ(database->back_up(to_).error().key, "db.damaged");
  EXPECT_EQ(rows_in(to_), 2'000);
}

TEST_F(Backup, KilledAnywhereLeavesAWholeOlderOne) {
  {
    auto database = Database::open(live_).value();
    ASSERT_TRUE(database->migrate(sets));
    ASSERT_TRUE(add(*database, 0, 500));
    ASSERT_TRUE(database->back_up(to_));
    ASSERT_TRUE(add(*database, 500, 500));
  }
  for (int wait_us = 0; wait_us < 50'000; wait_us += 2'500) {
    const pid_t child = ::fork();
    if (child == 0) {
      auto database = Database::open(live_);
      const bool done = database && (*database)->back_up(to_);
      ::_exit(done ? 0 : 1);
    }
    ::usleep(static_cast<useconds_t>(wait_us));  // the moment of the kill is the test's variable
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    const auto rows = rows_in(to_);
    ASSERT_TRUE(rows == 500 || rows == 1'000) << rows << " after " << wait_us;
  }
  EXPECT_EQ(rows_in(live_.where), 1'000);
}

TEST_F(Backup, LosesNoOlderBackupToAPowerFailure) {
  {
    auto database = Database::open(live_).value();
    ASSERT_TRUE(database->migrate(sets));
    ASSERT_TRUE(add(*database, 0, 20));
    ASSERT_TRUE(database->back_up(to_));
    ASSERT_TRUE(add(*database, 20, 20));
  }
  // The rename happens outside SQLite; what SQLite had synchronized by then must be whole.
  SeededRandom random(3);
  for (int n = 1; n < 200; n += 3) {
    testing::PowerFailVfs disk("power-fail");
    Options options;
    options.sqlite_vfs = "power-fail";
    bool done = false;
    {
      auto database = Database::open(live_, options).value();
      disk.fail_after(n);
      done = database->back_up(to_).has_value();
    }
    disk.restore_power(random);
    EXPECT_EQ(rows_in(to_), done ? 40 : 20);
    if (!done) continue;
    EXPECT_EQ(rows_in(to_ + ".part"), 40) << "what the disk held when the copy was renamed";
    return;
  }
  FAIL() << "no backup finished";
}

}  // namespace
}  // namespace chiron::db
