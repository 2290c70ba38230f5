// The route, and fingerprints of what other routes answer.
#include "features/views/live/live_routes.h"

#include <cstring>

#include "platform/crypto/sha256.h"

namespace chiron::views::live {
namespace {

/// `watch`: what is looked at, as "match_run.<id>,match_runs.<id>,cases".
struct GetEvents {
  std::string watch;
};
BOOST_DESCRIBE_STRUCT(GetEvents, (), (watch))

/// The first 53 bits of a hash: a whole number also in a browser.
std::int64_t fingerprint(std::string_view text) {
  const auto hash = crypto::sha256(bytes_of(text));
  std::uint64_t number;
  std::memcpy(&number, hash.data(), sizeof number);
  return static_cast<std::int64_t>(number >> 11);
}

/// Routes whose answers are only looked at, for a viewer who is set before each.
struct Mirror {
  http::Router router;
  std::optional<Viewer> viewer;
};

}  // namespace

void add_routes(http::Router& router, Hub& hub, CallerOf caller_of) {
  router.stream<GetEvents, LiveEvent>(
      "/api/v1/events",
      {.id = "watch_events", .summary = "Says when what one looks at has changed: one event for each, no content."},
      [&hub, caller_of = std::move(caller_of)](const http::Request& request,
                                               const GetEvents& asked) -> Result<std::shared_ptr<http::EventOutlet>> {
        auto caller = TRY(caller_of(request));
        return hub.open(std::move(caller), TRY(parse_watched(asked.watch)));
      });
}

RevisionOf revisions_in(const std::function<void(http::Router&, institutions::ViewerOf)>& add) {
  auto mirror = std::make_shared<Mirror>();
  add(mirror->router, [raw = mirror.get()](const http::Request&) -> Result<Viewer> {
    if (!raw->viewer) return err(fail(ErrorCode::unauthenticated, "accounts.signed_out"));
    return *raw->viewer;
  });
  // Called by whoever takes the hub's turn, one at a time.
  return [mirror](const Viewer& viewer, const Watched& watched) -> Result<std::optional<std::int64_t>> {
    auto request = std::make_shared<http::Request>();
    request->method = http::Method::get;
    request->path = watched.path();
    auto match = mirror->router.match(request->method, request->path);
    if (!match.route) return std::optional<std::int64_t>();
    request->params = std::move(match.params);
    struct Here final : http::Reply::Target {
      void answer(http::Response given) override { response = std::move(given); }
      http::Response response;
    };
    const auto here = std::make_shared<Here>();
    mirror->viewer = viewer;
    mirror->router.run(*match.route, request, http::Reply(here));
    mirror->viewer.reset();
    const auto& answer = here->response;
    if (!answer.error) return std::optional(fingerprint(answer.body));
    // Not there and not theirs are nothing; a failure says neither.
    if (http::status_of(answer.error->code) >= 500) return err(*answer.error);
    return std::optional<std::int64_t>();
  };
}

}  // namespace chiron::views::live
