// The contract of platform/db: the same tests on SQLite and on a real PostgreSQL.
#include "platform/db/database.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <semaphore>
#include <thread>

#include "platform/db/testing.h"

namespace chiron::db {
namespace {

using ThingId = Id<struct ThingTag>;

constexpr Migration steps[] = {
    {1, "things",
     R"(CREATE TABLE things (
          institution_id id NOT NULL,
          id id NOT NULL,
          name text NOT NULL,
          size int64,
          flag bool,
          data bytes,
          note text,
          PRIMARY KEY (institution_id, id),
          CONSTRAINT "things.size_range" CHECK (size < 1000000),
          CHECK (name <> 'nameless')
        );
        CREATE UNIQUE INDEX things_name ON things (institution_id, name);
        CREATE TABLE parts (
          thing_id id NOT NULL,
          institution_id id NOT NULL,
          FOREIGN KEY (institution_id, thing_id) REFERENCES things (institution_id, id)
        );
        CREATE TABLE tally (place int64 PRIMARY KEY, amount int64 NOT NULL))",
     R"(CREATE TRIGGER things_keep_flag BEFORE UPDATE OF flag ON things WHEN old.flag <> new.flag
        BEGIN SELECT RAISE(ABORT, 'chiron:things.flag_fixed'); END;)",
     R"(CREATE FUNCTION things_keep_flag() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF old.flag <> new.flag THEN RAISE EXCEPTION 'chiron:things.flag_fixed'; END IF;
          RETURN new;
        END $$;
        CREATE TRIGGER things_keep_flag BEFORE UPDATE OF flag ON things
          FOR EACH ROW EXECUTE FUNCTION things_keep_flag();)"},
    {2, "more", "ALTER TABLE things ADD COLUMN extra int64;", "", ""},
};

constexpr Sql insert_thing(
    "INSERT INTO things (institution_id, id, name, size, flag, data, note) VALUES ($1, $2, $3, $4, $5, $6, $7)");
constexpr Sql select_thing("SELECT name, size, flag, data, note, id FROM things WHERE institution_id = $1 AND id = $2");
constexpr Sql count_things("SELECT count(*) FROM things");
constexpr Sql add_to_tally(
    "INSERT INTO tally (place, amount) VALUES ($1, $2) ON CONFLICT (place) DO UPDATE SET amount = tally.amount + $2");
constexpr Sql read_tally("SELECT amount FROM tally WHERE place = $1");

class DatabaseContract : public testing::DatabaseTest {
 protected:
  void SetUp() override { open({steps}); }
  SeededRandom random_{7};
  InstitutionId institution_ = InstitutionId::random(random_);

  Result<> insert(WriteTransaction& write, ThingId id, std::string_view name) {
    TRY(write.execute(insert_thing, institution_, id, name, std::optional<std::int64_t>(), true, Bytes(),
                      std::optional<std::string>()));
    return {};
  }
  Result<> insert(std::string_view name) {
    const auto id = ThingId::random(random_);
    return database().write_and_wait([&](WriteTransaction& write) { return insert(write, id, name); });
  }
  std::int64_t count() {
    return database().read([](ReadTransaction& read) { return read.query(count_things).one<std::int64_t>(); }).value();
  }
  std::string key(const Result<>& result) { return result ? "" : result.error().key; }
};
CHIRON_ON_BOTH_ENGINES(DatabaseContract);

