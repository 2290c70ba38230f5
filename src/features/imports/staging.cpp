// Filling writes up to a few milliseconds each.
#include "features/imports/staging.h"

#include <algorithm>
#include <chrono>
#include <string_view>
#include <utility>

#include "features/duties/duty_store.h"

namespace chiron::imports {
namespace {

using std::chrono::steady_clock;

/// When a write takes no further row: a third of the 20 ms that a write may run, for slow moments.
constexpr auto full_after = std::chrono::milliseconds(6);

/// How many rows are given to the database between two looks at the time: few at first, for one row can concern
/// thousands of people, then twice as many whenever that was quick and half as many when it was not.
class Portion {
 public:
  int rows() const { return rows_; }
  void took(steady_clock::duration time) {
    if (time < full_after / 6) rows_ = std::min(rows_ * 2, most);
    else if (time > full_after / 2) rows_ = std::max(rows_ / 2, 1);
  }

 private:
  static constexpr int most = 64;
  int rows_ = 4;
};

/// The tables that staging fills. The database counts them anew when the first hundred rows of a part are written, then
/// whenever there are four times as many, and at the end of a change that was long enough.
constexpr std::string_view filled[] = {"changes",  "people",   "person_versions", "duties",
                                       "recusals", "coverage", "concerned_people"};
constexpr std::size_t first_count_after = 100;

/// The next row to write, and how many with it.
struct Place {
  std::size_t part = 0, row = 0;
  Portion portion = {};
};

Result<Place> fill_one_write(db::WriteTransaction& write, const std::vector<Part>& parts, Place at) {
  auto now = steady_clock::now();
  const auto end = now + full_after;
  while (at.part < parts.size() && now < end) {
    if (at.row == parts[at.part].count) {
      at = {at.part + 1, 0};
      continue;
    }
    const std::size_t to = std::min(at.row + static_cast<std::size_t>(at.portion.rows()), parts[at.part].count);
    TRY(parts[at.part].rows(write, at.row, to));
    at.row = to;
    const auto began = std::exchange(now, steady_clock::now());
    at.portion.took(now - began);
  }
  return at;
}

/// Repeats `once(write, limit)`, which touches at most so many rows and returns how many, in writes of a few
/// milliseconds until it returns less.
template <class Once>
Result<> in_short_writes(db::Database& database, Once once) {
  Portion portion;
  for (bool more = true; more;) {
    more = TRY(database.write_and_wait([&](db::WriteTransaction& write) -> Result<bool> {
      auto now = steady_clock::now();
      const auto end = now + full_after;
      while (now < end) {
        if (TRY(once(write, portion.rows())) < portion.rows()) return false;
        const auto began = std::exchange(now, steady_clock::now());
        portion.took(now - began);
      }
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
  return in_short_writes(
      database, [&](db::WriteTransaction& write, int limit) { return people::raise_revisions(write, at, limit); });
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
    TRY(in_short_writes(database, [&](db::WriteTransaction& write, int limit) -> Result<std::int64_t> {
      // Duties name people, so they go first.
      if (TRY(duties::purge(write, at, limit)) > 0) return limit;
      return TRY(people::purge(write, at, limit)) > 0 ? limit : 0;
    }));
  }
  return {};
}

}  // namespace chiron::imports
