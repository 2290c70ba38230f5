// Fresh databases of both engines for tests.
#include "platform/db/testing.h"

#include <libpq-fe.h>
#include <sqlite3.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <system_error>
#include <vector>

namespace chiron::db::testing {
namespace {

const char* postgres_conninfo() {
  const char* conninfo = std::getenv("CHIRON_TEST_POSTGRES");
  return conninfo == nullptr || *conninfo == '\0' ? nullptr : conninfo;
}

std::string run_on_postgres(const std::string& script) {
  PGconn* connection = PQconnectdb(postgres_conninfo());
  PQsetNoticeProcessor(connection, [](void*, const char*) {}, nullptr);
  PGresult* result = PQexec(connection, script.c_str());
  const auto status = PQresultStatus(result);
  std::string error;
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
    error = PQerrorMessage(connection);
    if (error.empty()) error = "the statement failed";
  }
  PQclear(result);
  PQfinish(connection);
  return error;
}

}  // namespace

TemporaryDirectory::TemporaryDirectory() {
  std::string form = (std::filesystem::temp_directory_path() / "chiron-test-XXXXXX").string();
  if (::mkdtemp(form.data()) == nullptr) std::abort();
  path_ = form;
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

DatabaseTest::DatabaseTest() = default;

DatabaseTest::~DatabaseTest() {
  database_.reset();
  if (!location_.schema.empty()) run_on_postgres("DROP SCHEMA IF EXISTS " + location_.schema + " CASCADE");
}

void DatabaseTest::open(const std::vector<MigrationSet>& sets, const Options& options) {
  if (GetParam() == Engine::sqlite) {
    location_ = Location::sqlite((directory_.path() / "chiron.db").string());
  } else {
    if (postgres_conninfo() == nullptr)
      GTEST_SKIP() << "CHIRON_TEST_POSTGRES is not set; scripts/test_postgres start prints its value";
    static std::atomic<int> count = 0;
    location_ =
        Location::postgres(postgres_conninfo(), "test_" + std::to_string(::getpid()) + "_" + std::to_string(++count));
  }
  auto opened = Database::open(location_, options);
  ASSERT_TRUE(opened) << opened.error().debug_text();
  database_ = std::move(*opened);
  auto migrated = database_->migrate(sets);
  ASSERT_TRUE(migrated) << migrated.error().debug_text();
}

std::unique_ptr<Database> DatabaseTest::open_again(const Options& options) {
  auto opened = Database::open(location_, options);
  EXPECT_TRUE(opened) << opened.error().debug_text();
  return opened ? std::move(*opened) : nullptr;
}

std::string DatabaseTest::by_hand(const std::string& script) {
  if (GetParam() == Engine::postgres) return run_on_postgres("SET search_path=" + location_.schema + ";" + script);
  sqlite3* handle = nullptr;
  sqlite3_open(location_.where.c_str(), &handle);
  sqlite3_busy_timeout(handle, 5'000);
  // A careful operator's shell: without these, triggers on REPLACE and references are not enforced by SQLite.
  sqlite3_exec(handle, "PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;", nullptr, nullptr, nullptr);
  char* message = nullptr;
  sqlite3_exec(handle, script.c_str(), nullptr, nullptr, &message);
  std::string error = message == nullptr ? "" : message;
  sqlite3_free(message);
  sqlite3_close(handle);
  return error;
}

void expect_all_prepare(Database& database, std::span<const Sql* const> statements) {
  const auto prepared = database.prepare_all(statements);
  EXPECT_TRUE(prepared) << prepared.error().debug_text();
}

std::string engine_name(const ::testing::TestParamInfo<Engine>& info) { return std::string(name_of(info.param)); }

}  // namespace chiron::db::testing
