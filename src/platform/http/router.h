// Which function answers which method and path. Typed routes are described once: the input struct says what comes in
// (members named in the pattern from the path, the others from the query of GET and DELETE or the JSON body of
// POST, PUT and PATCH), the output struct what goes out, and openapi.h turns both into the API's document.
//
//   router.route<ListPeople, PeoplePage>(Method::get, "/api/v1/people", {.id = "list_people", .summary = "…"},
//       [&](const Request& request, const ListPeople& input) -> Result<PeoplePage> { … });
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/error.h"
#include "platform/http/event_stream.h"
#include "platform/http/message.h"
#include "platform/log/log.h"

namespace chiron::assets {
class Table;
}

namespace chiron::http {

/// Nothing comes in, or nothing goes out (204).
struct Nothing {
  static constexpr std::string_view json_name = "Nothing";
};
BOOST_DESCRIBE_STRUCT(Nothing, (), ())

/// An answer with headers of its own: a cookie, say.
template <class Output>
struct WithHeaders {
  Output value;
  std::vector<Header> headers;
};

/// Where a request's body is kept for the handler.
enum class BodyTo : std::uint8_t {
  memory,
  file,  ///< streamed to a temporary file; Request::body_file. For uploads; any content type of the guard's list
};

/// Which thread runs the handler.
enum class RunOn : std::uint8_t {
  worker,
  io_thread,  ///< only for what takes microseconds and never waits
};

/// Who may call a mutation (POST, PUT, PATCH, DELETE).
enum class Guard : std::uint8_t {
  same_origin,  ///< our own pages: Origin, Sec-Fetch-Site, content type and `X-Chiron: 1` are checked
  none,         ///< routes that prove the caller otherwise (signed webhooks)
};

/// What a route is, beside its function. The words are for the API's document.
struct About {
  log::Word id = "";       ///< operationId, lower_snake, unique
  log::Word summary = "";  ///< one line of English for developers
  int success = 200;       ///< 200, 201 or 202; Nothing always gives 204
  std::size_t body_bytes_max = std::size_t{1024} * 1024;
  BodyTo body = BodyTo::memory;
  RunOn run = RunOn::worker;
  Guard guard = Guard::same_origin;
};

/// Answers one request later, from any thread, once; further answers are ignored. When the last copy goes away
/// unanswered the client gets 500. Copies share the one answer.
class Reply {
 public:
  struct Target {
    virtual ~Target() = default;
    virtual void answer(Response response) = 0;
  };
  explicit Reply(std::shared_ptr<Target> target) : target_(std::move(target)) {}
  void operator()(Response response) const { target_->answer(std::move(response)); }

 private:
  std::shared_ptr<Target> target_;
};

using Handler = std::function<Response(const Request&)>;
/// Starts the work and returns; the thread is free while, say, COMMIT is awaited.
using LaterHandler = std::function<void(std::shared_ptr<const Request>, Reply)>;
/// Runs before every handler of a router (logins, rate limits): an error or a response ends the request there.
using Filter = std::function<std::optional<Response>(Request&)>;

/// One described route. `make_input` and `make_output` write JSON Schemas for openapi.h.
struct Route {
  Method method;
  log::Word pattern;
  About about;
  LaterHandler handler;
  bool typed = false;
  std::function<std::string(json::Schemas&)> input_schema;   ///< properties of the input struct, path members included
  std::function<std::string(json::Schemas&)> output_schema;  ///< empty for Nothing
  std::vector<std::string> input_members;
  bool goes_on = false;  ///< answers with events, each an output
};

class Router {
 public:
  Router();
  ~Router();
  Router(Router&&) noexcept;
  Router& operator=(Router&&) noexcept;

  /// A handler of plain requests. `pattern` is "/people/{id}/duties"; a last segment "{rest...}" takes all that
  /// follows. Two routes that could match one path equally are a bug and end the program at start.
  void plain(Method method, log::Word pattern, About about, Handler handler);
  void plain_later(Method method, log::Word pattern, About about, LaterHandler handler);

  /// A typed route: `function(const Request&, const Input&) -> Result<Output>`; `Result<>` when Output is Nothing. With
  /// headers of its own: `Result<WithHeaders<Output>>`.
  template <class Input, class Output, class Function>
  void route(Method method, log::Word pattern, About about, Function function);

  /// A typed route that answers later: `function(std::shared_ptr<const Request>, Input, Answer<Output>)`.
  template <class Output>
  using Answer = std::function<void(Result<Output>)>;
  template <class Input, class Output, class Function>
  void route_later(Method method, log::Word pattern, About about, Function function);

  /// A route that answers with a stream of events, to our own pages alone:
  /// `function(const Request&, const Input&) -> Result<std::shared_ptr<EventOutlet>>`. `Event` describes one's data.
  template <class Input, class Event, class Function>
  void stream(log::Word pattern, About about, Function function);

  /// Serves every file of the table at its path (GET, HEAD), brotli or gzip when the browser takes it, with
  /// If-None-Match. `index` is served for "/" and, when `fallback` says so, for every unknown path outside /api.
  enum class Fallback : std::uint8_t { none, index };
  void files(const assets::Table& table, std::string_view index = "/index.html", Fallback fallback = Fallback::none);

  /// Serves one file of the table at `path` and at everything below it ("/help", "/help/north"); with `own`, that page
  /// instead, also at the file's own address. Like every file it leaves no line in the log and no trace in the counts:
  /// for pages of which nobody may know who reads them.
  void page(std::string_view path, std::string_view file, std::string own = {});

  void before(Filter filter);

  const std::vector<std::unique_ptr<Route>>& routes() const;

  /// What a method and path lead to.
  struct Match {
    const Route* route = nullptr;  ///< null: `allow` empty means unknown path, else wrong method
    std::vector<std::pair<std::string, std::string>> params;
    std::string allow;  ///< "GET, HEAD, POST"
  };
  Match match(Method method, std::string_view path) const;
  /// Runs the filters, then the route's handler; catches what third-party code throws (http.bug).
  void run(const Route& route, std::shared_ptr<Request> request, Reply reply) const;
  /// The answer for a path without a route: an asset or the index, when `files` was called.
  std::optional<Response> file_for(const Request& request) const;

 private:
  void add(std::unique_ptr<Route> route);
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

/// The input of a typed route as one JSON object: path members, then the query or the body.
Result<json::Value> gather_input(const Request& request, const std::vector<std::string>& members,
                                 std::string_view pattern);

}  // namespace chiron::http

#include "platform/http/router_typed.h"
