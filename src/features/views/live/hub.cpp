// Admitting, looking, telling.
#include "features/views/live/hub.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <list>
#include <map>
#include <mutex>
#include <thread>

#include <fmt/format.h>

#include "platform/json/json.h"

namespace chiron::views::live {
namespace {

/// Why a stream ends by our doing; the browser then does not come back by itself.
struct Ended {
  std::string why;
};
BOOST_DESCRIBE_STRUCT(Ended, (), (why))

struct Looking {
  Watched at;
  std::optional<std::int64_t> told;
};

struct Listener {
  http::EventStream stream;
  Caller caller;
  std::vector<Looking> things;
  bool is_new = true;
  Instant last_sent;
};

constexpr std::int64_t times_as_long = 9;

}  // namespace

struct Hub::Inside {
  Inside(const Clock& time, RevisionOf revision, ChangeMark change, HubLimits most)
      : clock(time), revision_of(std::move(revision)), change_mark(std::move(change)), limits(most) {}

  const Clock& clock;
  RevisionOf revision_of;
  ChangeMark change_mark;
  HubLimits limits;

  // Of whoever takes the turn; all else is behind `mutex`.
  std::mutex turn_mutex;
  std::list<Listener> listeners;  // the oldest first
  std::string mark;
  Instant next_poll, next_check, next_round, last_turn;
  bool due = false;  // a round, when its time has come

  mutable std::mutex mutex;
  std::condition_variable woken;
  std::vector<Listener> arrived;
  bool told = false;
  bool stopping = false;
  std::atomic<std::size_t> open_count{0};
  std::thread thread;

  void wake() {
    {
      const std::lock_guard lock(mutex);
      told = true;
    }
    woken.notify_all();
  }

