// JSON <-> described structs, strict on input. A struct described once (Boost.Describe) is parsed, written and
// turned into its JSON Schema by what stands here; nothing else in Chiron spells out JSON by hand.
//
//   struct Person { PersonId id; std::string family_name; std::optional<Date> from; };
//   BOOST_DESCRIBE_STRUCT(Person, (), (id, family_name, from))
//   auto person = json::parse<Person>(text);   std::string text = json::write(person);
//
// | C++                          | JSON                                                                             |
// | ---------------------------- | -------------------------------------------------------------------------------- |
// | described struct             | object; every member required unless optional; unknown members refused           |
// | std::optional<T>             | the member is absent; `null` is refused on input and never written               |
// | std::string                  | string, valid UTF-8 without U+0000; bad bytes become U+FFFD on output            |
// | bool, integers               | true/false; a number written as an integer (2.0 is refused), in the type's range |
// | double                       | number, shortest form that reads back; NaN and infinity are written as null      |
// | Date                         | "2027-08-01"                                                                     |
// | DateRange                    | {"from": …, "to": …}, half-open, an open side absent                             |
// | Instant                      | "2027-08-01T09:30:00.000000Z"; input: RFC 3339 UTC with 0 to 6 decimals          |
// | Id<Tag>                      | 26 characters                                                                    |
// | described enum               | the enumerator's name (BOOST_DESCRIBE_ENUM)                                      |
// | std::vector<T>               | array                                                                            |
// | std::map<std::string, T>     | object with free member names                                                    |
// | std::variant<described…>     | object whose member "type" is tag_name<T>() of the alternative                   |
// A struct may offer `Result<> check() const`: parse calls it once its members are read.
#pragma once

#include <concepts>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <boost/describe.hpp>
#include <boost/mp11/algorithm.hpp>

#include "base/clock.h"
#include "base/date.h"
#include "base/error.h"
#include "base/id.h"

namespace chiron::json {

/// Bounds on one document. Beyond them parse refuses with "json.too_large", "json.too_deep" or "json.too_many".
struct Limits {
  std::size_t bytes_max = std::size_t{16} * 1024 * 1024;
  std::size_t depth_max = 32;          ///< nested arrays and objects
  std::size_t values_max = 1'000'000;  ///< members and elements altogether
};

struct Member;

/// One parsed JSON value, before it is given a C++ type. Objects keep their members' order; names are unique.
struct Value {
  enum class Kind : std::uint8_t {
    null,
    boolean,
    integer,           ///< fits std::int64_t
    unsigned_integer,  ///< above std::int64_t's range
    real,
    text,
    loose_text,  ///< from a URL: reads as text, number, boolean or comma-separated list, as the type asks
    array,
    object,
  };
  Kind kind = Kind::null;
  bool boolean = false;
  std::int64_t integer = 0;
  std::uint64_t unsigned_integer = 0;
  double real = 0;
  std::string text;
  std::vector<Value> elements;
  std::vector<Member> members;

  /// The member of that name, or null when absent or when this is no object.
  const Value* find(std::string_view name) const;
  static Value loose(std::string text);
};

/// A member of an object.
struct Member {
  std::string name;
  Value value;
};

/// Reads one document strictly (RFC 8259, UTF-8, no comments, no trailing commas, nothing after the value).
/// Refuses: "json.malformed" (line, column, why), "json.duplicate_member" (at, name), "json.nul_character" (at),
/// and the three limits. `at` is a JSON pointer (RFC 6901), "" for the whole document.
Result<Value> parse_value(std::string_view text, const Limits& limits = {});

/// Appends a quoted, escaped JSON string; bytes that are not UTF-8 become U+FFFD.
void write_text(std::string& out, std::string_view text);
void write_number(std::string& out, std::int64_t number);
void write_number(std::string& out, std::uint64_t number);
void write_number(std::string& out, double number);

/// Where a reader stands in the document; makes the pointer for an error only when there is one.
class Path {
 public:
  Path() = default;
  Path(const Path& parent, std::string_view name) : parent_(&parent), name_(name) {}
  Path(const Path& parent, std::size_t index) : parent_(&parent), index_(index) {}
  Path(const Path&) = delete;
  Path& operator=(const Path&) = delete;
  /// RFC 6901, e.g. "/people/3/family_name".
  std::string pointer() const;

 private:
  const Path* parent_ = nullptr;
  std::string_view name_;
  std::size_t index_ = 0;
};

/// Named schemas met while describing types; becomes `components.schemas` of OpenAPI or `$defs`.
class Schemas {
 public:
  /// `prefix` starts every reference: "#/components/schemas/" or "#/$defs/".
  explicit Schemas(std::string prefix) : prefix_(std::move(prefix)) {}
  /// A reference to the schema of that name, made by `make` when met first. Two C++ types with one name are a
  /// bug: the conflict is kept in `clashes()` for the test that reads it.
  template <class Make>
  std::string reference(std::string_view name, std::string_view type_key, Make make);
  /// Name -> schema text, sorted.
  const std::map<std::string, std::string>& named() const { return named_; }
  const std::vector<std::string>& clashes() const { return clashes_; }

 private:
  std::string prefix_;
  std::map<std::string, std::string> named_;
  std::map<std::string, std::string> type_keys_;
  std::vector<std::string> clashes_;
};

/// How one C++ type reads, writes and describes itself. Specialize for a type of your own that is neither a
/// described struct nor a described enum.
template <class T>
struct Codec;

/// Parses a document as T. Errors carry `at` (JSON pointer): "json.wrong_type" (at, expected, found),
/// "json.missing_member" (at, name), "json.unknown_member" (at, name), "json.out_of_range" (at, min, max),
/// "json.not_in_list" (at, found, allowed), and keys of the member's own type ("date.impossible", "id.malformed").
template <class T>
Result<T> parse(std::string_view text, const Limits& limits = {});

/// Gives a parsed value its C++ type; the same errors as parse.
template <class T>
Result<T> read(const Value& value);

/// Appends the JSON of a value: no spaces, members in described order.
template <class T>
void write(std::string& out, const T& value) {
  Codec<T>::write(out, value);
}
template <class T>
std::string write(const T& value) {
  std::string out;
  Codec<T>::write(out, value);
  return out;
}

/// The JSON Schema (2020-12, as in OpenAPI 3.1) of T; named types go to `schemas` and come back as references.
template <class T>
std::string json_schema(Schemas& schemas) {
  return Codec<T>::schema(schemas);
}
/// The schema of T with what it refers to under "$defs".
template <class T>
std::string json_schema();

/// "RematchRequest": the C++ name of a type without its namespaces, or its static member `json_name`.
template <class T>
constexpr std::string_view type_name();
/// "rematch_request": type_name in lower_snake, or the static member `json_tag`; the `type` of a variant's alternative.
template <class T>
std::string tag_name();

}  // namespace chiron::json

#include "platform/json/json_codecs.h"
