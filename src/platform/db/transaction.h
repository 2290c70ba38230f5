// What features hold while they read or write: a transaction that runs statements and maps rows to values.
//
//   auto people = read.query(sql::people_of, institution).all([](const Row& row) {
//     return Person{row.get<PersonId>(0), row.get<std::string>(1), row.get<std::optional<Date>>(2)};
//   });                                                        // Result<std::vector<Person>>
//   auto count = read.query(sql::count_people, institution).one<std::int64_t>();
//   TRY(write.execute(sql::insert_person, institution, person.id, person.name));
//   auto theirs = read.query(sql::duties_of, institution, ids);  // a std::vector of ids: `person_id = ANY($2)`
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "base/error.h"
#include "platform/db/connection.h"
#include "platform/db/row.h"
#include "platform/db/sql.h"
#include "platform/db/subscriptions.h"

namespace chiron::db {

class ReadTransaction;

/// A started statement whose rows have not been read. Read it once, with one of the members below.
class Query {
 public:
  Query(Query&&) = default;

  /// Every row, mapped by `map(const Row&)`, in the order the database gives.
  template <class Map>
  auto all(Map map) -> Result<std::vector<std::invoke_result_t<Map, const Row&>>> {
    std::vector<std::invoke_result_t<Map, const Row&>> rows;
    TRY(each([&](const Row& row) { rows.push_back(map(row)); }));
    return rows;
  }
  /// Every row, as a value (one column named) or a tuple (several): `all<PersonId, std::string>()`.
  template <class... Columns>
  requires(sizeof...(Columns) > 0) auto all() { return all(columns<Columns...>()); }

  /// The first row, or none; further rows are not read.
  template <class Map>
  auto first(Map map) -> Result<std::optional<std::invoke_result_t<Map, const Row&>>> {
    std::optional<std::invoke_result_t<Map, const Row&>> found;
    TRY(step_through([&](const Row& row) {
      found.emplace(map(row));
      return false;
    }));
    return found;
  }
  template <class... Columns>
  requires(sizeof...(Columns) > 0) auto first() { return first(columns<Columns...>()); }

  /// The first row, where there is always one (a count, a RETURNING); its absence is Error{not_found, "db.no_row"}.
  template <class Map>
  auto one(Map map) -> Result<std::invoke_result_t<Map, const Row&>> {
    auto found = TRY(first(std::move(map)));
    if (!found) return err(fail(ErrorCode::not_found, "db.no_row"));
    return *std::move(found);
  }
  template <class... Columns>
  requires(sizeof...(Columns) > 0) auto one() { return one(columns<Columns...>()); }

  /// Calls `visit(const Row&)` for every row.
  template <class Visit>
  Result<> each(Visit visit) {
    return step_through([&](const Row& row) {
      visit(row);
      return true;
    });
  }

 private:
  friend class ReadTransaction;
  friend class WriteTransaction;
  explicit Query(ReadTransaction& transaction, Result<std::unique_ptr<Cursor>> cursor)
      : transaction_(&transaction), cursor_(std::move(cursor)) {}

  template <class... Columns>
  static auto columns() {
    return [](const Row& row) {
      if constexpr (sizeof...(Columns) == 1) {
        return row.get<std::tuple_element_t<0, std::tuple<Columns...>>>(0);
      } else {
        return [&]<std::size_t... I>(std::index_sequence<I...>) {
          return std::tuple<Columns...>{row.get<Columns>(static_cast<int>(I))...};
        }
        (std::index_sequence_for<Columns...>());
      }
    };
  }

  /// Steps while `visit` returns true and reports the first failure to the transaction.
  template <class Visit>
  Result<> step_through(Visit visit) {
    if (!cursor_) return err(cursor_.error());
    while (true) {
      auto more = (*cursor_)->step();
      if (!more) return err(note(std::move(more.error())));
      if (!*more) return {};
      Row row(**cursor_);
      const bool on = visit(row);
      if (row.mistaken_column() >= 0)
        return err(
            note(fail(ErrorCode::internal, "db.column_type").with("column", std::to_string(row.mistaken_column()))));
      if (!on) return {};
    }
  }
  Error note(Error error);