  void send(Listener& to, std::string_view text, Instant now) {
    if (to.stream.send(text)) to.last_sent = now;
  }
  void end(Listener& one, const char* why) {
    one.stream.send(http::event_text("ended", json::write(Ended{why})));
    one.stream.end();
  }
  /// Whoever comes as the sixth of a login takes the place of its oldest.
  void admit(std::vector<Listener> newcomers) {
    for (auto& each : newcomers) listeners.push_back(std::move(each));
    std::map<std::string_view, std::size_t> counts;
    for (auto one = listeners.rbegin(); one != listeners.rend(); ++one)
      if (one->stream.open() && ++counts[one->caller.login] > limits.per_login) end(*one, "replaced");
  }
  /// An error leaves unsaid what was not said yet.
  Result<> look(Listener& one, Instant now) {
    const auto viewer = TRY(one.caller.again());
    if (!viewer) {
      end(one, "signed_out");
      return {};
    }
    for (auto& thing : one.things) {
      const auto revision = TRY(revision_of(*viewer, thing.at));
      if (!revision || revision == thing.told) continue;
      thing.told = revision;
      const LiveEvent event{std::string(thing.at.topic->name), thing.at.id, *revision};
      send(one, http::event_text("revision", json::write(event)), now);
    }
    return {};
  }
  void forget_ended() {
    std::erase_if(listeners, [](const Listener& each) { return !each.stream.open(); });
    const std::lock_guard lock(mutex);
    open_count = listeners.size() + arrived.size();
  }
  /// A clock that was set back would else keep everybody waiting.
  void keep_time(Instant now) {
    if (now < last_turn) {
      next_poll = next_check = next_round = now;
      for (auto& each : listeners) each.last_sent = now;
    }
    last_turn = now;
  }
  /// Whether a commit of this process, another server's, or the minute asks for a round.
  void ask_for_round(bool was_told, Instant now) {
    if (was_told && !due) {
      due = true;
      next_round = std::max(next_round, now.plus_ms(limits.gather_ms));
    }
    if (now >= next_poll) {
      next_poll = now.plus_ms(limits.poll_ms);
      auto present = change_mark();
      if (!present || *present != mark) due = true;
      if (present) mark = *std::move(present);
    }
    if (now >= next_check) {
      next_check = now.plus_ms(limits.check_ms);
      due = true;
    }
  }
  std::int64_t until_next(Instant now) const {
    Instant next = std::min(next_poll, next_check);
    if (due) next = std::min(next, next_round);
    for (const auto& each : listeners) next = std::min(next, each.last_sent.plus_ms(limits.beat_ms));
    return std::max<std::int64_t>((next.micros - now.micros + 999) / 1000, 1);
  }
};

Hub::Hub(const Clock& clock, RevisionOf revision_of, ChangeMark change_mark, HubLimits limits)
    : inside_(std::make_unique<Inside>(clock, std::move(revision_of), std::move(change_mark), limits)) {}

Hub::~Hub() { stop(); }

Result<std::shared_ptr<http::EventOutlet>> Hub::open(Caller caller, std::vector<Watched> watched) {
  auto [stream, outlet] = http::EventStream::make();
  stream.send(fmt::format("retry: {}\n\n", inside_->limits.retry_ms));
  Listener one{std::move(stream), std::move(caller), {}, true, inside_->clock.now()};
  for (auto& each : watched) one.things.push_back({std::move(each), {}});
  {
    const std::lock_guard lock(inside_->mutex);
    if (inside_->open_count >= inside_->limits.streams_max || inside_->stopping)
      return err(fail(ErrorCode::unavailable, "live.full"));
    ++inside_->open_count;
    inside_->arrived.push_back(std::move(one));
  }
  inside_->woken.notify_all();
  return outlet;
}

void Hub::changed() {
  if (inside_->open_count > 0) inside_->wake();
}

std::int64_t Hub::turn() {
  auto& it = *inside_;
  const std::lock_guard turn(it.turn_mutex);
  std::vector<Listener> newcomers;
  bool was_told = false;
  {
    const std::lock_guard lock(it.mutex);
    newcomers.swap(it.arrived);
    was_told = std::exchange(it.told, false);
  }
  const Instant now = it.clock.now();
  it.keep_time(now);
  it.admit(std::move(newcomers));
  it.forget_ended();
  if (it.listeners.empty()) return it.limits.check_ms;
  it.ask_for_round(was_told, now);
  const bool round = it.due && now >= it.next_round;
  bool whole = true;
  if (round)
    if (auto present = it.change_mark()) it.mark = *std::move(present);
  for (auto& each : it.listeners) {
    if (round || each.is_new) whole = it.look(each, now).has_value() && whole;
    each.is_new = false;
    if (now >= each.last_sent.plus_ms(it.limits.beat_ms)) it.send(each, http::heartbeat, now);
  }
  if (round) {
    const Instant after = it.clock.now();
    const std::int64_t took_ms = std::max<std::int64_t>((after.micros - now.micros) / 1000, 0);
    it.due = false;
    it.next_round = after.plus_ms(times_as_long * took_ms);
  }
  if (!whole) {  // the database is busy: once more, a little later
    it.due = true;
    it.next_round = std::max(it.next_round, now.plus_ms(it.limits.poll_ms));
  }
  it.forget_ended();
  return it.until_next(now);
}

std::size_t Hub::size() const { return inside_->open_count; }

void Hub::start() {
  inside_->thread = std::thread([this] {
    auto& it = *inside_;
    for (;;) {
      const std::int64_t wait_ms = turn();
      std::unique_lock lock(it.mutex);
      it.woken.wait_for(lock, std::chrono::milliseconds(wait_ms),
                        [&] { return it.stopping || it.told || !it.arrived.empty(); });
      if (it.stopping) return;
    }
  });
}

void Hub::stop() {
  {
    const std::lock_guard lock(inside_->mutex);
    inside_->stopping = true;
  }
  inside_->woken.notify_all();
  if (inside_->thread.joinable()) inside_->thread.join();
}

}  // namespace chiron::views::live
