// Values on their way into a statement (Parameter) and out of a result (Row), typed and the same on both engines.
#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/error.h"
#include "base/id.h"

namespace chiron::db {

/// The five types of the schema, and lists of ids, which are arguments only: `person_id = ANY($2)`.
enum class Type : std::uint8_t { int64, boolean, text, bytes, id, ids };

/// One argument of a statement, viewed, not copied: it lives only inside the call that executes the statement.
/// A null has a type too, since PostgreSQL must know it.
struct Parameter {
  Type type = Type::int64;
  bool is_null = false;
  std::int64_t number = 0;  ///< int64 and boolean (0 or 1)
  BytesView bytes{};        ///< text, bytes and id; of a list, sixteen for each id
};

namespace detail {
template <class T>
struct IsId : std::false_type {};
template <class Tag>
struct IsId<Id<Tag>> : std::true_type {};
template <class T>
struct IsIds : std::false_type {};
template <class Tag>
struct IsIds<std::vector<Id<Tag>>> : std::true_type {};
template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};
template <class>
inline constexpr bool never = false;

template <class T>
consteval Type type_of() {
  if constexpr (IsOptional<T>::value) return type_of<typename T::value_type>();
  else if constexpr (std::same_as<T, bool>) return Type::boolean;
  else if constexpr (std::integral<T> || std::same_as<T, Date> || std::same_as<T, Instant>) return Type::int64;
  else if constexpr (IsId<T>::value) return Type::id;
  else if constexpr (IsIds<T>::value) return Type::ids;
  else if constexpr (std::same_as<T, Bytes> || std::same_as<T, BytesView>) return Type::bytes;
  else if constexpr (std::convertible_to<T, std::string_view>) return Type::text;
  else static_assert(never<T>, "not a type that the database stores: int64, bool, text, Bytes, Id, Date, Instant");
}
}  // namespace detail

/// Makes the argument for a value: integers, bool, text, Bytes, Id<Tag>, Date (days), Instant (microseconds) and
/// std::optional of each, or a std::vector<Id<Tag>>. Unsigned 64-bit numbers do not compile: they do not fit.
template <class T>
Parameter parameter(const T& value) {
  constexpr Type type = detail::type_of<std::decay_t<T>>();
  if constexpr (detail::IsOptional<T>::value) {
    return value ? parameter(*value) : Parameter{type, true, 0, {}};
  } else if constexpr (std::same_as<T, Date>) {
    return {type, false, value.days_since_epoch(), {}};
  } else if constexpr (std::same_as<T, Instant>) {
    return {type, false, value.micros, {}};
  } else if constexpr (std::integral<T>) {
    static_assert(std::is_signed_v<T> || sizeof(T) < 8 || std::same_as<T, bool>, "convert to std::int64_t first");
    return {type, false, static_cast<std::int64_t>(value), {}};
  } else if constexpr (detail::IsId<T>::value) {
    return {type, false, 0, BytesView(value.bytes())};
  } else if constexpr (detail::IsIds<T>::value) {
    static_assert(sizeof(typename T::value_type) == 16);
    return {type, false, 0, BytesView(reinterpret_cast<const std::uint8_t*>(value.data()), 16 * value.size())};
  } else if constexpr (type == Type::bytes) {
    return {type, false, 0, BytesView(value)};
  } else {
    return {type, false, 0, bytes_of(std::string_view(value))};
  }
}

/// A running statement as an engine implements it. Features see Row instead.
class Cursor {
 public:
  virtual ~Cursor() = default;
  /// Moves to the next row; false after the last.
  virtual Result<bool> step() = 0;
  /// Rows inserted, updated or deleted; known after the last step.
  virtual std::int64_t changed() const = 0;
  virtual int column_count() const = 0;
  virtual bool is_null(int column) const = 0;
  /// Each reads one value of the current row, or says that the column is of another type by returning false.
  virtual bool read_int64(int column, std::int64_t& value) const = 0;
  virtual bool read_bool(int column, bool& value) const = 0;
  virtual bool read_text(int column, std::string_view& value) const = 0;
  virtual bool read_bytes(int column, BytesView& value) const = 0;
  virtual bool read_id(int column, std::array<std::uint8_t, 16>& value) const = 0;
};

/// One row of a result, valid inside the function that receives it. Reading a column as a type it does not have, or a
/// null as anything but std::optional, yields T() and makes the whole query end with Error{internal, "db.column_type"}:
/// so mapping functions stay plain expressions.
class Row {
 public:
  explicit Row(const Cursor& cursor) : cursor_(cursor) {}

  int size() const { return cursor_.column_count(); }
  bool is_null(int column) const { return cursor_.is_null(column); }

  /// The value of a column, counted from 0. T: std::int64_t, int, bool, std::string, std::string_view (until the next
  /// row), Bytes, BytesView (until the next row), Id<Tag>, Date, Instant, or std::optional of one of them.
  template <class T>
  T get(int column) const;

  /// The first column that was read wrongly, or -1.
  int mistaken_column() const { return mistaken_column_; }

 private:
  template <class T>
  T wrong(int column) const {
    if (mistaken_column_ < 0) mistaken_column_ = column;
    return T();
  }

  const Cursor& cursor_;
  mutable int mistaken_column_ = -1;
};

template <class T>
T Row::get(int column) const {
  if (column < 0 || column >= cursor_.column_count()) return wrong<T>(column);
  if constexpr (detail::IsOptional<T>::value) {
    if (cursor_.is_null(column)) return std::nullopt;
    return get<typename T::value_type>(column);
  } else if constexpr (std::same_as<T, bool>) {
    bool value = false;
    return cursor_.read_bool(column, value) ? value : wrong<T>(column);
  } else if constexpr (detail::IsId<T>::value) {
    std::array<std::uint8_t, 16> value{};
    return cursor_.read_id(column, value) ? T(value) : wrong<T>(column);
  } else if constexpr (std::same_as<T, BytesView> || std::same_as<T, Bytes>) {
    BytesView value;
    return cursor_.read_bytes(column, value) ? T(value.begin(), value.end()) : wrong<T>(column);
  } else if constexpr (std::same_as<T, std::string_view> || std::same_as<T, std::string>) {
    std::string_view value;
    return cursor_.read_text(column, value) ? T(value) : wrong<T>(column);
  } else {
    std::int64_t value = 0;
    if (!cursor_.read_int64(column, value)) return wrong<T>(column);
    if constexpr (std::same_as<T, Instant>) {
      return Instant{value};
    } else if constexpr (std::same_as<T, Date>) {
      if (value < std::numeric_limits<std::int32_t>::min() || value > std::numeric_limits<std::int32_t>::max())
        return wrong<T>(column);
      return Date(static_cast<std::int32_t>(value));
    } else {
      static_assert(std::integral<T>, "not a type that the database stores");
      if (!std::in_range<T>(value)) return wrong<T>(column);
      return static_cast<T>(value);
    }
  }
}

}  // namespace chiron::db
