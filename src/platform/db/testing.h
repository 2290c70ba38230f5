// For tests of every room that stores something: each test runs on a fresh SQLite file and, when CHIRON_TEST_POSTGRES
// holds a conninfo (scripts/test_postgres start), on a fresh schema of a real PostgreSQL; else it shows as SKIPPED.

//   class PeopleStoreTest : public db::testing::DatabaseTest {
//     void SetUp() override { open({institutions::migrations, people::migrations}); }
//   };
//   CHIRON_ON_BOTH_ENGINES(PeopleStoreTest);
//   TEST_P(PeopleStoreTest, FindsWhatWasWritten) { … database() … }
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "platform/db/database.h"

namespace chiron::db::testing {

/// A directory that disappears with the object.
class TemporaryDirectory {
 public:
  TemporaryDirectory();
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

class DatabaseTest : public ::testing::TestWithParam<Engine> {
 public:
  DatabaseTest();
  ~DatabaseTest() override;

 protected:
  /// Opens a fresh database and migrates it; call it in SetUp, and return after it: without a PostgreSQL it skips.
  void open(const std::vector<MigrationSet>& sets, const Options& options = {});
  Database& database() { return *database_; }
  /// A second program on the same database, as another server would be (PostgreSQL only; SQLite belongs to one).
  std::unique_ptr<Database> open_again(const Options& options = {});
  /// Closes the first program's database; `database()` is invalid until `reopen`.
  void close() { database_.reset(); }
  void reopen(const Options& options = {}) { database_ = open_again(options); }
  const Location& location() const { return location_; }
  /// Runs statements by hand, outside the program, as an operator with a SQL shell would; the error text, or "".
  std::string by_hand(const std::string& script);

 private:
  TemporaryDirectory directory_;
  Location location_;
  std::unique_ptr<Database> database_;
};

/// Expects every statement to prepare on the database's engine.
void expect_all_prepare(Database& database, std::span<const Sql* const> statements);

/// "sqlite" or "postgres", as the suffix of a test's name.
std::string engine_name(const ::testing::TestParamInfo<Engine>& info);

}  // namespace chiron::db::testing

#define CHIRON_ON_BOTH_ENGINES(suite)                                                                       \
  INSTANTIATE_TEST_SUITE_P(Both, suite,                                                                     \
                           ::testing::Values(::chiron::db::Engine::sqlite, ::chiron::db::Engine::postgres), \
                           ::chiron::db::testing::engine_name)