  ReadTransaction* transaction_;
  Result<std::unique_ptr<Cursor>> cursor_;
};

/// One consistent snapshot. Store functions that only look take a `ReadTransaction&`.
///
/// After a statement has failed, the transaction is spoilt: every later statement gives the same error and a write is
/// rolled back, whatever the function returns. (PostgreSQL works so; SQLite is made to, so that both behave alike.)
class ReadTransaction {
 public:
  explicit ReadTransaction(Connection& connection) : connection_(connection) {}
  virtual ~ReadTransaction() = default;
  ReadTransaction(const ReadTransaction&) = delete;
  ReadTransaction& operator=(const ReadTransaction&) = delete;

  Engine engine() const { return connection_.engine(); }

  /// Starts a statement. Texts with a NUL or that are not UTF-8 are refused ("db.text_with_nul", "db.text_not_utf8").
  template <class... Arguments>
  Query query(const Sql& sql, const Arguments&... arguments) {
    const std::array<Parameter, sizeof...(Arguments)> parameters{parameter(arguments)...};
    return start(sql, parameters);
  }

  /// The error that spoilt the transaction, if any.
  const std::optional<Error>& spoilt_by() const { return spoilt_by_; }

 protected:
  friend class Query;
  Query start(const Sql& sql, std::span<const Parameter> parameters);

  Connection& connection_;
  std::optional<Error> spoilt_by_;
};

/// A transaction that may also change rows; it exists only inside a function given to Database::write. Such a function
/// may run several times: it must not change anything but the database and what it returns.
class WriteTransaction final : public ReadTransaction {
 public:
  WriteTransaction(Connection& connection, const Subscriptions& subscriptions)
      : ReadTransaction(connection), subscriptions_(subscriptions) {}

  /// Runs a statement and returns how many rows it inserted, updated or deleted.
  ///
  /// What the database itself refuses comes back as Error{conflict, key}:
  /// - a trigger: `RAISE(ABORT, 'chiron:room.key')` on SQLite, `RAISE EXCEPTION 'chiron:room.key'` on PostgreSQL
  ///   give the key `room.key`;
  /// - a CHECK constraint whose quoted name has a dot gives that name: `CONSTRAINT "room.key" CHECK (…)`;
  /// - otherwise "db.not_unique", "db.missing_reference", "db.check_failed" or "db.null_refused", with the detail
  ///   `table`.
  template <class... Arguments>
  Result<std::int64_t> execute(const Sql& sql, const Arguments&... arguments) {
    const std::array<Parameter, sizeof...(Arguments)> parameters{parameter(arguments)...};
    return finish(start(sql, parameters));
  }

  /// Runs an `INSERT … VALUES (…)` for each of many rows, in their order: `arguments(row)` gives a std::tuple of its
  /// arguments. As execute() for each would, but PostgreSQL is sent many rows at a time, which is many times faster
  /// there. Arguments stand in the VALUES only.
  template <class Rows, class Arguments>
  Result<> insert_all(const Sql& sql, const Rows& rows, Arguments arguments) {
    // Arguments are viewed, so that every row's are kept until all are sent.
    std::vector<decltype(arguments(*std::begin(rows)))> kept;
    for (const auto& row : rows) kept.push_back(arguments(row));
    std::vector<Parameter> parameters;
    for (const auto& row : kept)
      std::apply([&](const auto&... values) { (parameters.push_back(parameter(values)), ...); }, row);
    return insert_rows(sql, parameters, kept.empty() ? 0 : parameters.size() / kept.size());
  }

  /// Tells everybody who subscribed to this type of event (Database::subscribe), before the function that publishes it
  /// goes on: what they write commits with it, and their error undoes it.
  template <class Event>
  Result<> publish(const Event& event) {
    return subscriptions_.publish(*this, event);
  }

 private:
  Result<std::int64_t> finish(Query query);
  Result<> insert_rows(const Sql& sql, std::span<const Parameter> parameters, std::size_t width);

  const Subscriptions& subscriptions_;
};

}  // namespace chiron::db
