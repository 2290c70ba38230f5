// Imports that are cut short: by a program that ends while staging or while revisions are due, by another import, and
// by a disk on which any one operation fails. Nothing of half an import ever shows, and what was left is cleared away.
#include "features/imports/staging.h"

#include <fmt/format.h>

#include "features/audit/audit.h"
#include "features/conflicts/conflicts_sql.h"
#include "features/duties/duty_store.h"
#include "features/imports/import_actions.h"
#include "features/imports/imports_sql.h"
#include "features/institutions/institution_store.h"
#include "features/programs/programs_sql.h"
#include "features/relationships/known_pairs.h"
#include "platform/db/power_fail_vfs.h"
#include "platform/db/testing.h"

namespace chiron::imports {
namespace {

using db::testing::DiskFault;

const Date today = *Date::parse("2026-11-22");
const InstitutionId institution = *InstitutionId::parse("000000000000000000000000e4");

institutions::Viewer viewer() { return institutions::Viewer::of_operator(institution); }

/// Enough people and duties for several writes.
std::shared_ptr<duties::Roster> roster(int people, std::string_view unit, std::string_view prefix = "p") {
  auto roster = std::make_shared<duties::Roster>();
  roster->files = {"people.csv"};
  for (int i = 0; i < people; ++i) {
    people::Person person;
    person.id = roster->pool->keep(fmt::format("{}{}", prefix, i));
    person.unit = roster->pool->keep(std::string(unit));
    roster->people.push_back(person);
  }
  for (int i = 1; i < people; ++i)
    roster->duties.push_back({conflict::DutyKind::assesses,
                              roster->people[static_cast<std::size_t>(i)].id,
                              {duties::TargetKind::person, roster->people[static_cast<std::size_t>(i - 1)].id},
                              {today, today + 30},
                              "",
                              0,
                              0});
  roster->index_people();
  return roster;
}

Result<Preview> look(db::Database& database, std::shared_ptr<duties::Roster> said) {
  return preview(database, institution, std::move(said), Completeness::additions, today);
}

/// People and duties that hold, together; -1 when they cannot be read.
std::ptrdiff_t facts_in(db::Database& database) {
  const auto found = database.read([](db::ReadTransaction& read) { return current_roster(read, institution); });
  return found ? static_cast<std::ptrdiff_t>(found->people.size() + found->duties.size()) : -1;
}

Result<> make_institution(db::Database& database) {
  const auto made =
      TRY(institutions::Institution::of(institution, "north", "North", "Europe/Berlin", institutions::Mode::demo));
  return database.write_and_wait([&](db::WriteTransaction& write) { return institutions::insert(write, made); });
}

class StagingTest : public db::testing::DatabaseTest {
 protected:
  void SetUp() override {
    open({institutions::migrations, audit::migrations, people::migrations, duties::migrations, programs::migrations,
          conflicts::migrations, relationships::migrations, imports::migrations});
    if (IsSkipped()) return;
    ASSERT_TRUE(make_institution(database()));
  }
  Result<Import> take(const Preview& preview) {
    clock_.set(clock_.now().plus_ms(1000));
    return accept(database(), viewer(), preview, clock_, random_);
  }
  /// What a program leaves that ends while it stages: named people and versions under a change that is not applied.
  people::Recording stage_half(const duties::Roster& said) {
    const people::Recording at{institution, people::ChangeId::random(random_)};
    const auto written = database().write_and_wait([&](db::WriteTransaction& write) -> Result<> {
      TRY(people::begin(write, at, people::ChangeKind::import));
      for (const auto& person : said.people) {
        const auto id = PersonId::random(random_);
        TRY(people::insert(write, at, id, person.id));
        TRY(people::record(write, at, id, people::VersionId::random(random_), person));
      }
      return {};
    });
    EXPECT_TRUE(written) << (written ? "" : written.error().debug_text());
    return at;
  }
  std::int64_t rows_in(const char* table) {
    const std::string text = std::string("SELECT count(*) FROM ") + table;
    const db::Sql sql{std::string_view(text)};
    return database().read([&](db::ReadTransaction& read) { return read.query(sql).one<std::int64_t>(); }).value_or(-1);
  }

