// Tells everybody with a stream when what they look at has changed: topic, id and a revision, never content.
//
// Where news come from. Nothing publishes events and no table keeps them. After a commit of this process, which wakes
// the hub, and every poll_ms for those of other servers on the same PostgreSQL (Database::change_mark, one cheap read),
// the hub asks for each thing that is looked at what its viewer would be shown now; a revision is a fingerprint of that
// answer, and another one is news. So the access function of a topic is the one of the read that it stands for, run
// anew each time with the roles that hold then: nobody can hear of what they may not read, not even that it changed,
// and a field that is kept from somebody cannot be heard of either. Nothing can be forgotten to be published, written
// by hand past the program, or lost while a client was away: what counts is the state when it comes back. The price is
// reading what is on the screens of those who look; a round begins no sooner than nine times as long as the last one
// took after its end, so that streams never take more than a tenth of one core; under load news come later, together.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/clock.h"
#include "features/institutions/viewer.h"
#include "features/views/live/topics.h"
#include "platform/http/event_stream.h"

namespace chiron::views::live {

using institutions::Viewer;

/// Somebody with a stream.
struct Caller {
  std::string login;  ///< names the login; whose streams are counted together
  Viewer viewer;
  /// The viewer again, with the roles that hold now; nobody once the login has ended. Looking is no sign of life: it
  /// must not prolong the login.
  std::function<Result<std::optional<Viewer>>()> again;
};

/// The revision of what the viewer may read there now; nothing where there is nothing for them. Errors: what keeps it
/// from being read at the moment.
using RevisionOf = std::function<Result<std::optional<std::int64_t>>(const Viewer&, const Watched&)>;
/// Differs whenever anything may have changed; an error counts as a change.
using ChangeMark = std::function<Result<std::string>()>;

struct HubLimits {
  std::size_t streams_max = 5'000;
  std::size_t per_login = 5;
  std::int64_t poll_ms = 2'000;
  std::int64_t gather_ms = 100;    ///< after a commit, before the round that it causes
  std::int64_t beat_ms = 20'000;   ///< between comments; proxies cut what is silent for a minute
  std::int64_t check_ms = 60'000;  ///< between looks at every login, whether or not anything changed (ASVS 7.4.2)
  int retry_ms = 3'000;            ///< what a browser waits before it comes back
};

/// One event's data.
struct LiveEvent {
  std::string topic;
  std::string id;             ///< "" where there is only one
  std::int64_t revision = 0;  ///< another one means another state; no order
};
BOOST_DESCRIBE_STRUCT(LiveEvent, (), (topic, id, revision))

class Hub {
 public:
  /// `clock` must outlive the hub. Without `start` nothing happens but by `turn`: for tests.
  Hub(const Clock& clock, RevisionOf revision_of, ChangeMark change_mark, HubLimits limits = {});
  /// As stop().
  ~Hub();
  Hub(const Hub&) = delete;
  Hub& operator=(const Hub&) = delete;

  /// Begins a stream. Its first events say the revisions that hold; then one follows for each that changes; `ended`
  /// with a reason ("signed_out", "replaced" by a sixth of the login) is the last. Errors: "live.full" (unavailable).
  Result<std::shared_ptr<http::EventOutlet>> open(Caller caller, std::vector<Watched> watched);

  /// Something may have changed. Any thread; returns at once.
  void changed();
  /// Does what is due and returns the milliseconds until something is again.
  std::int64_t turn();
  /// Streams that are open.
  std::size_t size() const;

  /// Takes turns on a thread of its own until stop().
  void start();
  void stop();

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace chiron::views::live
