// Filling writes up to a few milliseconds each.
#include "features/imports/staging.h"

#include <algorithm>
#include <chrono>
#include <string_view>

#include "features/duties/duty_store.h"

namespace chiron::imports {
namespace {

using std::chrono::steady_clock;

/// When a write takes no further row: a third of the 20 ms that a write may run, for slow moments.
constexpr auto full_after = std::chrono::milliseconds(6);

/// Rows that are written between two looks at the time: PostgreSQL is sent them together.
constexpr std::size_t rows_together(db::Engine engine) { return engine == db::Engine::postgres ? 32 : 4; }

/// Rows that one statement deletes or raises between two looks at the time.
constexpr int rows_at_once = 50;

/// The tables that staging fills. The database counts them anew when the first hundred rows of a part are written, then
/// whenever there are four times as many, and at the end of a change that was long enough.
constexpr std::string_view filled[] = {"changes",  "people",   "person_versions", "duties",
                                       "recusals", "coverage", "concerned_people"};
constexpr std::size_t first_count_after = 100;

/// The next row to write.
struct Place {
  std::size_t part = 0, row = 0;
};

Result<Place> fill_one_write(db::WriteTransaction& write, const std::vector<Part>& parts, Place at) {
  const auto end = steady_clock::now() + full_after;
  const std::size_t together = rows_together(write.engine());
  while (at.part < parts.size()) {
    if (at.row == parts[at.part].count) {
      at = {at.part + 1, 0};
      continue;
    }
    const std::size_t to = std::min(at.row + together, parts[at.part].count);
    TRY(parts[at.part].rows(write, at.row, to));
    at.row = to;
    if (steady_clock::now() >= end) break;
  }
  return at;
}

/// Repeats `once(write)`, which returns how many rows it touched, in writes of a few milliseconds until it returns less
/// than rows_at_once.
template <class Once>
Result<> in_short_writes(db::Database& database, Once once) {
  for (bool more = true; more;) {
    more = TRY(database.write_and_wait([&](db::WriteTransaction& write) -> Result<bool> {
      const auto end = steady_clock::now() + full_after;
      while (steady_clock::now() < end)
        if (TRY(once(write)) < rows_at_once) return false;
      return true;
    }));
  }
  return {};
}

}  // namespace

Result<> stage(db::Database& database, const people::Recording& at, const std::vector<Part>& parts) {
  std::size_t count_after = first_count_after;
  bool counted = false;
  Place place;
  while (place.part < parts.size()) {
    if (place.row >= count_after) {
      TRY(database.refresh_statistics(filled));
      count_after = place.row * 4;
      counted = true;
    }
    const auto part = place.part;
    const auto written =
        database.write_and_wait([&](db::WriteTransaction& write) { return fill_one_write(write, parts, place); });
    if (written) {
      place = *written;
      if (place.part != part) count_after = first_count_after;
      continue;
    }
    return err(give_up(database, at, written.error()));
  }
  if (counted) TRY(database.refresh_statistics(filled));
  return {};
}

Error give_up(db::Database& database, const people::Recording& at, const Error& why) {
  if (why.key == "people.change_closed") return fail(ErrorCode::conflict, "imports.changed_since");
  // Should this write fail as well, the change stays staged, which shows nothing either.
  (void)database.write_and_wait([&](db::WriteTransaction& write) { return people::discard(write, at); });
  return why;
}

Result<> settle(db::Database& database, const people::Recording& at) {
  return in_short_writes(database,
                         [&](db::WriteTransaction& write) { return people::raise_revisions(write, at, rows_at_once); });
}

Result<> settle_all(db::Database& database) {
  for (const auto& change : TRY(database.read(people::unsettled))) TRY(settle(database, change));
  return {};
}

Result<> finish_what_was_left(db::Database& database, InstitutionId institution) {
  TRY(settle_all(database));
  const auto left = TRY(database.read([&](db::ReadTransaction& read) { return people::discarded(read, institution); }));
  for (const auto& change : left) {
    const people::Recording at{institution, change};
    TRY(in_short_writes(database, [&](db::WriteTransaction& write) -> Result<std::int64_t> {
      // Duties name people, so they go first.
      if (TRY(duties::purge(write, at, rows_at_once)) > 0) return rows_at_once;
      return TRY(people::purge(write, at, rows_at_once)) > 0 ? rows_at_once : 0;
    }));
  }
  return {};
}

}  // namespace chiron::imports
