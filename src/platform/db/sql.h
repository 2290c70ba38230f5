// SQL as data: statements and migrations, compiled from .sql files by chiron_sql() (cmake/Sql.cmake).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace chiron::db {

/// Which database a text is for or a connection speaks to.
enum class Engine : std::uint8_t { sqlite, postgres };

/// "sqlite" or "postgres".
std::string_view name_of(Engine engine);

/// One statement with `$1`, `$2` … placeholders. Most texts serve both engines; where `name.postgres.sql` stands
/// beside `name.sql`, `postgres` holds the former. The views must outlive every use: constants, not temporaries.
struct Sql {
  std::string_view name;
  std::string_view sqlite;
  std::string_view postgres;

  constexpr Sql() = default;
  /// The same text for both engines, for tests and for statements too small for a file of their own.
  constexpr explicit Sql(std::string_view both) : name("inline"), sqlite(both), postgres(both) {}
  constexpr Sql(std::string_view statement_name, std::string_view sqlite_text, std::string_view postgres_text)
      : name(statement_name), sqlite(sqlite_text), postgres(postgres_text) {}

  constexpr std::string_view text(Engine engine) const { return engine == Engine::sqlite ? sqlite : postgres; }
};

/// One step of the schema: `migrations/NNNN_name.sql` in portable DDL (see portable_ddl.h) and, run after it in the
/// same transaction, an engine's own text (triggers) from `NNNN_name.sqlite.sql` or `NNNN_name.postgres.sql`.
struct Migration {
  /// The place in the order of the whole program: no two migrations of any room share a number. First numbers:
  /// jobs 0050, institutions 0100, audit 0200, accounts 0300, and so on in the order of docs/foundations.md 13;
  /// every later change of any room takes the next free number from 5000.
  int number = 0;
  std::string_view name;
  std::string_view portable;
  std::string_view sqlite;
  std::string_view postgres;
};

/// The migrations of one room, in the order of their numbers.
using MigrationSet = std::span<const Migration>;

}  // namespace chiron::db