TEST_P(DatabaseContract, KeepsEveryTypeExactly) {
  struct Case {
    std::string name;
    std::optional<std::int64_t> size;
    std::optional<bool> flag;
    std::optional<Bytes> data;
    std::optional<std::string> note;
  };
  const Case cases[] = {
      {"", std::numeric_limits<std::int64_t>::min(), true, Bytes{0, 1, 255}, "note"},
      {"Zoë \u4e2d \U0001F9E0", -1, false, Bytes{}, ""},
      {"'; DROP TABLE things; --", 999'999, std::nullopt, std::nullopt, std::nullopt},
      {std::string(100'000, 'x'), std::nullopt, true, Bytes(100'000, 0), "\t\r\n"},
  };
  for (const auto& c : cases) {
    const auto id = ThingId::random(random_);
    auto written = database().write_and_wait([&](WriteTransaction& write) {
      return write.execute(insert_thing, institution_, id, c.name, c.size, c.flag, c.data, c.note);
    });
    ASSERT_TRUE(written) << written.error().debug_text();
    EXPECT_EQ(*written, 1);
    auto found = database().read([&](ReadTransaction& read) {
      return read.query(select_thing, institution_, id).one([](const Row& row) {
        return std::tuple(
            Case{row.get<std::string>(0), row.get<std::optional<std::int64_t>>(1), row.get<std::optional<bool>>(2),
                 row.get<std::optional<Bytes>>(3), row.get<std::optional<std::string>>(4)},
            row.get<ThingId>(5));
      });
    });
    ASSERT_TRUE(found) << found.error().debug_text();
    const auto& [stored, stored_id] = *found;
    EXPECT_EQ(stored.name, c.name);
    EXPECT_EQ(stored.size, c.size);
    EXPECT_EQ(stored.flag, c.flag);
    EXPECT_EQ(stored.data, c.data);
    EXPECT_EQ(stored.note, c.note);
    EXPECT_EQ(stored_id, id);
  }
}

TEST_P(DatabaseContract, InsertsManyRowsAndFindsThoseOfAList) {
  std::vector<ThingId> ids;
  for (int i = 0; i < 90; ++i) ids.push_back(ThingId::random(random_));
  const auto insert_all = [&](const std::vector<ThingId>& these) {
    return database().write_and_wait([&](WriteTransaction& write) {
      return write.insert_all(insert_thing, these, [&](const ThingId& id) {
        const bool is_first = id == ids.front();
        return std::tuple(institution_, id, id.text(), is_first ? std::optional<std::int64_t>(7) : std::nullopt, true,
                          Bytes(3, 1), std::optional<std::string>());
      });
    });
  };
  ASSERT_EQ(key(insert_all({})), "");
  ASSERT_EQ(key(insert_all(ids)), "");
  EXPECT_EQ(count(), 90);
  EXPECT_EQ(key(insert_all({ThingId::random(random_), ThingId::random(random_), ThingId::random(random_), ids[40]})),
            "db.not_unique");
  EXPECT_EQ(count(), 90) << "all or nothing";
  static constexpr Sql of_list("SELECT name FROM things WHERE institution_id = $1 AND id = ANY($2) AND data <> $3");
  auto reading = database().begin_read();
  ASSERT_TRUE(reading);
  const auto found = [&](const std::vector<ThingId>& these) {
    auto names = reading->transaction().query(of_list, institution_, these, Bytes()).all<std::string>();
    EXPECT_TRUE(names) << (names ? "" : names.error().debug_text());
    if (!names) return std::vector<std::string>();
    std::sort(names->begin(), names->end());
    return *names;
  };
  const auto stranger = ThingId::random(random_);
  std::vector<std::string> expected{ids[0].text(), ids[89].text(), ids[63].text()};
  std::sort(expected.begin(), expected.end());
  EXPECT_EQ(found({ids[89], stranger, ids[0], ids[63], ids[0]}), expected);
  EXPECT_EQ(found({ids[64]}), std::vector{ids[64].text()});
  EXPECT_EQ(found({stranger}), std::vector<std::string>());
  EXPECT_EQ(found({}), std::vector<std::string>());
}

TEST_P(DatabaseContract, KeepsDatesAndInstants) {
  const Date day = Date::of(2027, 8, 1).value();
  const Instant moment{1'785'000'000'123'456};
  auto written = database().write_and_wait([&](WriteTransaction& write) -> Result<> {
    TRY(write.execute(add_to_tally, 1, day));
    TRY(write.execute(add_to_tally, 2, moment));
    TRY(write.execute(add_to_tally, 3, Date::max()));
    return {};
  });
  ASSERT_TRUE(written) << written.error().debug_text();
  auto reading = database().begin_read();
  ASSERT_TRUE(reading);
  EXPECT_EQ(reading->transaction().query(read_tally, 1).one<Date>().value(), day);
  EXPECT_EQ(reading->transaction().query(read_tally, 2).one<Instant>().value(), moment);
  EXPECT_EQ(reading->transaction().query(read_tally, 3).one<Date>().value(), Date::max());
  // A moment is no day: it does not fit and says so instead of being cut.
  EXPECT_EQ(reading->transaction().query(read_tally, 2).one<Date>().error().key, "db.column_type");
}

TEST_P(DatabaseContract, SumsAndConstantsReadAsNumbers) {
  auto reading = database().begin_read();
  ASSERT_TRUE(reading);
  auto& read = reading->transaction();
  static constexpr Sql sum("SELECT sum(v) FROM (VALUES (CAST($1 AS bigint)), (CAST($2 AS bigint))) AS t(v)");
  static constexpr Sql sum_lite("SELECT sum(column1) FROM (VALUES ($1), ($2))");
  static constexpr Sql both("sum", sum_lite.sqlite, sum.postgres);
  EXPECT_EQ((read.query(both, 4'000'000'000'000'000'000, -1).one<std::int64_t>().value()), 3'999'999'999'999'999'999);
  EXPECT_EQ((read.query(both, -20'000, 10'000).one<std::int64_t>().value()), -10'000);
  EXPECT_EQ((read.query(both, 0, 0).one<std::int64_t>().value()), 0);
  EXPECT_EQ((read.query(Sql("SELECT 7, 'seven'")).one<int, std::string>().value()),
            (std::tuple(7, std::string("seven"))));
}

TEST_P(DatabaseContract, ReadingAColumnAsAnotherTypeEndsTheQuery) {
  ASSERT_EQ(key(insert("a")), "");
  const auto wrong = [&](auto map) {
    return database()
        .read([&](ReadTransaction& read) {
          auto result = read.query(Sql("SELECT name, size, data, id FROM things")).all(map);
          return Result<std::string>(result ? "" : result.error().key);
        })
        .value();
  };
  EXPECT_EQ(wrong([](const Row& row) { return row.get<std::int64_t>(0); }), "db.column_type");
  EXPECT_EQ(wrong([](const Row& row) { return row.get<std::string>(2); }), "db.column_type");
  EXPECT_EQ(wrong([](const Row& row) { return row.get<std::int64_t>(1); }), "db.column_type") << "a null";
  EXPECT_EQ(wrong([](const Row& row) { return row.get<std::string>(4); }), "db.column_type") << "no such column";
  EXPECT_EQ(wrong([](const Row& row) { return row.get<Bytes>(2); }), "");
}

TEST_P(DatabaseContract, RefusesTextThatOnlyOneEngineWouldTake) {
  EXPECT_EQ(key(insert(std::string_view("a\0b", 3))), "db.text_with_nul");
  for (const char* bad : {"\xff", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "abc\xe4\xb8"})
    EXPECT_EQ(key(insert(bad)), "db.text_not_utf8");
  EXPECT_EQ(key(insert("\xf4\x8f\xbf\xbf")), "");
  EXPECT_EQ(count(), 1);
}

TEST_P(DatabaseContract, NamesWhatTheSchemaRefuses) {
  const auto id = ThingId::random(random_);
  const auto run = [&](auto function) {
    auto result = database().write_and_wait(function);
    return result ? std::string() : std::string(name_of(result.error().code)) + " " + result.error().key;
  };
  ASSERT_EQ(run([&](WriteTransaction& write) { return insert(write, id, "a"); }), "");
  EXPECT_EQ(run([&](WriteTransaction& write) { return insert(write, id, "b"); }), "conflict db.not_unique");
  EXPECT_EQ(run([&](WriteTransaction& write) { return insert(write, ThingId(), "a"); }), "conflict db.not_unique");
  EXPECT_EQ(run([&](WriteTransaction& write) { return insert(write, ThingId(), "nameless"); }),
            "conflict db.check_failed");
  EXPECT_EQ(run([&](WriteTransaction& write) { return write.execute(Sql("UPDATE things SET size = 1000000")); }),
            "conflict things.size_range");
  EXPECT_EQ(run([&](WriteTransaction& write) { return write.execute(Sql("UPDATE things SET flag = FALSE")); }),
            "conflict things.flag_fixed");
  EXPECT_EQ(run([&](WriteTransaction& write) {
              return write.execute(Sql("UPDATE things SET name = $1"), std::optional<std::string>());
            }),
            "conflict db.null_refused");
  EXPECT_EQ(run([&](WriteTransaction& write) {
              return write.execute(Sql("INSERT INTO parts (institution_id, thing_id) VALUES ($1, $2)"), institution_,
                                   ThingId::random(random_));
            }),
            "conflict db.missing_reference");
  auto table = database().write_and_wait([&](WriteTransaction& write) { return insert(write, id, "b"); });
  EXPECT_EQ(table.error()["table"], "things");
}

TEST_P(DatabaseContract, AFailedStatementSpoilsTheWholeWrite) {
  ASSERT_EQ(key(insert("taken")), "");
  auto result = database().write_and_wait([&](WriteTransaction& write) -> Result<> {
    (void)insert(write, ThingId::random(random_), "first");
    (void)insert(write, ThingId::random(random_), "taken");  // ignored by a careless function
    auto later = write.query(count_things).one<std::int64_t>();
    EXPECT_FALSE(later);
    return {};
  });
  EXPECT_EQ(key(result), "db.not_unique");
  EXPECT_EQ(count(), 1);
}

TEST_P(DatabaseContract, AnErrorOrAnExceptionUndoesItsWriteAlone) {
  std::vector<std::future<Result<>>> answers;
  std::binary_semaphore go(0);
  // The first write holds the writer, so that the others share the next commit.
  answers.push_back(database().write([&](WriteTransaction& write) {
    go.acquire();
    return insert(write, ThingId::random(random_), "held");
  }));
  std::vector<ThingId> ids;
  for (int i = 0; i < 30; ++i) ids.push_back(ThingId::random(random_));
  for (int i = 0; i < 30; ++i) {
    answers.push_back(
        database().write([this, i, id = ids[static_cast<std::size_t>(i)]](WriteTransaction& write) -> Result<> {
          TRY(insert(write, id, "thing " + std::to_string(i)));
          if (i % 3 == 1) return err(refuse("test.no").with("i", std::to_string(i)));
          if (i % 3 == 2) throw std::runtime_error("thrown");
          return {};
        }));
  }
  go.release();
  ASSERT_TRUE(answers[0].get());
  for (int i = 0; i < 30; ++i) {
    const auto answer = answers[static_cast<std::size_t>(i) + 1].get();
    EXPECT_EQ(key(answer), i % 3 == 0 ? "" : i % 3 == 1 ? "test.no" : "db.write_threw");
  }
  EXPECT_EQ(count(), 11);
  EXPECT_LE(database().statistics().commits, 4) << "the thirty share commits";
  EXPECT_EQ(database().statistics().writes, 11);
  EXPECT_EQ(database().statistics().refused, 20);
}

TEST_P(DatabaseContract, SaysAfterACommitThatStoredSomething) {
  std::atomic<int> told{0};
  database().after_commit([&told] { ++told; });
  const auto wait_for = [&](int times) {  // it is told behind the answer
    while (told < times) std::this_thread::yield();
  };
  const auto mark = database().change_mark().value();
  ASSERT_EQ(key(insert("one")), "");
  wait_for(1);
  const auto second = database().change_mark().value();
  EXPECT_NE(second, mark);
  ASSERT_FALSE(database().write_and_wait([](WriteTransaction&) -> Result<> { return err(refuse("test.no")); }));
  ASSERT_EQ(key(insert("two")), "");
  wait_for(2);
  EXPECT_EQ(told, 2) << "what was refused is no news";
  EXPECT_NE(database().change_mark().value(), second);
  database().after_commit({});
  ASSERT_EQ(key(insert("three")), "");
  EXPECT_EQ(told, 2);
}

TEST_P(DatabaseContract, MarksWhatAnotherServerCommitted) {
  if (GetParam() == Engine::sqlite) GTEST_SKIP() << "an SQLite file belongs to one process";
  auto other = open_again();
  ASSERT_TRUE(other);
  const auto mark = database().change_mark().value();
  ASSERT_TRUE(other->write_and_wait(
      [&](WriteTransaction& write) { return insert(write, ThingId::random(random_), "from there"); }));
  EXPECT_NE(database().change_mark().value(), mark);
}

TEST_P(DatabaseContract, AReadingIsOneSnapshot) {
  ASSERT_EQ(key(insert("before")), "");
  auto reading = database().begin_read();
  ASSERT_TRUE(reading);
  // The snapshot is the moment of begin_read on SQLite and of the first statement on PostgreSQL.
  EXPECT_EQ(reading->transaction().query(count_things).one<std::int64_t>().value(), 1);
  ASSERT_EQ(key(insert("after")), "");
  EXPECT_EQ(reading->transaction().query(count_things).one<std::int64_t>().value(), 1);
  EXPECT_EQ(count(), 2);
}

TEST_P(DatabaseContract, AReadingCannotWrite) {
  auto reading = database().begin_read();
  ASSERT_TRUE(reading);
  auto result = reading->transaction().query(Sql("DELETE FROM things")).each([](const Row&) {});
  EXPECT_EQ(result.error().key, "db.write_in_read");
}

TEST_P(DatabaseContract, AWriteSeesItsOwnAndEarlierWrites) {
  for (int i = 0; i < 3; ++i) {
    auto amount = database().write_and_wait([](WriteTransaction& write) -> Result<std::int64_t> {
      TRY(write.execute(add_to_tally, 1, 5));
      return write.query(read_tally, 1).one<std::int64_t>();
    });
    ASSERT_TRUE(amount) << amount.error().debug_text();
    EXPECT_EQ(*amount, 5 * (i + 1));
  }
}

TEST_P(DatabaseContract, ReturningGivesRows) {
  auto amounts = database().write_and_wait([](WriteTransaction& write) {
    return write
        .query(Sql("INSERT INTO tally (place, amount) VALUES ($1, $2), ($3, $4) RETURNING amount"), 1, 10, 2, 20)
        .all<std::int64_t>();
  });
  ASSERT_TRUE(amounts) << amounts.error().debug_text();
  EXPECT_EQ(*amounts, (std::vector<std::int64_t>{10, 20}));
}

TEST_P(DatabaseContract, AStatementMayRunInsideItsOwnRows) {
  for (const char* name : {"a", "b", "c"}) ASSERT_EQ(key(insert(name)), "");
  auto pairs = database().read([](ReadTransaction& read) -> Result<int> {
    static constexpr Sql names("SELECT name FROM things ORDER BY name");
    int seen = 0;
    TRY(read.query(names).each([&](const Row&) { (void)read.query(names).each([&](const Row&) { ++seen; }); }));
    return seen;
  });
  EXPECT_EQ(pairs.value(), 9);
}

TEST_P(DatabaseContract, OrdersTextByItsBytes) {
  for (const char* name : {"b", "B", "a", "é", "z", "_", "Z"}) ASSERT_EQ(key(insert(name)), "");
  auto names = database().read([](ReadTransaction& read) {
    return read.query(Sql("SELECT name FROM things ORDER BY name")).all<std::string>();
  });
  EXPECT_EQ(names.value(), (std::vector<std::string>{"B", "Z", "_", "a", "b", "z", "é"}));
}

TEST_P(DatabaseContract, PlaceholdersCountByNumberNotByPlace) {
  auto row = database().read([](ReadTransaction& read) {
    return read.query(Sql("SELECT CAST($2 AS text), CAST($1 AS bigint), CAST($2 AS text)"), 5, std::string("x"))
        .one<std::string, std::int64_t, std::string>();
  });
  EXPECT_EQ(row.value(), (std::tuple(std::string("x"), std::int64_t{5}, std::string("x"))));
}

TEST_P(DatabaseContract, BadStatementsAreNamed) {
  static constexpr Sql wrong("broken_statement", "SELEC 1", "SELEC 1");
  static constexpr Sql two("two", "SELECT 1; SELECT 2", "SELECT 1; SELECT 2");
  for (const Sql* sql : {&wrong, &two}) {
    const Sql* list[] = {&count_things, sql};
    auto prepared = database().prepare_all(list);
    ASSERT_FALSE(prepared);
    EXPECT_EQ(prepared.error().key, "db.statement");
    EXPECT_EQ(prepared.error()["name"], sql->name);
  }
  // The writer's connection still serves.
  EXPECT_EQ(key(insert("a")), "");
}

TEST_P(DatabaseContract, TheNumberOfArgumentsMustFit) {
  auto reading = database().begin_read();
  ASSERT_TRUE(reading);
  static constexpr Sql one("SELECT count(*) FROM things WHERE name = $1");
  EXPECT_EQ(reading->transaction().query(one).one<std::int64_t>().error().key, "db.parameter_count");
  auto another = database().write_and_wait(
      [](WriteTransaction& write) { return write.query(one, std::string("a"), std::string("b")).one<std::int64_t>(); });
  EXPECT_EQ(another.error().key, "db.parameter_count");
  EXPECT_EQ(key(insert("a")), "") << "the connection still serves";
}

TEST_P(DatabaseContract, AGroupThatTakesTooLongLeavesTheRestToTheNext) {
  close();
  Options options;
  options.group_ms = 0;
  reopen(options);
  std::vector<std::future<Result<>>> answers;
  std::binary_semaphore go(0);
  answers.push_back(database().write([&](WriteTransaction& write) -> Result<> {
    go.acquire();
    TRY(write.execute(add_to_tally, 1, 1));
    return {};
  }));
  for (int i = 0; i < 5; ++i)
    answers.push_back(database().write([i](WriteTransaction& write) -> Result<> {
      // The order of asking is kept: each finds what the one before it left.
      if (TRY(write.query(read_tally, 1).one<int>()) != i + 1) return err(refuse("test.order"));
      TRY(write.execute(add_to_tally, 1, 1));
      return {};
    }));
  go.release();
  for (auto& answer : answers) {
    const auto result = answer.get();
    EXPECT_EQ(key(result), "");
  }
  EXPECT_EQ(database().statistics().commits, 6);
}

TEST_P(DatabaseContract, MigratingAgainChangesNothingAndReopens) {
  ASSERT_EQ(key(insert("kept")), "");
  const MigrationSet sets[] = {steps};
  EXPECT_TRUE(database().migrate(sets));
  close();
  reopen();
  EXPECT_TRUE(database().migrate(sets));
  EXPECT_EQ(count(), 1);
  EXPECT_TRUE(database().check_integrity());
}

TEST_P(DatabaseContract, RefusesANewerAChangedOrADoubledSchema) {
  const auto migrate = [&](std::initializer_list<MigrationSet> sets) {
    auto result = database().migrate(std::span(sets.begin(), sets.size()));
    return result ? "" : result.error().key;
  };
  EXPECT_EQ(migrate({MigrationSet(steps).first(1)}), "db.schema_newer");
  static constexpr Migration changed[] = {steps[0], {2, "more", "ALTER TABLE things ADD COLUMN other int64;", "", ""}};
  EXPECT_EQ(migrate({changed}), "db.migration_changed");
  EXPECT_EQ(migrate({steps, MigrationSet(steps).first(1)}), "db.migration_number_twice");
}

TEST_P(DatabaseContract, AMigrationThatFailsLeavesNothingAndCanBeResumed) {
  static constexpr Migration broken[] = {
      {3, "good", "CREATE TABLE third (a int64);", "", ""},
      {4, "bad", "CREATE TABLE fourth (a int64); INSERT INTO fourth VALUES (1); INSERT INTO nowhere VALUES (1);", "",
       ""}};
  static constexpr Migration mended[] = {
      broken[0], {4, "bad", "CREATE TABLE fourth (a int64); INSERT INTO fourth VALUES (1);", "", ""}};
  const MigrationSet first[] = {steps, broken};
  EXPECT_FALSE(database().migrate(first));
  const MigrationSet second[] = {steps, mended};
  auto resumed = database().migrate(second);
  EXPECT_TRUE(resumed) << resumed.error().debug_text();
  auto rows = database().read(
      [](ReadTransaction& read) { return read.query(Sql("SELECT count(*) FROM fourth")).one<std::int64_t>(); });
  EXPECT_EQ(rows.value(), 1);
}

TEST_P(DatabaseContract, ReadersWaitForAFreeConnection) {
  close();
  Options options;
  options.readers = 1;
  options.reader_wait_ms = 20;
  reopen(options);
  {
    auto first = database().begin_read();
    ASSERT_TRUE(first);
    EXPECT_EQ(database().begin_read().error().key, "db.readers_busy");
  }
  EXPECT_TRUE(database().begin_read());
}

TEST_P(DatabaseContract, PagesAreReadWhileLongReadsGoOn) {
  close();
  Options options;
  options.reader_wait_ms = 20;
  reopen(options);
  // Two answers worked out beside pages, two jobs, one round of what is looked at; and a page on each of two threads.
  std::vector<Reading> at_work;
  for (int n = 0; n < 7; ++n) {
    auto one = database().begin_read();
    ASSERT_TRUE(one) << n << ": " << one.error().debug_text();
    at_work.push_back(*std::move(one));
  }
}

TEST_P(DatabaseContract, RefusesWritesBeyondTheQueueAndAfterClosing) {
  close();
  Options options;
  options.queue_limit = 2;
  reopen(options);
  std::binary_semaphore running(0), go(0);
  auto held = database().write([&](WriteTransaction&) -> Result<> {
    running.release();
    go.acquire();
    return {};
  });
  running.acquire();
  std::vector<std::future<Result<>>> answers;
  for (int i = 0; i < 3; ++i) answers.push_back(database().write([](WriteTransaction&) -> Result<> { return {}; }));
  EXPECT_EQ(key(answers[2].get()), "db.queue_full");
  go.release();
  EXPECT_TRUE(held.get());
  close();  // answers what waits
  EXPECT_TRUE(answers[0].get());
  EXPECT_TRUE(answers[1].get());
}

TEST_P(DatabaseContract, TwoServersNeverLoseAnAddition) {
  if (GetParam() == Engine::sqlite) GTEST_SKIP() << "an SQLite file belongs to one process";
  auto other = open_again();
  ASSERT_TRUE(other);
  constexpr int each = 60;
  const auto add = [](Database& server) {
    std::vector<std::future<Result<>>> answers;
    int lost = 0;
    for (int i = 0; i < each; ++i)
      answers.push_back(server.write([](WriteTransaction& write) -> Result<> {
        // Read, then write what was read: a lost update unless the engine refuses one of two.
        const auto before = TRY(write.query(read_tally, 1).first<std::int64_t>());
        TRY(write.execute(Sql("INSERT INTO tally (place, amount) VALUES (1, $1)"
                              " ON CONFLICT (place) DO UPDATE SET amount = $1"),
                          before.value_or(0) + 1));
        return {};
      }));
    for (auto& answer : answers) lost += answer.get() ? 0 : 1;
    return lost;
  };
  auto their_losses = std::async(std::launch::async, [&] { return add(*other); });
  const int lost = add(database()) + their_losses.get();
  const auto amount =
      database().read([](ReadTransaction& read) { return read.query(read_tally, 1).one<std::int64_t>(); });
  EXPECT_EQ(amount.value(), 2 * each - lost);
  EXPECT_EQ(lost, 0) << "retries are bounded but suffice here";
}

TEST_P(DatabaseContract, ARaceForOneNameIsRefusedOnceForGood) {
  if (GetParam() == Engine::sqlite) GTEST_SKIP() << "an SQLite file belongs to one process";
  auto other = open_again();
  ASSERT_TRUE(other);
  int won = 0, refused = 0;
  for (int i = 0; i < 20; ++i) {
    const auto claim = [&, id = ThingId::random(random_), name = "name " + std::to_string(i)](Database& server) {
      return server.write([this, id, name](WriteTransaction& write) { return insert(write, id, name); });
    };
    auto mine = claim(database());
    const auto their_id = ThingId::random(random_);
    auto theirs = other->write([this, their_id, name = "name " + std::to_string(i)](WriteTransaction& write) {
      return insert(write, their_id, name);
    });
    for (auto* answer : {&mine, &theirs}) {
      auto result = answer->get();
      if (result) ++won;
      else if (key(result) == "db.not_unique") ++refused;
    }
  }
  EXPECT_EQ(won, 20);
  EXPECT_EQ(refused, 20);
}

TEST_P(DatabaseContract, ByHandWritesMeetTheSameTriggers) {
  ASSERT_EQ(key(insert("a")), "");
  EXPECT_NE(by_hand("UPDATE things SET flag = FALSE").find("chiron:things.flag_fixed"), std::string::npos);
  EXPECT_EQ(by_hand("UPDATE things SET note = 'seen'"), "");
}

TEST(SqliteDatabase, RefusesWhatIsNoDatabase) {
  testing::TemporaryDirectory directory;
  EXPECT_EQ(Database::open(Location::sqlite(directory.path().string())).error().key, "db.cannot_open");
  const auto file = (directory.path() / "text.db").string();
  std::ofstream(file) << "this is no database, only some text that is long enough to be read as a header, repeated: "
                      << std::string(200, 'x');
  EXPECT_EQ(Database::open(Location::sqlite(file)).error().key, "db.cannot_open");
}

TEST(SqliteDatabase, AFullDiskRefusesWritesUntilThereIsRoom) {
  testing::TemporaryDirectory directory;
  auto database = Database::open(Location::sqlite((directory.path() / "chiron.db").string())).value();
  const MigrationSet sets[] = {steps};
  ASSERT_TRUE(database->migrate(sets));
  const auto limit_pages = [&](const char* pragma) {
    ASSERT_TRUE(database->write_and_wait(
        [&](WriteTransaction& write) { return write.query(Sql(pragma)).one<std::int64_t>(); }));
  };
  const auto fill = [&](int from) {
    return database->write_and_wait([&](WriteTransaction& write) -> Result<> {
      for (int i = from; i < from + 20'000; ++i) TRY(write.execute(add_to_tally, i, i));
      return {};
    });
  };
  // SQLite reports its own limit of pages as it reports a full disk.
  limit_pages("PRAGMA max_page_count = 30");
  EXPECT_EQ(fill(0).error().key, "db.disk_full");
  EXPECT_TRUE(database->accepts_writes());
  auto count = database->read(
      [](ReadTransaction& read) { return read.query(Sql("SELECT count(*) FROM tally")).one<std::int64_t>(); });
  EXPECT_EQ(count.value(), 0) << "reading goes on";
  limit_pages("PRAGMA max_page_count = 100000");
  EXPECT_TRUE(fill(0));
}

struct Counted {
  int times = 0;
};

TEST(SqliteDatabase, TellsSubscribersInsideTheWriteAndTheirErrorUndoesIt) {
  testing::TemporaryDirectory directory;
  auto database = Database::open(Location::sqlite((directory.path() / "chiron.db").string())).value();
  std::vector<std::string> heard;
  database->subscribe<Counted>([&](WriteTransaction& write, const Counted& event) -> Result<> {
    heard.push_back("first");
    for (int i = 0; i < event.times; ++i) TRY(write.execute(add_to_tally, i, i));
    return {};
  });
  database->subscribe<int>([&](WriteTransaction&, const int&) -> Result<> {
    heard.push_back("of another type");
    return {};
  });
  database->subscribe<Counted>([&](WriteTransaction&, const Counted& event) -> Result<> {
    heard.push_back("second");
    if (event.times > 2) return err(refuse("db.busy"));
    return {};
  });
  const MigrationSet sets[] = {steps};
  ASSERT_TRUE(database->migrate(sets));
  const auto publish = [&](int times) {
    return database->write_and_wait([times](WriteTransaction& write) { return write.publish(Counted{times}); });
  };
  EXPECT_TRUE(publish(2));
  EXPECT_EQ(heard, (std::vector<std::string>{"first", "second"}));
  EXPECT_FALSE(publish(3));
  const auto count = database->read(
      [](ReadTransaction& read) { return read.query(Sql("SELECT count(*) FROM tally")).one<std::int64_t>(); });
  EXPECT_EQ(count.value(), 2);
}

TEST(SqliteDatabase, FindsDamage) {
  testing::TemporaryDirectory directory;
  const auto file = (directory.path() / "chiron.db").string();
  const MigrationSet sets[] = {steps};
  {
    auto database = Database::open(Location::sqlite(file)).value();
    ASSERT_TRUE(database->migrate(sets));
    auto filled = database->write_and_wait([](WriteTransaction& write) -> Result<> {
      for (int i = 0; i < 5'000; ++i) TRY(write.execute(add_to_tally, i, i));
      return {};
    });
    ASSERT_TRUE(filled);
    EXPECT_TRUE(database->check_integrity());
  }
  {
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekp(0, std::ios::end);
    bytes.seekp(static_cast<std::streamoff>(bytes.tellp()) - 3 * 4096);
    bytes << std::string(4096, '\x7f');
  }
  auto database = Database::open(Location::sqlite(file)).value();
  EXPECT_EQ(database->check_integrity().error().key, "db.damaged");
}

TEST(PostgresDatabase, RefusesAnUnreachableServerWithoutRepeatingItsPassword) {
  auto opened = Database::open(Location::postgres("host=/nonexistent user=u password=secret connect_timeout=1"));
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().key, "db.cannot_open");
  EXPECT_EQ(opened.error().debug_text().find("secret"), std::string::npos);
}

}  // namespace
}  // namespace chiron::db
