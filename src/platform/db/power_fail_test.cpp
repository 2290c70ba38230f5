// Power failures through the real writer: nothing acknowledged is lost and nothing is half there; with weaker settings,
// or a disk that lies, the same test must lose data, or it would prove nothing.
#include <gtest/gtest.h>

#include <cstdlib>
#include <set>

#include "platform/db/database.h"
#include "platform/db/power_fail_vfs.h"
#include "platform/db/testing.h"

namespace chiron::db {
namespace {

using testing::DiskHonesty;
using testing::PowerFailVfs;
using testing::TemporaryDirectory;

constexpr Migration steps[] = {{1, "halves",
                                "CREATE TABLE left_half (n int64 PRIMARY KEY, body bytes NOT NULL);"
                                "CREATE TABLE right_half (n int64 PRIMARY KEY, body bytes NOT NULL);",
                                "", ""}};
constexpr Sql insert_left("INSERT INTO left_half (n, body) VALUES ($1, $2)");
constexpr Sql insert_right("INSERT INTO right_half (n, body) VALUES ($1, $2)");
constexpr Sql select_left("SELECT n FROM left_half ORDER BY n");
constexpr Sql select_right("SELECT n FROM right_half ORDER BY n");

struct Tally {
  int acknowledged = 0;
  int lost = 0;
  int half = 0;
  int damaged = 0;    ///< databases that no longer open or fail their check
  int unstopped = 0;  ///< writers that went on accepting writes after the disk had failed
};

/// For the test's own setup and looks, in which no power fails: no reason to wait for the real disk.
Options without_waiting() {
  Options options;
  options.synchronous = Synchronous::off;
  return options;
}

/// One life of a database: writes in bursts until the power fails at a random operation, then a look at what is left.
void live_and_die(const std::filesystem::path& empty, SeededRandom& random, Synchronous synchronous,
                  DiskHonesty honesty, Tally& tally) {
  TemporaryDirectory directory;
  const auto location = Location::sqlite((directory.path() / "chiron.db").string());
  std::filesystem::copy_file(empty, location.where);
  PowerFailVfs disk("power-fail", honesty);
  Options options;
  options.synchronous = synchronous;
  options.sqlite_vfs = "power-fail";
  options.checkpoint_pages = 1 + static_cast<int>(random.below(40));  // so that checkpoints are interrupted, too
  std::set<std::int64_t> acknowledged;
  {
    auto opened = Database::open(location, options);
    ASSERT_TRUE(opened) << opened.error().debug_text();
    auto& database = **opened;
    disk.fail_after(1 + static_cast<std::int64_t>(random.below(250)));
    std::int64_t next = 0;
    for (int burst = 0; burst < 12 && !disk.failed(); ++burst) {
      std::vector<std::pair<std::int64_t, std::future<Result<>>>> answers;
      const auto count = 1 + random.below(8);
      for (std::uint64_t i = 0; i < count; ++i) {
        const std::int64_t n = ++next;
        const Bytes body(random.below(9'000), static_cast<std::uint8_t>(n));
        answers.emplace_back(n, database.write([n, body](WriteTransaction& write) -> Result<> {
          TRY(write.execute(insert_left, n, body));
          TRY(write.execute(insert_right, n, body));
          return {};
        }));
      }
      for (auto& [n, answer] : answers)
        if (answer.get()) acknowledged.insert(n);
    }
    if (!disk.failed()) {
      disk.fail_now();
    } else {
      // The failure may have come in a checkpoint after a good commit; the next write meets it at the latest.
      for (int i = 0; i < 2; ++i)
        (void)database.write_and_wait(
            [&](WriteTransaction& write) { return write.execute(insert_left, 1'000'000 + i, Bytes()); });
      tally.unstopped += database.accepts_writes() ? 1 : 0;
    }
  }
  disk.restore_power(random);

  tally.acknowledged += static_cast<int>(acknowledged.size());
  auto reopened = Database::open(location, without_waiting());
  if (!reopened || !(*reopened)->check_integrity()) {
    ++tally.damaged;
    tally.lost += static_cast<int>(acknowledged.size());
    return;
  }
  auto reading = (*reopened)->begin_read();
  ASSERT_TRUE(reading);
  const auto left = reading->transaction().query(select_left).all<std::int64_t>().value();
  const auto right = reading->transaction().query(select_right).all<std::int64_t>().value();
  tally.half += left == right ? 0 : 1;
  const std::set<std::int64_t> stored(left.begin(), left.end());
  for (const auto n : acknowledged) tally.lost += stored.contains(n) ? 0 : 1;
}

/// Lives and dies `crashes` times; the seed is printed so that a failure can be repeated.
Tally crash(int crashes, Synchronous synchronous, DiskHonesty honesty = DiskHonesty::honest) {
  const char* wanted = std::getenv("CHIRON_TEST_SEED");
  const std::uint64_t seed = wanted == nullptr ? 20'270'801 : std::strtoull(wanted, nullptr, 10);
  SeededRandom random(seed);
  TemporaryDirectory directory;
  const auto empty = directory.path() / "empty.db";
  {
    const MigrationSet sets[] = {steps};
    auto database = Database::open(Location::sqlite(empty.string()), without_waiting()).value();
    EXPECT_TRUE(database->migrate(sets));
  }
  Tally tally;
  for (int i = 0; i < crashes; ++i) live_and_die(empty, random, synchronous, honesty, tally);
  std::printf("  seed %llu, %d crashes: %d acknowledged, %d lost, %d half, %d damaged\n",
              static_cast<unsigned long long>(seed), crashes, tally.acknowledged, tally.lost, tally.half,
              tally.damaged);
  return tally;
}

/// 200 unless CHIRON_TEST_CRASHES says otherwise (make test-long).
int crashes() {
  const char* wanted = std::getenv("CHIRON_TEST_CRASHES");
  return wanted == nullptr ? 200 : std::atoi(wanted);
}

TEST(PowerFailure, LosesNothingAcknowledgedAndLeavesNoHalfWrite) {
  const Tally tally = crash(crashes(), Synchronous::full);
  EXPECT_GT(tally.acknowledged, crashes() * 5);
  EXPECT_EQ(tally.lost, 0);
  EXPECT_EQ(tally.half, 0);
  EXPECT_EQ(tally.damaged, 0);
  EXPECT_EQ(tally.unstopped, 0) << "after a disk error the writer must stop";
}

TEST(PowerFailure, ControlNormalMustLoseData) { EXPECT_GT(crash(40, Synchronous::normal).lost, 0); }

TEST(PowerFailure, ControlOffMustLoseData) { EXPECT_GT(crash(40, Synchronous::off).lost, 0); }

TEST(PowerFailure, ControlALyingDiskMustLoseData) {
  EXPECT_GT(crash(40, Synchronous::full, DiskHonesty::lies).lost, 0);
}

TEST(PowerFailure, AMigrationInterruptedAnywhereIsResumed) {
  static constexpr Migration later[] = {
      {2, "third", "CREATE TABLE third (n int64 PRIMARY KEY); INSERT INTO third VALUES (1), (2);", "", ""},
      {3, "fourth", "ALTER TABLE third ADD COLUMN m int64; UPDATE third SET m = n; CREATE INDEX third_m ON third (m);",
       "", ""}};
  const MigrationSet sets[] = {steps, later};
  SeededRandom random(99);
  int interrupted = 0;
  for (std::int64_t n = 1;; ++n) {
    TemporaryDirectory directory;
    const auto location = Location::sqlite((directory.path() / "chiron.db").string());
    bool finished = false;
    {
      PowerFailVfs disk("power-fail");
      Options options;
      options.sqlite_vfs = "power-fail";
      disk.fail_after(n);
      {
        auto database = Database::open(location, options);
        finished = database && (*database)->migrate(sets) && !disk.failed();
      }
      // Closing checkpoints, so the power may fail after the migration, too.
      finished = finished && !disk.failed();
      disk.restore_power(random);
    }
    auto database = Database::open(location, without_waiting());
    ASSERT_TRUE(database) << "after operation " << n << ": " << database.error().debug_text();
    auto migrated = (*database)->migrate(sets);
    ASSERT_TRUE(migrated) << "after operation " << n << ": " << migrated.error().debug_text();
    ASSERT_TRUE((*database)->check_integrity()) << "after operation " << n;
    auto sum = (*database)->read(
        [](ReadTransaction& read) { return read.query(Sql("SELECT sum(m) FROM third")).one<std::int64_t>(); });
    ASSERT_EQ(sum.value(), 3) << "after operation " << n;
    if (finished) break;
    ++interrupted;
    ASSERT_LT(n, 1'000);
  }
  EXPECT_GT(interrupted, 20);
}

TEST(PowerFailure, AfterADiskErrorNothingMoreIsWritten) {
  TemporaryDirectory directory;
  const auto location = Location::sqlite((directory.path() / "chiron.db").string());
  PowerFailVfs disk("power-fail");
  Options options;
  options.sqlite_vfs = "power-fail";
  const MigrationSet sets[] = {steps};
  auto database = Database::open(location, options).value();
  ASSERT_TRUE(database->migrate(sets));
  const auto write = [&](std::int64_t n) {
    return database->write([n](WriteTransaction& w) { return w.execute(insert_left, n, Bytes(10)); });
  };
  ASSERT_TRUE(write(1).get());
  EXPECT_TRUE(database->accepts_writes());
  disk.fail_now();
  const auto first = write(2).get();
  ASSERT_FALSE(first);
  EXPECT_EQ(first.error().code, ErrorCode::io);
  EXPECT_FALSE(database->accepts_writes());
  EXPECT_EQ(write(3).get().error().key, "db.writes_stopped");
}

}  // namespace
}  // namespace chiron::db
