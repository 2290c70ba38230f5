// Long changes in short writes: rows are staged a few milliseconds at a time, then one write applies them all.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "features/people/change_store.h"
#include "platform/db/database.h"

namespace chiron::imports {

/// Rows of one kind: `rows(write, from, to)` writes the from-th and those before the to-th of `count`, a few dozen at
/// most. It may run again, so it only reads what it captured.
struct Part {
  std::size_t count = 0;
  std::function<Result<>(db::WriteTransaction&, std::size_t, std::size_t)> rows;
};
/// For rows that are written one by one: `row(write, i)` writes the i-th.
template <class Row>
Part one_by_one(std::size_t count, Row row) {
  return {count, [row](db::WriteTransaction& write, std::size_t from, std::size_t to) -> Result<> {
            for (std::size_t i = from; i < to; ++i) TRY(row(write, i));
            return {};
          }};
}

/// Writes the parts, in their order, under a change that was begun. Whatever ends it early discards the change, so that
/// nothing of it ever shows; what is left of it is deleted by the next finish_what_was_left. Errors:
/// "imports.changed_since" (conflict: another change began in the meantime), and those of the rows.
Result<> stage(db::Database& database, const people::Recording& recording, const std::vector<Part>& parts);

/// Discards a change that ended with this error; returns what to tell the person ("imports.changed_since" when another
/// change began in the meantime).
Error give_up(db::Database& database, const people::Recording& recording, const Error& why);

/// How many people's revisions are raised in the write that applies a change. More are raised in writes that follow.
inline constexpr int raised_at_once = 100;

/// Raises every revision that is still due after a change was applied.
Result<> settle(db::Database& database, const people::Recording& recording);

/// What killed programs left: raises the revisions that are due and deletes the rows of discarded changes.
Result<> finish_what_was_left(db::Database& database, InstitutionId institution);
/// Only the first half, for every institution: at the start of a program.
Result<> settle_all(db::Database& database);

}  // namespace chiron::imports
