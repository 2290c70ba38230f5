// Requests and responses as handlers see them. Light: no socket, no parser.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "platform/json/json.h"

namespace chiron::http {

class EventOutlet;  // event_stream.h

enum class Method : std::uint8_t { get, head, post, put, patch, del, options, other };
/// "GET" …; "OTHER" for what Chiron does not know.
std::string_view name_of(Method method);

struct Header {
  std::string name;
  std::string value;
};

/// An upload on disk; the file is removed with the last owner.
class BodyFile {
 public:
  explicit BodyFile(std::filesystem::path path) : path_(std::move(path)) {}
  ~BodyFile();
  BodyFile(const BodyFile&) = delete;
  BodyFile& operator=(const BodyFile&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// One request, complete with its body. Everything in it was typed or sent by somebody: never log it.
struct Request {
  Method method = Method::get;
  std::string target;  ///< as received
  std::string path;    ///< decoded, begins with '/', no "." or ".." segments, valid UTF-8 without NUL
  std::vector<std::pair<std::string, std::string>> query;   ///< decoded; a name occurs once
  std::vector<std::pair<std::string, std::string>> params;  ///< what stood for {name} in the route's pattern
  std::vector<Header> headers;
  std::string body;                           ///< empty when body_file holds it
  std::shared_ptr<const BodyFile> body_file;  ///< only on routes with BodyTo::file
  std::string peer;                           ///< the client's address; behind a trusted proxy the one it names
  std::string request_id;                     ///< 26 characters, also in the response's X-Request-Id and in the log
  Instant received;

  /// The header of that name in any case, or nothing. Repeated ones: the first.
  std::optional<std::string_view> header(std::string_view name) const;
  /// "" when the pattern has no such name.
  std::string_view param(std::string_view name) const;
  std::optional<std::string_view> query_value(std::string_view name) const;
  /// The cookie's value, or nothing. A name that occurs twice yields nothing.
  std::optional<std::string_view> cookie(std::string_view name) const;
};

/// What a handler answers. Security headers, request id, date and length are the server's to add.
struct Response {
  int status = 200;
  std::string content_type;
  std::string body;
  std::string_view lasting_body;  ///< instead of body: bytes that outlive the server (embedded assets)
  std::vector<Header> headers;  ///< one named as the server's own (Content-Security-Policy, Cache-Control) replaces it
  /// Set: the server writes the error document, and logs io and internal once under an incident id.
  std::optional<Error> error;
  /// Set: the answer goes on as events until one side ends it; body and length are not the handler's to give.
  std::shared_ptr<EventOutlet> events;

  Response() = default;
  Response(Error failed) : error(std::move(failed)) {}  // NOLINT: an error is an answer

  Response&& with_header(std::string name, std::string value) &&;
};

/// An answer of a described struct.
template <class T>
Response json_response(const T& value, int status = 200) {
  Response response;
  response.status = status;
  response.content_type = "application/json";
  json::write(response.body, value);
  return response;
}
template <class T>
Response ok(const T& value) {
  return json_response(value, 200);
}
template <class T>
Response created(const T& value) {
  return json_response(value, 201);
}
/// 204.
Response no_content();
Response html(std::string page);
Response plain_text(std::string words);
/// A download: `attachment` with the given file name (characters outside [A-Za-z0-9._-] become '-').
Response download(std::string bytes, std::string_view file_name, std::string content_type);
/// 303 to a path of our own (begins with a single '/').
Response see_other(std::string path);

/// The one place where kinds of error become HTTP: invalid 400, unauthenticated 401, forbidden 403, not_found 404,
/// conflict 409, limit 413, throttled 429, unavailable 503, io and internal 500.
int status_of(ErrorCode code);

/// Percent-decodes; nothing on a bad escape, NUL or bad UTF-8.
std::optional<std::string> percent_decode(std::string_view text);

}  // namespace chiron::http

/// In a handler that returns Response: the value, or the error as the answer.
#define TRY_HTTP(expression) CHIRON_TRY_HTTP_NAMED(expression, CHIRON_TRY_JOIN(chiron_try_result_, __COUNTER__))
// NOLINTBEGIN(bugprone-macro-parentheses): a name to declare takes none
#define CHIRON_TRY_HTTP_NAMED(expression, result)                            \
  ({                                                                         \
    auto&& result = (expression);                                            \
    if (!result) return ::chiron::http::Response(std::move(result.error())); \
    ::chiron::detail::take(std::move(result));                               \
  })
// NOLINTEND(bugprone-macro-parentheses)
