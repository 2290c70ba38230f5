// The lock of the data directory, and backups that are whole or not there.
#include "platform/data_directory/data_directory.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

#include "platform/db/testing.h"

namespace chiron::data_directory {
namespace {

namespace fs = std::filesystem;

constexpr db::Migration steps[] = {
    {1, "numbers", "CREATE TABLE numbers (n int64 PRIMARY KEY, body bytes NOT NULL);", "", ""}};
const db::MigrationSet sets[] = {steps};
const Instant morning{1'817'112'600'000'000};

class DataDirectoryTest : public ::testing::Test {
 protected:
  db::testing::TemporaryDirectory temporary_;
  fs::path root_ = temporary_.path() / "data";
  fs::path target_ = temporary_.path() / "backups";

  static std::unique_ptr<db::Database> open_database(const DataDirectory& directory) {
    auto database = db::Database::open(db::Location::sqlite(directory.database().string())).value();
    EXPECT_TRUE(database->migrate(sets));
    return database;
  }
  static void add(db::Database& database, std::int64_t from, std::int64_t count) {
    auto added = database.write_and_wait([=](db::WriteTransaction& write) -> Result<> {
      for (std::int64_t n = from; n < from + count; ++n)
        TRY(write.execute(db::Sql("INSERT INTO numbers (n, body) VALUES ($1, $2)"), n, Bytes(1'000)));
      return {};
    });
    EXPECT_TRUE(added);
  }
  static std::int64_t count(db::Database& database) {
    return database
        .read([](db::ReadTransaction& read) {
          return read.query(db::Sql("SELECT count(*) FROM numbers")).one<std::int64_t>();
        })
        .value();
  }
  static void put(const fs::path& file, const std::string& text) {
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
  }
  static std::string text_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(stream), {});
  }
};

TEST_F(DataDirectoryTest, IsMadePrivateOrRefused) {
  EXPECT_EQ(DataDirectory::open(root_, Missing::refuse).error().key, "data_directory.absent");
  auto directory = DataDirectory::open(root_, Missing::create);
  ASSERT_TRUE(directory) << directory.error().debug_text();
  for (const auto& path : {directory->root(), directory->blobs(), directory->secrets()}) {
    struct stat found {};
    ASSERT_EQ(::stat(path.c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777, 0700u) << path;
  }
  put(temporary_.path() / "file", "x");
  EXPECT_EQ(DataDirectory::open(temporary_.path() / "file", Missing::create).error().key, "data_directory.unusable");
}

TEST_F(DataDirectoryTest, BelongsToOneProcessAndNamesIt) {
  int ready[2];
  ASSERT_EQ(::pipe(ready), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    auto held = DataDirectory::open(root_, Missing::create);
    const char said = held ? 'y' : 'n';
    (void)!::write(ready[1], &said, 1);
    ::pause();
    ::_exit(0);
  }
  char said = 'n';
  ASSERT_EQ(::read(ready[0], &said, 1), 1);
  ASSERT_EQ(said, 'y');
  auto refused = DataDirectory::open(root_, Missing::refuse);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().key, "data_directory.locked");
  EXPECT_EQ(refused.error()["pid"], std::to_string(child));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  EXPECT_TRUE(DataDirectory::open(root_, Missing::refuse)) << "a killed holder holds nothing";
  ::close(ready[0]);
  ::close(ready[1]);
}

TEST_F(DataDirectoryTest, BacksUpAndRestores) {
  {
    auto directory = DataDirectory::open(root_, Missing::create).value();
    auto database = open_database(directory);
    add(*database, 0, 100);
    put(directory.blobs() / "ab" / "abcdef", std::string(200'000, 'b'));
    put(directory.blobs() / "empty", "");
    put(directory.secrets() / "key", "secret");
    auto done = back_up(directory, {database.get(), nullptr}, target_, morning);
    ASSERT_TRUE(done) << done.error().debug_text();
    EXPECT_EQ(done->filename(), "chiron-20270801T093000Z");
    EXPECT_FALSE(fs::exists(*done / "secrets"));
    EXPECT_EQ(back_up(directory, {database.get(), nullptr}, target_, morning).error().key,
              "data_directory.backup_exists");
    EXPECT_TRUE(check_backup(*done));
    auto secrets = back_up_secrets(directory, temporary_.path() / "elsewhere", morning);
    ASSERT_TRUE(secrets);
    EXPECT_EQ(text_of(*secrets / "secrets" / "key"), "secret");
  }
  const auto backup = target_ / "chiron-20270801T093000Z";
  EXPECT_EQ(restore(backup, root_).error().key, "data_directory.not_empty");
  EXPECT_EQ(restore(target_, temporary_.path() / "new").error().key, "data_directory.no_backup");
  auto restored = restore(backup, temporary_.path() / "new");
  ASSERT_TRUE(restored) << restored.error().debug_text();
  auto directory = DataDirectory::open(temporary_.path() / "new", Missing::refuse).value();
  EXPECT_EQ(count(*open_database(directory)), 100);
  EXPECT_EQ(text_of(directory.blobs() / "ab" / "abcdef"), std::string(200'000, 'b'));
  EXPECT_TRUE(fs::exists(directory.blobs() / "empty"));
}

TEST_F(DataDirectoryTest, FindsEveryKindOfDamage) {
  auto directory = DataDirectory::open(root_, Missing::create).value();
  auto database = open_database(directory);
  add(*database, 0, 100);
  put(directory.blobs() / "one", "blob");
  int number = 0;
  const auto after = [&](auto damage) {
    auto backup = back_up(directory, {database.get(), nullptr}, target_, morning.plus_ms(++number * 1'000)).value();
    damage(backup);
    auto checked = check_backup(backup);
    auto restored = restore(backup, temporary_.path() / "new");
    EXPECT_FALSE(restored);
    EXPECT_FALSE(fs::exists(temporary_.path() / "new"));
    return checked ? "" : checked.error().key;
  };
  const auto edit = [](const fs::path& file, std::streamoff place, const char* bytes) {
    std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
    stream.seekp(place);
    stream << bytes;
  };
  const std::string damaged = "data_directory.backup_damaged";
  EXPECT_EQ(after([&](const fs::path& b) { edit(b / "chiron.db", 5'000, "x"); }), damaged);
  EXPECT_EQ(after([&](const fs::path& b) { edit(b / "blobs" / "one", 0, "x"); }), damaged);
  EXPECT_EQ(after([&](const fs::path& b) { fs::remove(b / "blobs" / "one"); }), damaged);
  EXPECT_EQ(after([&](const fs::path& b) { put(b / "blobs" / "added", "x"); }), damaged);
  EXPECT_EQ(after([&](const fs::path& b) { fs::resize_file(b / "MANIFEST", fs::file_size(b / "MANIFEST") - 6); }),
            damaged);
  EXPECT_EQ(after([&](const fs::path& b) { fs::remove(b / "MANIFEST"); }), "data_directory.no_backup");
  EXPECT_EQ(after([&](const fs::path& b) {
              put(temporary_.path() / "outside", "x");
              std::ofstream(b / "MANIFEST") << "chiron backup 1\n"
                                            << std::string(64, '0') << " 1 ../../outside\nend 1\n";
            }),
            damaged);
}

TEST_F(DataDirectoryTest, AKilledBackupLeavesTheOlderOnesAndIsClearedAway) {
  auto directory = DataDirectory::open(root_, Missing::create).value();
  {
    auto database = open_database(directory);
    add(*database, 0, 1'000);
  }
  for (int i = 0; i < 20; ++i) put(directory.blobs() / std::to_string(i), std::string(50'000, 'x'));
  auto older = [&] {
    auto database = open_database(directory);
    return back_up(directory, {database.get(), nullptr}, target_, morning).value();
  }();
  for (int i = 1; i <= 15; ++i) {
    const pid_t child = ::fork();
    if (child == 0) {
      auto database = open_database(directory);
      const bool done = back_up(directory, {database.get(), nullptr}, target_, morning.plus_ms(i * 1'000)).has_value();
      ::_exit(done ? 0 : 1);
    }
    ::usleep(static_cast<useconds_t>(4'000 * i));  // the moment of the kill is the test's variable
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    ASSERT_TRUE(check_backup(older));
    for (const auto& entry : fs::directory_iterator(target_)) {
      if (entry.path().filename().string().ends_with(".partial")) continue;
      ASSERT_TRUE(check_backup(entry.path())) << "what has a backup's name is whole: " << entry.path();
    }
  }
  auto database = open_database(directory);
  ASSERT_TRUE(back_up(directory, {database.get(), nullptr}, target_, morning.plus_ms(100'000)));
  for (const auto& entry : fs::directory_iterator(target_))
    EXPECT_FALSE(entry.path().filename().string().ends_with(".partial")) << entry.path();
}

}  // namespace
}  // namespace chiron::data_directory
