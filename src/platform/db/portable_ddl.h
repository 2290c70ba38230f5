// DDL written once for both engines: the five type words of the schema become the engine's own types.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "platform/db/sql.h"

namespace chiron::db {

/// Expands a script. A type word is recognized where a column is declared (`name id`, after `(`, `,` or ADD COLUMN):
///
/// | word  | SQLite (every table becomes STRICT)                  | PostgreSQL           |
/// | ---   | ---                                                  | ---                  |
/// | id    | BLOB CHECK (length(name) = 16)                       | uuid                 |
/// | int64 | INTEGER                                              | bigint               |
/// | bool  | INTEGER CHECK (name IN (0, 1))                       | boolean              |
/// | text  | TEXT                                                 | text COLLATE "C"     |
/// | bytes | BLOB                                                 | bytea                |
///
/// Any other type in a CREATE TABLE is refused ("db.unknown_type" with `column`, `type`), so that no table leaves the
/// five. Name a CHECK constraint `"room.key"` to give its refusal a sentence (transaction.h). Plain statements
/// (CREATE INDEX, INSERT) pass unchanged; triggers belong in the engines' own files.
Result<std::string> expand_portable_ddl(std::string_view script, Engine engine);

}  // namespace chiron::db
