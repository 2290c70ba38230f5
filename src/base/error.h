// Errors are values. A Result<T> holds a T or an Error that names what went wrong by key;
// the sentence a person reads is made from the key and its arguments by the text catalog.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chiron {

/// What kind of thing went wrong. One switch in platform/http maps these to HTTP, one in app to exit codes.
enum class ErrorCode : std::uint8_t {
  invalid,          ///< a *refusal*: input breaks a rule; the key says which, the detail says where and how to mend it
  not_found,        ///< absent, or not the viewer's to see: the same answer for both
  forbidden,        ///< the viewer may know that it exists but may not do this
  unauthenticated,  ///< nobody is signed in, or what was given does not prove who it is
  throttled,        ///< too many tries; the detail `seconds` says when the next one counts
  conflict,         ///< the state changed, or another rule (a conflict of role, a taken seat) forbids it now
  limit,            ///< larger than a configured limit
  unavailable,      ///< try later: busy, locked, shutting down
  io,               ///< a *failure*: disk, network, database; logged once at the boundary
  internal,         ///< a *bug*: a broken promise of our own code
};

/// Stable lower-case name ("invalid", "not_found" …) used in JSON and logs.
std::string_view name_of(ErrorCode code);

/// One named value inside an error's sentence, e.g. {"row", "17"}.
struct ErrorDetail {
  std::string name;
  std::string value;
  bool operator==(const ErrorDetail&) const = default;
};

/// Why an operation did not happen. `key` is an entry of text/<language>.json ("error.<key>");
/// `detail` fills its placeholders. Details may hold what a person typed: they are shown, never logged.
struct Error {
  ErrorCode code = ErrorCode::internal;
  std::string key;
  std::vector<ErrorDetail> detail;

  bool operator==(const Error&) const = default;

  /// Adds one named value and returns the error, so that errors read as one expression.
  Error&& with(std::string name, std::string value) &&;
  /// The value of a detail, or "" when it is absent.
  std::string_view operator[](std::string_view name) const;
  /// "key (name=value, …)": for tests and developers, not for people and not for logs.
  std::string debug_text() const;
};

template <class T = void>
using Result = std::expected<T, Error>;

/// `return refuse("people.duplicate_id").with("id", id)` made short: the caller returns it as a Result.
[[nodiscard]] Error refuse(std::string key);
[[nodiscard]] Error fail(ErrorCode code, std::string key);

/// Wraps an error so that it converts to any Result<T>.
[[nodiscard]] inline std::unexpected<Error> err(Error error) { return std::unexpected<Error>(std::move(error)); }

}  // namespace chiron

/// `auto rows = TRY(read(path));` yields the value or returns the error from the enclosing function.
#define TRY(expression) CHIRON_TRY_NAMED(expression, CHIRON_TRY_JOIN(chiron_try_result_, __COUNTER__))
// Each use names its own variable, so that one TRY inside another does not shadow it.
#define CHIRON_TRY_JOIN(left, right) CHIRON_TRY_JOIN_EXPANDED(left, right)
#define CHIRON_TRY_JOIN_EXPANDED(left, right) left##right
// NOLINTBEGIN(bugprone-macro-parentheses): a name to declare takes none
#define CHIRON_TRY_NAMED(expression, result)                      \
  ({                                                              \
    auto&& result = (expression);                                 \
    if (!result) return ::chiron::err(std::move(result.error())); \
    ::chiron::detail::take(std::move(result));                    \
  })
// NOLINTEND(bugprone-macro-parentheses)

namespace chiron::detail {
template <class T>
T take(Result<T>&& result) {
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}
}  // namespace chiron::detail
