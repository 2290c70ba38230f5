// What the five type words become, and what passes untouched.
#include "platform/db/portable_ddl.h"

#include <gtest/gtest.h>

#include "platform/db/connection.h"

namespace chiron::db {
namespace {

TEST(PortableDdl, ExpandsOnlyColumnTypes) {
  struct Case {
    const char* script;
    const char* sqlite;
    const char* postgres;
  };
  const Case cases[] = {
      {"CREATE TABLE t (id id, text text NOT NULL);",
       "CREATE TABLE t (id BLOB CHECK (length(id) = 16), text TEXT NOT NULL) STRICT;",
       "CREATE TABLE t (id uuid, text text COLLATE \"C\" NOT NULL);"},
      {"CREATE TABLE IF NOT EXISTS t (a bool, b bytes, c int64, PRIMARY KEY (a, b), FOREIGN KEY (id) REFERENCES u "
       "(id))",
       "CREATE TABLE IF NOT EXISTS t (a INTEGER CHECK (a IN (0, 1)), b BLOB, c INTEGER, PRIMARY KEY (a, b), "
       "FOREIGN KEY (id) REFERENCES u (id)) STRICT",
       "CREATE TABLE IF NOT EXISTS t (a boolean, b bytea, c bigint, PRIMARY KEY (a, b), FOREIGN KEY (id) REFERENCES u "
       "(id))"},
      {"ALTER TABLE t ADD COLUMN a int64 NOT NULL DEFAULT 0;", "ALTER TABLE t ADD COLUMN a INTEGER NOT NULL DEFAULT 0;",
       "ALTER TABLE t ADD COLUMN a bigint NOT NULL DEFAULT 0;"},
      {"CREATE INDEX i ON t (id, text);", "CREATE INDEX i ON t (id, text);", "CREATE INDEX i ON t (id, text);"},
      {"-- a text id, (b bool);\nCREATE TABLE t (a text CHECK (a IN ('id id', 'x; text')));",
       "-- a text id, (b bool);\nCREATE TABLE t (a TEXT CHECK (a IN ('id id', 'x; text'))) STRICT;",
       "-- a text id, (b bool);\nCREATE TABLE t (a text COLLATE \"C\" CHECK (a IN ('id id', 'x; text')));"},
      {"INSERT INTO t (a, b) VALUES (1, 'text');", "INSERT INTO t (a, b) VALUES (1, 'text');",
       "INSERT INTO t (a, b) VALUES (1, 'text');"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(expand_portable_ddl(c.script, Engine::sqlite).value(), c.sqlite);
    EXPECT_EQ(expand_portable_ddl(c.script, Engine::postgres).value(), c.postgres);
  }
}

TEST(PortableDdl, RefusesOtherTypes) {
  for (const char* script : {"CREATE TABLE t (a varchar(3))", "CREATE TABLE t (a int64, b timestamp)",
                             "CREATE TABLE t (a, b text)", "ALTER TABLE t ADD COLUMN a real"}) {
    auto expanded = expand_portable_ddl(script, Engine::sqlite);
    ASSERT_FALSE(expanded) << script;
    EXPECT_EQ(expanded.error().key, "db.unknown_type");
  }
}

TEST(TriggerMessage, CarriesAKey) {
  EXPECT_EQ(key_in_message("chiron:audit.append_only"), "audit.append_only");
  for (const char* message : {"audit.append_only", "chiron:", "chiron:word", "chiron:a..b", "chiron:.a", "chiron:a.",
                              "chiron:A.b", "chiron:a.b c"})
    EXPECT_EQ(key_in_message(message), "") << message;
}

}  // namespace
}  // namespace chiron::db
