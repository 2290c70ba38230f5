// Opening an installation: every room's migrations, in one order, once; and the list of jobs and commands complete.
#include "app/installation.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <set>

#include "app/commands.h"
#include "features/audit/audit_sql.h"
#include "features/conflicts/conflicts_sql.h"
#include "features/duties/duties_sql.h"
#include "features/imports/imports_sql.h"
#include "features/institutions/institutions_sql.h"
#include "features/people/people_sql.h"
#include "features/programs/programs_sql.h"
#include "features/relationships/relationships_sql.h"
#include "features/reports/reports_sql.h"
#include "platform/db/testing.h"
#include "platform/jobs/jobs_sql.h"

namespace chiron::app {
namespace {

constexpr db::Sql applied("SELECT number, name FROM schema_migrations ORDER BY number");

class InstallationTest : public db::testing::DatabaseTest {
 protected:
  void SetUp() override { open({}); }
};
CHIRON_ON_BOTH_ENGINES(InstallationTest);

TEST_P(InstallationTest, EveryRoomsMigrationsRunInTheOrderOfTheirNumbersAndOnce) {
  // Within a room by number; across rooms what refers to another room's table comes after it, which the foreign keys
  // of the database itself insist on.
  std::set<int> numbers;
  std::size_t count = 0;
  for (const auto& set : all_migrations()) {
    int before = 0;
    for (const auto& step : set) {
      EXPECT_GT(step.number, before) << step.name;
      before = step.number;
      numbers.insert(step.number);
      ++count;
    }
  }
  EXPECT_EQ(numbers.size(), count) << "two migrations share a number";
  const auto sets = all_migrations();
  ASSERT_TRUE(database().migrate(sets));
  const auto rows = [&] {
    return database().read([](db::ReadTransaction& read) { return read.query(applied).all<std::int64_t>(); }).value();
  };
  const auto first = rows();
  EXPECT_EQ(std::set<int>(first.begin(), first.end()), numbers);
  ASSERT_TRUE(database().migrate(sets)) << "a second start";
  EXPECT_EQ(rows(), first);
}

TEST_P(InstallationTest, TheListLeavesNoRoomOut) {
  ASSERT_TRUE(database().migrate(all_migrations()));
  for (const auto& statements :
       {jobs::sql::all, institutions::sql::all, audit::sql::all, people::sql::all, duties::sql::all, programs::sql::all,
        conflicts::sql::all, relationships::sql::all, imports::sql::all, reports::sql::all})
    db::testing::expect_all_prepare(database(), statements);
}

TEST_P(InstallationTest, TheOrderOfTheListDoesNotMatterTheNumbersDo) {
  auto sets = all_migrations();
  std::ranges::reverse(sets);
  const auto migrated = database().migrate(sets);
  EXPECT_TRUE(migrated) << (migrated ? "" : migrated.error().debug_text());
}

TEST_P(InstallationTest, AnOlderProgramDoesNotTouchANewerDatabase) {
  auto sets = all_migrations();
  ASSERT_TRUE(database().migrate(sets));
  sets.pop_back();
  const auto refused = database().migrate(sets);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().key, "db.schema_newer");
}

TEST(Installation, HoldsItsDirectoryAndGivesItBack) {
  db::testing::TemporaryDirectory temporary;
  const auto data = (temporary.path() / "data").string();
  EXPECT_EQ(open_installation(data, data_directory::Missing::refuse).error().key, "data_directory.absent");
  {
    const auto first = open_installation(data, data_directory::Missing::create);
    ASSERT_TRUE(first) << first.error().debug_text();
    EXPECT_EQ(open_installation(data, data_directory::Missing::refuse).error().key, "data_directory.locked");
  }
  EXPECT_TRUE(open_installation(data, data_directory::Missing::refuse));
}

TEST(Installation, ItsThreadsLeaveTheSignalsThatEndAProgramToTheMainThread) {
  db::testing::TemporaryDirectory temporary;
  const auto opened = open_installation((temporary.path() / "data").string(), data_directory::Missing::create);
  ASSERT_TRUE(opened);
  int others = 0;
  for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
    std::ifstream status(task.path() / "status");
    unsigned long long blocked = 0;
    for (std::string word; status >> word;)
      if (word == "SigBlk:") status >> std::hex >> blocked;
    const auto holds = [&](int signal) { return (blocked >> (signal - 1) & 1U) != 0; };
    const bool is_main = task.path().filename() == std::to_string(::getpid());
    others += !is_main;
    EXPECT_EQ(holds(SIGINT) && holds(SIGTERM), !is_main) << task.path();
  }
  EXPECT_GE(others, 1);
}

TEST(Installation, EveryCommandHasItsWords) {
  std::set<std::string_view> names;
  for (const auto& command : commands()) {
    EXPECT_TRUE(names.insert(command.name).second) << command.name;
    for (const char* part : {".summary", ".example"})
      EXPECT_TRUE(text::Catalog::english().contains("command." + std::string(command.name) + part)) << command.name;
  }
}

}  // namespace
}  // namespace chiron::app