  SeededRandom random_{4};
  FixedClock clock_{Instant{1'790'000'000'000'000}};
};
CHIRON_ON_BOTH_ENGINES(StagingTest);

TEST_P(StagingTest, ALongImportIsManyWritesAndOneThatAppliesIt) {
  const auto said = roster(1500, "ICU");
  const auto before = database().statistics();
  const auto import = take(*look(database(), said));
  ASSERT_TRUE(import) << import.error().debug_text();
  EXPECT_GT(database().statistics().writes - before.writes, 5);
  EXPECT_EQ(facts_in(database()), 2999);
  EXPECT_EQ(rows_in("concerned_people"), 0) << "every revision is raised";
  const auto undone = undo(database(), viewer(), import->id, clock_, random_);
  ASSERT_TRUE(undone) << undone.error().debug_text();
  EXPECT_EQ(facts_in(database()), 0);
}

TEST_P(StagingTest, WhatAKilledProgramStagedNeverShowsAndTheNextImportClearsItAway) {
  ASSERT_TRUE(take(*look(database(), roster(3, "ICU"))));
  stage_half(*roster(40, "ED", "q"));
  close();
  reopen();
  EXPECT_EQ(facts_in(database()), 5);
  ASSERT_TRUE(settle_all(database()));
  EXPECT_EQ(facts_in(database()), 5);
  const auto next = take(*look(database(), roster(6, "Ward 3")));
  ASSERT_TRUE(next) << next.error().debug_text();
  EXPECT_EQ(facts_in(database()), 11);
  EXPECT_EQ(rows_in("people"), 6) << "those whom only the killed import named are gone";
  EXPECT_EQ(rows_in("concerned_people"), 0);
}

TEST_P(StagingTest, RevisionsThatWereDueAreRaisedByTheNextProgram) {
  ASSERT_TRUE(take(*look(database(), roster(3, "ICU"))));
  const auto at = stage_half(*roster(0, ""));
  const auto revision = [&] {
    return database().read([&](db::ReadTransaction& read) { return people::find(read, institution, "p0"); }).value();
  };
  const auto before = revision();
  const auto version = people::VersionId::random(random_);
  ASSERT_TRUE(database().write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    TRY(people::record(write, at, before->id, version, roster(1, "ED")->people[0]));
    return people::apply(write, at, clock_.now());
  }));
  close();
  reopen();
  EXPECT_EQ(revision()->revision, before->revision + 1);
  EXPECT_EQ(rows_in("concerned_people"), 1);
  ASSERT_TRUE(settle_all(database()));
  EXPECT_EQ(revision()->revision, before->revision + 1);
  EXPECT_EQ(rows_in("concerned_people"), 0);
}

TEST_P(StagingTest, OfTwoThatStageAtOnceTheOneThatBeganLastStands) {
  const auto first = stage_half(*roster(30, "ICU"));
  const auto second = take(*look(database(), roster(4, "ED")));
  ASSERT_TRUE(second) << second.error().debug_text();
  const auto late = stage(database(), first, {one_by_one(1, [&](db::WriteTransaction& write, std::size_t) {
                            return people::insert(write, first, PersonId::random(random_), "late");
                          })});
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().key, "imports.changed_since");
  EXPECT_EQ(facts_in(database()), 7);
}

TEST_P(StagingTest, WhoseOnlyImportWasUndoneIsImportedAgainUnderTheSameId) {
  const auto said = roster(2, "ICU");
  const auto first = take(*look(database(), said));
  ASSERT_TRUE(first);
  ASSERT_TRUE(undo(database(), viewer(), first->id, clock_, random_));
  EXPECT_EQ(facts_in(database()), 0);
  const auto again = take(*look(database(), said));
  ASSERT_TRUE(again) << again.error().debug_text();
  EXPECT_EQ(facts_in(database()), 3);
  EXPECT_EQ(rows_in("people"), 2);
}

TEST_P(StagingTest, CurrentFactsOfOnePersonAreFoundByIndex) {
  // Whatever the size of the institution: neither engine reads a table of facts from its first row to its last.
  ASSERT_TRUE(take(*look(database(), roster(400, "ICU"))));
  ASSERT_TRUE(
      database().refresh_statistics(std::vector<std::string_view>{"duties", "people", "person_versions", "changes"}));
  const auto p7 = database().read([](db::ReadTransaction& read) { return people::find(read, institution, "p7"); });
  const auto person = (*p7)->id;
  const bool lite = GetParam() == db::Engine::sqlite;
  for (const char* query :
       {"SELECT * FROM current_duties d WHERE d.institution_id = $1 AND d.target_person_id = $2",
        "SELECT * FROM current_duties d WHERE d.institution_id = $1 AND d.person_id = $2 AND d.kind IN ('member_of', "
        "'related_to')",
        "SELECT * FROM current_person_versions d WHERE d.institution_id = $1 AND d.person_id = $2",
        "SELECT * FROM reached_through_group c WHERE c.institution_id = $1 AND c.duty_id = $2",
        "SELECT * FROM people_now d WHERE d.institution_id = $1 AND d.id = $2"}) {
    const std::string text = (lite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") + std::string(query);
    const db::Sql sql{std::string_view(text)};
    const auto plan = database().read([&](db::ReadTransaction& read) {
      return read.query(sql, institution, person).all([&](const db::Row& row) {
        return row.get<std::string>(lite ? 3 : 0);
      });
    });
    ASSERT_TRUE(plan) << plan.error().debug_text();
    for (const auto& line : *plan)
      EXPECT_TRUE(line.find("SCAN d") == std::string::npos && line.find("Seq Scan on duties") == std::string::npos &&
                  line.find("Seq Scan on people") == std::string::npos &&
                  line.find("Seq Scan on person_versions") == std::string::npos)
          << query << "\n"
          << line;
  }
}

// ---- a disk that fails ----

struct Outcome {
  std::int64_t operations = 0;  ///< of an import that nothing disturbed
  int refused = 0, stored = 0;
};

/// One import on a fresh database whose n-th disk operation fails; n = 0: none does.
void import_on_a_failing_disk(const std::filesystem::path& empty, std::int64_t n, DiskFault fault, Outcome& outcome) {
  SCOPED_TRACE(fmt::format("operation {}, {}", n, fault == DiskFault::full ? "disk full" : "I/O error"));
  const db::testing::TemporaryDirectory directory;
  const auto location = db::Location::sqlite((directory.path() / "chiron.db").string());
  std::filesystem::copy_file(empty, location.where);
  const auto said = roster(150, "ICU");
  constexpr std::ptrdiff_t all = 299;
  SeededRandom random(8);
  const FixedClock clock(Instant{1'790'000'000'000'000});
  db::testing::PowerFailVfs disk("failing-disk", db::testing::DiskHonesty::honest);
  bool stored = false, unknown = false;
  {
    db::Options options;
    options.sqlite_vfs = "failing-disk";
    options.checkpoint_pages = 30;
    auto opened = db::Database::open(location, options);
    ASSERT_TRUE(opened) << opened.error().debug_text();
    auto& database = **opened;
    const auto preview = look(database, said);
    ASSERT_TRUE(preview);
    const auto before = disk.operations();
    if (n > 0) disk.fail_once(n, fault);
    const auto import = accept(database, viewer(), *preview, clock, random);
    if (n == 0) outcome.operations = disk.operations() - before;
    stored = import.has_value();
    if (!stored) {
      ++outcome.refused;
      const auto& key = import.error().key;
      unknown = key == "db.commit_unknown";
      if (fault == DiskFault::full && key == "db.disk_full") {
        // A full disk is no broken one: with room again, the same import goes on without a restart.
        EXPECT_TRUE(database.accepts_writes());
        const auto again = look(database, said);
        ASSERT_TRUE(again) << again.error().debug_text();
        const auto second = accept(database, viewer(), *again, clock, random);
        stored = second.has_value() || second.error().key == "imports.nothing";
        EXPECT_TRUE(stored) << second.error().debug_text();
      } else {
        EXPECT_TRUE(key == "db.writes_stopped" || unknown) << import.error().debug_text();
        EXPECT_FALSE(database.accepts_writes()) << "the process must end";
      }
    }
    outcome.stored += stored;
  }
  auto reopened = db::Database::open(location);
  ASSERT_TRUE(reopened) << reopened.error().debug_text();
  auto& database = **reopened;
  EXPECT_TRUE(database.check_integrity());
  ASSERT_TRUE(settle_all(database));
  const auto facts = facts_in(database);
  const auto imports = database.read([](db::ReadTransaction& read) { return list(read, institution); });
  ASSERT_TRUE(imports);
  EXPECT_TRUE(facts == 0 || facts == all) << facts;
  EXPECT_EQ(imports->size(), facts == 0 ? 0u : 1u);
  if (stored) {
    EXPECT_EQ(facts, all);
  }
}

class FailingDiskTest : public ::testing::TestWithParam<DiskFault> {};
INSTANTIATE_TEST_SUITE_P(Faults, FailingDiskTest, ::testing::Values(DiskFault::io_error, DiskFault::full),
                         [](const auto& fault) { return fault.param == DiskFault::full ? "full" : "io_error"; });

TEST_P(FailingDiskTest, AnImportIsWholeOrAbsentWhicheverOperationFails) {
  const db::testing::TemporaryDirectory directory;
  const auto empty = directory.path() / "empty.db";
  {
    auto opened = db::Database::open(db::Location::sqlite(empty.string()));
    ASSERT_TRUE(opened);
    const std::vector<db::MigrationSet> sets{institutions::migrations,  audit::migrations,    people::migrations,
                                             duties::migrations,        programs::migrations, conflicts::migrations,
                                             relationships::migrations, imports::migrations};
    ASSERT_TRUE((*opened)->migrate(sets));
    ASSERT_TRUE(make_institution(**opened));
  }
  Outcome outcome;
  import_on_a_failing_disk(empty, 0, GetParam(), outcome);
  ASSERT_GT(outcome.operations, 50);
  // Every operation of the last write or so, and every seventh before.
  for (std::int64_t n = 1; n <= outcome.operations; n += n + 30 > outcome.operations ? 1 : 7)
    import_on_a_failing_disk(empty, n, GetParam(), outcome);
  EXPECT_GT(outcome.refused, 10);
  EXPECT_GT(outcome.stored, 1);
}

}  // namespace
}  // namespace chiron::imports
